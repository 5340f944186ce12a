package slack_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
	"drawdown/bot/bottest"
)

// silence is how long nothing may come before a person takes it that nothing will.
const silence = 200 * time.Millisecond

// thread is a conversation in a channel: a mention, and then messages in its thread that mention the bot again.
type thread struct {
	t    *testing.T
	s    *slacktest.Server
	user string
	root string
}

func (c *thread) Say(text string) (string, error) {
	e := c.s.Mention(slacktest.Said{User: c.user, Thread: c.root, Text: "<@" + c.s.BotUser() + "> " + typed(text)})
	if c.root == "" {
		c.root = e.TS
	}
	return reply(c.t, c.s, e, c.root)
}

// direct is a conversation in a direct message.
type direct struct {
	t    *testing.T
	s    *slacktest.Server
	user string
}

func (c direct) Say(text string) (string, error) {
	return reply(c.t, c.s, c.s.Say(slacktest.Said{Channel: directs[c.user], User: c.user, Text: typed(text)}), "")
}

// reply delivers an event and reads what the bot posts.
func reply(t *testing.T, s *slacktest.Server, e slacktest.Event, thread string) (string, error) {
	before := len(s.Replies(e.Channel, thread))
	s.Deliver(e)
	got, err := s.WaitReplies(soon(t), e.Channel, thread, before+1)
	if err != nil {
		return "", err
	}
	got, err = whole(s, e.Channel, thread, got)
	read := ""
	for _, m := range got[before:] {
		read += reads(t, m) + "\n"
	}
	return read, err
}

// whole waits for the rest of an answer that takes several messages: the last one has buttons, or nothing follows.
func whole(s *slacktest.Server, channel, thread string, got []slacktest.Message) ([]slacktest.Message, error) {
	for len(got[len(got)-1].Actions()) == 0 && len(got[len(got)-1].Text) > 2000 {
		more, err := waitBriefly(s, channel, thread, len(got)+1)
		if errors.Is(err, context.DeadlineExceeded) {
			return got, nil
		}
		if err != nil {
			return nil, err
		}
		got = more
	}
	return got, nil
}

func waitBriefly(s *slacktest.Server, channel, thread string, n int) ([]slacktest.Message, error) {
	ctx, cancel := context.WithTimeout(context.Background(), silence)
	defer cancel()
	return s.WaitReplies(ctx, channel, thread, n)
}

// slash is a conversation by command.
type slash struct {
	t       *testing.T
	s       *slacktest.Server
	deliver func(slacktest.Event) *slacktest.Delivery
	user    string
}

func (c slash) Say(text string) (string, error) {
	before := len(c.s.Whispers(""))
	d := c.deliver(c.s.Slash(slacktest.Command{Name: "/drawdown", User: c.user, Text: typed(text)}))
	ack, err := d.Acked(soon(c.t))
	if err != nil {
		return "", err
	}
	if ack.Payload != nil {
		var said struct {
			Blocks json.RawMessage `json:"blocks"`
		}
		err := json.Unmarshal(ack.Payload, &said)
		return read(c.t, said.Blocks), err
	}
	got, err := c.s.WaitWhispers(soon(c.t), "", before+1)
	if err != nil {
		return "", err
	}
	for len(got[len(got)-1].Actions()) == 0 { // the last message of a long answer has the button that shares it
		if got, err = c.s.WaitWhispers(soon(c.t), "", len(got)+1); err != nil {
			return "", err
		}
	}
	said := ""
	for _, m := range got[before:] {
		said += reads(c.t, m) + "\n"
	}
	return said, nil
}

// directs are the direct messages of two people.
var directs = map[string]string{slacktest.DefaultUser: slacktest.DefaultDirect, slacktest.SecondUser: "D0BEN"}

// workspace is one with both of them.
func workspace() slacktest.Options {
	channels := slacktest.DefaultChannels(slacktest.DefaultBotUser)
	return slacktest.Options{Channels: append(channels, slacktest.Channel{ID: "D0BEN", User: slacktest.SecondUser, Members: []string{slacktest.DefaultBotUser, slacktest.SecondUser}})}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(t *testing.T, s *slacktest.Server, user string) bottest.Conversation{
		"mention": func(t *testing.T, s *slacktest.Server, user string) bottest.Conversation {
			return &thread{t: t, s: s, user: user}
		},
		"direct": func(t *testing.T, s *slacktest.Server, user string) bottest.Conversation { return direct{t, s, user} },
		"command": func(t *testing.T, s *slacktest.Server, user string) bottest.Conversation {
			return slash{t, s, s.Deliver, user}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// A bot that serves two people does so in one workspace.
			var last *bot.Bot
			var s *slacktest.Server
			bottest.TestAdapter(t, func(t *testing.T, b *bot.Bot) bottest.Conversation {
				if b == last {
					return begin(t, s, slacktest.SecondUser)
				}
				last, s = b, slacktest.New(t, workspace())
				run(t, s, b, slack.Options{Connections: 1})
				return begin(t, s, slacktest.DefaultUser)
			})
		})
	}
	t.Run("command over HTTP", func(t *testing.T) {
		t.Parallel()
		var last *bot.Bot
		var s *slacktest.Server
		var sender *slacktest.Sender
		bottest.TestAdapter(t, func(t *testing.T, b *bot.Bot) bottest.Conversation {
			if b == last {
				return slash{t, s, sender.Deliver, slacktest.SecondUser}
			}
			last, s = b, slacktest.New(t, workspace())
			_, sender = overHTTP(t, s, b, slack.Options{})
			return slash{t, s, sender.Deliver, slacktest.DefaultUser}
		})
	})
}
