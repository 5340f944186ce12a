package knowledge_test

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"drawdown/knowledge"
	"drawdown/knowledge/train"
)

const ferryFacts = `article: ferry
file: ferry.md
sha256: 0000000000000000000000000000000000000000000000000000000000000000
title: The Ferry
as of: 2024-03-04

fact: crossings
at: 1.1
says: The ferry makes fewer than 30 crossings.
= Fewer than 30
? how many crossings does the ferry make
? number of crossings of the ferry
? ferry crossings how many
! how many crossings does the train make

fact: mayor
at: 1.2
says: Ada Quill made it known.
= Ada Quill
? who announced the cut of the ferry
? name of the mayor who announced the cut
? who is the mayor
! who is the captain of the ferry
`

// beyond are gaps about this and that: enough that words of a few questions are rare among them, as the index wants them.
func beyond() string {
	var b strings.Builder
	b.WriteString("gaps: off the topic\n! how do i bake bread\n! bake bread for me\n! when to bake bread\n")
	for i := range 200 {
		fmt.Fprintf(&b, "! x%da y%db\n", i, i)
	}
	return b.String()
}

// trained is a base over ferryFacts, trained once.
var trained = sync.OnceValue(func() *knowledge.Base {
	c, err := knowledge.ReadCorpus(fstest.MapFS{
		"ferry.facts":         {Data: []byte(ferryFacts)},
		"beyond.facts":        {Data: []byte(beyond())},
		knowledge.LexiconFile: {Data: []byte("[thing]\nferry: ferry, boat\ncrossing: crossing, sailing\n")},
	})
	if err != nil {
		panic(err)
	}
	model, err := train.Model(c)
	if err != nil {
		panic(err)
	}
	b, err := knowledge.NewBase(c, model)
	if err != nil {
		panic(err)
	}
	return b
})

func TestExplain(t *testing.T) {
	b := trained()
	e := b.Explain("how many crosings does the boat make?")
	text := e.String()
	for _, want := range []string{
		"question    how many crosings does the boat make?\n", "repairs     crosings → crossings\n", "crossings → crossing (thing), boat → ferry (thing)", "asks for    how-many, of crossings\n",
		"the threshold is 0.50\n", "\n1. ferry/crossings  probability ", "before anything is known", "classifier", "nearest asks and gaps\n", `ask  "how many crossings does the ferry make" → ferry/crossings (Fewer than 30)`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the explanation is\n%s\nwant %q in it", text, want)
		}
	}
	for _, c := range e.Candidates {
		sum := c.Base
		for _, s := range c.Scores {
			sum += s.Contribution
		}
		if math.Abs(sum-c.LogOdds) > 1e-4 {
			t.Errorf("%s: the parts add up to %v, the log-odds are %v", c.Fact.ID(), sum, c.LogOdds)
		}
		if p := 1 / (1 + math.Exp(-c.LogOdds)); math.Abs(p-c.Probability) > 1e-4 {
			t.Errorf("%s: log-odds %v and probability %v do not agree", c.Fact.ID(), c.LogOdds, c.Probability)
		}
	}
	if a := b.Ask(e.Question); len(e.Candidates) == 0 || math.Abs(a.Confidence-e.Candidates[0].Probability) > 1e-4 {
		t.Errorf("Ask has confidence %v, its explanation %v", a.Confidence, e.Candidates)
	}
}

func TestExplainGaps(t *testing.T) {
	text := trained().Explain("how do i bake bread crossings").String()
	for _, want := range []string{`gap  "how do i bake bread"`, `gap  "how many crossings does the train make" → ferry/crossings`} {
		if !strings.Contains(text, want) {
			t.Errorf("the explanation is\n%s\nwant %q in it", text, want)
		}
	}
}

func TestExplainOddInput(t *testing.T) {
	b := trained()
	for _, q := range []string{"", "?!", "zzz", strings.Repeat("ferry ", 3000), "\xff\x00"} {
		if got := b.Explain(q).String(); !strings.Contains(got, "question ") {
			t.Errorf("Explain(%.20q) = %.200q, want the question in it", q, got)
		}
	}
}
