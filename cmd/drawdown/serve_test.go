package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// A served is a service that runs in this process, as "drawdown serve" runs it.
type served struct {
	t    *testing.T
	addr string
	log  *logBuffer
	stop func() int // ends it as SIGTERM does, and gives its exit status
}

// A logBuffer is what a service logs, read while it is written.
type logBuffer struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// patience is how long a test waits for what must come at once: a machine that is busy with other tests is slow.
const patience = 60 * time.Second

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("after %v: not %s", patience, what)
}

var servingAt = regexp.MustCompile(`msg=serving address=(\S+)`)

func startServe(t *testing.T, env map[string]string, args ...string) *served {
	t.Helper()
	if env["DATA_DIR"] == "" {
		env["DATA_DIR"] = t.TempDir()
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &served{t: t, log: &logBuffer{}}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), stdio{in: strings.NewReader(""), out: io.Discard, err: s.log, env: func(k string) string { return env[k] }})
	}()
	var once sync.Once
	status := -1
	s.stop = func() int {
		once.Do(func() { cancel(); status = <-ended })
		return status
	}
	t.Cleanup(func() { s.stop() })
	eventually(t, "serving", func() bool {
		select {
		case status := <-ended:
			t.Fatalf("serve ended with %d:\n%s", status, s.log)
		default:
		}
		m := servingAt.FindStringSubmatch(s.log.String())
		if m != nil {
			s.addr = "http://" + m[1]
		}
		return m != nil
	})
	return s
}

