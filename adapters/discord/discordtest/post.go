package discordtest

import (
	"context"
	"slices"
)

// A Posted message is one that a person has written.
type Posted struct {
	ID   string
	Seat Seat
	s    *Server
	m    *message
}

// An Option of Server.Message says more of a message than its text.
type Option func(*Server, *message)

// ReplyTo says that the message answers another of the channel, whose author is told of it. So the author is mentioned.
func ReplyTo(id string) Option {
	return func(_ *Server, m *message) { m.kind, m.reference = kindReply, id }
}

// Quietly says that the author of the message that this one answers is not told.
func Quietly() Option { return func(_ *Server, m *message) { m.quiet = true } }

// ByBot says that a bot has written the message.
func ByBot() Option { return func(_ *Server, m *message) { m.author.Bot = true } }

// ByWebhook says that a webhook has written the message.
func ByWebhook() Option {
	return func(s *Server, m *message) { m.webhook, m.author.Bot = s.newIDLocked(), true }
}

// OfKind gives the message a type other than that of what people write, as 7 for somebody's joining the guild.
func OfKind(kind int) Option { return func(_ *Server, m *message) { m.kind = kind } }

// Message makes a message that a person writes in a channel. Dispatch delivers it. Server.Mention is the text that mentions the bot.
func (s *Server) Message(seat Seat, text string, options ...Option) *Posted {
	s.mu.Lock()
	defer s.mu.Unlock()
	in := s.channels[seat.Channel]
	m := &message{id: s.newIDLocked(), in: in, author: seat.User, fields: map[string]any{"content": text}, at: s.now()}
	if in.guild != "" {
		m.member = seat.member(false)
	}
	for _, o := range options {
		o(s, m)
	}
	in.add(m)
	return &Posted{ID: m.id, Seat: seat, s: s, m: m}
}

// Dispatch delivers the message over the gateway, as MESSAGE_CREATE, to every session of its shard whose intents let it see it. Called
// again, it delivers the same once more.
func (p *Posted) Dispatch() *Posted {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.tellMessage("MESSAGE_CREATE", p.m)
	return p
}

// Edit changes the message's text and tells the gateway, as MESSAGE_UPDATE.
func (p *Posted) Edit(text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.m.fields["content"], p.m.edited = text, p.s.now()
	p.s.tellMessage("MESSAGE_UPDATE", p.m)
}

// Replies are the bot's messages in the channel that answer the message and are not deleted, as they are now.
func (p *Posted) Replies() []Message {
	var out []Message
	for _, m := range p.s.Messages(p.m.in.id) {
		if m.ReplyTo == p.ID {
			out = append(out, m)
		}
	}
	return out
}

// WaitReply waits for the bot's first message that answers the message.
func (p *Posted) WaitReply(ctx context.Context) (Message, error) {
	var first *message
	err := p.s.wait(ctx, &p.m.in.changed, "a reply to the message "+p.ID, func() bool {
		n := slices.IndexFunc(p.m.in.messages, func(m *message) bool { return m.reference == p.ID && m.author.ID == p.s.BotID && !m.deleted })
		if n >= 0 {
			first = p.m.in.messages[n]
		}
		return n >= 0
	})
	if err != nil {
		return Message{}, err
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.view(first), nil
}
