package slacktest

import (
	"strings"
)

// naming puts a mention of the bot before a text that has none.
func (s *Server) naming(text string) string {
	mention := "<@" + s.o.BotUser + ">"
	if strings.Contains(text, mention) {
		return text
	}
	return mention + " " + text
}

// say stands a person's message in its conversation; the caller holds s.mu.
func (s *Server) say(said Said) *Message {
	fill(&said.Channel, DefaultChannel)
	fill(&said.User, DefaultUser)
	room, ok := s.channels[said.Channel]
	if !ok {
		s.t.Errorf("the test speaks in the conversation %q; Options.Channels has no such", said.Channel)
		room = s.channels[s.order[0]]
	}
	m := &Message{User: said.User, Text: said.Text, ThreadTS: said.Thread, Subtype: said.Subtype}
	if said.Subtype == "bot_message" {
		m.BotID, m.User = "B0OTHER", ""
	}
	if said.File != "" {
		m.Files = []string{said.File}
	}
	s.put(room, m)
	return m
}

// mentionEvent is the event app_mention of a message.
func (s *Server) mentionEvent(m *Message) Event {
	inner := s.inner(m)
	inner["type"] = "app_mention"
	delete(inner, "channel_type")
	e := s.event(inner)
	e.Channel, e.TS, e.ThreadTS = m.Channel, m.TS, m.ThreadTS
	e.scopes = []string{"app_mentions:read"}
	return e
}

// messageEvent is the event message of a message.
func (s *Server) messageEvent(m *Message) Event {
	e := s.event(s.inner(m))
	e.Channel, e.TS, e.ThreadTS = m.Channel, m.TS, m.ThreadTS
	e.history(s.channels[m.Channel])
	return e
}

// history marks an event as one of those that come with the right to read a conversation.
func (e *Event) history(room *conversation) {
	noun := scopeNoun[room.Kind]
	e.scopes, e.subscription = []string{noun + ":history"}, "message."+noun
}

// inner is a message as the inner event of its kind.
func (s *Server) inner(m *Message) map[string]any {
	inner := map[string]any(s.shown(m, false))
	if m.BotID == "" {
		inner["client_msg_id"] = "00000000-0000-4000-8000-" + strings.ReplaceAll(m.TS, ".", "")[4:]
	}
	if first := s.channels[m.Channel].byTS[m.ThreadTS]; first != nil && first != m {
		inner["parent_user_id"] = first.User
	}
	inner["channel"], inner["event_ts"], inner["channel_type"] = m.Channel, m.TS, s.channels[m.Channel].Kind
	return inner
}
