package discordtest_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drawdown/adapters/discord/discordtest"
)

// patience is how long a test waits for what ought to happen at once.
const patience = 30 * time.Second

func testContext(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// transport keeps connections of its own: of the default one, every server closes those that are idle when its test ends.
var transport = http.DefaultTransport.(*http.Transport).Clone()

// toServer sends every request to another scheme and host.
type toServer struct {
	scheme, host string
	over         http.RoundTripper
}

func (to toServer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = to.scheme, to.host, to.host
	return to.over.RoundTrip(r)
}

// client is a real client of the server, not yet connected.
func client(t testing.TB, s *discordtest.Server) *discordgo.Session {
	t.Helper()
	c, err := discordgo.New("Bot " + s.Token)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	c.Client = &http.Client{Transport: toServer{u.Scheme, u.Host, transport}, Timeout: patience}
	c.LogLevel = -1
	c.ShouldReconnectOnError = false
	c.Identify.Intents = discordgo.IntentGuildMessages | discordgo.IntentDirectMessages
	return c
}

// open connects a client. One that reconnects is closed at the test's end, which takes discordgo a second.
func open(t testing.TB, s *discordtest.Server, c *discordgo.Session) {
	t.Helper()
	if err := c.Open(); err != nil {
		t.Fatalf("open: %v", err)
	}
	if c.ShouldReconnectOnError {
		t.Cleanup(func() { _ = c.Close() })
	}
	settle(t, s)
}

// settle waits until a client has sent its first heartbeat on its socket. When a socket breaks before, discordgo 0.29.0 has a data race: its
// heartbeat reads the gateway's address, which its reconnect writes.
func settle(t testing.TB, s *discordtest.Server) {
	t.Helper()
	err := s.Until(testContext(t), "a client's first heartbeat", func() bool {
		open := s.Connections()
		return s.Ready() > 0 && len(open) > 0 && open[len(open)-1].Heartbeats() > 0
	})
	if err != nil {
		t.Fatal(err)
	}
}

// stopped is a clock that stands still, so that no interaction is too old on a busy machine.
func stopped() func() time.Time {
	now := time.Now()
	return func() time.Time { return now }
}

// nobody is the allowed_mentions that mention nobody.
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// answerAll answers each interaction with its name or custom_id, in an embed with a button.
func answerAll(t testing.TB, c *discordgo.Session) {
	c.AddHandler(func(c *discordgo.Session, e *discordgo.InteractionCreate) {
		r := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: &discordgo.InteractionResponseData{AllowedMentions: nobody()}}
		switch e.Type {
		case discordgo.InteractionApplicationCommand:
			r.Data.Embeds = []*discordgo.MessageEmbed{{Title: e.ApplicationCommandData().Name}}
			r.Data.Components = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{Label: "More", CustomID: "more"}}}}
		case discordgo.InteractionMessageComponent:
			r.Type = discordgo.InteractionResponseUpdateMessage
			r.Data.Content = e.MessageComponentData().CustomID
		case discordgo.InteractionApplicationCommandAutocomplete:
			r = &discordgo.InteractionResponse{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: &discordgo.InteractionResponseData{
				Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "one", Value: "1"}}}}
		}
		if err := c.InteractionRespond(e.Interaction, r); err != nil {
			t.Errorf("respond to %v: %v", e.Type, err)
		}
	})
}

func TestConversation(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	c := client(t, s)
	answerAll(t, c)
	c.AddHandler(func(c *discordgo.Session, e *discordgo.MessageCreate) {
		if e.Author.ID == c.State.User.ID {
			return
		}
		if _, err := c.ChannelMessageSendComplex(e.ChannelID, &discordgo.MessageSend{Content: "re: " + e.Content, Reference: e.Reference(), AllowedMentions: nobody()}); err != nil {
			t.Errorf("reply: %v", err)
		}
	})
	open(t, s, c)
	ctx := testContext(t)

	seat := s.InGuild()
	r, err := s.Command(seat, "ask", discordtest.Text("question", "why?")).Dispatch().Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if r.Message == nil || len(r.Message.Embeds) != 1 || r.Message.Embeds[0].Title != "ask" {
		t.Fatalf("the command got %+v; want an embed with the title \"ask\"", r.Message)
	}
	b, ok := r.Message.Button("More")
	if !ok {
		t.Fatalf("the answer has the buttons %+v; want More", r.Message.Buttons())
	}
	pressed, err := s.Press(seat, r.Message.ID, b.CustomID).Dispatch().Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if pressed.Message.ID != r.Message.ID || pressed.Message.Content != "more" {
		t.Errorf("the press got %+v; want the message %s with \"more\"", pressed.Message, r.Message.ID)
	}
	typed, err := s.Autocomplete(seat, "ask", discordtest.Typing("question", "wh")).Dispatch().Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(typed.Choices) != 1 || typed.Choices[0].Name != "one" {
		t.Errorf("typing got %+v; want the choice \"one\"", typed.Choices)
	}
	p := s.Message(s.InDM(), "hello").Dispatch()
	m, err := p.WaitReply(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if m.Content != "re: hello" {
		t.Errorf("the message got %q; want \"re: hello\"", m.Content)
	}
}

// pooled sends to the server over connections that are kept, for many requests at once.
func pooled(t testing.TB, s *discordtest.Server) http.RoundTripper {
	t.Helper()
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64}
	t.Cleanup(transport.CloseIdleConnections)
	return toServer{u.Scheme, u.Host, transport}
}
