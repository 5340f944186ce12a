package discord_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
)

// The routes of Discord's API that answers go to.
const (
	callbackRoute = "POST /interactions/{interaction}/{token}/callback"
	messageRoute  = "POST /channels/{channel}/messages"
	followUpRoute = "POST /webhooks/{application}/{token}"
)

// faults are what goes wrong once, or twice, and is made good without anybody's noticing.
var faults = map[string][]discordtest.Fault{
	"429":                 {discordtest.TooMany(100*time.Millisecond, false)},
	"429 twice":           {discordtest.TooMany(50*time.Millisecond, false), discordtest.TooMany(50*time.Millisecond, false)},
	"429 for all":         {discordtest.TooMany(100*time.Millisecond, true)},
	"500":                 {discordtest.Status(500)},
	"502":                 {discordtest.Status(502)},
	"503 twice":           {discordtest.Status(503), discordtest.Status(503)},
	"slow":                {discordtest.Slow(400 * time.Millisecond)},
	"hanging":             {discordtest.Hang()},
	"reset":               {discordtest.Reset()},
	"lost":                {discordtest.Lost()},
	"refused":             {discordtest.Refuse(400, 50035, "Invalid Form Body")},
	"refused, then a 503": {discordtest.Refuse(400, 50035, "Invalid Form Body"), discordtest.Status(503)},
}

func TestInteractionsThroughFaults(t *testing.T) {
	for name, list := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := local(t, discordtest.Options{})
			o := discord.Options{}
			if name == "hanging" {
				o.AnswerTime = deadline // two thirds of it are waited for an answer that never comes
			}
			v := serve(t, s, bot.New(base(t), bot.Options{}), o).ready()
			s.Fail(callbackRoute, list...)
			i := s.Command(s.InGuild(), "ask", discordtest.Text("question", troops)).Dispatch()
			r := v.wait(i)
			if got := read(*r.Message); !strings.Contains(got, "1,000") || !strings.Contains(got, "¶9 s2") {
				t.Errorf("the answer is %q; want the number and its source", got)
			}
			if plain := len(r.Message.Embeds) == 0; plain != strings.HasPrefix(name, "refused") {
				t.Errorf("the answer is plain text: %v", plain)
			}
			v.idle()
			if got := len(i.Responses()); got != 1 {
				t.Errorf("%d responses, want 1", got)
			}
		})
	}
}

func TestMessagesThroughFaults(t *testing.T) {
	list := map[string][]discordtest.Fault{"missing permission to embed": {discordtest.Refuse(403, 50013, "Missing Permissions").When(func(body json.RawMessage) bool {
		return bytes.Contains(body, []byte(`"embeds":[{`))
	})}}
	for name, f := range faults {
		if name != "hanging" { // takes as long as a request may
			list[name] = f
		}
	}
	for name, list := range list {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := local(t, discordtest.Options{})
			v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
			s.Fail(messageRoute, list...)
			p := s.Message(s.InDM(), troops).Dispatch()
			m, err := p.WaitReply(waiting(t))
			if err != nil {
				t.Fatal(err)
			}
			if got := read(m); !strings.Contains(got, "1,000") || !strings.Contains(got, "¶9 s2") {
				t.Errorf("the answer is %q; want the number and its source", got)
			}
			v.idle()
			if got := len(p.Replies()); got != 1 {
				t.Errorf("%d replies, want 1", got)
			}
		})
	}
}

// The parts that follow the first of a long answer come in order, whatever goes wrong on the way.
func TestFollowUpsThroughFaults(t *testing.T) {
	t.Parallel()
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	s.Fail(followUpRoute, discordtest.TooMany(50*time.Millisecond, false), discordtest.Status(500), discordtest.Refuse(400, 50035, "Invalid Form Body"))
	var text strings.Builder
	for n := range 150 {
		fmt.Fprintf(&text, "The %d moons are blue. ", n)
	}
	i := s.MessageCommand(s.InGuild(), "Check against the articles", text.String()).Dispatch()
	v.wait(i)
	v.idle()
	list := i.Messages()
	var got strings.Builder
	for _, m := range list {
		got.WriteString(" " + read(m))
		if !m.Ephemeral() {
			t.Error("a part of what is for the asker alone is for all")
		}
	}
	all, at := squeeze(got.String()), 0
	for n := range 150 {
		claim := fmt.Sprintf("The %d moons are blue.", n)
		next := strings.Index(all[at:], claim)
		if next < 0 {
			t.Fatalf("%q is missing, or out of order, in %d messages:\n%s", claim, len(list), all)
		}
		at += next
	}
	if v.measure("refused_total") != 1 {
		t.Errorf("%d refusals were counted, want 1", v.measure("refused_total"))
	}
}

