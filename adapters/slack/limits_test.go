package slack_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// prepared is an adapter over Socket Mode that a test changes before it runs.
func prepared(t testing.TB, s *slacktest.Server, b *bot.Bot, change func(*slack.Adapter)) running {
	t.Helper()
	a, err := slack.New(b, slack.Options{BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: s.APIURL(), Connections: 1})
	if err != nil {
		t.Fatal(err)
	}
	change(a)
	return serve(t, a)
}

// TestDeadConnections holds that a connection which says no hello, or falls silent, is given up for another.
func TestDeadConnections(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{PingInterval: time.Hour, AckTimeout: time.Second})
	s.Greet(slacktest.Greeting{Silent: true})
	prepared(t, s, newBot(t, bot.Options{}), func(a *slack.Adapter) { a.SetTimes(100*time.Millisecond, 300*time.Millisecond) })
	if err := s.Wait(soon(t), func() bool { return s.Connected() >= 3 }); err != nil { // one without hello, one that fell silent
		t.Fatal(err)
	}
	e := s.Mention(slacktest.Said{Text: question})
	ask(t, s, e, e.TS)
}

// TestPings holds that a connection over which only pings come is taken for alive.
func TestPings(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{PingInterval: 20 * time.Millisecond})
	prepared(t, s, newBot(t, bot.Options{}), func(a *slack.Adapter) { a.SetTimes(5*time.Second, time.Second) })
	if err := s.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	c := s.Connections()[0]
	if err := s.Wait(soon(t), func() bool { return c.Pongs() > 60 }); err != nil {
		t.Fatal(err)
	}
	if got := s.Connected(); got != 1 {
		t.Errorf("there were %d connections, want one", got)
	}
}

// TestFullHands holds that what is too much is not acknowledged, comes again, and is answered then.
func TestFullHands(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{AckTimeout: 300 * time.Millisecond, RetryDelays: []time.Duration{0, 500 * time.Millisecond, time.Second}})
	a := prepared(t, s, newBot(t, bot.Options{}), func(a *slack.Adapter) { a.SetHands(1) })
	if err := s.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	s.Fail("chat.postMessage", slacktest.Slow(400*time.Millisecond))
	first, second := s.Mention(slacktest.Said{Text: question}), s.Mention(slacktest.Said{Text: question})
	one := s.Deliver(first)
	if _, err := one.Acked(soon(t)); err != nil {
		t.Fatal(err)
	}
	two := s.Deliver(second)
	for _, e := range []slacktest.Event{first, second} {
		if got, err := s.WaitReplies(soon(t), e.Channel, e.TS, 1); err != nil || len(got) != 1 {
			t.Errorf("%s has %d answers (%v), want one", e, len(got), err)
		}
	}
	if ack, err := two.Acked(soon(t)); err != nil || ack.Attempt == 0 {
		t.Errorf("the event that was too much was acknowledged at attempt %d (%v), want a later one", ack.Attempt, err)
	}
	if got := measure(t, a, "dropped_total"); got == 0 {
		t.Error("no dropped event was counted")
	}
}

// TestFullHandsOverHTTP holds that what is too much is put off.
func TestFullHandsOverHTTP(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a, err := slack.New(newBot(t, bot.Options{}), slack.Options{BotToken: s.BotToken(), SigningSecret: s.SigningSecret(), APIURL: s.APIURL()})
	if err != nil {
		t.Fatal(err)
	}
	a.SetHands(1)
	serve(t, a)
	for a.Ready() != nil {
		time.Sleep(time.Millisecond)
	}
	sender := s.Sender(slacktest.SenderOptions{URL: newFront(t, a)})
	s.Fail("chat.postMessage", slacktest.Slow(300*time.Millisecond))
	for _, want := range []int{http.StatusOK, http.StatusServiceUnavailable} {
		if got, err := sender.Send(soon(t), s.Mention(slacktest.Said{Text: question}), 0); err != nil || got.Status != want {
			t.Errorf("an event got %d (%v), want %d", got.Status, err, want)
		}
	}
}

