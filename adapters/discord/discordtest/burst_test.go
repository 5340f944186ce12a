package discordtest_test

import (
	"testing"

	"github.com/bwmarrin/discordgo"

	"drawdown/adapters/discord/discordtest"
)

// TestBurst: what is sent while the real client's socket breaks twice is answered, and once each.
func TestBurst(t *testing.T) {
	t.Parallel()
	const n = 500
	s := discordtest.New(t, discordtest.Options{Now: stopped()})
	c := client(t, s)
	c.ShouldReconnectOnError = true
	c.Client.Transport = pooled(t, s)
	answerAll(t, c)
	open(t, s, c)
	seat := s.InGuild()
	ctx := testContext(t)
	var sent []*discordtest.Interaction
	for i := range n {
		if i == n/3 || i == 2*n/3 {
			settle(t, s)
			s.Drop()
		}
		sent = append(sent, s.Command(seat, "ask").Dispatch())
	}
	settle(t, s)
	for _, i := range sent {
		if _, err := i.Wait(ctx); err != nil {
			t.Fatal(err)
		}
		if got := len(i.Responses()); got != 1 {
			t.Errorf("%d responses; want 1", got)
		}
	}
	if got := len(s.Resumes()); got != 2 || len(s.Identifies()) != 1 {
		t.Errorf("%d resumes, %d identifies; want 2, and the first identify", got, len(s.Identifies()))
	}
	if got := len(s.Unanswered()); got != 0 {
		t.Errorf("%d are not answered; want none", got)
	}
	s.Forget()
	if len(s.Interactions()) != 0 || len(s.Requests()) != 0 || len(s.AllMessages(seat.Channel)) != 0 {
		t.Errorf("after Forget: %d interactions, %d requests, %d messages; want none", len(s.Interactions()), len(s.Requests()), len(s.AllMessages(seat.Channel)))
	}
}

// TestForgotten: a session goes on after its events were forgotten; only older ones cannot be had again.
func TestForgotten(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	_, session := connect(t, s, messages)
	seat := s.InDM()
	s.Message(seat, "one").Dispatch()
	s.Forget()
	s.Message(seat, "two").Dispatch()
	for _, step := range []struct {
		seq, op int
	}{{2, 0}, {1, 9}} {
		s.Drop()
		c := dial(t, s)
		c.want(10, "")
		c.say(resume(s, session, step.seq))
		if f, err := c.next(); err != nil || f.Op != step.op {
			t.Errorf("a resume from %d got %v, %v; want op %d", step.seq, f, err, step.op)
		}
	}
}

// TestLimits: Discord's rates, for who asks for them.
func TestLimits(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Limits: true})
	path := "/channels/" + s.InGuild().Channel + "/messages"
	for i := range 6 {
		want := 200
		if i == 5 {
			want = 429
		}
		if status, got := raw(t, s, "POST", path, with(`"content":"c"`)); status != want {
			t.Errorf("message %d: status %d %s; want %d", i, status, got, want)
		}
	}
	if status, _ := raw(t, s, "POST", "/channels/"+s.InGuild().Channel+"/messages", with(`"content":"c"`)); status != 200 {
		t.Errorf("in another channel: status %d; want 200", status)
	}
	last := 0
	for range 60 {
		last, _ = raw(t, s, "GET", "/users/@me", "")
	}
	i := s.Command(s.InGuild(), "ask").Dispatch()
	if status, got := respond(t, s, i, hello); status != 204 {
		t.Errorf("a callback, which is held to no rate: status %d %s; want 204", status, got)
	}
	if s.Invalid() < 2 {
		t.Errorf("%d requests were told to wait, the last one got %d; want some of 60", s.Invalid(), last)
	}
	s.AllowBreaches("Retry-After")
	wantHeaders(t, s, path)
}

func wantHeaders(t *testing.T, s *discordtest.Server, path string) {
	t.Helper()
	c := client(t, s)
	c.ShouldRetryOnRateLimit = false
	_, err := c.ChannelMessageSendComplex(path[len("/channels/"):len(path)-len("/messages")], &discordgo.MessageSend{Content: "c", AllowedMentions: nobody()})
	if _, ok := err.(*discordgo.RateLimitError); !ok {
		t.Errorf("discordgo says %v; want a *RateLimitError", err)
	}
}
