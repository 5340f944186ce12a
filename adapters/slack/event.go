package slack

import (
	"context"
	"encoding/json"
	"strings"

	"drawdown/bot"
)

// A callback is an event of the Events API, as far as it is read. The fields are those of every kind of event that is subscribed to.
type callback struct {
	ID    string `json:"event_id"`
	Event struct {
		Type        string `json:"type"`
		Subtype     string `json:"subtype"`
		Channel     string `json:"channel"`
		ChannelType string `json:"channel_type"`
		User        string `json:"user"`
		BotID       string `json:"bot_id"`
		Text        string `json:"text"`
		TS          string `json:"ts"`
		ThreadTS    string `json:"thread_ts"`
		Hidden      bool   `json:"hidden"`
		Tab         string `json:"tab"` // of app_home_opened
	} `json:"event"`
}

// The events that are subscribed to, each with the scopes that it needs; the manifest asks for them.
var events = map[string][]string{
	"app_mention":      {"app_mentions:read"},
	"message.channels": {"channels:history"},
	"message.groups":   {"groups:history"},
	"message.im":       {"im:history"},
	"app_home_opened":  nil,
}

// event reads an event. What is not for the bot asks for nothing.
func (a *Adapter) event(s *shift, payload []byte) task {
	var c callback
	if json.Unmarshal(payload, &c) != nil {
		return task{}
	}
	e := &c.Event
	switch {
	case e.Type == "app_mention" || e.Type == "message":
		if m, ok := readMessage(&c, s.self); ok {
			return a.message(m)
		}
	case e.Type == "app_home_opened" && e.Tab == "home" && e.User != "":
		return a.homeOpened(c.ID, e.User)
	case e.Type == "app_home_opened" && e.Tab == "messages" && e.Channel != "":
		return a.paneOpened(c.ID, e.Channel)
	}
	return task{}
}

// A said is a message of a person that may be for the bot.
type said struct {
	names []string
	to    place
	m     bot.Message
}

// peoples are the subtypes of messages that people write: none, sent to the channel as well, and with a file.
var peoples = map[string]bool{"": true, "thread_broadcast": true, "file_share": true}

// readMessage tells whether a message is a person's, in a place where the bot listens, and not for somebody else.
func readMessage(c *callback, self string) (said, bool) {
	e := &c.Event
	if e.BotID != "" || e.User == "" || e.User == self || e.User == "USLACKBOT" || e.Hidden || !peoples[e.Subtype] || e.Channel == "" || e.TS == "" {
		return said{}, false
	}
	us, others := addresses(e.Text, self)
	direct := e.ChannelType == "im" || strings.HasPrefix(e.Channel, "D")
	addressed := direct || us || e.Type == "app_mention"
	if !addressed && (e.ThreadTS == "" || others) {
		return said{}, false
	}
	to := place{channel: e.Channel, thread: e.ThreadTS, user: e.User, since: e.TS, direct: direct}
	if to.thread == "" && !direct {
		to.thread = e.TS
	}
	names := []string{"ts:" + e.Channel + "/" + e.TS}
	if c.ID != "" {
		names = append(names, "event:"+c.ID)
	}
	m := bot.Message{Platform: platform, Conversation: to.conversation(), Author: e.User, ID: e.TS, Text: plain(e.Text, self), Overheard: !addressed}
	return said{names: names, to: to, m: m}, true
}

// conversation is what the bot knows a place by: in a channel each thread is one; what one person says to the bot directly is one, in
// threads or not, for who replies in a thread under an answer means that answer.
func (p place) conversation() string {
	if p.thread == "" || p.direct {
		return p.channel
	}
	return p.channel + "/" + p.thread
}

// message asks for the answer to a message.
func (a *Adapter) message(m said) task {
	name := m.to.channel + "/" + m.m.ID
	return task{
		names: m.names,
		reply: func(ctx context.Context) bot.Reply { return a.bot.Handle(ctx, m.m) },
		say: func(ctx context.Context, r bot.Reply, again bool) error {
			pane := m.to.direct && m.to.thread != ""
			if !pane {
				return a.send(ctx, m.to, name, r, again)
			}
			a.status(ctx, m.to, working)
			err := a.send(ctx, m.to, name, r, again)
			a.status(ctx, m.to, "")
			if err == nil {
				a.title(ctx, m.to, m.m.Text, r)
			}
			return err
		},
	}
}