// Discord's limits are kept: messages of one channel wait for one another, and nothing is sent before its time.
func TestRateLimits(t *testing.T) {
	t.Parallel()
	s := local(t, discordtest.Options{Limits: true})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	seat := s.InDM()
	var list []*discordtest.Posted
	for range 8 {
		list = append(list, s.Message(seat, troops).Dispatch())
	}
	for _, p := range list {
		if _, err := p.WaitReply(waiting(t)); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Invalid(); got > 1 {
		t.Errorf("%d requests were refused for their rate", got)
	}
	v.idle()
}

// Where Discord wants no request at all for a time, none is sent, to whatever channel.
func TestGlobalLimit(t *testing.T) {
	t.Parallel()
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	s.Fail("", discordtest.TooMany(300*time.Millisecond, true))
	first := s.Message(s.InDM(), troops).Dispatch()
	v.until("a request was put off", func() bool { return v.measure("rate_limited_total") == 1 })
	for range 3 {
		v.ask(s.InGuild(), troops)
		if _, err := s.Message(s.InDM(), troops).Dispatch().WaitReply(waiting(t)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := first.WaitReply(waiting(t)); err != nil {
		t.Fatal(err)
	}
	if got := s.Invalid(); got != 1 {
		t.Errorf("%d requests were refused for their rate, want 1", got)
	}
}

// Channels that take no messages hold no command up.
func TestMessagesHoldNothingUp(t *testing.T) {
	t.Parallel()
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{Drain: time.Millisecond}).ready()
	defer s.FailAlways(messageRoute, discordtest.Hang())()
	const many = 400 // more than are answered at once, commands and messages together
	for range many {
		s.Message(s.InDM(), troops).Dispatch()
	}
	v.until("all were taken", func() bool { return v.measure("queue_length") == many })
	v.ask(s.InGuild(), troops)
	v.stop(nil)
}

// A wait for Discord ends with the drain, however long Discord wants it to be.
func TestWaitEndsWithDrain(t *testing.T) {
	t.Parallel()
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{Drain: 50 * time.Millisecond}).ready()
	s.Fail(messageRoute, discordtest.TooMany(30*time.Second, false))
	seat := s.InDM()
	s.Message(seat, troops).Dispatch()
	s.Message(seat, troops).Dispatch()
	v.until("a request was put off", func() bool { return v.measure("rate_limited_total") == 1 && v.measure("queue_length") == 2 })
	began := time.Now()
	v.stop(nil)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the end took %v with a drain of 50 ms", took)
	}
}

// The same interaction, delivered three times to each of two processes, has one answer.
func TestInteractionDeliveredThreeTimes(t *testing.T) {
	s := local(t, discordtest.Options{IdentifyWindow: -1})
	b := bot.New(base(t), bot.Options{})
	one, two := serve(t, s, b, discord.Options{}).ready(), serve(t, s, b, discord.Options{}).ready()
	i := s.Command(s.InGuild(), "ask", discordtest.Text("question", troops))
	for range 3 {
		i.Dispatch()
	}
	one.wait(i)
	one.ask(s.InDM(), troops)
	one.idle()
	two.idle()
	if got := len(i.Responses()); got != 1 || i.Sessions() != 6 {
		t.Errorf("an interaction that was delivered %d times got %d answers, want 6 times and 1", i.Sessions(), got)
	}
}

// A request that Discord never takes ends with the adapter's patience, and the next one is answered.
func TestDiscordIsAway(t *testing.T) {
	t.Parallel()
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{AnswerTime: deadline}).ready()
	again := s.FailAlways(callbackRoute, discordtest.Status(503))
	seat := s.InGuild()
	lost := s.Command(seat, "ask", discordtest.Text("question", troops)).Dispatch()
	v.until("the adapter has given up", func() bool { return v.measure("failed_total") == 1 && v.measure("queue_length") == 0 })
	again()
	if got := len(lost.Responses()); got != 0 {
		t.Errorf("%d responses, want none", got)
	}
	v.ask(seat, troops)
}

// Nothing that a person sent, no token and no address of an interaction goes into the log.
func TestLog(t *testing.T) {
	t.Parallel()
	var log synced
	s := local(t, discordtest.Options{})
	b := bot.New(base(t), bot.Options{})
	v := serve(t, s, b, discord.Options{Log: logger(&log)}).ready()
	seat := s.InGuild()
	const secret = "How many secret unicorns?"
	s.Fail(callbackRoute, discordtest.Times(20, discordtest.Reset())...)
	i := s.Command(seat, "ask", discordtest.Text("question", secret)).Dispatch()
	v.until("it failed", func() bool { return v.measure("failed_total") > 0 })
	v.idle()
	s.Drop()
	v.until("the session is resumed", func() bool { return v.measure("resumes_total") > 0 })
	v.stop(nil)
	for _, word := range []string{"unicorns", i.Token, s.Token, seat.User.ID} {
		if strings.Contains(log.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, log.String())
		}
	}
	if !strings.Contains(log.String(), "an answer was not taken") || !strings.Contains(log.String(), "the gateway's connection ended") {
		t.Errorf("the log does not say what went wrong:\n%s", log.String())
	}
}
