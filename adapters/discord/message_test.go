package discord_test

import (
	"strings"
	"testing"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
)

func TestMessages(t *testing.T) {
	s := local(t, discordtest.Options{})
	serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	const want = "1,000"
	for _, test := range []struct {
		name string
		seat discordtest.Seat
		text string
	}{
		{"a mention", s.InGuild(), s.Mention() + " " + troops},
		{"a mention at the end", s.InGuild(), troops + s.Mention()},
		{"a mention by nickname", s.InGuild(), strings.Replace(s.Mention(), "<@", "<@!", 1) + " " + troops},
		{"a mention in a thread", s.InThread(), s.Mention() + " " + troops},
		{"a direct message", s.InDM(), troops},
		{"a mention in a direct message", s.InDM(), s.Mention() + troops},
	} {
		m, err := s.Message(test.seat, test.text).Dispatch().WaitReply(waiting(t))
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if got := read(m); !strings.Contains(got, want) {
			t.Errorf("%s got %q, want %q in it", test.name, got, want)
		}
		if len(m.Nonce) == 0 || len(m.Nonce) > 25 {
			t.Errorf("%s is answered under the nonce %q; want 1 to 25 characters", test.name, m.Nonce)
		}
	}
}

// Who is not for the bot, or is one, gets no answer.
func TestSilence(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	seat := s.InGuild()
	theirs := s.Message(s.Beside(seat), "hello all").Dispatch()
	mentioned := s.Mention() + " " + troops
	for name, p := range map[string]*discordtest.Posted{
		"a message in a channel":       s.Message(seat, troops),
		"a reply to somebody":          s.Message(seat, troops, discordtest.ReplyTo(theirs.ID)),
		"a mention by a bot":           s.Message(seat, mentioned, discordtest.ByBot()),
		"a mention by a webhook":       s.Message(seat, mentioned, discordtest.ByWebhook()),
		"somebody's joining":           s.Message(seat, "", discordtest.OfKind(7)),
		"a direct message by a bot":    s.Message(s.InDM(), troops, discordtest.ByBot()),
		"a mention of everyone":        s.Message(seat, "@everyone "+troops),
		"a mention of somebody":        s.Message(seat, "<@123456789012345678> "+troops),
		"a mention that was edited in": s.Message(seat, troops),
	} {
		p.Dispatch()
		if strings.Contains(name, "edited") {
			p.Edit(mentioned)
		}
		// What was sent before is taken before: when this is answered, so is that.
		if _, err := s.Message(s.InDM(), troops).Dispatch().WaitReply(waiting(t)); err != nil {
			t.Fatal(err)
		}
		v.idle()
		if got := s.Messages(p.Seat.Channel); len(got) > 0 {
			t.Fatalf("%s got the answer %q", name, read(got[0]))
		}
	}
}

// A reply to an answer goes on with the conversation; without a mention, Discord withholds what it says.
func TestReplies(t *testing.T) {
	s := local(t, discordtest.Options{})
	serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	seat := s.InGuild()
	reply := func(p *discordtest.Posted) discordtest.Message {
		t.Helper()
		m, err := p.Dispatch().WaitReply(waiting(t))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := reply(s.Message(seat, s.Mention()+" "+troops))
	if got := read(reply(s.Message(seat, "and in Iraq?", discordtest.ReplyTo(first.ID)))); !strings.Contains(got, "Iraq") || strings.Contains(got, "do not say") {
		t.Errorf("a reply to an answer got %q; want that on Iraq", got)
	}
	if got := read(reply(s.Message(seat, "and in Iraq?", discordtest.ReplyTo(first.ID), discordtest.Quietly()))); !strings.Contains(got, "only if it mentions me") {
		t.Errorf("a reply without a mention got %q; want what to do", got)
	}
}

// In a thread and in direct messages all talk in one conversation; in a channel everybody has their own.
func TestConversations(t *testing.T) {
	s := local(t, discordtest.Options{})
	serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	say := func(seat discordtest.Seat, text string) string {
		t.Helper()
		m, err := s.Message(seat, s.Mention()+" "+text).Dispatch().WaitReply(waiting(t))
		if err != nil {
			t.Fatal(err)
		}
		return read(m)
	}
	alone := say(s.InDM(), "and in Iraq?")
	for _, test := range []struct {
		name   string
		seat   discordtest.Seat
		common bool
	}{{"a thread", s.InThread(), true}, {"a channel", s.InGuild(), false}} {
		for range 2 { // the second time, the kind of channel is known
			say(test.seat, troops)
			got := say(s.Beside(test.seat), "and in Iraq?")
			if common := squeeze(got) != squeeze(alone); common != test.common {
				t.Errorf("in %s, a follow-up by somebody else got\n%s\nin common: %v, want %v", test.name, got, common, test.common)
			}
			if own := say(test.seat, "and in Iraq?"); squeeze(own) == squeeze(alone) {
				t.Errorf("in %s, a follow-up by who had asked got what it gets alone:\n%s", test.name, own)
			}
		}
		// A command in the same place belongs to the same conversation.
		say(test.seat, troops)
		i := s.Command(test.seat, "ask", discordtest.Text("question", "and in Iraq?")).Dispatch()
		r, err := i.Wait(waiting(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := read(*r.Message); squeeze(got) == squeeze(alone) {
			t.Errorf("in %s, a follow-up by command got what it gets alone:\n%s", test.name, got)
		}
	}
}

// Several deliveries of one message are answered once, by one process and by two.
func TestMessageDeliveredThreeTimes(t *testing.T) {
	s := local(t, discordtest.Options{IdentifyWindow: -1})
	b := bot.New(base(t), bot.Options{})
	one := serve(t, s, b, discord.Options{}).ready()
	two := serve(t, s, b, discord.Options{}).ready() // another process with the same journal, as far as claims go
	seat := s.InDM()
	p := s.Message(seat, troops)
	for range 3 {
		p.Dispatch()
	}
	if _, err := p.WaitReply(waiting(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Message(seat, "hello").Dispatch().WaitReply(waiting(t)); err != nil {
		t.Fatal(err)
	}
	one.idle()
	two.idle()
	if got := p.Replies(); len(got) != 1 {
		t.Errorf("a message that was delivered six times got %d replies, want 1", len(got))
	}
}
