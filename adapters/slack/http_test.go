package slack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// overHTTP runs a bot that takes its events over HTTP, and gives who sends them.
func overHTTP(t testing.TB, s *slacktest.Server, b *bot.Bot, o slack.Options) (running, *slacktest.Sender) {
	t.Helper()
	o.SigningSecret = s.SigningSecret()
	a := run(t, s, b, o)
	return a, s.Sender(slacktest.SenderOptions{URL: a.url})
}

func TestHTTP(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a, sender := overHTTP(t, s, newBot(t, bot.Options{}), slack.Options{})
	if got := strings.Join(a.Routes(), " "); got != "/slack/events /slack/commands /slack/interactions" {
		t.Errorf("the routes are %q", got)
	}
	mention, message := s.MentionPair(slacktest.Said{Text: question})
	for range 3 {
		sender.Deliver(mention)
		sender.Deliver(message)
	}
	settled(t, s, a)
	replies := s.Replies(mention.Channel, mention.TS)
	if len(replies) != 1 {
		t.Fatalf("a mention that came six times has %d answers, want one", len(replies))
	}
	sender.Deliver(s.Press(replies[0], "Sources", ""))
	if _, err := s.WaitWhispers(soon(t), "", 1); err != nil {
		t.Error(err)
	}
	got, err := sender.Send(soon(t), s.Slash(slacktest.Command{Name: "/drawdown", Text: question}), 0)
	if err != nil || got.Status != http.StatusOK || !bytes.Contains(got.Body, []byte(short())) {
		t.Errorf("the command got %d %s (%v)", got.Status, got.Body, err)
	}
	for _, e := range []slacktest.Event{s.Happening("something_new", nil), s.Raw("events_api", []byte(`{"type":"event_callback"}`)), s.Raw("interactive", []byte(`{"type":"view_closed"}`))} {
		if got, err := sender.Send(soon(t), e, 0); err != nil || got.Status != http.StatusOK || len(got.Body) > 0 {
			t.Errorf("%s got %d %s (%v), want an empty 200", e, got.Status, got.Body, err)
		}
	}
}

// TestChallenge holds that Slack's challenge is answered when it is signed.
func TestChallenge(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	_, sender := overHTTP(t, s, newBot(t, bot.Options{}), slack.Options{})
	got, challenge, err := sender.Challenge(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	var said struct{ Challenge string }
	if err := json.Unmarshal(got.Body, &said); err != nil || said.Challenge != challenge {
		t.Errorf("the challenge %q got %s (%v)", challenge, got.Body, err)
	}
}

// TestForgeries holds that nothing that Slack did not sign is answered, a challenge included.
func TestForgeries(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a, sender := overHTTP(t, s, newBot(t, bot.Options{}), slack.Options{})
	forgeries := slacktest.Forgeries()
	for _, e := range []slacktest.Event{
		s.Mention(slacktest.Said{Text: question}), s.Slash(slacktest.Command{Name: "/drawdown", Text: question}),
		s.Shortcut("check_articles", s.Post(slacktest.Said{Text: question}), ""),
		s.Raw("events_api", []byte(`{"type":"url_verification","challenge":"secret"}`)),
	} {
		for _, f := range forgeries {
			got, err := sender.Forge(soon(t), e, f)
			if err != nil || got.Status != http.StatusUnauthorized || bytes.Contains(got.Body, []byte("secret")) {
				t.Errorf("%s, %s, got %d %s (%v), want 401", e, f, got.Status, got.Body, err)
			}
		}
	}
	if n := len(s.Posted()) + len(s.Whispers("")); n > 0 {
		t.Errorf("forged requests got %d answers", n)
	}
	if got := measure(t, a, "unsigned_total"); got != float64(4*len(forgeries)) {
		t.Errorf("%v unsigned requests were counted, want %d", got, 4*len(forgeries))
	}
}

// TestClock holds that the age of a request is measured by the clock of the options.
func TestClock(t *testing.T) {
	t.Parallel()
	then := time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC)
	for _, c := range []struct {
		ours   time.Duration
		status int
	}{{0, 200}, {299 * time.Second, 200}, {-299 * time.Second, 200}, {301 * time.Second, 401}, {-301 * time.Second, 401}} {
		s := slacktest.New(t, slacktest.Options{Now: func() time.Time { return then }})
		_, sender := overHTTP(t, s, newBot(t, bot.Options{}), slack.Options{Now: func() time.Time { return then.Add(c.ours) }})
		if got, err := sender.Send(soon(t), s.Happening("x", nil), 0); err != nil || got.Status != c.status {
			t.Errorf("a request that is %v old got %d (%v), want %d", c.ours, got.Status, err, c.status)
		}
	}
}

