package slack_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/bot"
)

// The Slack that nobody here wrote: the version of the npm package is exact, for its newest tag is another project.
const (
	emulateVersion = "0.12.2"
	emulateEnv     = "DRAWDOWN_EMULATE" // a node_modules folder that has it
	emulateBot     = "U0DRAWDOWN"
	emulateApp     = "A0DRAWDOWN"
	botToken       = "xoxb-emulate"
	userToken      = "xoxp-emulate"
	npmPatience    = 15 * time.Second
)

// emulatePackage finds the package, or installs it into a folder of the test; it skips the test where neither is possible.
func emulatePackage(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skipf("node is not here, so that the package emulate cannot be run: %v", err)
	}
	modules := os.Getenv(emulateEnv)
	if modules == "" {
		dir := t.TempDir()
		modules = filepath.Join(dir, "node_modules")
		ctx, cancel := context.WithTimeout(context.Background(), npmPatience)
		defer cancel()
		install := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--fetch-retries=0", "--prefix", dir, "emulate@"+emulateVersion)
		install.WaitDelay = time.Second
		if out, err := install.CombinedOutput(); err != nil {
			t.Skipf("npm does not install emulate@%s, and %s is not set: %v\n%.500s", emulateVersion, emulateEnv, err, out)
		}
	}
	var held struct{ Version string }
	raw, err := os.ReadFile(filepath.Join(modules, "emulate", "package.json"))
	if err == nil {
		err = json.Unmarshal(raw, &held)
	}
	if err != nil || held.Version != emulateVersion {
		t.Fatalf("%s holds emulate %q (%v), want %s", modules, held.Version, err, emulateVersion)
	}
	return filepath.Join(modules, "emulate", "dist", "api.js")
}

