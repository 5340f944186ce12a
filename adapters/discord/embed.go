package discord

import (
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drawdown/bot"
)

// Discord's limits, in UTF-16 code units, which are at least as many as its characters.
const (
	maxContent     = 2000
	maxTitle       = 256
	maxDescription = 4096
	maxFooter      = 2048
	maxEmbeds      = 10
	maxAllEmbeds   = 6000 // titles, descriptions and footers of all embeds of a message together
	maxCustomID    = 100
	maxLabel       = 80
	maxRow         = 5 // buttons
	maxChoices     = 25
	maxChoice      = 100
)

// perEmbed is how long the description of one of several embeds is at most: two of them with a title and a footer are one
// message.
const perEmbed = 2800

// A message is what is sent to Discord, as a reply, a response or a follow-up.
//
// It stands here, and not in discordgo, for three things that its types cannot say: a nonce, empty lists (which clear what a
// message had before, where null does not), and that a reply whose question was deleted is sent all the same.
type message struct {
	Content         string                       `json:"content"`
	Embeds          []*discordgo.MessageEmbed    `json:"embeds"`
	Components      []discordgo.MessageComponent `json:"components"`
	AllowedMentions mentions                     `json:"allowed_mentions"`
	Flags           discordgo.MessageFlags       `json:"flags,omitempty"`
	Reference       *reference                   `json:"message_reference,omitempty"`
	Nonce           string                       `json:"nonce,omitempty"`
	EnforceNonce    bool                         `json:"enforce_nonce,omitempty"`
	Attachments     []attachment                 `json:"attachments,omitempty"`

	files  []*discordgo.File // what the attachments are, in their order
	pieces []bot.Piece       // what it says, for the case that Discord refuses how it says it
}

// mentions says whom a message may mention. The zero value says nobody, in the one way in which Discord understands it so.
type mentions struct{}

func (mentions) MarshalJSON() ([]byte, error) {
	return []byte(`{"parse":[],"replied_user":false}`), nil
}

type reference struct {
	MessageID       string `json:"message_id"`
	ChannelID       string `json:"channel_id"`
	FailIfNotExists bool   `json:"fail_if_not_exists"`
}

type attachment struct {
	ID          int    `json:"id"`
	Filename    string `json:"filename"`
	Description string `json:"description"` // what somebody reads who does not see it
}

func newMessage() *message {
	return &message{Embeds: []*discordgo.MessageEmbed{}, Components: []discordgo.MessageComponent{}}
}

// pack lays a page out as embeds, as few messages as possible; the title is on the first and the footer on the last.
func (p *page) pack() []*message {
	groups := group(p.pieces, perEmbed)
	out := []*message{newMessage()}
	for i, pieces := range groups {
		e := &discordgo.MessageEmbed{Description: join(pieces), Color: p.color}
		if i == 0 && p.title != "" {
			e.Title = p.title
			pieces = append([]bot.Piece{{Text: "**" + p.title + "**"}}, pieces...)
		}
		if i == len(groups)-1 && p.footer != "" {
			e.Footer = &discordgo.MessageEmbedFooter{Text: p.footer}
			pieces = append(slices.Clip(pieces), bot.Piece{Before: paragraph, Text: escape(p.footer)})
		}
		last := out[len(out)-1]
		if len(last.Embeds) == maxEmbeds || total(append(slices.Clip(last.Embeds), e)) > maxAllEmbeds {
			last = newMessage()
			out = append(out, last)
		}
		last.Embeds, last.pieces = append(last.Embeds, e), append(last.pieces, pieces...)
	}
	return out
}

// group puts pieces together, as many as fit; there is one group at the least. No piece of a page is larger than an embed.
func group(pieces []bot.Piece, limit int) [][]bot.Piece {
	out, size := [][]bot.Piece{nil}, 0
	for _, p := range pieces {
		last := len(out) - 1
		more := bot.UTF16(p.Text)
		if len(out[last]) > 0 {
			more += bot.UTF16(p.Before)
			if size+more > limit {
				out, last, size, more = append(out, nil), last+1, 0, bot.UTF16(p.Text)
			}
		}
		out[last], size = append(out[last], p), size+more
	}
	return out
}

// join is what bot.Pack makes of pieces that fit.
func join(pieces []bot.Piece) string {
	var out strings.Builder
	for i, p := range pieces {
		if i > 0 {
			out.WriteString(p.Before)
		}
		out.WriteString(p.Text)
	}
	return out.String()
}

// total is the size of embeds as Discord counts it.
func total(embeds []*discordgo.MessageEmbed) int {
	n := 0
	for _, e := range embeds {
		n += bot.UTF16(e.Title) + bot.UTF16(e.Description)
		if e.Footer != nil {
			n += bot.UTF16(e.Footer.Text)
		}
	}
	return n
}

// plainMessages gives pieces as messages of text alone.
func plainMessages(pieces []bot.Piece, flags discordgo.MessageFlags) []*message {
	var out []*message
	for _, text := range bot.Pack(pieces, maxContent, bot.UTF16) {
		m := newMessage()
		m.Content, m.Flags = text, flags
		out = append(out, m)
	}
	return out
}

// rows lays buttons out: those that ask on the first row, the others on the next.
func rows(buttons []bot.Button) []discordgo.MessageComponent {
	var asking, other []discordgo.MessageComponent
	for _, b := range buttons {
		if label := plain(b.Label); label == "" || bot.UTF16(label) > maxLabel || bot.UTF16(b.State) > maxCustomID {
			continue // no button at all rather than no answer
		}
		one := discordgo.Button{Label: plain(b.Label), Style: discordgo.SecondaryButton, CustomID: b.State}
		if b.Verb == bot.AskAgain {
			one.Style = discordgo.PrimaryButton
			asking = append(asking, one)
			continue
		}
		other = append(other, one)
	}
	out := []discordgo.MessageComponent{}
	for _, row := range [][]discordgo.MessageComponent{asking, other} {
		for part := range slices.Chunk(row, maxRow) {
			out = append(out, discordgo.ActionsRow{Components: part})
		}
	}
	return out
}
