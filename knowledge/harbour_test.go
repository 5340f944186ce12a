package knowledge_test

import (
	"os"
	"slices"
	"sync"
	"testing"

	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/train"
)

// harbourFiles are the invented facts that these tests ask about.
var harbourFiles = os.DirFS("testdata/harbour")

var harbourModel = sync.OnceValues(func() ([]byte, error) {
	c, err := knowledge.ReadCorpus(harbourFiles)
	if err != nil {
		return nil, err
	}
	return train.Model(c)
})

// harbourBase is a base over the invented facts, trained once. A judge learns nothing from so few questions, so it gets a rule in
// place of what it learned: a question of whose words the asks of a fact know most, and those of no other fact, is answered.
func harbourBase(t testing.TB) *knowledge.Base {
	t.Helper()
	model, err := harbourModel()
	if err != nil {
		t.Fatal(err)
	}
	x, fingerprint, words, counts, err := index.Decode(model)
	if err != nil {
		t.Fatal(err)
	}
	x.Judge = rule(t)
	c, err := knowledge.ReadCorpus(harbourFiles)
	if err != nil {
		t.Fatal(err)
	}
	b, err := knowledge.NewBase(c, x.Encode(fingerprint, words, counts))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func rule(t testing.TB) *index.Trees {
	feature := func(name string) int32 {
		i := slices.Index(index.FeatureNames[:], name)
		if i < 0 {
			t.Fatalf("the ranker has no feature %q any more; it has %q", name, index.FeatureNames)
		}
		return int32(i)
	}
	return (&index.Trees{Roots: []int32{0}, Nodes: []index.Node{
		{Feature: feature("classifier margin"), Split: 2, Left: 1, Right: 2},
		{Feature: -1, Mean: -3},
		{Feature: feature("missing mass"), Split: 0.3, Left: 3, Right: 4},
		{Feature: -1, Mean: 3},
		{Feature: -1, Mean: -3},
	}}).Prepare()
}
