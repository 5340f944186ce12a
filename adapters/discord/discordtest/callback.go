package discordtest

import (
	"encoding/json"
	"net/http"
)

// postCallback takes the first response to an interaction.
func (s *Server) postCallback(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.findInteraction(c.params["interaction"], c.params["token"])
	if i == nil || i.first.IsZero() {
		return answer{}, unknownInteraction()
	}
	if refused := s.callback(i, c, "callback"); refused != nil {
		return answer{}, refused
	}
	if c.query("with_response") {
		return answer{http.StatusOK, i.resource()}, nil
	}
	return answer{http.StatusNoContent, nil}, nil
}

// resource is what Discord says of a response to who asks for it.
func (i *Interaction) resource() map[string]any {
	about := map[string]any{"id": i.ID, "type": i.kind, "response_message_ephemeral": false, "response_message_loading": false}
	out := map[string]any{"interaction": about}
	if m := i.original; m != nil {
		about["response_message_id"] = m.id
		about["response_message_ephemeral"] = m.flags&FlagEphemeral != 0
		about["response_message_loading"] = m.flags&FlagLoading != 0
		out["resource"] = map[string]any{"type": i.responses[0].Type, "message": i.s.messageJSON(m)}
	}
	return out
}

// findInteraction gives that with a token and, unless it is "", an id, or nil.
func (s *Server) findInteraction(id, token string) *Interaction {
	i := s.tokens[token]
	if i == nil || id != "" && i.ID != id {
		return nil
	}
	return i
}

// fits says which responses go with which interactions.
var fits = map[int][]int{
	pingKind:         {Pong},
	commandKind:      {Reply, DeferredReply, Modal},
	componentKind:    {Reply, DeferredReply, DeferredUpdate, Update, Modal},
	autocompleteKind: {Choices},
}

// callback takes a first response. The caller holds the server's lock.
func (s *Server) callback(i *Interaction, c *call, route string) *refusal {
	switch {
	case len(i.responses) > 0:
		r := acknowledged()
		r.allowed = i.unseen
		return r
	case s.now().Sub(i.first) > firstAnswer:
		return unknownInteraction()
	}
	b := c.body()
	kind := b.get("type").choice(true, fits[i.kind]...)
	data := b.get("data")
	var rules []string
	switch kind {
	case Reply, Update:
		if !data.given() && kind == Reply {
			return emptyMessage()
		}
		data.object()
		rules = data.checkMessage(messageRules{flags: FlagSuppressEmbeds | FlagEphemeral | FlagSilent | FlagComponentsV2, files: c.record.Files})
	case DeferredReply:
		data.object()
		data.get("flags").flags(FlagEphemeral | FlagSilent | FlagComponentsV2)
	case Choices:
		data.checkChoices()
	case Modal:
		data.checkModal()
	}
	if r := b.form.refusal(); r != nil {
		return r
	}
	fields, _ := data.v.(map[string]any)
	if kind == Reply && !hasContent(fields) && len(c.record.Files) == 0 || kind == Update && i.on != nil && !i.on.after(fields, c.record.Files).shows() {
		return emptyMessage()
	}
	for _, broken := range rules {
		s.breachLocked("the response to the interaction %q: %s", i.name, broken)
	}
	s.respondFirst(i, kind, fields, c, route)
	return nil
}

// respondFirst does what a first response says.
func (s *Server) respondFirst(i *Interaction, kind int, fields map[string]any, c *call, route string) {
	var choices []Choice
	flags := 0
	if f, ok := fields["flags"].(float64); ok {
		flags = int(f)
	}
	switch kind {
	case Reply:
		i.original = s.newResponse(i, fields, c.record.Files, flags, c.record.Body)
	case DeferredReply:
		i.original = s.newResponse(i, map[string]any{}, nil, flags|FlagLoading, c.record.Body)
	case DeferredUpdate:
		i.original = i.on
	case Update:
		i.original = i.on
		if i.on != nil {
			s.edit(i.on, fields, c.record.Files, c.record.Body)
		}
	case Choices:
		_ = json.Unmarshal(encode(fields["choices"]), &choices)
	}
	shown := i.original
	if kind == DeferredUpdate {
		shown = nil
	}
	c.first = i
	i.respond(route, kind, c.record.Body, shown, choices)
}
