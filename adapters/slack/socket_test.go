package slack_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// TestReconnects ends connections in every way in which they end: there is always another one, and questions are answered.
func TestReconnects(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{AckTimeout: time.Second})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 2})
	for name, end := range map[string]func(*slacktest.Connection){
		"dropped":             (*slacktest.Connection).Drop,
		"warned":              func(c *slacktest.Connection) { c.Disconnect(slacktest.Warning) },
		"refreshed":           func(c *slacktest.Connection) { c.Disconnect(slacktest.RefreshRequested) },
		"for no known reason": func(c *slacktest.Connection) { c.Disconnect("because") },
	} {
		before := s.Connected()
		all := s.Connections()
		end(all[len(all)-1]) // the first may be one that was ended already
		e := s.Mention(slacktest.Said{Text: question})
		ask(t, s, e, e.TS)
		if err := s.Wait(soon(t), func() bool { return s.Connected() > before }); err != nil {
			t.Errorf("after a connection was %s: %v", name, err)
		}
		if err := s.WaitConnections(soon(t), 2); err != nil {
			t.Errorf("after a connection was %s: %v", name, err)
		}
	}
	if got := measure(t, a, "reconnects_total"); got < 4 {
		t.Errorf("there were %v reconnects, want 4 or more", got)
	}
}

// TestGoodbyeAfterHello holds that a Slack which says goodbye after each hello is not stormed.
func TestGoodbyeAfterHello(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	greetings := make([]slacktest.Greeting, 100)
	for i := range greetings {
		greetings[i] = slacktest.Greeting{Disconnect: slacktest.RefreshRequested, Drop: i%2 == 0}
	}
	s.Greet(greetings...)
	a, err := slack.New(newBot(t, bot.Options{}), slack.Options{BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: s.APIURL(), Connections: 1})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	leisurely(t, a)
	if err := s.Wait(soon(t), func() bool { return s.Connected() == 4 }); err != nil {
		t.Fatal(err)
	}
	// The pauses before the second, third and fourth are half of 250, 500 and 1000 ms at the least.
	if took := time.Since(began); took < 800*time.Millisecond {
		t.Errorf("four connections that were said goodbye to took %v, want growing pauses", took)
	}
}

// TestOddFrames sends what is no envelope, and envelopes of no known type: those that can be are acknowledged, and the connection lasts.
func TestOddFrames(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	c := s.Connections()[0]
	for _, frame := range []string{"", "null", "[]", "{", `{"type":"whatever"}`, `{"type":7}`, `"x"`, `{"type":"hello"}`, strings.Repeat("[", 10_000)} {
		c.SendRaw(frame)
	}
	for _, e := range []slacktest.Event{
		s.Raw("events_api", []byte(`{}`)), s.Raw("events_api", []byte(`{"event":{"type":"message"}}`)), s.Raw("events_api", []byte(`[]`)), s.Raw("events_api", []byte(`{"event":"x"}`)),
		s.Raw("interactive", []byte(`{}`)), s.Raw("interactive", []byte(`{"type":"block_actions","actions":[]}`)), s.Raw("interactive", []byte(`7`)),
		s.Raw("slash_commands", []byte(`{}`)), s.Raw("slash_commands", []byte(`"x"`)), s.Raw("unheard_of", []byte(`{}`)),
	} {
		if _, err := s.Deliver(e).Acked(soon(t)); err != nil {
			t.Errorf("%s with %s is not acknowledged: %v", e.Kind, e.Payload, err)
		}
	}
	if got := s.Connected(); got != 1 {
		t.Errorf("there were %d connections, want the first to last", got)
	}
}

