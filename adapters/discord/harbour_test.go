package discord_test

import (
	"os"
	"slices"
	"sync"
	"testing"

	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/train"
)

// harbour is a base over invented facts, trained once, so that golden files do not change with the facts of the articles. A judge
// learns nothing from so few questions; its rule answers questions with two words of content that the asks of one fact know.
var harbour = sync.OnceValues(func() (*knowledge.Base, error) {
	c, err := knowledge.ReadCorpus(os.DirFS("../../knowledge/testdata/harbour"))
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

func harbourBase(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := harbour()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
