package discord_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
	"drawdown/bot/bottest"
)

// TestConformance says the same things in each of the ways in which people talk to the bot.
func TestConformance(t *testing.T) {
	for _, way := range []struct {
		name string
		sits func(*discordtest.Server) discordtest.Seat
		say  func(*service, discordtest.Seat, string) ([]discordtest.Message, error)
		http bool
	}{
		{"direct message", (*discordtest.Server).InDM, write, false},
		{"mention", (*discordtest.Server).InGuild, mention, false},
		{"command", (*discordtest.Server).InGuild, command, false},
		{"command over HTTP", (*discordtest.Server).InThread, post, true},
	} {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			services := map[*bot.Bot]*service{} // people who talk to one bot are on one server
			bottest.TestAdapter(t, func(t *testing.T, b *bot.Bot) bottest.Conversation {
				v := services[b]
				if v == nil {
					s := local(t, discordtest.Options{})
					o := discord.Options{Token: s.Token}
					if way.http {
						o.PublicKey = s.PublicKeyHex()
					}
					v = serve(t, s, b, o).ready()
					services[b] = v
				}
				return conversation{v, way.sits(v.Server), way.say}
			})
		})
	}
}

type conversation struct {
	*service
	seat discordtest.Seat
	say  func(*service, discordtest.Seat, string) ([]discordtest.Message, error)
}

// Say says a text as a person does; on Discord nobody can say nothing.
func (c conversation) Say(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	list, err := c.say(c.service, c.seat, text)
	var out strings.Builder
	for _, m := range list {
		out.WriteString(read(m) + "\n")
	}
	return out.String(), err
}

func write(v *service, seat discordtest.Seat, text string) ([]discordtest.Message, error) {
	before := len(v.Messages(seat.Channel))
	if _, err := v.Message(seat, text).Dispatch().WaitReply(waiting(v.t)); err != nil {
		return nil, err
	}
	v.idle()
	return v.Messages(seat.Channel)[before:], nil
}

func mention(v *service, seat discordtest.Seat, text string) ([]discordtest.Message, error) {
	return write(v, seat, v.Mention()+" "+text)
}

func command(v *service, seat discordtest.Seat, text string) ([]discordtest.Message, error) {
	i := v.Command(seat, "ask", discordtest.Text("question", text)).Dispatch()
	if _, err := i.Wait(waiting(v.t)); err != nil {
		return nil, err
	}
	v.idle()
	return i.Messages(), nil
}

func post(v *service, seat discordtest.Seat, text string) ([]discordtest.Message, error) {
	i := v.Command(seat, "ask", discordtest.Text("question", text))
	a, err := i.Post(waiting(v.t), v.endpoint(), discordtest.Signed)
	if err != nil || a.Status != 200 {
		return nil, fmt.Errorf("%q got status %d: %s, %v", text, a.Status, a.Body, err)
	}
	v.idle()
	return i.Messages(), nil
}

// idle waits until nothing is being answered.
func (v *service) idle() {
	v.t.Helper()
	v.until("nothing is being answered", func() bool { return v.measure("queue_length") == 0 })
}

func (v *service) measure(name string) int {
	v.t.Helper()
	for _, m := range v.adapter.Measures() {
		if m.Name == name {
			return int(m.Value())
		}
	}
	v.t.Fatalf("there is no measure %q", name)
	return 0
}

var (
	maskedLink = regexp.MustCompile(`(^|[^\\])\[((?:[^\]\\]|\\.)*)\]\(([^)]*)\)`)
	quoteSign  = regexp.MustCompile(`(?m)^> |^- `)
	emphasis   = regexp.MustCompile(`(^|[^\\])\*\*`)
	escaped    = regexp.MustCompile(`\\([^0-9A-Za-z\s])`)
)

// read is what a person reads of a message: markup undone, buttons in their order.
func read(m discordtest.Message) string {
	parts := []string{shown(m.Content)}
	for _, e := range m.Embeds {
		parts = append(parts, shown(e.Title), shown(e.Description), e.Footer.Text)
	}
	for _, b := range m.Buttons() {
		parts = append(parts, "("+b.Label+")")
	}
	return strings.Join(parts, "\n")
}

func shown(s string) string {
	s = quoteSign.ReplaceAllString(s, "")
	s = maskedLink.ReplaceAllString(s, "$1$2 <$3>")
	s = emphasis.ReplaceAllString(s, "$1")
	return escaped.ReplaceAllString(s, "$1")
}
