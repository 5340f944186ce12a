package slacktest

import (
	"encoding/json"
)

// Echo is a message of the bot as Slack tells the app about it: apps that are subscribed to messages get their own, too.
func (s *Server) Echo(m Message) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.messageEvent(&m)
}

// Edit changes what a person said: the event message with the subtype message_changed.
func (s *Server) Edit(m Message, text string) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.shown(&m, false)
	if held := s.held(m); held != nil {
		held.Text = text
		held.Edited++
		m = *held
	}
	e := s.alteration(m, "message_changed")
	return s.wrap(e, map[string]any{"message": s.shown(&m, false), "previous_message": before})
}

// Delete takes away what a person said: the event message with the subtype message_deleted.
func (s *Server) Delete(m Message) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held(m).Deleted = true
	e := s.alteration(m, "message_deleted")
	return s.wrap(e, map[string]any{"deleted_ts": m.TS, "previous_message": s.shown(&m, false)})
}

// alteration is the inner event of a change to a message.
func (s *Server) alteration(m Message, subtype string) map[string]any {
	ts := s.ts()
	return map[string]any{
		"type": "message", "subtype": subtype, "hidden": true, "channel": m.Channel, "channel_type": s.channels[m.Channel].Kind,
		"ts": ts, "event_ts": ts,
	}
}

// wrap makes an event of an inner one about a message.
func (s *Server) wrap(inner, more map[string]any) Event {
	for k, v := range more {
		inner[k] = v
	}
	e := s.event(inner)
	e.Channel, _ = inner["channel"].(string)
	e.TS, _ = inner["ts"].(string)
	e.history(s.channels[e.Channel])
	return e
}

// OpenHome opens the app's own place: the tab "home" or "messages".
func (s *Server) OpenHome(user, tab string) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(&user, DefaultUser)
	room := s.direct(user)
	e := s.event(map[string]any{"type": "app_home_opened", "user": user, "channel": room, "tab": tab, "event_ts": stamp(s.o.Now())})
	e.Channel = room
	return e
}

// StartThread opens a thread in the agent pane; context is the channel that the user looks at, empty for none.
func (s *Server) StartThread(user, context string) Event {
	return s.paneEvent("assistant_thread_started", user, "", context)
}

// ChangeContext tells that the user of a thread in the agent pane looks at another channel.
func (s *Server) ChangeContext(user, thread, context string) Event {
	return s.paneEvent("assistant_thread_context_changed", user, thread, context)
}

// paneEvent is an event of the agent pane; without a thread it begins one.
func (s *Server) paneEvent(kind, user, thread, context string) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(&user, DefaultUser)
	channel := s.direct(user)
	if thread == "" {
		first := &Message{User: s.o.BotUser, BotID: "B0PANE", Text: "New Assistant Thread", Subtype: "assistant_app_thread"}
		s.put(s.channels[channel], first)
		thread = first.TS
	}
	s.threads[channel+thread] = true
	seen := map[string]any{}
	if context != "" {
		seen = map[string]any{"channel_id": context, "team_id": s.o.Team, "enterprise_id": nil}
	}
	e := s.event(map[string]any{"type": kind, "event_ts": stamp(s.o.Now()), "assistant_thread": map[string]any{
		"user_id": user, "context": seen, "channel_id": channel, "thread_ts": thread,
	}})
	e.Channel, e.TS, e.ThreadTS, e.User = channel, thread, thread, user
	return e
}

// direct is the direct conversation of the bot with a user.
func (s *Server) direct(user string) string {
	room, refused := s.find(user)
	if refused != nil {
		s.t.Errorf("the user %q has no direct conversation with the bot; Options.Channels has none", user)
		return s.order[0]
	}
	return room.ID
}

// Happening is an event of any type: one that the app does not know, say. The fields are those of the inner event besides its type.
func (s *Server) Happening(kind string, fields map[string]any) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	inner := map[string]any{"type": kind, "event_ts": stamp(s.o.Now())}
	for k, v := range fields {
		inner[k] = v
	}
	return s.event(inner)
}

// Raw is an event with any payload: what no Slack would send.
func (s *Server) Raw(kind string, payload json.RawMessage) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Event{Kind: kind, Type: "raw", ID: s.id("Raw"), Payload: payload}
}

// userName is how a user is called.
func userName(id string) string {
	switch id {
	case DefaultUser:
		return "alice"
	case SecondUser:
		return "ben"
	}
	return "user-" + id
}
