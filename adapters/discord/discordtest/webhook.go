package discordtest

import (
	"encoding/json"
	"net/http"
)

// maxPrivateFollowups is how many messages may follow where only the person has installed the application.
const maxPrivateFollowups = 5

// tokenOf finds the interaction whose token is in the path.
func (s *Server) tokenOf(c *call) (*Interaction, *refusal) {
	i := s.findInteraction("", c.params["token"])
	switch {
	case c.params["application"] != s.ApplicationID || i == nil || len(i.responses) == 0:
		return nil, unknownWebhook()
	case s.now().Sub(i.first) > tokenLifetime:
		return nil, no(http.StatusUnauthorized, codeWebhookToken, "Invalid Webhook Token")
	}
	return i, nil
}

// postFollowup takes a message that follows the first response.
func (s *Server) postFollowup(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, refused := s.tokenOf(c)
	if refused != nil {
		return answer{}, refused
	}
	fields, refused := s.takeMessage(c, messageRules{flags: FlagSuppressEmbeds | FlagEphemeral | FlagSilent | FlagComponentsV2, files: c.record.Files})
	if refused != nil {
		return answer{}, refused
	}
	if i.seat.UserInstall && len(i.follow) >= maxPrivateFollowups {
		return answer{}, no(http.StatusBadRequest, codeTooManyFollowups, "This interaction has reached the maximum number of follow-up messages")
	}
	flags := 0
	if f, ok := fields["flags"].(float64); ok {
		flags = int(f)
	}
	var m *message
	if i.original != nil && i.original.flags&FlagLoading != 0 {
		m = i.original // the first that follows a deferred response is that response, and as private as it
		s.edit(m, fields, c.record.Files, c.record.Body)
	} else {
		m = s.newResponse(i, fields, c.record.Files, flags, c.record.Body)
		i.follow = append(i.follow, m)
	}
	i.respond("followup", 0, c.record.Body, m, nil)
	return answer{http.StatusOK, s.messageJSON(m)}, nil
}

// messageOf finds the message that the path names among an interaction's.
func (s *Server) messageOf(c *call) (*Interaction, *message, *refusal) {
	i, refused := s.tokenOf(c)
	if refused != nil {
		return nil, nil, refused
	}
	id := c.params["message"]
	for _, m := range append([]*message{i.original}, i.follow...) {
		if m != nil && !m.deleted && (m.id == id || id == "@original" && m == i.original) {
			return i, m, nil
		}
	}
	return nil, nil, unknownMessage()
}

func (s *Server) getWebhookMessage(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, m, refused := s.messageOf(c)
	if refused != nil {
		return answer{}, refused
	}
	return answer{http.StatusOK, s.messageJSON(m)}, nil
}

func (s *Server) patchWebhookMessage(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, m, refused := s.messageOf(c)
	if refused != nil {
		return answer{}, refused
	}
	if refused := s.takeEdit(c, m); refused != nil {
		return answer{}, refused
	}
	i.respond("edit", 0, c.record.Body, m, nil)
	return answer{http.StatusOK, s.messageJSON(m)}, nil
}

func (s *Server) deleteWebhookMessage(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, m, refused := s.messageOf(c)
	if refused != nil {
		return answer{}, refused
	}
	m.deleted = true
	i.respond("delete", 0, nil, nil, nil)
	return answer{http.StatusNoContent, nil}, nil
}

// takeMessage checks the body of a call that makes a message.
func (s *Server) takeMessage(c *call, rules messageRules) (map[string]any, *refusal) {
	b := c.body()
	if !b.given() {
		return nil, emptyMessage()
	}
	b.object()
	broken := b.checkMessage(rules)
	if r := b.form.refusal(); r != nil {
		return nil, r
	}
	fields, _ := b.v.(map[string]any)
	if !hasContent(fields) && len(c.record.Files) == 0 {
		return nil, emptyMessage()
	}
	for _, rule := range broken {
		s.breachLocked("%s %s: %s", c.record.Method, c.record.Path, rule)
	}
	return fields, nil
}

// takeEdit checks the body of a call that changes a message, and changes it.
func (s *Server) takeEdit(c *call, m *message) *refusal {
	b := c.body()
	b.object()
	broken := b.checkMessage(messageRules{flags: FlagSuppressEmbeds | FlagComponentsV2, files: c.record.Files, edit: true})
	if r := b.form.refusal(); r != nil {
		return r
	}
	fields, _ := b.v.(map[string]any)
	if !m.after(fields, c.record.Files).shows() {
		return emptyMessage()
	}
	for _, rule := range broken {
		s.breachLocked("%s %s: %s", c.record.Method, c.record.Path, rule)
	}
	s.edit(m, fields, c.record.Files, c.record.Body)
	return nil
}

// edit changes a message and tells the gateway.
func (s *Server) edit(m *message, fields map[string]any, files []File, sent json.RawMessage) {
	loading := m.flags&FlagLoading != 0
	m.merge(fields)
	m.attach(fields, files)
	m.sent = append(m.sent, sent)
	if !loading {
		m.edited = s.now()
	}
	s.tellMessage("MESSAGE_UPDATE", m)
}
