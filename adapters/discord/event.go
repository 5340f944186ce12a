package discord

import (
	"encoding/json"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// What is read of Discord's events. Nothing is decoded but what is used: discordgo's own types fail as a whole on a component
// that they do not know, in a message that somebody else wrote.

// An interaction is a command, a press of a button, or a question being typed.
type interaction struct {
	ID            string                    `json:"id"`
	ApplicationID string                    `json:"application_id"`
	Type          discordgo.InteractionType `json:"type"`
	Token         string                    `json:"token"`
	GuildID       string                    `json:"guild_id"` // "" in a direct message
	ChannelID     string                    `json:"channel_id"`
	Channel       *channel                  `json:"channel"`
	Member        *member                   `json:"member"` // nil in a direct message
	User          *user                     `json:"user"`   // nil in a guild
	Data          interactionData           `json:"data"`
}

type channel struct {
	ID   string                `json:"id"`
	Type discordgo.ChannelType `json:"type"`
}

type member struct {
	User        *user  `json:"user"`
	Permissions string `json:"permissions"` // a decimal number
}

type user struct {
	ID     string `json:"id"`
	Bot    bool   `json:"bot"`
	System bool   `json:"system"`
}

type interactionData struct {
	Name     string                           `json:"name"`
	Type     discordgo.ApplicationCommandType `json:"type"`
	Options  []option                         `json:"options"`
	TargetID string                           `json:"target_id"`
	CustomID string                           `json:"custom_id"`
	Resolved struct {
		Messages map[string]*heard `json:"messages"`
	} `json:"resolved"`
}

type option struct {
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
}

// A heard is a message that somebody wrote.
type heard struct {
	ID          string                 `json:"id"`
	ChannelID   string                 `json:"channel_id"`
	ChannelType *discordgo.ChannelType `json:"channel_type"`
	GuildID     string                 `json:"guild_id"` // "" in a direct message
	WebhookID   string                 `json:"webhook_id"`
	Type        discordgo.MessageType  `json:"type"`
	Author      *user                  `json:"author"`
	Content     string                 `json:"content"` // "" where Discord withholds it: the message neither mentions the bot nor is a direct one
	Mentions    []user                 `json:"mentions"`
	Replies     *heard                 `json:"referenced_message"`
	Snapshots   []struct {
		Message struct {
			Content string `json:"content"`
		} `json:"message"`
	} `json:"message_snapshots"` // of a message that was forwarded
}

// author is who an interaction is by.
func (i *interaction) author() string {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User.ID
	case i.User != nil:
		return i.User.ID
	}
	return ""
}

// conversation is the channel where it is a thread or a direct one, and else the person in the channel: there, several talk to
// the bot at once.
func (i *interaction) conversation() string {
	if i.GuildID == "" || i.Channel != nil && isThread(i.Channel.Type) {
		return i.ChannelID
	}
	return i.ChannelID + "/" + i.author()
}

func isThread(t discordgo.ChannelType) bool {
	return slices.Contains([]discordgo.ChannelType{
		discordgo.ChannelTypeGuildNewsThread, discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread,
	}, t)
}

// text is the value of an option that is a text, or "".
func (d *interactionData) text(name string) string {
	for _, o := range d.Options {
		var s string
		if o.Name == name && json.Unmarshal(o.Value, &s) == nil {
			return s
		}
	}
	return ""
}

// yes is the value of an option that is true or false.
func (d *interactionData) yes(name string) bool {
	for _, o := range d.Options {
		if o.Name == name {
			return string(o.Value) == "true"
		}
	}
	return false
}

// typed is what somebody has typed so far.
func (d *interactionData) typed() string {
	for _, o := range d.Options {
		if o.Focused {
			return d.text(o.Name)
		}
	}
	return ""
}

// target is the text of the message that a message command is about.
func (d *interactionData) target() string {
	m := d.Resolved.Messages[d.TargetID]
	if m == nil {
		return ""
	}
	if m.Content == "" && len(m.Snapshots) > 0 {
		return m.Snapshots[0].Message.Content
	}
	return m.Content
}
