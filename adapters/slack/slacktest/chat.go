package slacktest

import (
	"strings"
	"time"
)

// authTest says who the token belongs to.
func (s *Server) authTest(*call) (answer, *refusal) {
	return answer{
		"url": "https://slacktest.slack.com/", "team": "slacktest", "user": "drawdown",
		"team_id": s.o.Team, "user_id": s.o.BotUser, "bot_id": s.o.BotID, "is_enterprise_install": false,
	}, nil
}

// reach finds the conversation of a call, which the bot must be in.
func (s *Server) reach(c *call) (*conversation, *refusal) {
	room, refused := s.find(c.args["channel"])
	switch {
	case refused != nil:
		return nil, refused
	case !room.has(s.o.BotUser):
		return nil, softly("not_in_channel")
	case room.Archived:
		return nil, softly("is_archived")
	case room.Kind == KindDirect && s.o.NoMessagesTab:
		return nil, refuse("messages_tab_disabled", "the app takes no direct messages: messages_tab_enabled in its manifest")
	}
	return room, nil
}

// find finds a conversation; a user's id stands for the direct conversation with them.
func (s *Server) find(id string) (*conversation, *refusal) {
	if room, ok := s.channels[id]; ok {
		return room, nil
	}
	if strings.HasPrefix(id, "U") {
		for _, name := range s.order {
			if room := s.channels[name]; room.Kind == KindDirect && room.User == id {
				return room, nil
			}
		}
	}
	return nil, refuse("channel_not_found", "there is no conversation %q", id)
}

// postMessage says something in a conversation, or in a thread of it.
func (s *Server) postMessage(c *call) (answer, *refusal) {
	room, refused := s.reach(c)
	if refused != nil {
		return nil, refused
	}
	m, refused := s.compose(c)
	if refused != nil {
		return nil, refused
	}
	if m.ThreadTS, refused = room.thread(c.args["thread_ts"]); refused != nil {
		return nil, refused
	}
	if c.yes("reply_broadcast", false) && m.ThreadTS != "" {
		m.Subtype = "thread_broadcast"
	}
	if refused := s.paced(room); refused != nil {
		return nil, refused
	}
	m.Via = "chat.postMessage"
	s.put(room, m)
	return answer{"channel": room.ID, "ts": m.TS, "message": s.shown(m, true)}, nil
}

// compose checks what a message is made of and makes it, not yet said anywhere.
func (s *Server) compose(c *call) (*Message, *refusal) {
	meta, refused := readMetadata(c.args["metadata"])
	if refused != nil {
		return nil, refused
	}
	text, blocks, refused := s.content(c)
	if refused != nil {
		return nil, refused
	}
	return &Message{
		User: s.o.BotUser, BotID: s.o.BotID, Text: text, Blocks: blocks, Metadata: meta,
		UnfurlLinks: c.yes("unfurl_links", false), UnfurlMedia: c.yes("unfurl_media", true),
	}, nil
}

// postEphemeral shows something to one user.
func (s *Server) postEphemeral(c *call) (answer, *refusal) {
	room, refused := s.reach(c)
	if refused != nil {
		return nil, refused
	}
	if user := c.args["user"]; !room.has(user) {
		return nil, &refusal{Code: "user_not_in_channel", Messages: []string{"[ERROR] the user " + user + " is not in the conversation"}}
	}
	m, refused := s.compose(c)
	if refused != nil {
		return nil, refused
	}
	if m.Metadata != nil {
		return nil, refuse("invalid_arguments", "chat.postEphemeral takes no metadata")
	}
	if m.ThreadTS, refused = room.thread(c.args["thread_ts"]); refused != nil {
		return nil, refused
	}
	m.For, m.Via = c.args["user"], "chat.postEphemeral"
	s.put(room, m)
	return answer{"message_ts": m.TS}, nil
}

// updateMessage puts something else in the place of a message of the bot.
func (s *Server) updateMessage(c *call) (answer, *refusal) {
	room, m, refused := s.own(c, "cant_update_message")
	if refused != nil {
		return nil, refused
	}
	with, refused := s.compose(c)
	if refused != nil {
		return nil, refused
	}
	if with.Metadata != nil {
		m.Metadata = with.Metadata
	}
	s.change(m, with, c.method)
	return answer{"channel": room.ID, "ts": m.TS, "text": m.Text, "message": s.shown(m, true)}, nil
}

// change puts other words in a message; blocks that are not given anew are gone. The caller holds s.mu.
func (s *Server) change(m, with *Message, via string) {
	m.Text, m.Blocks = with.Text, with.Blocks
	m.Edited++
	now := *m
	now.Via, now.At = via, time.Now()
	s.updates = append(s.updates, now)
	s.touch()
}

// deleteMessage takes a message of the bot away.
func (s *Server) deleteMessage(c *call) (answer, *refusal) {
	room, m, refused := s.own(c, "cant_delete_message")
	if refused != nil {
		return nil, refused
	}
	m.Deleted = true
	s.touch()
	return answer{"channel": room.ID, "ts": m.TS}, nil
}

// own finds the message of the bot that a call is about.
func (s *Server) own(c *call, foreign string) (*conversation, *Message, *refusal) {
	room, refused := s.reach(c)
	if refused != nil {
		return nil, nil, refused
	}
	m := room.byTS[c.args["ts"]]
	switch {
	case c.args["channel"] != room.ID:
		return nil, nil, refuse("channel_not_found", "%s takes the id of the conversation, not of the user %q", c.method, c.args["channel"])
	case m == nil || m.Deleted:
		return nil, nil, softly("message_not_found")
	case m.BotID != s.o.BotID:
		return nil, nil, refuse(foreign, "the message %s is not the bot's", m.TS)
	}
	return room, m, nil
}

// thread checks the thread that a message goes to. In place of a thread whose first message was deleted Slack posts to the
// conversation itself.
func (room *conversation) thread(ts string) (string, *refusal) {
	if ts == "" {
		return "", nil
	}
	if unstamp(ts).IsZero() {
		return "", refuse("invalid_thread_ts", "thread_ts %q is not of the form 1700000000.000100", ts)
	}
	first := room.byTS[ts]
	switch {
	case first == nil:
		return "", refuse("thread_not_found", "there is no message %s in %s", ts, room.ID)
	case first.ThreadTS != "" && first.ThreadTS != ts:
		return "", refuse("cannot_reply_to_message", "thread_ts %s is a reply; a thread is named by its first message, %s", ts, first.ThreadTS)
	case first.Deleted:
		return "", nil
	}
	return ts, nil
}