// get gives status and body.
func (s *served) get(path string) (int, string) {
	s.t.Helper()
	resp, err := http.Get(s.addr + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// ask asks over the API.
func (s *served) ask(question, session string) map[string]any {
	s.t.Helper()
	asked := map[string]string{"question": question}
	if session != "" {
		asked["session"] = session
	}
	body, err := json.Marshal(asked)
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.Post(s.addr+"/v1/ask", "application/json", bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		s.t.Fatalf("%q: %v", question, err)
	}
	return out
}

// A service answers, says how it is, counts what it did, and ends without losing what it noted.
func TestServe(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	s := startServe(t, env)
	if status, body := s.get("/healthz"); status != http.StatusOK {
		t.Errorf("/healthz says %d %s", status, body)
	}
	eventually(t, "ready", func() bool { status, _ := s.get("/readyz"); return status == http.StatusOK })
	if _, body := s.get("/readyz"); body != `{"ready":true,"adapters":{"web":"ready"},"journal":"ready"}`+"\n" {
		t.Errorf("/readyz says %s", body)
	}
	if got := s.ask("How many U.S. troops remain in Syria?", "a1"); got["answer"] != "Fewer than 1,000" {
		t.Errorf("the answer is %v", got)
	}
	if got := s.ask("How many British troops died in Iraq?", "a1"); got["answered"] != false {
		t.Errorf("what the articles do not say is answered: %v", got)
	}
	_, metrics := s.get("/metrics")
	for _, want := range []string{`drawdown_questions_total{outcome="answered",platform="web"} 1`, `drawdown_questions_total{outcome="refused",platform="web"} 1`, "drawdown_answer_seconds_count", "drawdown_base_info{fingerprint=", `drawdown_adapter_ready{adapter="web"} 1`, "drawdown_journal_dropped_total 0"} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if status := s.stop(); status != answered {
		t.Errorf("serve ended with %d:\n%s", status, s.log)
	}
	for _, secret := range []string{"British", "british", "Syria"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log holds what was asked:\n%s", s.log)
		}
	}
	if r := within(t, env, "gaps", "--asked"); !strings.Contains(r, "how many british troops died in iraq") {
		t.Errorf("after the end, the journal lists\n%s\nwant what was refused", r)
	}
}

// within runs a command in an environment, and gives its output.
func within(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(context.Background(), args, stdio{in: strings.NewReader(""), out: &out, err: &errs, env: func(k string) string { return env[k] }}); status != answered {
		t.Fatalf("%q ended with %d: %s", args, status, &errs)
	}
	return out.String()
}

// What a conversation was about survives a restart.
func TestServeAgain(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	s := startServe(t, env)
	s.ask("How many U.S. troops remain in Syria?", "talk-1")
	if status := s.stop(); status != answered {
		t.Fatalf("serve ended with %d:\n%s", status, s.log)
	}
	s = startServe(t, env)
	fresh, got := s.ask("what for?", "talk-2"), s.ask("what for?", "talk-1")
	if fresh["answered"] != false || got["answered"] != true {
		t.Errorf("after a restart, a follow-up got %v (and in a new conversation %v); want it answered", got, fresh)
	}
}

// A token that a platform refuses ends that platform, says so, and leaves the others.
func TestWrongToken(t *testing.T) {
	t.Parallel()
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasPrefix(r.URL.Path, "/slack/") {
			io.WriteString(w, `{"ok":false,"error":"invalid_auth"}`)
			return
		}
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"message":"401: Unauthorized","code":0}`)
	}))
	t.Cleanup(refusing.Close)
	s := startServe(t, map[string]string{
		"DISCORD_TOKEN": "secret-discord", "DISCORD_API_URL": refusing.URL,
		"SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-secret", "SLACK_API_URL": refusing.URL + "/slack/",
	})
	for _, name := range []string{"discord", "slack"} {
		eventually(t, name+" given up", func() bool { return strings.Contains(s.log.String(), "adapter="+name) })
	}
	status, body := s.get("/readyz")
	if status != http.StatusServiceUnavailable || !strings.Contains(body, `"web":"ready"`) || !strings.Contains(body, "DISCORD_TOKEN") && !strings.Contains(body, "token") {
		t.Errorf("/readyz says %d %s; want that no platform is served, and why", status, body)
	}
	if got := s.ask("How many U.S. troops remain in Syria?", ""); got["answered"] != true {
		t.Errorf("with wrong tokens, the page answers %v", got)
	}
	if strings.Contains(s.log.String(), "secret") || strings.Contains(body, "secret") {
		t.Errorf("a token is told:\n%s\n%s", s.log, body)
	}
	if status := s.stop(); status != answered {
		t.Errorf("serve ended with %d:\n%s", status, s.log)
	}
}

// Changed fact files are loaded while it runs; a folder that does not load is reported, and the facts before stay.
func TestServeReloads(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(factsDir)); err != nil {
		t.Fatal(err)
	}
	s := startServe(t, map[string]string{}, "--facts", dir)
	file := filepath.Join(dir, "ferry.facts")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	head, rest, _ := strings.Cut(string(before), "\nfact:")
	caveat := func() string { return fmt.Sprint(s.ask("how much does the ferry cost", "")["caveats"]) }
	write(head + "\ncaveat: It was told a second time.\nfact:" + rest)
	eventually(t, "loaded anew", func() bool { return strings.Contains(s.log.String(), "facts loaded anew") })
	if _, body := s.get("/articles/ferry"); !strings.Contains(body, "told a second time") {
		t.Errorf("after the change, the article's page lacks its new caveat; an answer has %s", caveat())
	}
	write("fact: nowhere")
	eventually(t, "reported", func() bool { return strings.Contains(s.log.String(), "the facts do not load; the ones before stay") })
	if _, body := s.get("/articles/ferry"); !strings.Contains(body, "told a second time") {
		t.Error("after a broken file, the facts before it are gone")
	}
	_, metrics := s.get("/metrics")
	for _, want := range []string{`drawdown_base_reloads_total{result="loaded"} 1`, `drawdown_base_reloads_total{result="failed"} 1`} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	s := startServe(t, map[string]string{})
	addr := strings.TrimPrefix(s.addr, "http://")
	if got := within(t, map[string]string{}, "health", "--addr", addr); got != "ok\n" {
		t.Errorf("health says %q of a service that lives", got)
	}
	s.stop()
	var errs bytes.Buffer
	status := run(context.Background(), []string{"health", "--addr", addr}, stdio{out: io.Discard, err: &errs, env: func(string) string { return "" }})
	if status != failed || !strings.Contains(errs.String(), addr) {
		t.Errorf("health says %d, %q of a service that is gone", status, &errs)
	}
}
