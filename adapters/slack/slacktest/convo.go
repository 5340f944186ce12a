package slacktest

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode"
)

// The most messages that one call gives, and how many it gives unasked.
const (
	maxPage     = 999
	defaultPage = 100
)

// reading finds a conversation whose messages the bot may read.
func (s *Server) reading(c *call) (*conversation, *refusal) {
	room, refused := s.find(c.args["channel"])
	if refused != nil {
		return nil, refused
	}
	if refused := s.lacks(scopeNoun[room.Kind] + ":history"); refused != nil {
		return nil, refused
	}
	if !room.has(s.o.BotUser) {
		return nil, softly("not_in_channel")
	}
	return room, nil
}

// replies gives a thread: the message that it begins with first, then the replies. A ts that is itself a reply gives that one alone.
func (s *Server) replies(c *call) (answer, *refusal) {
	room, refused := s.reading(c)
	if refused != nil {
		return nil, refused
	}
	ts := c.args["ts"]
	first := room.byTS[ts]
	if unstamp(ts).IsZero() || first == nil || first.Deleted {
		return nil, softly("thread_not_found")
	}
	var found []*Message
	for _, m := range room.messages {
		if !m.Deleted && (m.TS == ts || m.ThreadTS == ts) && c.within(m.TS) {
			found = append(found, m)
		}
	}
	return s.page(c, found)
}

// history gives what was said in a conversation outside of threads, newest first.
func (s *Server) history(c *call) (answer, *refusal) {
	room, refused := s.reading(c)
	if refused != nil {
		return nil, refused
	}
	var found []*Message
	for _, m := range room.messages {
		outside := m.ThreadTS == "" || m.ThreadTS == m.TS || m.Subtype == "thread_broadcast"
		if !m.Deleted && outside && c.within(m.TS) {
			found = append([]*Message{m}, found...)
		}
	}
	return s.page(c, found)
}

// within tells whether a message is of the time that a call asks for.
func (c *call) within(ts string) bool {
	oldest, latest := c.args["oldest"], c.args["latest"]
	if c.yes("inclusive", false) && (ts == oldest || ts == latest) {
		return true
	}
	at := unstamp(ts)
	if oldest != "" && oldest != "0" && !at.After(unstamp(oldest)) {
		return false
	}
	return latest == "" || latest == "now" || at.Before(unstamp(latest))
}

// page gives one page of messages, and the cursor of the next.
func (s *Server) page(c *call, found []*Message) (answer, *refusal) {
	limit, err := strconv.Atoi(c.args["limit"])
	switch {
	case c.args["limit"] == "" || limit == 0:
		limit = defaultPage
	case err != nil || limit < 0 || limit > maxPage:
		return nil, refuse("invalid_limit", "limit %q is not between 1 and %d", c.args["limit"], maxPage)
	}
	from := 0
	if cursor := c.args["cursor"]; cursor != "" {
		raw, err := base64.StdEncoding.DecodeString(cursor)
		from, _ = strconv.Atoi(strings.TrimPrefix(string(raw), "next:"))
		if err != nil || from <= 0 || from > len(found) {
			return nil, refuse("invalid_cursor", "the cursor %q was not given out", cursor)
		}
	}
	to := min(len(found), from+limit)
	shown := []answer{}
	for _, m := range found[from:to] {
		shown = append(shown, s.shownThread(m, c.yes("include_all_metadata", false)))
	}
	a := answer{"messages": shown, "has_more": to < len(found)}
	if to < len(found) {
		a["response_metadata"] = answer{"next_cursor": base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(to)))}
	}
	return a, nil
}

// shownThread is a message with what Slack adds to the first of a thread.
func (s *Server) shownThread(m *Message, metadata bool) answer {
	a := s.shown(m, metadata)
	n := 0
	for _, other := range s.channels[m.Channel].messages {
		if other.ThreadTS == m.TS && !other.Deleted {
			n++
		}
	}
	if n > 0 {
		a["thread_ts"], a["reply_count"] = m.TS, n
	}
	return a
}

// info describes a conversation.
func (s *Server) info(c *call) (answer, *refusal) {
	room, refused := s.find(c.args["channel"])
	if refused != nil {
		return nil, refused
	}
	if refused := s.lacks(scopeNoun[room.Kind] + ":read"); refused != nil {
		return nil, refused
	}
	return answer{"channel": s.roomAnswer(room)}, nil
}

// roomAnswer is a conversation as Slack tells it.
func (s *Server) roomAnswer(room *conversation) answer {
	a := answer{
		"id": room.ID, "name": room.Name, "is_channel": room.Kind == KindPublic, "is_group": room.Kind == KindPrivate,
		"is_im": room.Kind == KindDirect, "is_mpim": room.Kind == KindGroup, "is_private": room.Kind != KindPublic,
		"is_archived": room.Archived, "is_member": room.has(s.o.BotUser), "context_team_id": s.o.Team,
	}
	if room.Kind == KindDirect {
		a["user"] = room.User
	}
	return a
}

// openDirect opens the direct conversation with a user; it is made if there was none.
func (s *Server) openDirect(c *call) (answer, *refusal) {
	if refused := s.lacks("im:write"); refused != nil {
		return nil, refused
	}
	user := c.args["users"]
	if user == "" || strings.Contains(user, ",") {
		return nil, refuse("users_list_not_supplied", "this server opens conversations with exactly one user; got users=%q", user)
	}
	if !s.known(user) {
		return nil, refuse("user_not_found", "there is no user %q", user)
	}
	room, refused := s.find(user)
	if refused != nil {
		both := []string{user, s.o.BotUser}
		room = &conversation{Channel: Channel{ID: s.id("D"), Kind: KindDirect, User: user, Members: both}, byTS: map[string]*Message{}}
		s.channels[room.ID] = room
		s.order = append(s.order, room.ID)
	}
	if c.yes("return_im", false) {
		return answer{"channel": s.roomAnswer(room)}, nil
	}
	return answer{"channel": answer{"id": room.ID}}, nil
}

// known tells whether a user is in the workspace.
func (s *Server) known(user string) bool {
	for _, room := range s.channels {
		if user != "" && room.has(user) {
			return true
		}
	}
	return false
}

// userInfo describes a user.
func (s *Server) userInfo(c *call) (answer, *refusal) {
	user := c.args["user"]
	if !s.known(user) {
		return nil, refuse("user_not_found", "there is no user %q", user)
	}
	return answer{"user": answer{
		"id": user, "team_id": s.o.Team, "name": userName(user), "is_bot": user == s.o.BotUser, "is_admin": user == s.o.Admin,
		"tz": "Etc/UTC", "profile": answer{"display_name": userName(user), "real_name": userName(user)},
	}}, nil
}

// react puts a reaction to a message.
func (s *Server) react(c *call) (answer, *refusal) {
	room, refused := s.reach(c)
	if refused != nil {
		return nil, refused
	}
	m, name := room.byTS[c.args["timestamp"]], c.args["name"]
	switch {
	case m == nil || m.Deleted:
		return nil, softly("message_not_found")
	case name == "" || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == ':' }):
		return nil, refuse("invalid_name", "a reaction is named without colons and spaces, got %q", name)
	}
	for _, had := range m.Reacted {
		if had == name {
			return nil, softly("already_reacted")
		}
	}
	m.Reacted = append(m.Reacted, name)
	s.touch()
	return nil, nil
}
