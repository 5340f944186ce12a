// Package train makes the model that package index ranks with, from the facts, asks and gaps of a corpus, and judges it
// by cross-validation.
//
// Training is stacked (Wolpert 1992): the classifiers and the nearest asks see a part of the asks and gaps and
// tell of the rest, and the ranker learns from what they tell of questions that they have not seen. The same corpus gives the
// same model to the byte: every order is drawn from fixed seeds, and no map is ranged over where order matters.
package train

import (
	"hash/fnv"
	"runtime"
	"slices"
	"sync"

	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// An Example is an ask or a gap with what is right for it.
type Example struct {
	Question string
	Query    *text.Query
	Fact     int   // index of the fact that it asks for, or is nearest to; -1: nearest to none
	Also     []int // facts that answer it as well
	Short    int   // index of the short answer; -1 for a gap
	Gap      bool
	OffTopic bool
	fold     int
}

// Right tells whether a fact answers the example.
func (e Example) Right(fact int) bool {
	return !e.Gap && (fact == e.Fact || slices.Contains(e.Also, fact))
}

// Folds is the number of parts of the cross-validation.
const Folds = 10

// Examples lists the asks and gaps of a corpus in file order, each with its fold: by a hash of its words, so that an
// edit elsewhere does not move it.
func Examples(c *knowledge.Corpus, a *text.Analyzer) []Example {
	var out []Example
	add := func(e Example) {
		h := fnv.New32a()
		h.Write([]byte(text.Fold(e.Question)))
		e.fold = int(h.Sum32() % Folds)
		e.Query = a.Analyze(e.Question)
		out = append(out, e)
	}
	number := map[*knowledge.Fact]int{}
	for i, f := range c.Facts() {
		number[f] = i
	}
	for i, f := range c.Facts() {
		for k, s := range f.Shorts {
			for _, ask := range s.Asks {
				e := Example{Question: ask.Text, Fact: i, Short: k}
				for _, f := range ask.Also {
					e.Also = append(e.Also, number[f])
				}
				add(e)
			}
		}
		for _, g := range f.Gaps {
			add(Example{Question: g.Question, Fact: i, Short: -1, Gap: true})
		}
	}
	for _, g := range c.Gaps {
		add(Example{Question: g.Question, Fact: -1, Short: -1, Gap: true, OffTopic: g.OffTopic})
	}
	return out
}

// A trainer holds what every part of a training shares.
type trainer struct {
	corpus     *knowledge.Corpus
	analyzer   *text.Analyzer
	facts      []*knowledge.Fact
	statements []*text.Query // says and facets of each fact
	examples   []Example
}

func newTrainer(c *knowledge.Corpus, a *text.Analyzer) *trainer {
	t := &trainer{corpus: c, analyzer: a, facts: c.Facts(), examples: Examples(c, a)}
	for _, f := range t.facts {
		s := f.Says
		for _, k := range knowledge.Facets {
			s += " . " + f.Facets[k].Text
		}
		t.statements = append(t.statements, a.Analyze(s))
	}
	return t
}

// Features that fewer vectors hold are left out: what occurs once cannot be told from noise, and it halves the model.
const (
	minimum       = 3
	minimumJoined = 2
)

// base trains everything but the judge on the examples given.
func (t *trainer) base(examples []Example) *index.Index {
	x := &index.Index{Facts: len(t.facts)}
	vectors, joined := make([]index.Vector, len(examples)), make([]index.Vector, len(examples))
	for i, e := range examples {
		index.Extract(e.Query, &vectors[i])
		if e.Fact >= 0 {
			index.Conjoin(&vectors[i], int32(e.Fact), &joined[i])
		}
	}
	x.Table = index.NewTable(vocabulary(vectors, minimum))
	x.Joined = index.NewTable(vocabulary(joined, minimumJoined))
	rows := make([][]int32, len(examples))
	for i := range vectors {
		rows[i] = x.Table.Rows(&vectors[i], nil)
	}
	x.Class = t.classifier(x, examples, vectors, rows)
	x.Net = t.network(x, examples, vectors, rows)
	t.doubt(x, examples, vectors, joined, rows)
	x.Near, x.Docs = t.postings(x, examples, vectors, rows)
	x.SortOf = t.sortOf(examples)
	x.Counts = t.counts(examples)
	x.Units = units(x.Counts, examples)
	x.Words = words(examples, vectors, rows)
	x.Kinds = t.kinds(examples)
	return x
}

// gapWeight is how much a gap teaches which fact a question is about, compared to an ask.
const gapWeight = 0.5

// classifier learns which fact a question is about, from asks and, more lightly, gaps.
func (t *trainer) classifier(x *index.Index, examples []Example, vectors []index.Vector, rows [][]int32) *index.Linear {
	var samples []sample
	for i, e := range examples {
		if e.Fact < 0 {
			continue
		}
		w := float32(1)
		if e.Gap {
			w = gapWeight
		}
		w /= float32(1 + len(e.Also))
		for _, f := range append([]int{e.Fact}, e.Also...) {
			samples = append(samples, sample{rows[i], vectors[i].Values, int32(f), w})
		}
	}
	return fitLinear(samples, x.Table.Len(), len(t.facts), options{epochs: 8, rate: 0.25, l2: 2e-5})
}

// network learns both at once: the fact, and whether it is an ask or a gap.
func (t *trainer) network(x *index.Index, examples []Example, vectors []index.Vector, rows [][]int32) *index.Network {
	lessons := make([]lesson, len(examples))
	for i, e := range examples {
		lessons[i] = lesson{rows[i], vectors[i].Values, e.Fact, e.Also, e.Gap}
	}
	return fitNetwork(lessons, x.Table.Len(), len(t.facts))
}

// doubt learns to tell asks from gaps, of the fact that each is nearest to.
func (t *trainer) doubt(x *index.Index, examples []Example, vectors, joined []index.Vector, rows [][]int32) {
	for k := range x.Seen {
		x.Seen[k] = make([]uint8, x.Joined.Len())
	}
	samples := make([]sample, len(examples))
	base := int32(x.Table.Len())
	for i, e := range examples {
		s := sample{class: 1, weight: 1}
		if e.Gap {
			s.class, s.weight = 0, 1.5
		}
		s.rows, s.values = slices.Clone(rows[i]), slices.Clone(vectors[i].Values)
		for j, f := range joined[i].Features {
			r := x.Joined.Row(f)
			if r < 0 {
				continue
			}
			if at := &x.Seen[1-s.class][r]; *at < 255 {
				*at++
			}
			s.rows, s.values = append(s.rows, base+r), append(s.values, joined[i].Values[j])
		}
		samples[i] = s
	}
	x.Doubt = fitLinear(samples, x.Table.Len()+x.Joined.Len(), 1, options{epochs: 8, rate: 0.2, l2: 2e-5})
}

// rows gathers the evidence for the examples, by an index that has not seen them.
func rows(x *index.Index, examples []Example) []row {
	var out []row
	var s index.Scratch
	for _, e := range examples {
		for _, c := range x.Gather(e.Query, &s) {
			out = append(out, row{slices.Clone(c.Evidence[:]), e.Right(c.Fact)})
		}
	}
	return out
}

// stack trains the judge on the examples by inner folds, and everything else on all of them.
func (t *trainer) stack(examples []Example, folds int) *index.Index {
	parts, choices := make([][]row, folds), make([][]row, folds)
	parallel(folds, func(k int) {
		in, out := split(examples, func(e Example) bool { return (e.fold*7+len(e.Question))%folds == k })
		x := t.base(in)
		parts[k] = rows(x, out)
		choices[k] = t.choiceRows(x, out)
	})
	x := t.base(examples)
	x.Judge = fitTrees(slices.Concat(parts...), judgeOptions)
	x.Choice = &index.Trees{}
	if rows := slices.Concat(choices...); len(rows) >= minChoiceRows {
		x.Choice = fitTrees(rows, choiceOptions)
	}
	return x
}

var judgeOptions = Boost{Trees: 240, Depth: 5, Rate: 0.07, MinLeaf: 20, Lambda: 3, MaxBins: 64}

func split(examples []Example, held func(Example) bool) (in, out []Example) {
	for _, e := range examples {
		if held(e) {
			out = append(out, e)
		} else {
			in = append(in, e)
		}
	}
	return in, out
}

// parallel runs n tasks, as many at once as there are cores.
func parallel(n int, task func(int)) {
	var wg sync.WaitGroup
	gate := make(chan bool, runtime.GOMAXPROCS(0))
	for i := range n {
		wg.Add(1)
		gate <- true
		go func() {
			defer func() { <-gate; wg.Done() }()
			task(i)
		}()
	}
	wg.Wait()
}
