package slacktest

import (
	"strings"
	"time"
)

// paced holds a conversation to one message a second, if Options.RateBurst says so: a bucket of that many, filled by one a second.
func (s *Server) paced(room *conversation) *refusal {
	if s.o.RateBurst == 0 {
		return nil
	}
	now, most := s.o.Now(), float64(s.o.RateBurst)
	if room.paced.IsZero() {
		room.allowance = most
	} else {
		room.allowance = min(most, room.allowance+now.Sub(room.paced).Seconds())
	}
	room.paced = now
	if room.allowance < 1 {
		return &refusal{Code: "ratelimited", wait: 1, Messages: []string{"[ERROR] more than one message a second in " + room.ID}}
	}
	room.allowance--
	return nil
}

// put stands a message in a conversation; the caller holds s.mu.
func (s *Server) put(room *conversation, m *Message) {
	m.Channel, m.At = room.ID, time.Now()
	if m.TS == "" {
		m.TS = s.ts()
	}
	if m.For != "" {
		room.whispers = append(room.whispers, m)
	} else {
		room.messages = append(room.messages, m)
		room.byTS[m.TS] = m
	}
	s.touch()
}

// shown is a message as the Web API and events tell it.
func (s *Server) shown(m *Message, metadata bool) answer {
	a := answer{"type": "message", "user": m.User, "ts": m.TS, "text": m.Text, "team": s.o.Team}
	if m.Subtype != "" {
		a["subtype"] = m.Subtype
	}
	if m.BotID != "" {
		a["bot_id"], a["app_id"] = m.BotID, s.o.AppID
		a["bot_profile"] = answer{"id": m.BotID, "app_id": s.o.AppID, "name": "drawdown", "team_id": s.o.Team}
	}
	if m.ThreadTS != "" {
		a["thread_ts"] = m.ThreadTS
	}
	switch {
	case m.Blocks != nil:
		a["blocks"] = m.Blocks
	case m.BotID == "":
		a["blocks"] = rich("b"+strings.ReplaceAll(m.TS, ".", ""), m.Text)
	}
	if len(m.Files) > 0 {
		files := []answer{}
		for _, name := range m.Files {
			files = append(files, answer{"id": "F0SHARED", "name": name, "mode": "hosted"})
		}
		a["files"] = files
	}
	if m.Edited > 0 {
		a["edited"] = answer{"user": m.User, "ts": m.TS}
	}
	if metadata && m.Metadata != nil {
		a["metadata"] = m.Metadata
	}
	return a
}
