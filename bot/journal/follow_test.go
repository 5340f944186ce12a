package journal_test

import (
	"context"
	"testing"

	"drawdown/bot"
	"drawdown/bot/journal"
	"drawdown/knowledge"
)

// A conversation goes on as if one bot had it, though each turn comes to another one: after a restart, or to one of two replicas, which
// had the turn before the last itself.
func TestFollowUps(t *testing.T) {
	t.Parallel()
	base, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	turns := []string{"how many troops stay in iraq", "and in syria?", "when does the mission end", "why?", "and in syria?", "how many troops stay in iraq", "why?"}
	each(t, func(t *testing.T, d database) {
		ask := func(b *bot.Bot, text string) bot.Reply {
			return b.Handle(context.Background(), bot.Message{Platform: "slack", Conversation: "C/1", Author: "U", Text: text})
		}
		journals := []*journal.Journal{d.open(t), d.open(t)}
		replicas := []*bot.Bot{bot.New(base, bot.Options{Journal: journals[0]}), bot.New(base, bot.Options{Journal: journals[1]})}
		one := bot.New(base, bot.Options{})
		leaning := 0
		for i, text := range turns {
			if d.kind == "SQLite" { // one process at a time; it is restarted
				replicas[i%2] = bot.New(base, bot.Options{Journal: journals[i%2]})
			}
			got, want := ask(replicas[i%2], text), ask(one, text)
			if got.Kind != want.Kind || got.Asked != want.Asked || got.Answer != nil && got.Answer.Statement != want.Answer.Statement {
				t.Errorf("turn %d, %q, is taken for %q and %s; one bot takes it for %q, and it is %s", i, text, got.Asked, got.Kind, want.Asked, want.Kind)
			}
			if alone := ask(bot.New(base, bot.Options{}), text); alone.Kind != want.Kind || alone.Asked != want.Asked {
				leaning++
			}
			flush(t, journals[i%2])
		}
		if leaning < 3 {
			t.Errorf("of %q, %d lean on what was said before, want three at least", turns, leaning)
		}
	})
}
