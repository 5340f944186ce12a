package slack_test

import (
	"strings"
	"testing"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// TestWhoIsAnswered says things that are for the bot and things that are not. After each that is not, one that is tells that
// the bot has seen it and kept silent.
func TestWhoIsAnswered(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	mention := "<@" + s.BotUser() + "> "
	begun := s.Mention(slacktest.Said{Text: question})
	ask(t, s, begun, begun.TS)
	here, want := begun.TS, 1
	for _, c := range []struct {
		what     string
		event    slacktest.Event
		answered bool
	}{
		{"a mention in a channel", s.Mention(slacktest.Said{Text: question}), true},
		{"a mention with words before it", s.Mention(slacktest.Said{Text: "well, " + mention + question}), true},
		{"a mention with somebody else's", s.Mention(slacktest.Said{Text: mention + "<@U0BEN> asks: " + question}), true},
		{"a message in a channel", s.Say(slacktest.Said{Text: question}), false},
		{"a mention in another thread", s.Mention(slacktest.Said{Thread: s.Post(slacktest.Said{Text: "so?"}).TS, Text: question}), true},
		{"a message in another thread", s.Say(slacktest.Said{Thread: s.Post(slacktest.Said{Text: "so?"}).TS, Text: question}), false},
		{"a question in the thread", s.Say(slacktest.Said{Thread: here, Text: "How many troops will stay in Iraq?"}), true},
		{"a follow-up in the thread", s.Say(slacktest.Said{Thread: here, User: slacktest.SecondUser, Text: "why?"}), true},
		{"a question sent to the channel too", s.Say(slacktest.Said{Thread: here, Subtype: "thread_broadcast", Text: "When was the reduction announced?"}), true},
		{"a question with a file", s.Say(slacktest.Said{Thread: here, Subtype: "file_share", File: "map.png", Text: "When was the reduction announced?"}), true},
		{"talk in the thread", s.Say(slacktest.Said{Thread: here, Text: "I will be late for lunch today"}), false},
		{"a question about something else", s.Say(slacktest.Said{Thread: here, Text: "Who brings the cake tomorrow?"}), false},
		{"thanks between people", s.Say(slacktest.Said{Thread: here, Text: "thanks, got it"}), false},
		{"a question to somebody else", s.Say(slacktest.Said{Thread: here, Text: "<@U0BEN> " + question}), false},
		{"a question about somebody else", s.Say(slacktest.Said{Thread: here, Text: "does <@U0BEN> know " + question}), false},
		{"a question to everybody", s.Say(slacktest.Said{Thread: here, Text: "<!here> " + question}), false},
		{"a question of another bot", s.Say(slacktest.Said{Thread: here, Subtype: "bot_message", Text: question}), false},
		{"somebody who joins", s.Say(slacktest.Said{Thread: here, Subtype: "channel_join", Text: question}), false},
		{"the bot's own answer", s.Echo(s.Replies(begun.Channel, here)[0]), false},
		{"an edited question", s.Edit(s.Post(slacktest.Said{Thread: here, Text: "hm"}), question), false},
		{"a deleted question", s.Delete(s.Post(slacktest.Said{Thread: here, Text: question})), false},
		{"an event that nobody knows", s.Happening("something_new_happened", map[string]any{"text": question, "channel": slacktest.DefaultChannel}), false},
		{"a direct message", s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: question}), true},
	} {
		before := len(s.Posted())
		d := s.Deliver(c.event)
		if _, err := d.Acked(soon(t)); err != nil {
			t.Errorf("%s is not acknowledged: %v", c.what, err)
		}
		want++
		if c.answered {
			if err := s.Wait(soon(t), func() bool { return len(s.Posted()) == before+1 }); err != nil {
				t.Errorf("%s is not answered: %v", c.what, err)
			}
			continue
		}
		probe := s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: question})
		s.Deliver(probe)
		if err := s.Wait(soon(t), func() bool { return len(s.Posted()) > before }); err != nil {
			t.Fatal(err)
		}
		if got := s.Posted(); len(got) != before+1 {
			t.Errorf("%s is answered with %q, want silence", c.what, got[len(got)-1].Text)
		}
	}
	if got := len(s.Posted()); got != want {
		t.Errorf("the bot said %d things, want %d", got, want)
	}
}

// TestAnswersAreInTheirPlace holds where an answer stands, and what no answer does.
func TestAnswersAreInTheirPlace(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	root := s.Post(slacktest.Said{Text: "so?"})
	inThread := s.Mention(slacktest.Said{Thread: root.TS, Text: question})
	reply := ask(t, s, inThread, root.TS)
	if reply.ThreadTS != root.TS {
		t.Errorf("the answer to a mention in the thread %s stands in %q", root.TS, reply.ThreadTS)
	}
	if reply.UnfurlLinks || reply.UnfurlMedia {
		t.Error("Slack may unfold the links of an answer")
	}
	if m := reply.Metadata; m == nil || m.EventType != "drawdown_reply" || m.Payload["event"] != inThread.Channel+"/"+inThread.TS {
		t.Errorf("the answer to %s carries the metadata %+v", inThread, reply.Metadata)
	}
	direct := s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: question})
	if reply := ask(t, s, direct, ""); reply.ThreadTS != "" {
		t.Errorf("the answer in a direct message stands in the thread %q", reply.ThreadTS)
	}
}

// TestHostileText holds that nothing that is typed has an effect, in blocks and beside them: slacktest takes mentions, links and
// unescaped signs for a breach.
func TestHostileText(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	first := s.Mention(slacktest.Said{Text: question})
	ask(t, s, first, first.TS)
	for _, harm := range []string{"&lt;!channel&gt;", "&lt;@U0BEN&gt;", "<@U0BEN|ben>", "<!here|here>", "<#C0GENERAL|general>", "<https://evil.example|here>", "https://evil.example",
		"*now*", "_now_", "~now~", "`now`", "&gt; now", "&amp;lt;!channel&amp;gt;", "\u202enow", "<", "<!channel", "a|b>c", ":smile:", "\x00\x1b[31m"} {
		e := s.Mention(slacktest.Said{Thread: first.TS, Text: "<@" + s.BotUser() + "> and in Iraq? " + harm})
		reply := ask(t, s, e, first.TS)
		shown := reads(t, reply)
		if plain := slack.Plain(harm, s.BotUser()); strings.ContainsAny(plain, "*_~`@<|\x00\u202e") && strings.Contains(shown, plain) {
			t.Errorf("%q came back as it was typed: %q", harm, shown)
		}
	}
}