// TestBadRequests holds what is signed and cannot be read, and what no Slack sends.
func TestBadRequests(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a, sender := overHTTP(t, s, newBot(t, bot.Options{}), slack.Options{})
	for _, c := range []struct {
		path, body string
		status     int
	}{
		{"/slack/events", "{", 400},
		{"/slack/events", "", 400},
		{"/slack/events", "7", 400},
		{"/slack/commands", "%zz", 400},
		{"/slack/commands", "", 200},
		{"/slack/interactions", "", 400},
		{"/slack/interactions", "payload=%7B", 400},
		{"/slack/interactions", "payload=7", 200},
		{"/slack/events", `{"x":"` + strings.Repeat("x", 2<<20) + `"}`, 413},
	} {
		r, err := sender.Request(soon(t), c.path, "application/json", []byte(c.body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		if got.StatusCode != c.status {
			t.Errorf("%s with %.20q got %d, want %d", c.path, c.body, got.StatusCode, c.status)
		}
	}
	got, err := http.Get(a.url + "/slack/events")
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if got.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET got %d, want 405", got.StatusCode)
	}
}

// TestNotServing holds that requests before Run, and after its end, are put off.
func TestNotServing(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a, err := slack.New(newBot(t, bot.Options{}), slack.Options{BotToken: s.BotToken(), SigningSecret: s.SigningSecret(), APIURL: s.APIURL()})
	if err != nil {
		t.Fatal(err)
	}
	front := newFront(t, a)
	sender := s.Sender(slacktest.SenderOptions{URL: front})
	if got, err := sender.Send(soon(t), s.Mention(slacktest.Said{Text: question}), 0); err != nil || got.Status != http.StatusServiceUnavailable {
		t.Errorf("before Run, an event got %d (%v), want 503", got.Status, err)
	}
	r := serve(t, a)
	for a.Ready() != nil {
		time.Sleep(time.Millisecond)
	}
	e := s.Mention(slacktest.Said{Text: question})
	if got, err := sender.Send(soon(t), e, 0); err != nil || got.Status != http.StatusOK {
		t.Errorf("an event got %d (%v), want 200", got.Status, err)
	}
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
	if got := len(s.Replies(e.Channel, e.TS)); got != 1 {
		t.Errorf("an event that was taken before the end has %d answers, want one", got)
	}
	if got, err := sender.Send(soon(t), s.Mention(slacktest.Said{Text: question}), 0); err != nil || got.Status != http.StatusServiceUnavailable {
		t.Errorf("after the end, an event got %d (%v), want 503", got.Status, err)
	}
	if a, err := slack.New(newBot(t, bot.Options{}), slack.Options{BotToken: "xoxb-1", AppToken: "xapp-1"}); err != nil || len(a.Routes()) > 0 {
		t.Errorf("without a signing secret there are the routes %v (%v)", a.Routes(), err)
	}
}

// TestARetryIsAnswered lets the replica that got the first delivery die: the retry, which says that it is one, is answered by another.
func TestARetryIsAnswered(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	shared := newLedger()
	dying, first := overHTTP(t, s, newBot(t, bot.Options{Journal: shared}), slack.Options{Drain: time.Nanosecond})
	living, second := overHTTP(t, s, newBot(t, bot.Options{Journal: shared}), slack.Options{})
	s.Fail("chat.postMessage", slacktest.Fault{Hang: true})
	e := s.Mention(slacktest.Said{Text: question})
	if _, err := first.Send(soon(t), e, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(soon(t), func() bool { return measure(t, dying, "queue_length") == 1 }); err != nil {
		t.Fatal(err)
	}
	shared.kill()
	for retry := 1; retry <= 3; retry++ {
		if got, err := second.Send(soon(t), e, retry); err != nil || got.Status != http.StatusOK {
			t.Errorf("retry %d got %d (%v)", retry, got.Status, err)
		}
	}
	settled(t, s, living)
	if got := len(s.Replies(e.Channel, e.TS)); got != 1 {
		t.Errorf("there are %d answers, want one", got)
	}
}

// TestSlowJournal holds that an event is acknowledged in time whatever the journal does.
func TestSlowJournal(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	_, sender := overHTTP(t, s, newBot(t, bot.Options{Journal: stuck{newLedger()}}), slack.Options{})
	e := s.Mention(slacktest.Said{Text: question})
	d := sender.Deliver(e)
	ack, err := d.Acked(soon(t))
	if err != nil || ack.After > 2*time.Second {
		t.Errorf("the event was acknowledged after %v (%v)", ack.After, err)
	}
	if _, err := s.WaitReplies(soon(t), e.Channel, e.TS, 1); err != nil {
		t.Error(err)
	}
}

// stuck is a journal that does not answer.
type stuck struct{ *ledger }

func (stuck) Claim(ctx context.Context, _ string, _ []string, _ time.Duration) (bot.Holding, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

// TestSignatureVector is the example of Slack's documentation.
func TestSignatureVector(t *testing.T) {
	t.Parallel()
	const secret, stamp, want = "8f742231b10e8888abcd99yyyzzz85a5", "1531420618", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	body := []byte("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner" +
		"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
	if got := slack.Sign(secret, stamp, body); got != want {
		t.Errorf("the signature is %s, want %s", got, want)
	}
	header := http.Header{"X-Slack-Request-Timestamp": {stamp}, "X-Slack-Signature": {want}}
	if err := slack.Verify(secret, header, body, time.Unix(1531420618, 0)); err != nil {
		t.Errorf("the documented request is turned away: %v", err)
	}
	body[0] ^= 1
	if slack.Verify(secret, header, body, time.Unix(1531420618, 0)) == nil {
		t.Error("a changed request is taken")
	}
}
