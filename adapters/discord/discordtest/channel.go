package discordtest

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// reach finds the channel that the path names, if the bot is there.
func (s *Server) reach(c *call) (*channel, *refusal) {
	in := s.channels[c.params["channel"]]
	switch {
	case in == nil:
		return nil, unknownChannel()
	case in.kind == kindGroup || in.guild != "" && !s.inGuild(in.guild):
		return nil, no(http.StatusForbidden, codeMissingAccess, "Missing Access")
	}
	return in, nil
}

func (s *Server) getChannel(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, refused := s.reach(c)
	if refused != nil {
		return answer{}, refused
	}
	return answer{http.StatusOK, s.channelJSON(in)}, nil
}

func (s *Server) postTyping(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, refused := s.reach(c)
	if refused != nil {
		return answer{}, refused
	}
	in.typing++
	s.change()
	return answer{http.StatusNoContent, nil}, nil
}

// openDM gives the channel of direct messages with somebody.
func (s *Server) openDM(c *call) (answer, *refusal) {
	b := c.body()
	who := b.get("recipient_id")
	if !who.given() {
		who.fail("BASE_TYPE_REQUIRED", "This field is required")
	}
	id := who.id()
	if r := b.form.refusal(); r != nil {
		return answer{}, r
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, in := range s.channels {
		if in.kind == kindDM && in.recipient == id {
			return answer{http.StatusOK, s.channelJSON(in)}, nil
		}
	}
	in := s.open(&channel{id: s.newIDLocked(), kind: kindDM, recipient: id})
	return answer{http.StatusOK, s.channelJSON(in)}, nil
}

// postMessage takes a message in a channel.
func (s *Server) postMessage(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, refused := s.reach(c)
	if refused != nil {
		return answer{}, refused
	}
	reference := ""
	fields, refused := s.takeMessage(c, messageRules{flags: FlagSuppressEmbeds | FlagSilent | FlagComponentsV2, files: c.record.Files, more: func(b value) {
		reference = s.checkReference(b.get("message_reference"), in)
		b.checkNonce()
	}})
	if refused != nil {
		return answer{}, refused
	}
	nonce := fields["nonce"]
	key := encodeNonce(nonce)
	if enforce, _ := fields["enforce_nonce"].(bool); enforce && in.nonces[key] != nil {
		return answer{http.StatusOK, s.messageJSON(in.nonces[key])}, nil
	}
	m := &message{id: s.newIDLocked(), in: in, author: s.bot(), fields: fields, reference: reference, nonce: nonce, at: s.now(),
		sent: []json.RawMessage{c.record.Body}}
	m.attach(nil, c.record.Files)
	if f, ok := fields["flags"].(float64); ok {
		m.flags = int(f)
	}
	if reference != "" {
		m.kind = kindReply
	}
	in.add(m)
	if nonce != nil {
		in.nonces[key] = m
	}
	s.tellMessage("MESSAGE_CREATE", m)
	return answer{http.StatusOK, s.messageJSON(m)}, nil
}

func encodeNonce(nonce any) string { return string(encode(nonce)) }

// checkReference checks what a message answers, and gives that message's id, or "".
func (s *Server) checkReference(v value, in *channel) string {
	if !v.object() {
		return ""
	}
	id := v.get("message_id").id()
	if channel := v.get("channel_id").id(); channel != "" && channel != in.id {
		v.fail("REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", "Cannot reply to a message in another channel")
	}
	if guild := v.get("guild_id").id(); guild != "" && guild != in.guild {
		v.fail("MESSAGE_REFERENCE_INVALID_GUILD", "Unknown guild")
	}
	if id == "" {
		v.get("message_id").fail("BASE_TYPE_REQUIRED", "This field is required")
		return ""
	}
	if s.findMessage(in, id) != nil {
		return id
	}
	if fail := v.get("fail_if_not_exists"); !fail.given() || fail.boolean() {
		v.fail("REPLIES_UNKNOWN_MESSAGE", "Unknown message")
	}
	return ""
}

// channelMessage finds the message that the path names.
func (s *Server) channelMessage(c *call) (*message, *refusal) {
	in, refused := s.reach(c)
	if refused != nil {
		return nil, refused
	}
	m := s.findMessage(in, c.params["message"])
	if m == nil || m.flags&FlagEphemeral != 0 {
		return nil, unknownMessage()
	}
	return m, nil
}

func (s *Server) getMessage(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, refused := s.channelMessage(c)
	if refused != nil {
		return answer{}, refused
	}
	return answer{http.StatusOK, s.messageJSON(m)}, nil
}

func (s *Server) patchMessage(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, refused := s.channelMessage(c)
	if refused != nil {
		return answer{}, refused
	}
	if m.author.ID != s.BotID {
		return answer{}, no(http.StatusForbidden, codeNotAuthor, "Cannot edit a message authored by another user")
	}
	if refused := s.takeEdit(c, m); refused != nil {
		return answer{}, refused
	}
	return answer{http.StatusOK, s.messageJSON(m)}, nil
}

func (s *Server) deleteMessage(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, refused := s.channelMessage(c)
	if refused != nil {
		return answer{}, refused
	}
	if m.author.ID != s.BotID {
		return answer{}, no(http.StatusForbidden, codeMissingPermissions, "Missing Permissions")
	}
	m.deleted = true
	s.change()
	return answer{http.StatusNoContent, nil}, nil
}

// listMessages gives messages of a channel, newest first.
func (s *Server) listMessages(c *call) (answer, *refusal) {
	q := c.r.URL.Query()
	limit := 50
	if l := q.Get("limit"); l != "" {
		n, err := strconv.Atoi(l)
		if err != nil || n < 1 || n > 100 {
			f := body(nil).get("limit")
			f.fail("NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
			return answer{}, f.form.refusal()
		}
		limit = n
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	in, refused := s.reach(c)
	if refused != nil {
		return answer{}, refused
	}
	out := []any{}
	for n := len(in.messages) - 1; n >= 0 && len(out) < limit; n-- {
		m := in.messages[n]
		before, after := q.Get("before"), q.Get("after")
		if m.deleted || m.flags&FlagEphemeral != 0 || before != "" && !older(m.id, before) || after != "" && !older(after, m.id) {
			continue
		}
		out = append(out, s.messageJSON(m))
	}
	return answer{http.StatusOK, out}, nil
}

// older says whether an id was given before another.
func older(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

// postThread begins a thread, on a message or on none.
func (s *Server) postThread(c *call) (answer, *refusal) {
	b := c.body()
	name := b.get("name").text(1, 100)
	if d := b.get("auto_archive_duration"); d.given() {
		d.choice(false, 60, 1440, 4320, 10080)
	}
	if r := b.form.refusal(); r != nil {
		return answer{}, r
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	parent, refused := s.reach(c)
	if refused != nil {
		return answer{}, refused
	}
	id := c.params["message"] // a thread on a message has the message's id
	switch {
	case id == "":
		id = s.newIDLocked()
	case s.findMessage(parent, id) == nil:
		return answer{}, unknownMessage()
	case s.channels[id] != nil:
		return answer{}, no(http.StatusBadRequest, codeThreadExists, "A thread has already been created for this message")
	}
	thread := s.open(&channel{id: id, kind: kindPublicThread, guild: parent.guild, parent: parent.id, name: name})
	return answer{http.StatusCreated, s.channelJSON(thread)}, nil
}
