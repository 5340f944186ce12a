package slack_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// viewed is what a person reads of a view.
func viewed(t testing.TB, view json.RawMessage) string {
	t.Helper()
	var v struct{ Blocks json.RawMessage }
	if err := json.Unmarshal(view, &v); err != nil {
		t.Fatal(err)
	}
	return read(t, v.Blocks)
}

// home opens the App Home and gives what is published.
func home(t testing.TB, s *slacktest.Server) slacktest.View {
	t.Helper()
	before := len(s.Views(""))
	s.Deliver(s.OpenHome("", "home"))
	if err := s.Wait(soon(t), func() bool { return len(s.Views("")) > before }); err != nil {
		t.Fatal(err)
	}
	return s.Views("")[before]
}

func TestHome(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	b := newBot(t, bot.Options{})
	run(t, s, b, slack.Options{Connections: 1})
	view := home(t, s)
	shown := viewed(t, view.JSON)
	for _, a := range b.Base().Articles {
		if !strings.Contains(shown, a.Title) {
			t.Errorf("the App Home shows\n%s\nwant the article %q in it", shown, a.Title)
		}
	}
	if !strings.Contains(shown, "as of ") {
		t.Errorf("the App Home shows\n%s\nwant how fresh it is", shown)
	}
	button := withButton(t, view.Actions())
	s.Deliver(s.PressView(view, button.Text, ""))
	if err := s.Wait(soon(t), func() bool { return len(s.Views("")) == 2 }); err != nil {
		t.Fatal(err)
	}
	modal := s.Views("")[1]
	if got := viewed(t, modal.JSON); modal.Type != "modal" || !strings.Contains(got, "Asked: "+button.Value[2:]) {
		t.Errorf("the button %q opens %s with\n%s", button.Text, modal.Type, got)
	}
}

// TestRefusedHome holds that somebody whose App Home is refused gets a plain one.
func TestRefusedHome(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	s.Fail("views.publish", slacktest.Refused("invalid_blocks"), slacktest.Broken(http.StatusServiceUnavailable), slacktest.TooMany(0))
	if got := viewed(t, home(t, s).JSON); !strings.Contains(got, "I answer questions") {
		t.Errorf("the plain App Home shows %q", got)
	}
}

// TestLateModal holds that who pressed a question and cannot be shown a view any more gets a direct message.
func TestLateModal(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	view := home(t, s)
	s.Fail("views.open", slacktest.Refused("expired_trigger_id"))
	button := withButton(t, view.Actions())
	s.Deliver(s.PressView(view, button.Text, ""))
	got, err := s.WaitReplies(soon(t), slacktest.DefaultDirect, "", 1)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(reads(t, got[0]), button.Value[2:]) {
		t.Errorf("the direct message is %q, want the answer to %q", reads(t, got[0]), button.Value[2:])
	}
}

// stacked is a Slack that knows the methods by which a modal is changed and another one put on top of it.
type stacked struct {
	mu    sync.Mutex
	calls map[string][]url.Values
}

