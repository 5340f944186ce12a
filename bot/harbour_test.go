package bot_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"slices"
	"sync"
	"testing"

	"drawdown/bot"
	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/train"
)

// harbour is a base over invented facts, trained once. A judge learns nothing from so few questions, so it gets a rule in place of
// what it learned: a question with two words of content, of which the asks of one fact know most, is answered.
var harbour = sync.OnceValues(func() (*knowledge.Base, error) {
	c, err := knowledge.ReadCorpus(os.DirFS("../knowledge/testdata/harbour"))
	if err != nil {
		return nil, err
	}
	model, err := train.Model(c)
	if err != nil {
		return nil, err
	}
	x, fingerprint, words, counts, err := index.Decode(model)
	if err != nil {
		return nil, err
	}
	feature := func(name string) int32 { return int32(slices.Index(index.FeatureNames[:], name)) }
	x.Judge = (&index.Trees{Roots: []int32{0}, Nodes: []index.Node{
		{Feature: feature("classifier margin"), Split: 2, Left: 1, Right: 2},
		{Feature: -1, Mean: -3},
		{Feature: feature("missing mass"), Split: 0.3, Left: 3, Right: 4},
		{Feature: feature("length"), Split: 1, Left: 4, Right: 5},
		{Feature: -1, Mean: -3},
		{Feature: -1, Mean: 3},
	}}).Prepare()
	return knowledge.NewBase(c, x.Encode(fingerprint, words, counts))
})

func newBot(t testing.TB, o bot.Options) *bot.Bot {
	t.Helper()
	base, err := harbour()
	if err != nil {
		t.Fatal(err)
	}
	return bot.New(base, o)
}

// say says a text in a conversation.
func say(b *bot.Bot, conversation, text string) bot.Reply {
	return b.Handle(context.Background(), bot.Message{Platform: "test", Conversation: conversation, Text: text})
}

// gist is a reply in a line: its kind, and the short answer where it has one.
func gist(r bot.Reply) string {
	s := r.Kind.String()
	if r.Kind == bot.Answered {
		s += ": " + r.Answer.Short
	}
	return s
}

func logger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
