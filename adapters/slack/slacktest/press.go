package slacktest

import (
	"encoding/json"
)

// A Command is a slash command as somebody types it. Channel and User may be left out.
type Command struct {
	Channel, User string
	Name          string // with its slash
	Text          string // what follows it
}

// Slash makes a slash command.
func (s *Server) Slash(c Command) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(&c.Channel, DefaultChannel)
	fill(&c.User, DefaultUser)
	e := s.interaction(c.Channel, c.User, "", nil)
	e.Kind, e.Type, e.accepts = SlashCommands, c.Name, true
	e.Payload = encode(map[string]string{
		"token": "slacktest-verification-token", "team_id": s.o.Team, "team_domain": "slacktest", "channel_id": c.Channel,
		"channel_name": s.nameOf(c.Channel), "user_id": c.User, "user_name": userName(c.User), "command": c.Name, "text": c.Text,
		"api_app_id": s.o.AppID, "is_enterprise_install": "false", "response_url": e.ResponseURL, "trigger_id": e.TriggerID,
	})
	return e
}

// Press presses a button of a message: the one with that text on it or that action_id. An element that the message does not have fails the
// test.
func (s *Server) Press(m Message, name, user string) Event {
	s.t.Helper()
	action, ok := m.Action(name)
	if !ok {
		s.t.Errorf("the message %s has no element %q; it has %v", m.TS, name, m.Actions())
	}
	return s.PressAction(m, action, user)
}

// PressAction presses an element with whatever content: one that a message no longer has, or never had.
func (s *Server) PressAction(m Message, a Action, user string) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(&user, DefaultUser)
	thread := m.ThreadTS
	e := s.interaction(m.Channel, user, thread, s.held(m))
	e.Type, e.TS, e.ThreadTS = "block_actions", m.TS, thread
	container := map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.For != ""}
	if thread != "" {
		container["thread_ts"] = thread
	}
	payload := s.actionPayload(e, user, a, container)
	payload["channel"] = map[string]any{"id": m.Channel, "name": s.nameOf(m.Channel)}
	payload["response_url"] = e.ResponseURL
	if m.For == "" { // of messages that one user alone sees, Slack sends no message along
		payload["message"] = s.shown(&m, false)
	}
	e.Payload = encode(payload)
	return e
}

// PressView presses a button of a view: a Home tab or a modal.
func (s *Server) PressView(v View, name, user string) Event {
	s.t.Helper()
	a, ok := v.Action(name)
	if !ok {
		s.t.Errorf("the view %s has no element %q; it has %v", v.ID, name, v.Actions())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(&user, DefaultUser)
	e := s.interaction("", user, "", nil)
	e.Type, e.scopes = "block_actions", nil
	if v.Type == surfaceModal {
		s.web.triggers[e.TriggerID].view = v.ID
	}
	payload := s.actionPayload(e, user, a, map[string]any{"type": "view", "view_id": v.ID})
	payload["view"] = s.viewAnswer(v)
	e.Payload = encode(payload)
	return e
}

// Shortcut uses a message shortcut on a message.
func (s *Server) Shortcut(callbackID string, m Message, user string) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(&user, DefaultUser)
	e := s.interaction(m.Channel, user, "", nil)
	e.Type, e.TS, e.ThreadTS, e.shortcut = "message_action", m.TS, m.ThreadTS, callbackID
	e.Payload = encode(map[string]any{
		"type": "message_action", "token": "slacktest-verification-token", "action_ts": stamp(s.o.Now()), "callback_id": callbackID,
		"team": s.teamAnswer(), "user": s.userAnswer(user), "channel": map[string]any{"id": m.Channel, "name": s.nameOf(m.Channel)},
		"is_enterprise_install": false, "enterprise": nil, "message_ts": m.TS, "message": s.shown(&m, false),
		"response_url": e.ResponseURL, "trigger_id": e.TriggerID,
	})
	return e
}

// Submit submits a modal with what was put in: block_id → action_id → the element's state.
func (s *Server) Submit(v View, user string, values map[string]map[string]any) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(&user, DefaultUser)
	e := s.interaction("", user, "", nil)
	e.Type, e.accepts, e.scopes = "view_submission", true, nil
	view := s.viewAnswer(v)
	view["state"] = map[string]any{"values": values}
	e.Payload = encode(map[string]any{
		"type": "view_submission", "team": s.teamAnswer(), "user": s.userAnswer(user), "api_app_id": s.o.AppID, "response_urls": []any{},
		"token": "slacktest-verification-token", "trigger_id": e.TriggerID, "view": view, "is_enterprise_install": false, "enterprise": nil,
	})
	return e
}

// interaction makes what all interactions share: a trigger, and a response_url where there is a channel.
func (s *Server) interaction(channel, user, thread string, on *Message) Event {
	id := s.id("9000.1000.")
	s.web.triggers[id] = &trigger{user: user, made: s.o.Now()}
	e := Event{Kind: Interactive, ID: id, TriggerID: id, Channel: channel, User: user, scopes: []string{"commands"}}
	if channel != "" {
		e.ResponseURL = s.responseURL(channel, user, thread, on)
	}
	if on != nil {
		e.scopes = nil // buttons need no scope
	}
	return e
}

// actionPayload is the payload of a press.
func (s *Server) actionPayload(e Event, user string, a Action, container map[string]any) map[string]any {
	element := map[string]any{"type": "button", "action_id": a.ActionID, "block_id": a.BlockID, "action_ts": stamp(s.o.Now())}
	if a.Type != "" {
		element["type"] = a.Type
	}
	if a.Text != "" {
		element["text"] = map[string]any{"type": "plain_text", "text": a.Text, "emoji": true}
	}
	if a.Value != "" {
		element["value"] = a.Value
	}
	return map[string]any{
		"type": "block_actions", "token": "slacktest-verification-token", "team": s.teamAnswer(), "user": s.userAnswer(user),
		"api_app_id": s.o.AppID, "container": container, "trigger_id": e.TriggerID, "is_enterprise_install": false, "enterprise": nil,
		"state": map[string]any{"values": map[string]any{}}, "actions": []any{element},
	}
}

// held is the server's own record of a message, or nil.
func (s *Server) held(m Message) *Message {
	room := s.channels[m.Channel]
	if room == nil {
		return &m
	}
	if own := room.byTS[m.TS]; own != nil {
		return own
	}
	for _, w := range room.whispers {
		if w.TS == m.TS {
			return w
		}
	}
	return &m
}

func (s *Server) teamAnswer() map[string]any {
	return map[string]any{"id": s.o.Team, "domain": "slacktest"}
}

func (s *Server) userAnswer(user string) map[string]any {
	return map[string]any{"id": user, "username": userName(user), "name": userName(user), "team_id": s.o.Team}
}

// nameOf is how a channel is called in payloads.
func (s *Server) nameOf(channel string) string {
	room := s.channels[channel]
	switch {
	case room == nil:
		return ""
	case room.Kind == KindDirect:
		return "directmessage"
	case room.Kind != KindPublic:
		return "privategroup"
	}
	return room.Name
}

// viewAnswer is a view as Slack tells it: what the client sent, and what Slack adds.
func (s *Server) viewAnswer(v View) map[string]any {
	a := map[string]any{}
	_ = json.Unmarshal(v.JSON, &a) // it was checked when the view came
	a["id"], a["hash"], a["team_id"], a["app_id"], a["bot_id"], a["root_view_id"] = v.ID, v.Hash, s.o.Team, s.o.AppID, s.o.BotID, v.ID
	return a
}
