package slack_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// TestFaultsOfSending lets the sending of an answer go wrong in every way: each time there is one answer in the end.
func TestFaultsOfSending(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]slacktest.Fault{
		"429":                         {slacktest.TooMany(time.Second)},
		"429 without a time":          {{Status: http.StatusTooManyRequests}},
		"ratelimited with status 200": {slacktest.Limited()},
		"500 twice":                   slacktest.Times(2, slacktest.Broken(http.StatusInternalServerError)),
		"503, and it was taken":       {{Status: http.StatusServiceUnavailable, Taken: true, Body: "<html>"}},
		"internal_error":              {slacktest.Refused("internal_error")},
		"a slow server":               {slacktest.Slow(300 * time.Millisecond)},
		"cut before":                  {slacktest.CutBefore()},
		"cut after":                   {slacktest.CutAfter()},
		"no JSON":                     {{Status: http.StatusOK, Body: "<html>", Taken: true}},
		"nothing in it":               {{Status: http.StatusOK, Body: "{}", Taken: true}},
		"everything in turn": {slacktest.TooMany(time.Second), slacktest.Broken(http.StatusBadGateway), slacktest.CutBefore(), slacktest.Refused("invalid_blocks"),
			slacktest.CutAfter()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, channel := range []string{slacktest.DefaultChannel, slacktest.DefaultDirect} {
				s := slacktest.New(t, slacktest.Options{})
				a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
				s.Fail("chat.postMessage", faults...)
				e, thread := s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: question}), ""
				if channel == slacktest.DefaultChannel {
					e = s.Mention(slacktest.Said{Text: question})
					thread = e.TS
				}
				d := s.Deliver(e)
				settled(t, s, a)
				if got := s.Replies(e.Channel, thread); len(got) != 1 || !strings.Contains(got[0].Text, short()) {
					t.Errorf("in %s, there are %d answers, want one: %+v", channel, len(got), got)
				}
				if ack, err := d.Acked(soon(t)); err != nil || ack.Attempt != 0 {
					t.Errorf("the event was acknowledged at attempt %d (%v), want the first", ack.Attempt, err)
				}
			}
		})
	}
}

// TestHangingServer lets Slack take an answer and never say so: it is looked for, found, and not sent again.
func TestHangingServer(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a, err := slack.New(newBot(t, bot.Options{}), slack.Options{BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: s.APIURL(), Connections: 1})
	if err != nil {
		t.Fatal(err)
	}
	a.SetTimeout(300 * time.Millisecond)
	r := serve(t, a)
	if err := s.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	s.Fail("chat.postMessage", slacktest.Fault{Hang: true, Taken: true})
	e := s.Mention(slacktest.Said{Text: question})
	s.Deliver(e)
	settled(t, s, r)
	if got := s.Replies(e.Channel, e.TS); len(got) != 1 {
		t.Errorf("there are %d answers, want one", len(got))
	}
	if got := len(s.Calls("conversations.replies")); got != 1 {
		t.Errorf("the thread was looked through %d times, want once", got)
	}
}

// TestBlindLook holds that an answer is sent where nobody can tell whether it was.
func TestBlindLook(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	s.Fail("chat.postMessage", slacktest.CutBefore())
	s.FailAlways("conversations.replies", &slacktest.Fault{Status: http.StatusOK, Body: `{"ok":true,"messages":7}`})
	e := s.Mention(slacktest.Said{Text: question})
	ask(t, s, e, e.TS)
}

// TestRefusedMessages holds that what Slack does not take is sent plainer and plainer, and never not at all.
func TestRefusedMessages(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"invalid_blocks", "msg_too_long", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments"} {
		for times := 1; times <= 2; times++ {
			s := slacktest.New(t, slacktest.Options{})
			run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
			s.Fail("chat.postMessage", slacktest.Times(times, slacktest.Refused(code))...)
			e := s.Mention(slacktest.Said{Text: question})
			got := ask(t, s, e, e.TS)
			if got.Blocks != nil || !strings.Contains(got.Text, short()) || !strings.Contains(got.Text, where()) {
				t.Errorf("refused %d times with %s, the answer is %+v, want plain text with its source", times, code, got)
			}
		}
		s := slacktest.New(t, slacktest.Options{})
		run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
		s.Fail(slacktest.ResponseURL, slacktest.Fault{Status: http.StatusBadRequest, Body: code}, slacktest.Broken(http.StatusInternalServerError))
		s.Deliver(s.Shortcut("check_articles", s.Post(slacktest.Said{Text: "Fewer than 1,000 U.S. troops remain in Syria."}), ""))
		got, err := s.WaitWhispers(soon(t), "", 1)
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Blocks != nil || !strings.Contains(got[0].Text, "Supported") {
			t.Errorf("refused with %s, the reply to a shortcut is %+v", code, got[0])
		}
	}
}

