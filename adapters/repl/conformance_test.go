package repl_test

import (
	"context"
	"strings"
	"testing"

	"drawdown/adapters/repl"
	"drawdown/bot"
	"drawdown/bot/bottest"
)

// A terminal is one person with a bot of their own: each process has one.
type terminal struct{ bot *bot.Bot }

// Say types a line into a pipe. What is printed and what is complained of, a person reads alike.
func (p terminal) Say(text string) (string, error) {
	var out strings.Builder
	err := repl.New(p.bot, repl.Options{In: strings.NewReader(text + "\n"), Out: &out, Err: &out}).Run(context.Background())
	return out.String(), err
}

func TestConformance(t *testing.T) {
	bottest.TestAdapter(t, func(_ *testing.T, b *bot.Bot) bottest.Conversation {
		return terminal{bot.New(b.Base(), bot.Options{})}
	})
}