func (x *stacked) before(s *slacktest.Server, t testing.TB) *httptest.Server {
	to, err := url.Parse(s.APIURL())
	if err != nil {
		t.Fatal(err)
	}
	to.Path = ""
	proxy := httputil.NewSingleHostReverseProxy(to)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := strings.TrimPrefix(r.URL.Path, "/api/")
		if method != "views.push" && method != "views.update" {
			r.Host = to.Host
			proxy.ServeHTTP(w, r)
			return
		}
		var held map[string]json.RawMessage
		json.NewDecoder(r.Body).Decode(&held)
		values := url.Values{}
		for k, v := range held {
			values.Set(k, strings.Trim(string(v), `"`))
		}
		x.mu.Lock()
		x.calls[method] = append(x.calls[method], values)
		x.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"ok":true,"view":{"id":"V1"}}`))
	}))
	t.Cleanup(server.Close)
	return server
}

func (x *stacked) called(method string) []url.Values {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.calls[method]
}

// TestModal presses buttons in a modal: a question takes the place of the one before, sources are put on top.
func TestModal(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	x := &stacked{calls: map[string][]url.Values{}}
	a, err := slack.New(newBot(t, bot.Options{}), slack.Options{BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: x.before(s, t).URL + "/api", Connections: 1})
	if err != nil {
		t.Fatal(err)
	}
	serve(t, a)
	if err := s.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	view := home(t, s)
	button := withButton(t, view.Actions())
	s.Deliver(s.PressView(view, button.Text, ""))
	if err := s.Wait(soon(t), func() bool { return len(s.Views("")) == 2 }); err != nil {
		t.Fatal(err)
	}
	modal := s.Views("")[1]
	for _, c := range []struct{ button, method, key, want string }{
		{"Sources", "views.push", "view", "The answer stands on"},
		{"👍 Helpful", "views.push", "view", "helped"},
		{"another", "views.update", "view", "Asked: " + related},
	} {
		if c.button == "another" { // whether the answer has a button of this kind is up to the facts
			modal.JSON = []byte(fmt.Sprintf(`{"type":"modal","blocks":[{"type":"actions","elements":[{"type":"button","action_id":"act-0","value":"1q%s","text":{"type":"plain_text","text":"another"}}]}]}`, related))
		}
		before := len(x.called(c.method))
		e := s.PressView(modal, c.button, "")
		s.Deliver(e)
		for ctx := soon(t); len(x.called(c.method)) == before; time.Sleep(time.Millisecond) {
			if ctx.Err() != nil {
				t.Fatalf("%s does not call %s", c.button, c.method)
			}
		}
		got := x.called(c.method)[before]
		if !strings.Contains(got.Get(c.key), c.want) || got.Get("trigger_id") != e.TriggerID && got.Get("view_id") != modal.ID {
			t.Errorf("%s calls %s with %v, want %q in it", c.button, c.method, got, c.want)
		}
	}
}

func TestPane(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	s.Deliver(s.OpenHome("", "messages"))
	if err := s.Wait(soon(t), func() bool { return len(s.Suggested()) == 1 }); err != nil {
		t.Fatal(err)
	}
	if p := s.Suggested()[0]; len(p.Prompts) == 0 || len(p.Prompts) > 4 || p.Prompts[0].Message == "" {
		t.Errorf("suggested are %+v, want one to four questions", p)
	}
	root := s.Post(slacktest.Said{Channel: slacktest.DefaultDirect, Text: "hello"})
	ask(t, s, s.Say(slacktest.Said{Channel: root.Channel, Thread: root.TS, Text: question}), root.TS)
	settled(t, s, a)
	if got := s.Statuses(); len(got) != 2 || got[0].Text == "" || got[1].Text != "" {
		t.Errorf("the status was %+v, want something and then nothing", got)
	}
	if got := s.Titles(); len(got) != 1 || got[0].Text != question || got[0].ThreadTS != root.TS {
		t.Errorf("the titles are %+v, want %q", got, question)
	}
	follow := ask(t, s, s.Say(slacktest.Said{Channel: root.Channel, Thread: root.TS, Text: "and in Iraq?"}), root.TS)
	if !strings.Contains(reads(t, follow), "Asked: ") {
		t.Errorf("the follow-up got %q, want how it was understood", reads(t, follow))
	}
	settled(t, s, a)
	if got := s.Titles(); len(got) != 1 {
		t.Errorf("a follow-up changed the title: %+v", got)
	}
}

// TestPaneWithoutItsMethods holds that an answer does not depend on what is shown beside it.
func TestPaneWithoutItsMethods(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	for _, m := range []string{"assistant.threads.setStatus", "assistant.threads.setTitle"} {
		s.FailAlways(m, &slacktest.Fault{Error: "channel_not_found"})
	}
	root := s.Post(slacktest.Said{Channel: slacktest.DefaultDirect, Text: "hello"})
	ask(t, s, s.Say(slacktest.Said{Channel: root.Channel, Thread: root.TS, Text: question}), root.TS)
}
