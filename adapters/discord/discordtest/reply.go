package discordtest

import "encoding/json"

// newResponse makes a message that answers an interaction.
func (s *Server) newResponse(i *Interaction, fields map[string]any, files []File, flags int, sent json.RawMessage) *message {
	in := s.channels[i.seat.Channel]
	m := &message{id: s.newIDLocked(), in: in, author: s.bot(), webhook: s.ApplicationID, fields: fields, flags: flags, kind: kindCommand,
		interaction: i, at: s.now(), sent: []json.RawMessage{sent}}
	if i.data["target_id"] != nil {
		m.kind = kindMenu
	}
	m.attach(nil, files)
	in.add(m)
	s.tellMessage("MESSAGE_CREATE", m)
	return m
}

// add puts a message in the channel.
func (in *channel) add(m *message) {
	in.messages = append(in.messages, m)
	in.changed.change()
}

// tellMessage tells the gateway's sessions of a message, each as far as its intents let it see.
func (s *Server) tellMessage(event string, m *message) int {
	if m.flags&FlagEphemeral != 0 || m.in.kind == kindGroup || m.in.guild != "" && !s.inGuild(m.in.guild) {
		return 0
	}
	intent := GuildMessagesIntent
	if m.in.guild == "" {
		intent = DirectMessagesIntent
	}
	return s.dispatch(event, m.in.guild, func(intents int) json.RawMessage {
		if intents&intent == 0 {
			return nil
		}
		return encode(s.messageEvent(m, intents))
	})
}

func (s *Server) inGuild(id string) bool {
	for _, g := range s.guilds {
		if g == id {
			return true
		}
	}
	return false
}
