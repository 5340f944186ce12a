package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"drawdown/bot"
)

// An interaction is what comes when somebody presses a button or uses a shortcut, as far as it is read.
type interaction struct {
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`

	User struct {
		ID string `json:"id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Message struct {
		TS       string `json:"ts"`
		ThreadTS string `json:"thread_ts"`
		Text     string `json:"text"`
	} `json:"message"`
	Container struct {
		Type      string `json:"type"`
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
		Channel   string `json:"channel_id"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	View struct {
		ID   string `json:"id"`
		Type string `json:"type"`
	} `json:"view"`
	Actions []struct {
		ID    string `json:"action_id"`
		Value string `json:"value"`
		TS    string `json:"action_ts"`
	} `json:"actions"`
}

// checkCallback is the callback_id of the message shortcut.
const checkCallback = "check_articles"

// interaction reads what was pressed. What is none of the bot's buttons asks for nothing.
func (a *Adapter) interaction(s *shift, payload []byte) task {
	var i interaction
	if json.Unmarshal(payload, &i) != nil {
		return task{}
	}
	switch {
	case i.Type == "message_action" && i.CallbackID == checkCallback:
		return a.check(i, s.self)
	case i.Type != "block_actions" || len(i.Actions) == 0:
		return task{}
	case i.Actions[0].ID == shareAction:
		return a.share(i)
	case strings.HasPrefix(i.Actions[0].ID, actPrefix) && i.View.ID != "":
		return a.pressInView(i)
	case strings.HasPrefix(i.Actions[0].ID, actPrefix):
		return a.press(i)
	}
	return task{}
}

// place is where the message stands under which something was pressed.
func (i interaction) place() place {
	p := place{channel: first(i.Channel.ID, i.Container.Channel), thread: first(i.Message.ThreadTS, i.Container.ThreadTS), user: i.User.ID, since: i.Actions[0].TS}
	p.direct = strings.HasPrefix(p.channel, "D")
	if p.thread == "" && !p.direct {
		p.thread = first(i.Message.TS, i.Container.MessageTS)
	}
	return p
}

// first is the first of some texts that is not empty.
func first(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// press answers a button under a message. A question is answered in the thread, for nothing that was said is overwritten; under what
// one person alone sees it takes its place. Anything else is for who pressed.
func (a *Adapter) press(i interaction) task {
	to, state := i.place(), i.Actions[0].Value
	m := bot.Message{Platform: platform, Conversation: to.conversation(), Author: i.User.ID, ID: i.Trigger}
	if i.Container.Ephemeral {
		m.Conversation = command{Channel: to.channel, User: i.User.ID}.conversation()
	}
	return task{
		names: named("press:", i.Trigger),
		reply: func(ctx context.Context) bot.Reply { return a.act(ctx, m, state) },
		say: func(ctx context.Context, r bot.Reply, again bool) error {
			alone := response{Type: ephemeral, Thread: to.thread}
			switch {
			case i.Container.Ephemeral:
				alone = response{Type: ephemeral, Replace: !r.Private}
				return a.respond(ctx, i.ResponseURL, alone, a.private(r, r.Asked))
			case r.Private:
				return a.respond(ctx, i.ResponseURL, alone, a.render(r))
			}
			err := a.send(ctx, to, "press/"+i.Trigger, r, again)
			if errors.Is(err, errRefused) { // the bot is not in the channel where its answer was shared
				return a.respond(ctx, i.ResponseURL, response{Type: inChannel, Thread: to.thread}, a.render(r))
			}
			return err
		},
	}
}

// act presses a button of the bot; the reply says which question it was that the button asked.
func (a *Adapter) act(ctx context.Context, m bot.Message, state string) bot.Reply {
	verb, r := a.bot.Act(ctx, m, state)
	if verb == bot.AskAgain && r.Asked == "" && (r.Kind == bot.Answered || r.Kind == bot.Refused) {
		r.Asked = state[2:] // a state is a version, a verb, and the question
	}
	return r
}

// share posts an answer that one person saw for everybody in the channel, whether the bot is in it or not.
func (a *Adapter) share(i interaction) task {
	to, question := i.place(), i.Actions[0].Value
	m := bot.Message{Platform: platform, Author: i.User.ID, ID: i.Trigger, Text: question}
	names := named("press:", i.Trigger)
	if ts := first(i.Container.MessageTS, i.Message.TS); ts != "" && names != nil {
		names = append(names, "share:"+to.channel+"/"+ts) // pressed twice, it is shared once
	}
	return task{
		names: names,
		reply: func(ctx context.Context) bot.Reply {
			r := a.bot.Handle(ctx, m)
			if r.Asked == "" {
				r.Asked = question
			}
			return r
		},
		say: func(ctx context.Context, r bot.Reply, _ bool) error {
			how := response{Type: inChannel}
			if r.Private {
				how.Type = ephemeral
			}
			if err := a.respond(ctx, i.ResponseURL, how, a.render(r)); err != nil {
				return fmt.Errorf("share an answer: %v", err) // not wrapped: the next press may have a better response_url
			}
			return nil
		},
	}
}

// check holds a message against the articles, for who asked alone.
func (a *Adapter) check(i interaction, self string) task {
	m := bot.Message{Platform: platform, Author: i.User.ID, ID: i.Trigger, Text: plain(i.Message.Text, self)}
	return task{
		names: named("shortcut:", i.Trigger),
		reply: func(ctx context.Context) bot.Reply { return a.bot.Check(ctx, m) },
		say: func(ctx context.Context, r bot.Reply, _ bool) error {
			return a.respond(ctx, i.ResponseURL, response{Type: ephemeral, Thread: i.Message.ThreadTS}, a.render(r))
		},
	}
}