// TestHopeless holds that what only an administrator can change ends Run, with an error that says what to change.
func TestHopeless(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, want string
		spoil      func(*slacktest.Server)
	}{
		{"a wrong bot token", "SLACK_BOT_TOKEN", func(s *slacktest.Server) { s.Fail("auth.test", slacktest.Refused("invalid_auth")) }},
		{"a removed app", "install it again", func(s *slacktest.Server) { s.Revoke("account_inactive") }},
		{"a revoked token", "revoked", func(s *slacktest.Server) { s.Revoke("token_revoked") }},
		{"a wrong app token", "SLACK_APP_TOKEN", func(s *slacktest.Server) { s.Fail("apps.connections.open", slacktest.Refused("invalid_auth")) }},
		{"an app token without its scope", "connections:write", func(s *slacktest.Server) { s.Fail("apps.connections.open", slacktest.Refused("missing_scope")) }},
		{"a wrong address", "SLACK_API_URL", func(s *slacktest.Server) { s.Fail("auth.test", slacktest.Broken(404)) }},
		{"a wrong address later", "SLACK_API_URL", func(s *slacktest.Server) { s.Fail("apps.connections.open", slacktest.Broken(404)) }},
		{"Socket Mode switched off", "Socket Mode", func(s *slacktest.Server) { s.Greet(slacktest.Greeting{Disconnect: slacktest.LinkDisabled}) }},
	} {
		s := slacktest.New(t, slacktest.Options{})
		c.spoil(s)
		a, err := slack.New(newBot(t, bot.Options{}), slack.Options{BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: s.APIURL(), Connections: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Run(soon(t)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s ends Run with %v, want %q in it", c.what, err, c.want)
		}
	}
}

// TestRevokedLater holds that a token that is revoked while answers are sent ends Run too.
func TestRevokedLater(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a, err := slack.New(newBot(t, bot.Options{}), slack.Options{BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: s.APIURL(), Connections: 1})
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	ctx := soon(t)
	go func() { over <- a.Run(ctx) }()
	if err := s.WaitConnections(ctx, 1); err != nil {
		t.Fatal(err)
	}
	s.Revoke("token_revoked")
	s.Deliver(s.Mention(slacktest.Said{Text: question}))
	if err := <-over; err == nil || !strings.Contains(err.Error(), "SLACK_BOT_TOKEN") {
		t.Errorf("Run ends with %v, want what to change", err)
	}
	if a.Ready() == nil {
		t.Error("the adapter is ready after its end")
	}
}

// TestSlackIsDown holds that a Slack that does not answer at first is waited for.
func TestSlackIsDown(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.Fail("auth.test", slacktest.Broken(503), slacktest.CutBefore())
	s.Fail("apps.connections.open", slacktest.Limited())
	s.Greet(slacktest.Greeting{Status: 500}, slacktest.Greeting{Drop: true})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	e := s.Mention(slacktest.Said{Text: question})
	ask(t, s, e, e.TS)
}

// TestDrain ends the run while answers wait: they are sent, everything that was taken is acknowledged, and nothing more is taken.
func TestDrain(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 2})
	a.SetPace(20 * time.Millisecond)
	const questions = 20
	var all []*slacktest.Delivery
	for range questions {
		all = append(all, s.Deliver(s.Mention(slacktest.Said{Text: question})))
	}
	for _, d := range all {
		if _, err := d.Acked(soon(t)); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.end(); err != nil {
		t.Fatal(err)
	}
	if got := len(s.Posted()); got != questions {
		t.Errorf("of %d questions that were acknowledged before the end, %d are answered", questions, got)
	}
	if a.Ready() == nil {
		t.Error("the adapter is ready after its end")
	}
	ctx, cancel := context.WithTimeout(context.Background(), silence)
	defer cancel()
	if _, err := s.Deliver(s.Mention(slacktest.Said{Text: question})).Acked(ctx); err == nil {
		t.Error("an event was acknowledged after the end")
	}
}

// TestDrainIsBounded ends the run while Slack hangs.
func TestDrainIsBounded(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1, Drain: 50 * time.Millisecond})
	s.FailAlways("chat.postMessage", &slacktest.Fault{Hang: true})
	d := s.Deliver(s.Mention(slacktest.Said{Text: question}))
	if _, err := d.Acked(soon(t)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := a.end(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("Run took %v to end, want the drain of 50 ms and little more", took)
	}
}
