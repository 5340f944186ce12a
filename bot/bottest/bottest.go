// Package bottest is the suite that every adapter of the bot passes: what is answered on one platform is answered on every
// other, with the same statement and the same citation, and nothing that a person types comes back as markup.
//
// An adapter's test says how to begin a conversation and how a person reads what comes back; [TestAdapter] does the rest:
//
//	func TestConformance(t *testing.T) {
//		bottest.TestAdapter(t, func(t *testing.T, b *bot.Bot) bottest.Conversation { … })
//	}
//
// What is right, the suite asks a bot of its own, over the embedded base: it compares an adapter with the bot, and knows no
// answer by heart.
package bottest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"drawdown/bot"
	"drawdown/knowledge"
)

// A Conversation is one person's conversation with the bot through an adapter. Say says a text and gives what the person then
// reads, as plain text: markup undone, buttons and fields in their order. It is "" where the adapter stays silent.
type Conversation interface {
	Say(text string) (string, error)
}

// TestAdapter tests an adapter. Each call of newAdapter begins another conversation, with somebody else.
func TestAdapter(t *testing.T, newAdapter func(t *testing.T, b *bot.Bot) Conversation) {
	s := &suite{base: base(t), begin: newAdapter}
	for _, part := range []struct {
		name string
		test func(*suite, *testing.T)
	}{
		{"answers", (*suite).answers},
		{"refusals", (*suite).refusals},
		{"follow-ups", (*suite).followUps},
		{"small talk", (*suite).smallTalk},
		{"listings", (*suite).listings},
		{"no question", (*suite).noQuestion},
		{"hostile messages", (*suite).hostile},
		{"hostile follow-ups", (*suite).hostileFollowUps},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(s, t) })
	}
}

// embedded is loaded once for all the tests of an adapter.
var embedded = sync.OnceValues(knowledge.Embedded)

func base(t *testing.T) *knowledge.Base {
	t.Helper()
	b, err := embedded()
	if err != nil {
		t.Fatalf("the embedded base does not load: %v", err)
	}
	return b
}

// A suite compares conversations through an adapter with the bot itself.
type suite struct {
	base  *knowledge.Base
	begin func(t *testing.T, b *bot.Bot) Conversation
}

// A pair is the same conversation twice: through the adapter, and with the bot itself.
type pair struct {
	t       *testing.T
	adapter Conversation
	bot     *bot.Bot
}

func (s *suite) pair(t *testing.T) pair {
	t.Helper()
	return pair{t, s.begin(t, bot.New(s.base, bot.Options{})), bot.New(s.base, bot.Options{})}
}

// say says a text in both, and gives what a person read and what the bot replied. What the adapter says must show the reply.
func (p pair) say(text string) (string, bot.Reply) {
	p.t.Helper()
	read, err := p.adapter.Say(text)
	if err != nil {
		p.t.Fatalf("saying %.60q: %v", text, err)
	}
	if !utf8.ValidString(read) {
		p.t.Errorf("%.60q got what is not UTF-8: %q", text, read)
	}
	r := direct(p.bot, text)
	if missing := missing(read, r); missing != "" {
		p.t.Errorf("%.60q got\n%s\nwant in it: %s", text, read, missing)
	}
	return read, r
}

// direct says a text to the bot itself.
func direct(b *bot.Bot, text string) bot.Reply {
	return b.Handle(context.Background(), bot.Message{Platform: "bottest", Conversation: "c", Author: "a", Text: text})
}

// missing names the first part of a reply that is not to be read in a text, or "".
func missing(read string, r bot.Reply) string {
	read = words(read)
	for _, part := range parts(r) {
		if !strings.Contains(read, words(part)) {
			return part
		}
	}
	if r.Kind != bot.Answered && r.Kind != bot.Listing && strings.Contains(read, "¶") {
		return "no citation"
	}
	return ""
}

// parts are what a person must be able to read of a reply.
func parts(r bot.Reply) []string {
	switch r.Kind {
	case bot.Answered:
		out := []string{r.Answer.Short, r.Answer.Statement}
		for _, c := range r.Answer.Citations {
			out = append(out, c.Title, c.Locator().Place())
		}
		return append(out, r.Answer.Caveats...)
	case bot.Refused:
		return []string{r.Text, r.Answer.Nearest}
	case bot.Listing:
		out := []string{r.Text}
		for _, e := range r.Entries {
			out = append(out, e.Text)
		}
		return out
	}
	return []string{r.Text}
}

// words are a text with single blanks, for adapters break lines as they need to.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }
