package slack_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
	"drawdown/knowledge"
)

// patience bounds every wait of these tests.
const patience = 20 * time.Second

// soon is a context for waiting.
func soon(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

var embedded = sync.OnceValues(knowledge.Embedded)

// newBot is a bot over the embedded base.
func newBot(t testing.TB, o bot.Options) *bot.Bot {
	t.Helper()
	base, err := embedded()
	if err != nil {
		t.Fatalf("the embedded base does not load: %v", err)
	}
	return bot.New(base, o)
}

// question is one that the base answers.
const question = "How many U.S. troops remain in Syria?"

// best is what the base answers to the question, and where that stands.
var best = sync.OnceValues(func() (short, place string) {
	base, err := embedded()
	if err != nil {
		panic(err)
	}
	a := base.Ask(question)
	if !a.Answered || len(a.Citations) == 0 {
		panic("the base does not answer " + question)
	}
	_, place, _ = strings.Cut(a.Citations[0].Locator().String(), " ")
	return a.Short, place
})

// short and where are what is to be read in an answer to the question.
func short() string { s, _ := best(); return s }
func where() string { _, w := best(); return w }

// running is an adapter that serves.
type running struct {
	*slack.Adapter
	url string // where it takes requests over HTTP; "" without a signing secret
	end func() error
}

// run serves a bot until the test ends, over Socket Mode unless the options hold a signing secret, and waits until it is ready.
func run(t testing.TB, s *slacktest.Server, b *bot.Bot, o slack.Options) running {
	t.Helper()
	r := launch(t, s, b, o)
	ctx := soon(t)
	for r.Ready() != nil {
		select {
		case <-ctx.Done():
			t.Fatalf("the adapter is not ready: %v", r.Ready())
		case <-time.After(time.Millisecond):
		}
	}
	if o.SigningSecret == "" {
		want := o.Connections
		if want == 0 {
			want = slack.DefaultConnections
		}
		if err := s.WaitConnections(ctx, want); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// launch is run without the wait.
func launch(t testing.TB, s *slacktest.Server, b *bot.Bot, o slack.Options) running {
	t.Helper()
	o.BotToken, o.APIURL = s.BotToken(), s.APIURL()
	if o.SigningSecret == "" {
		o.AppToken = s.AppToken()
	}
	if testing.Verbose() && o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(writer{t}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	a, err := slack.New(b, o)
	if err != nil {
		t.Fatalf("New(%+v): %v", o, err)
	}
	r := serve(t, a)
	if o.SigningSecret != "" {
		r.url = newFront(t, a)
	}
	return r
}

// newFront serves the routes of an adapter, and gives where.
func newFront(t testing.TB, a *slack.Adapter) string {
	t.Helper()
	mux := http.NewServeMux()
	for _, route := range a.Routes() {
		mux.Handle(route, a)
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// serve runs an adapter until the test ends.
func serve(t testing.TB, a *slack.Adapter) running {
	a.SetPace(0) // but for the tests of the pace
	a.SetRetry(20*time.Millisecond, 50*time.Millisecond)
	return leisurely(t, a)
}

// leisurely is serve with the times as they are.
func leisurely(t testing.TB, a *slack.Adapter) running {
	r := running{Adapter: a}
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- a.Run(ctx) }()
	r.end = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-over:
			return err
		case <-time.After(patience):
			return errors.New("the run does not end")
		}
	})
	t.Cleanup(func() {
		if err := r.end(); err != nil && !t.Failed() {
			t.Errorf("Run: %v", err)
		}
	})
	return r
}

// writer logs into a test.
type writer struct{ t testing.TB }

func (w writer) Write(p []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// ask delivers an event over Socket Mode, and gives the reply in its thread.
func ask(t testing.TB, s *slacktest.Server, e slacktest.Event, thread string) slacktest.Message {
	t.Helper()
	before := len(s.Replies(e.Channel, thread))
	s.Deliver(e)
	got, err := s.WaitReplies(soon(t), e.Channel, thread, before+1)
	if err != nil {
		t.Fatal(err)
	}
	return got[before]
}

func TestMentionIsAnsweredInAThread(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{})
	asked := s.Mention(slacktest.Said{Text: question})
	reply := ask(t, s, asked, asked.TS)
	if want := short(); !strings.Contains(reply.Text, want) {
		t.Errorf("%q got %q, want %q in it", question, reply.Text, want)
	}
}