// TestGoneChannel holds that what can never be sent is not tried again and again.
func TestGoneChannel(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"channel_not_found", "not_in_channel", "is_archived", "thread_not_found", "restricted_action", "missing_scope"} {
		s := slacktest.New(t, slacktest.Options{})
		a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
		s.FailAlways("chat.postMessage", &slacktest.Fault{Error: code})
		s.Deliver(s.Mention(slacktest.Said{Text: question}))
		settled(t, s, a)
		if got := len(s.Calls("chat.postMessage")); got != 1 {
			t.Errorf("after %s it was tried %d times, want once", code, got)
		}
		if got := measure(t, a, "unanswered_total"); got != 1 {
			t.Errorf("after %s the replies that could not be sent are %v, want 1", code, got)
		}
	}
}

// TestPrivateReplies holds that who asks too often is told so alone.
func TestPrivateReplies(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	b := newBot(t, bot.Options{Limits: bot.Limits{Person: bot.Rate{Burst: 1, Every: time.Hour}}})
	a := run(t, s, b, slack.Options{Connections: 1})
	first := s.Mention(slacktest.Said{Text: question})
	ask(t, s, first, first.TS)
	s.Fail("chat.postEphemeral", slacktest.Limited(), slacktest.Broken(http.StatusInternalServerError), slacktest.Refused("invalid_blocks"))
	second := s.Mention(slacktest.Said{Thread: first.TS, Text: question})
	s.Deliver(second)
	got, err := s.WaitWhispers(soon(t), slacktest.DefaultUser, 1)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got[0].Text, "ask again") || got[0].ThreadTS != first.TS {
		t.Errorf("who asks too often is told %q in the thread %q", got[0].Text, got[0].ThreadTS)
	}
	settled(t, s, a)
	if n := len(s.Replies(first.Channel, first.TS)); n != 1 {
		t.Errorf("there are %d answers for everybody, want one", n)
	}
	s.Fail("chat.postEphemeral", slacktest.Refused("user_not_in_channel"))
	third := s.Mention(slacktest.Said{Thread: first.TS, Text: question})
	if got := ask(t, s, third, first.TS); !strings.Contains(got.Text, "ask again") {
		t.Errorf("where nothing can be told to one alone, all are told %q", got.Text)
	}
}

// TestPace holds that the messages of one channel are a second apart, and those of others do not wait for them.
func TestPace(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{RateBurst: 1})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	a.SetPace(time.Second)
	const questions = 3
	for range questions {
		s.Deliver(s.Mention(slacktest.Said{Text: question}))
	}
	began := time.Now()
	direct := s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: question})
	ask(t, s, direct, "")
	if took := time.Since(began); took > 900*time.Millisecond {
		t.Errorf("an answer in another channel took %v", took)
	}
	settled(t, s, a)
	var last time.Time
	for _, m := range s.Posted() {
		if m.Channel != slacktest.DefaultChannel {
			continue
		}
		if apart := m.At.Sub(last); apart < 990*time.Millisecond {
			t.Errorf("two messages are %v apart, want a second", apart)
		}
		last = m.At
	}
	for _, c := range s.Calls("chat.postMessage") {
		if c.Error != "" || c.Status != http.StatusOK {
			t.Errorf("Slack refused a message with %d %s, for it came too early", c.Status, c.Error)
		}
	}
	if got := measure(t, a, "rate_limited_total"); got != 0 {
		t.Errorf("%v calls were put off, want none", got)
	}
}

// TestFullLane holds that who asks where too much is asked is told so, and that everybody before them is answered.
func TestFullLane(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	a.SetPace(5 * time.Millisecond)
	s.Fail("chat.postMessage", slacktest.TooMany(time.Second))
	const questions = 80
	for range questions {
		s.Deliver(s.Mention(slacktest.Said{Text: question}))
	}
	settled(t, s, a)
	posted, told := len(s.Posted()), len(s.Whispers(""))
	if posted+told != questions || posted < 60 || told == 0 {
		t.Errorf("of %d questions at once, %d were answered and %d told to wait, want 60 or more and the others", questions, posted, told)
	}
}