// startEmulate starts the package's Slack with an app that has the scopes of the manifest, and gives where it is.
func startEmulate(t *testing.T, scopes []string) string {
	t.Helper()
	seed, err := json.Marshal(map[string]any{
		"strict_scopes": true,
		"users":         []any{map[string]any{"name": "ann", "is_admin": true}},
		"oauth_apps":    []any{map[string]any{"client_id": "1.2", "client_secret": "x", "app_id": emulateApp, "name": "drawdown", "redirect_uris": []string{}, "bot_user_id": emulateBot, "bot_id": "B0DRAWDOWN", "bot_name": "drawdown", "scopes": scopes}},
		"tokens": []any{map[string]any{"token": botToken, "type": "bot", "user_id": emulateBot, "app_id": emulateApp, "bot_id": "B0DRAWDOWN", "bot_user_id": emulateBot, "scopes": scopes},
			map[string]any{"token": userToken, "type": "user", "user": "ann"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", filepath.Join("testdata", "emulate.mjs"), emulatePackage(t), string(seed))
	var complaint bytes.Buffer
	node.Stderr = &complaint
	in, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := node.Wait(); err != nil {
			t.Errorf("emulate ended with %v: %s", err, complaint.String())
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("emulate does not start: %v\n%s", err, complaint.String())
	}
	return strings.TrimSpace(line)
}

// bearer puts the token into the header, where the package wants it, and keeps what it says to each call.
type bearer struct {
	mu   sync.Mutex
	said map[string][]string // by method, "ok" or the error
	view string              // the last one that was shown
}

func (b *bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+botToken)
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	var answer struct {
		OK    bool
		Error string
		View  struct{ ID string }
	}
	json.Unmarshal(body, &answer)
	if answer.OK {
		answer.Error = "ok"
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	b.said[method] = append(b.said[method], answer.Error)
	if answer.View.ID != "" {
		b.view = answer.View.ID
	}
	return response, nil
}

func (b *bearer) shown() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.view
}

func (b *bearer) of(method string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.said[method], " ")
}

// emulated is a call of the package's Web API as somebody.
func emulated(t *testing.T, base, token, method string, args url.Values, into any) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, base+"/api/"+method, strings.NewReader(args.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil || !bytes.Contains(raw, []byte(`"ok":true`)) {
		t.Fatalf("%s as %s: %s (%v)", method, token, raw, err)
	}
	if into != nil {
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEmulate holds posting, threads, direct messages, metadata, views and scopes against a Web API that nobody here wrote.
func TestEmulate(t *testing.T) {
	t.Parallel()
	raw, err := slack.Manifest(slack.ManifestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		OAuth struct {
			Scopes struct{ Bot []string }
		} `json:"oauth_config"`
	}
	if err := json.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	base := startEmulate(t, manifest.OAuth.Scopes.Bot)
	shared, said := newLedger(), &bearer{said: map[string][]string{}}
	start := func() running {
		a, err := slack.New(newBot(t, bot.Options{Journal: shared}), slack.Options{BotToken: botToken, SigningSecret: secret, APIURL: base + "/api/", Transport: said})
		if err != nil {
			t.Fatal(err)
		}
		r := serve(t, a)
		for ctx := soon(t); a.Ready() != nil; time.Sleep(time.Millisecond) {
			if ctx.Err() != nil {
				t.Fatal(a.Ready())
			}
		}
		return r
	}
	a := start()
	tell := func(a running, path, body string) {
		t.Helper()
		w := httptest.NewRecorder()
		a.ServeHTTP(w, signed(path, []byte(body), time.Now()))
		if w.Code != http.StatusOK {
			t.Fatalf("%s with %s got %d", path, body, w.Code)
		}
		for ctx := soon(t); measure(t, a, "in_hand") > 0; time.Sleep(time.Millisecond) {
			if ctx.Err() != nil {
				t.Fatal("an event stays in hand")
			}
		}
	}

	const channel = "C000000001"
	var asked struct{ TS string }
	emulated(t, base, userToken, "chat.postMessage", url.Values{"channel": {channel}, "text": {question}}, &asked)
	event := fmt.Sprintf(`{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","channel":%q,"user":"U000000001","text":"<@%s> %s","ts":%q}}`, channel, emulateBot, question, asked.TS)
	tell(a, "/slack/events", event)
	tell(a, "/slack/events", event)
	type message struct {
		User, Text string
		ThreadTS   string `json:"thread_ts"`
		Blocks     []json.RawMessage
	}
	thread := func() []message {
		var got struct{ Messages []message }
		emulated(t, base, userToken, "conversations.replies", url.Values{"channel": {channel}, "ts": {asked.TS}}, &got)
		return got.Messages
	}
	got := thread()
	if len(got) != 2 || got[1].User != emulateBot || got[1].ThreadTS != asked.TS || !strings.Contains(got[1].Text, short()) || len(got[1].Blocks) == 0 {
		t.Fatalf("the thread is %+v, want the question and one answer", got)
	}

	// A process that died after it had sent the answer: the next one finds it by its metadata.
	late := strings.Replace(event, "Ev1", "Ev2", 1)
	shared.mu.Lock()
	clear(shared.by)
	shared.by["slack\x00ts:"+channel+"/"+asked.TS] = &holder{owner: "died"}
	shared.dead["died"] = true
	shared.mu.Unlock()
	tell(start(), "/slack/events", late)
	if got := thread(); len(got) != 2 {
		t.Errorf("after a take-over the thread is %+v, want it as it was", got)
	}
	if got := said.of("conversations.replies"); got != "ok" {
		t.Errorf("the thread was looked through with %q, want once and well", got)
	}

	var opened struct{ Channel struct{ ID string } }
	emulated(t, base, userToken, "conversations.open", url.Values{"users": {emulateBot}}, &opened)
	tell(a, "/slack/events", fmt.Sprintf(`{"type":"event_callback","event_id":"Ev3","event":{"type":"message","channel":%q,"channel_type":"im","user":"U000000001","text":%q,"ts":"1700000000.000001"}}`, opened.Channel.ID, question))

	trigger := func(args url.Values) string {
		var got struct {
			ID string `json:"trigger_id"`
		}
		emulated(t, base, botToken, "views.generateTriggerId", args, &got)
		return got.ID
	}
	press := func(view, kind, trigger, value string) {
		payload := fmt.Sprintf(`{"type":"block_actions","trigger_id":%q,"user":{"id":"U000000001"},"view":{"id":%q,"type":%q},"actions":[{"action_id":"act-0","value":%q}]}`, trigger, view, kind, value)
		tell(a, "/slack/interactions", url.Values{"payload": {payload}}.Encode())
	}
	tell(a, "/slack/events", `{"type":"event_callback","event_id":"Ev4","event":{"type":"app_home_opened","tab":"home","user":"U000000001","channel":"D1"}}`)
	press(said.shown(), "home", trigger(url.Values{"user_id": {"U000000001"}}), "1q"+question)
	modal := said.shown()
	press(modal, "modal", trigger(url.Values{"view_id": {modal}}), "1q"+related)
	press(modal, "modal", trigger(url.Values{"view_id": {modal}}), "1uAAAAAAAAAAAA")

	for method, want := range map[string]string{"chat.postMessage": "ok ok", "views.publish": "ok", "views.open": "ok", "views.update": "ok", "views.push": "ok"} {
		if got := said.of(method); got != want {
			t.Errorf("%s was answered with %q, want %q", method, got, want)
		}
	}
	if got := measure(t, a, "refused_total"); got != 0 {
		t.Errorf("%v calls were refused", got)
	}
}
