package slack_test

import (
	"fmt"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// settled waits until everything that was delivered is acknowledged and nothing is in hand any more.
func settled(t testing.TB, s *slacktest.Server, adapters ...running) {
	t.Helper()
	ctx := soon(t)
	for _, d := range s.Deliveries() {
		if d.Withheld() == nil {
			if _, err := d.Acked(ctx); err != nil {
				t.Errorf("%s is not acknowledged: %v", d.Event, err)
			}
		}
	}
	for _, a := range adapters {
		for measure(t, a, "in_hand") > 0 {
			select {
			case <-ctx.Done():
				t.Fatal("events stay in hand")
			case <-time.After(time.Millisecond):
			}
		}
	}
}

// measure reads a figure of an adapter.
func measure(t testing.TB, a running, name string) float64 {
	t.Helper()
	for _, m := range a.Measures() {
		if m.Name == name {
			return m.Value()
		}
	}
	t.Fatalf("there is no measure %q", name)
	return 0
}

// TestEachEventIsAnsweredOnce delivers everything that leads to an answer three times, and mentions as messages too.
func TestEachEventIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{})
	first := s.Mention(slacktest.Said{Text: question})
	answer := ask(t, s, first, first.TS)
	thrice := func(what string, count func() int, events ...slacktest.Event) {
		t.Helper()
		before := count()
		for range 3 {
			for _, e := range events {
				s.Deliver(e)
			}
		}
		settled(t, s, a)
		if got := count() - before; got != 1 {
			t.Errorf("%s, delivered three times, is answered %d times, want once", what, got)
		}
	}
	posted := func() int { return len(s.Posted()) }
	whispered := func() int { return len(s.Whispers("")) }
	mention, message := s.MentionPair(slacktest.Said{Text: question})
	thrice("a mention that comes as a message too", posted, mention, message)
	mention, message = s.MentionPair(slacktest.Said{Thread: first.TS, Text: question})
	thrice("a mention in a thread that comes as a message first", posted, message, mention)
	thrice("a direct message", posted, s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: question}))
	thrice("a follow-up", posted, s.Say(slacktest.Said{Thread: first.TS, Text: "why?"}))
	thrice("a button for one", whispered, s.Press(answer, "Sources", ""))
	thrice("a shortcut", whispered, s.Shortcut("check_articles", s.Post(slacktest.Said{Text: "Fewer than 1,000 troops remain in Syria."}), ""))
	thrice("an opened App Home", func() int { return len(s.Views("")) }, s.OpenHome("", "home"))
	thrice("an opened pane", func() int { return len(s.Suggested()) }, s.OpenHome("", "messages"))

	command := s.Slash(slacktest.Command{Name: "/drawdown", Text: question})
	var all []*slacktest.Delivery
	for range 3 {
		all = append(all, s.Deliver(command))
	}
	payloads := 0
	for _, d := range all {
		ack, err := d.Acked(soon(t))
		if err != nil {
			t.Fatal(err)
		}
		if ack.Payload != nil {
			payloads++
		}
	}
	if payloads != 1 {
		t.Errorf("a command, delivered three times, is answered %d times, want once", payloads)
	}
}

// TestReplicasAnswerOnce delivers each event to two replicas that share a journal.
func TestReplicasAnswerOnce(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	shared := newLedger()
	one := run(t, s, newBot(t, bot.Options{Journal: shared}), slack.Options{Connections: 2})
	two := launch(t, s, newBot(t, bot.Options{Journal: shared}), slack.Options{Connections: 2})
	if err := s.WaitConnections(soon(t), 4); err != nil {
		t.Fatal(err)
	}
	const questions = 20
	for range questions {
		mention, message := s.MentionPair(slacktest.Said{Text: question})
		for range 3 {
			s.Deliver(mention)
			s.Deliver(message)
		}
	}
	settled(t, s, one, two)
	if got := len(s.Posted()); got != questions {
		t.Errorf("%d questions got %d answers", questions, got)
	}
}

// TestADeadReplicasQuestionIsAnswered lets a replica die with an event: before it had sent the answer, and after.
func TestADeadReplicasQuestionIsAnswered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what string
		fate slacktest.Fault
	}{
		{"before it could send", slacktest.Fault{Hang: true}},
		{"after it had sent", slacktest.Fault{Hang: true, Taken: true}},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			for _, where := range []slacktest.Said{{Text: question}, {Text: question, Channel: slacktest.DefaultDirect}} {
				s := slacktest.New(t, slacktest.Options{})
				shared := newLedger()
				dying := run(t, s, newBot(t, bot.Options{Journal: shared}), slack.Options{Connections: 1, Drain: time.Nanosecond})
				s.Fail("chat.postMessage", c.fate)
				e := s.Say(where)
				thread := ""
				if where.Channel == "" {
					e = s.Mention(where)
					thread = e.TS
				}
				s.Deliver(e)
				if err := s.Wait(soon(t), func() bool { return measure(t, dying, "queue_length") == 1 }); err != nil {
					t.Fatal(err)
				}
				if c.fate.Taken {
					if _, err := s.WaitReplies(soon(t), e.Channel, thread, 1); err != nil {
						t.Fatal(err)
					}
				}
				shared.kill()
				living := launch(t, s, newBot(t, bot.Options{Journal: shared}), slack.Options{Connections: 1})
				if err := s.WaitConnections(soon(t), 2); err != nil {
					t.Fatal(err)
				}
				for range 4 { // so that both replicas get it
					s.Deliver(e)
				}
				settled(t, s, living)
				if got := len(s.Replies(e.Channel, thread)); got != 1 {
					t.Errorf("a replica died %s: there are %d answers in %q, want one", c.what, got, fmt.Sprint(where.Channel))
				}
			}
		})
	}
}
