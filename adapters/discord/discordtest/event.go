package discordtest

// An Input is an option of a command that a person has filled in. It is made by Text, Flag, Whole and Typing.
type Input struct {
	name    string
	kind    int
	value   any
	focused bool
}

// Text fills in an option with a text.
func Text(name, value string) Input { return Input{name: name, kind: stringOption, value: value} }

// Flag fills in an option that is true or false.
func Flag(name string, value bool) Input {
	return Input{name: name, kind: booleanOption, value: value}
}

// Whole fills in an option with a whole number.
func Whole(name string, value int) Input {
	return Input{name: name, kind: integerOption, value: value}
}

// Typing is an option that a person is typing in, for Server.Autocomplete.
func Typing(name, value string) Input {
	return Input{name: name, kind: stringOption, value: value, focused: true}
}

func inputs(all []Input) []any {
	out := []any{}
	for _, in := range all {
		o := map[string]any{"name": in.name, "type": in.kind, "value": in.value}
		if in.focused {
			o["focused"] = true
		}
		out = append(out, o)
	}
	return out
}

// Command makes a chat command. Where the client has registered commands, it must have registered this one, with these options.
func (s *Server) Command(seat Seat, name string, filled ...Input) *Interaction {
	s.tb.Helper()
	return s.interaction(seat, commandKind, name, s.commandData(seat, chatCommand, name, filled))
}

// Autocomplete makes what a person's typing in an option of a command brings about. One of the options is a Typing.
func (s *Server) Autocomplete(seat Seat, name string, filled ...Input) *Interaction {
	s.tb.Helper()
	return s.interaction(seat, autocompleteKind, name, s.commandData(seat, chatCommand, name, filled))
}

// MessageCommand makes a command in the menu of a message with a text, which somebody else has written in the same place.
func (s *Server) MessageCommand(seat Seat, name, text string) *Interaction {
	s.tb.Helper()
	return s.MessageCommandOn(seat, name, s.Message(s.Beside(seat), text).ID)
}

// MessageCommandOn makes a command in the menu of a message that is there.
func (s *Server) MessageCommandOn(seat Seat, name, message string) *Interaction {
	s.tb.Helper()
	data := s.commandData(seat, messageCommand, name, nil)
	s.mu.Lock()
	m := s.findMessage(s.channels[seat.Channel], message)
	if m == nil {
		s.mu.Unlock()
		s.tb.Fatalf("discordtest: MessageCommandOn: there is no message %q in the channel %s", message, seat.Channel)
		return nil
	}
	data["target_id"] = m.id
	data["resolved"] = map[string]any{"messages": map[string]any{m.id: s.messageJSON(m)}}
	delete(data, "options")
	s.mu.Unlock()
	return s.interaction(seat, commandKind, name, data)
}

// commandData is the data of an interaction about a command.
func (s *Server) commandData(seat Seat, kind int, name string, filled []Input) map[string]any {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	data := map[string]any{"name": name, "type": kind}
	if len(filled) > 0 {
		data["options"] = inputs(filled)
	}
	for _, r := range s.commands {
		if r.kind == kind && r.name == name && (r.guild == "" || r.guild == seat.Guild) {
			data["id"] = r.id
			if r.guild != "" {
				data["guild_id"] = r.guild
			}
			s.checkFilled(r, filled)
			return data
		}
	}
	if len(s.commands) > 0 {
		s.tb.Errorf("discordtest: the command %q of type %d is not registered", name, kind)
	}
	data["id"] = s.newIDLocked()
	return data
}

// checkFilled fails the test where a command has no such option, or of another type.
func (s *Server) checkFilled(r *registered, filled []Input) {
	s.tb.Helper()
	for _, in := range filled {
		known := false
		for _, o := range list(r.fields["options"]) {
			option, _ := o.(map[string]any)
			known = known || option["name"] == in.name && option["type"] == float64(in.kind) && (!in.focused || option["autocomplete"] == true)
		}
		if !known {
			s.tb.Errorf("discordtest: the command %q has no option %q of type %d (typed in: %t); it has %s", r.name, in.name, in.kind, in.focused, encode(r.fields["options"]))
		}
	}
}

// Press makes the press of a button under one of the bot's messages: see Message.Button. The custom_id may be one that the message
// does not have, as that of an older version of the bot.
func (s *Server) Press(seat Seat, message, customID string) *Interaction {
	s.tb.Helper()
	s.mu.Lock()
	m := s.findMessage(s.channels[seat.Channel], message)
	s.mu.Unlock()
	if m == nil {
		s.tb.Fatalf("discordtest: Press: there is no message %q in the channel %s", message, seat.Channel)
	}
	i := s.interaction(seat, componentKind, customID, map[string]any{"custom_id": customID, "component_type": ButtonComponent, "id": 2})
	s.mu.Lock()
	defer s.mu.Unlock()
	i.on = m
	return i
}

// messageEvent is a message as the gateway delivers it to who has these intents: without what is written in it, unless the bot is
// concerned. The caller holds the server's lock.
func (s *Server) messageEvent(m *message, intents int) map[string]any {
	out := s.messageJSON(m)
	if m.in.guild != "" {
		out["guild_id"] = m.in.guild
	}
	if m.member != nil {
		out["member"] = m.member
	}
	if to := s.findMessage(m.in, m.reference); to != nil {
		if !m.quiet {
			out["mentions"] = append(out["mentions"].([]any), to.author.json())
		}
		if referenced, ok := out["referenced_message"].(map[string]any); ok && !s.concerns(to, referenced, intents) {
			blank(referenced)
		}
	}
	if !s.concerns(m, out, intents) {
		blank(out)
	}
	return out
}

// concerns says whether who has these intents may read a message.
func (s *Server) concerns(m *message, out map[string]any, intents int) bool {
	if intents&ContentIntent != 0 || m.in.guild == "" || m.author.ID == s.BotID {
		return true
	}
	for _, u := range out["mentions"].([]any) {
		if user, ok := u.(map[string]any); ok && user["id"] == s.BotID {
			return true
		}
	}
	return false
}

// blank takes out of a message what the content intent is for.
func blank(out map[string]any) {
	out["content"] = ""
	for _, key := range []string{"embeds", "attachments", "components"} {
		out[key] = []any{}
	}
}