// TestPanic holds that a panic is one fixed apology with an id that is in the log, and that nothing else stops.
func TestPanic(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var mu sync.Mutex
	written := slog.New(slog.NewTextHandler(locked{&mu, &log}, nil))
	s := slacktest.New(t, slacktest.Options{})
	b := newBot(t, bot.Options{Log: written, Observe: func(_ string, k bot.Kind, _ time.Duration) {
		if k == bot.Answered {
			panic("at the disco")
		}
	}})
	run(t, s, b, slack.Options{Connections: 1})
	e := s.Mention(slacktest.Said{Text: question})
	s.Deliver(e)
	got, err := s.WaitWhispers(soon(t), slacktest.DefaultUser, 1)
	if err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSuffix(got[0].Text[strings.LastIndexByte(got[0].Text, ' ')+1:], ".")
	mu.Lock()
	if !strings.Contains(got[0].Text, "Something went wrong") || !strings.Contains(log.String(), id) || !strings.Contains(log.String(), "at the disco") || strings.Contains(log.String(), "troops") {
		t.Errorf("a panic is told as %q, and the log is\n%s", got[0].Text, log.String())
	}
	mu.Unlock()
	ack, err := s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Text: question})).Acked(soon(t))
	if err != nil || !bytes.Contains(ack.Payload, []byte("Something went wrong")) {
		t.Errorf("a command that panics is acknowledged with %s (%v)", ack.Payload, err)
	}
	next := s.Mention(slacktest.Said{Text: "hello"})
	ask(t, s, next, next.TS)
}

// locked writes one at a time.
type locked struct {
	mu *sync.Mutex
	to *bytes.Buffer
}

func (l locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

// TestNothingSecretIsLogged holds that what people type and the tokens are in no log at info level and above.
func TestNothingSecretIsLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var mu sync.Mutex
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1, Log: slog.New(slog.NewTextHandler(locked{&mu, &log}, nil))})
	s.Fail("chat.postMessage", slacktest.Broken(500), slacktest.CutAfter(), slacktest.Refused("invalid_blocks"), slacktest.Refused("channel_not_found"))
	s.Fail(slacktest.ResponseURL, slacktest.CutBefore(), slacktest.Refused("expired_url"))
	s.Deliver(s.Mention(slacktest.Said{Text: "the secret word is rhubarb"}))
	s.Deliver(s.Shortcut("check_articles", s.Post(slacktest.Said{Text: "The secret word is rhubarb."}), ""))
	settled(t, s, a)
	mu.Lock()
	defer mu.Unlock()
	for _, secret := range []string{"rhubarb", s.BotToken(), s.AppToken(), "/response/"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q stands in the log:\n%s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "an answer could not be sent") {
		t.Errorf("the log says nothing of what failed:\n%s", log.String())
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	b := newBot(t, bot.Options{})
	for _, c := range []struct {
		o    slack.Options
		want string
	}{
		{slack.Options{}, "SLACK_BOT_TOKEN"},
		{slack.Options{BotToken: "xoxb-1"}, "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET"},
		{slack.Options{BotToken: "xapp-1", AppToken: "xapp-1"}, "begins with xoxb-"},
		{slack.Options{BotToken: "xoxb-1", AppToken: "xoxb-1"}, "begins with xapp-"},
		{slack.Options{BotToken: "xoxb-1", AppToken: "xapp-1", Connections: 11}, "1 to 10"},
		{slack.Options{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: "slack.com"}, "https://slack.com/api/"},
		{slack.Options{BotToken: "xoxb-1", AppToken: "xapp-1"}, ""},
		{slack.Options{BotToken: "xoxb-1", AppToken: "xapp-1", SigningSecret: "s", APIURL: "http://127.0.0.1:1/api"}, ""},
	} {
		a, err := slack.New(b, c.o)
		if c.want == "" && (err != nil || a.Name() != "slack" || a.Ready() == nil) {
			t.Errorf("New(%+v) is %v, want an adapter that is not ready yet", c.o, err)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("New(%+v) fails with %v, want %q in it", c.o, err, c.want)
		}
	}
}

// TestManyGaps holds that replies which take calls of their own do not wait for each other for ever.
func TestManyGaps(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	const many = 100
	for range many {
		s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Text: "gaps"}))
	}
	if _, err := s.WaitWhispers(soon(t), "", many); err != nil {
		t.Error(err)
	}
	settled(t, s, a)
}
