package discordtest

import (
	"encoding/json"
	"slices"
)

// Flags of messages.
const (
	FlagSuppressEmbeds = 1 << 2
	FlagEphemeral      = 1 << 6
	FlagLoading        = 1 << 7
	FlagSilent         = 1 << 12
	FlagComponentsV2   = 1 << 15
)

// A Message is one that somebody has written, as it is now.
type Message struct {
	ID, Channel, Guild string
	Author             User
	Content            string
	Embeds             []Embed
	Components         []Component
	Flags              int
	Files              []File
	ReplyTo            string // the message that it answers
	Nonce              string
	Interaction        string // the interaction that it answers
	Edited, Deleted    bool
	Raw                json.RawMessage   // as the API shows it
	Sent               []json.RawMessage // the bodies that made and changed it, in order
}

// Ephemeral says whether only the person who asked sees the message.
func (m Message) Ephemeral() bool { return m.Flags&FlagEphemeral != 0 }

// An Embed is the frame in a message, as far as it is text.
type Embed struct {
	Title       string       `json:"title"`
	Description string       `json:"description"`
	URL         string       `json:"url"`
	Timestamp   string       `json:"timestamp"`
	Color       int          `json:"color"`
	Fields      []EmbedField `json:"fields"`
	Footer      struct {
		Text string `json:"text"`
	} `json:"footer"`
	Author struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	} `json:"author"`
	Image struct {
		URL string `json:"url"`
	} `json:"image"`
}

// An EmbedField is a name and a value in an Embed.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// A Component is a row of components, a button, or another.
type Component struct {
	Type       int         `json:"type"`
	Style      int         `json:"style"`
	Label      string      `json:"label"`
	CustomID   string      `json:"custom_id"`
	URL        string      `json:"url"`
	Disabled   bool        `json:"disabled"`
	Content    string      `json:"content"`
	Components []Component `json:"components"`
}

// Types of components.
const (
	RowComponent    = 1
	ButtonComponent = 2
)

// Buttons are the message's, in the order in which they are shown.
func (m Message) Buttons() []Component { return buttons(m.Components) }

func buttons(components []Component) []Component {
	var out []Component
	for _, c := range components {
		if c.Type == ButtonComponent {
			out = append(out, c)
		}
		out = append(out, buttons(c.Components)...)
	}
	return out
}

// Button is the first button with a label, and whether there is one.
func (m Message) Button(label string) (Component, bool) {
	all := m.Buttons()
	i := slices.IndexFunc(all, func(c Component) bool { return c.Label == label })
	if i < 0 {
		return Component{}, false
	}
	return all[i], true
}

// view is the message for a test to look at. The caller holds the server's lock.
func (s *Server) view(m *message) Message {
	out := Message{ID: m.id, Channel: m.in.id, Guild: m.in.guild, Author: m.author, Flags: m.flags, ReplyTo: m.reference,
		Edited: !m.edited.IsZero(), Deleted: m.deleted, Sent: slices.Clone(m.sent), Raw: encode(s.messageJSON(m))}
	for _, f := range m.files {
		out.Files = append(out.Files, f.File)
	}
	out.Content, _ = m.fields["content"].(string)
	out.Nonce, _ = m.nonce.(string)
	if m.interaction != nil {
		out.Interaction = m.interaction.ID
	}
	// What was taken has passed the checks, so that it decodes.
	_ = json.Unmarshal(encode(list(m.fields["embeds"])), &out.Embeds)
	_ = json.Unmarshal(encode(list(m.fields["components"])), &out.Components)
	return out
}

// Messages are those that the bot has in a channel and that are not deleted, oldest first: replies, answers to interactions, ephemeral
// ones included.
func (s *Server) Messages(channel string) []Message {
	return s.messages(channel, func(m *message) bool { return m.author.ID == s.BotID && !m.deleted })
}

// AllMessages are all messages of a channel, oldest first, whoever wrote them, deleted ones included.
func (s *Server) AllMessages(channel string) []Message {
	return s.messages(channel, func(*message) bool { return true })
}

func (s *Server) messages(channel string, which func(*message) bool) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	if in := s.channels[channel]; in != nil {
		for _, m := range in.messages {
			if which(m) {
				out = append(out, s.view(m))
			}
		}
	}
	return out
}

// Typing counts how often the bot has shown in a channel that it is typing.
func (s *Server) Typing(channel string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if in := s.channels[channel]; in != nil {
		return in.typing
	}
	return 0
}
