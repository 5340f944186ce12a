package bottest_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"drawdown/bot"
	"drawdown/bot/bottest"
)

var people atomic.Int64

// plain is the simplest adapter there is: the parts of a reply, a line each.
type plain struct {
	bot *bot.Bot
	id  string
}

func (p plain) Say(text string) (string, error) {
	r := p.bot.Handle(context.Background(), bot.Message{Platform: "plain", Conversation: p.id, Text: text})
	out := []string{r.Asked, r.Text}
	if a := r.Answer; a != nil {
		out = append(out, a.Short, a.Statement, a.Nearest)
		for _, c := range a.Citations {
			out = append(out, c.Title+", "+c.Locator().String())
		}
		out = append(out, a.Caveats...)
	}
	for _, e := range r.Entries {
		out = append(out, e.Label+" "+e.Text)
	}
	return strings.Join(out, "\n"), nil
}

func TestPlain(t *testing.T) {
	bottest.TestAdapter(t, func(_ *testing.T, b *bot.Bot) bottest.Conversation {
		return plain{b, fmt.Sprint(people.Add(1))}
	})
}
