// Package train makes the model that package index ranks with, from the facts, asks and gaps of a corpus, and judges it
// by cross-validation.
//
// Training is stacked (Wolpert 1992): the classifiers and the nearest asks see a part of the asks and gaps and
// tell of the rest, and the ranker learns from what they tell of questions that they have not seen. The same corpus gives the
// same model to the byte: every order is drawn from fixed seeds, and no map is ranged over where order matters.
package train

import (
	"hash/fnv"
	"maps"
	"math"
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

// sortOf lists which units the asks of each fact join to which sort of question.
func (t *trainer) sortOf(examples []Example) *index.Table {
	seen := map[index.Feature]bool{}
	for _, e := range examples {
		if e.Gap {
			continue
		}
		for _, u := range e.Query.Units {
			if !u.Stop {
				seen[index.SortFeature(u.Key, e.Fact, e.Query.Kind)] = true
			}
		}
	}
	return index.NewTable(slices.Sorted(maps.Keys(seen)))
}

// postings index asks and gaps by their words.
func (t *trainer) postings(x *index.Index, examples []Example, vectors []index.Vector, rows [][]int32) (*index.Postings, []index.Document) {
	width := x.Table.Len()
	p := &index.Postings{N: len(examples), From: make([]int32, width+1), IDF: make([]float32, width)}
	docs := make([]index.Document, len(examples))
	for i, e := range examples {
		docs[i] = index.Document{Fact: int32(e.Fact), Short: int32(e.Short), Sort: uint8(e.Query.Kind.Sort()), Gap: e.Gap}
		for _, r := range rows[i][:vectors[i].WordFeatures()] {
			if r >= 0 {
				p.From[r+1]++
			}
		}
	}
	for r := range width {
		if n := p.From[r+1]; n > 0 {
			p.IDF[r] = float32(math.Log(float64(len(docs)+1) / float64(n)))
			if float64(n) > index.MaxShare*float64(len(docs)) {
				p.IDF[r], p.From[r+1] = -1, 0
			}
		}
		p.From[r+1] += p.From[r]
	}
	fill := slices.Clone(p.From)
	p.Docs, p.Weight = make([]int32, p.From[width]), make([]byte, p.From[width])
	for d := range examples {
		n := vectors[d].WordFeatures()
		norm := float32(0)
		for j, r := range rows[d][:n] {
			w := vectors[d].Values[j] * index.UnseenIDF
			if r >= 0 {
				w = vectors[d].Values[j] * max(0, p.IDF[r])
			}
			norm += w * w
		}
		for j, r := range rows[d][:n] {
			if r >= 0 && p.IDF[r] > 0 {
				p.Docs[fill[r]], p.Weight[fill[r]] = int32(d), byte(max(1, 255*vectors[d].Values[j]*p.IDF[r]/sqrt(norm)))
				fill[r]++
			}
		}
	}
	return p, docs
}

// counts tells which units the asks and statements of each fact hold.
func (t *trainer) counts(examples []Example) *index.Counts {
	seen := map[index.Feature]bool{}
	each := func(q *text.Query, do func(index.Feature)) {
		clear(seen)
		for _, u := range q.Units {
			if f := index.UnitFeature(u.Key); !u.Stop && !seen[f] {
				seen[f] = true
				do(f)
			}
		}
	}
	var features []index.Feature
	known := map[index.Feature]bool{}
	note := func(f index.Feature) {
		if !known[f] {
			known[f] = true
			features = append(features, f)
		}
	}
	for _, e := range examples {
		each(e.Query, note)
	}
	for _, s := range t.statements {
		each(s, note)
	}
	slices.Sort(features)
	n := len(t.facts)
	c := &index.Counts{Facts: n, Table: index.NewTable(features), Asks: make([]int32, len(features)), Gaps: make([]int32, len(features)), Of: make([]byte, len(features)*n), Total: int32(len(examples))}
	for _, e := range examples {
		each(e.Query, func(f index.Feature) {
			r := c.Table.Row(f)
			if e.Gap {
				c.Gaps[r]++
				return
			}
			c.Asks[r]++
			if at := &c.Of[int(r)*n+e.Fact]; *at < 255 {
				*at++
			}
		})
	}
	for i, s := range t.statements {
		each(s, func(f index.Feature) {
			at := &c.Of[int(c.Table.Row(f))*n+i]
			*at = max(*at, index.StatementCount)
		})
	}
	return c
}

// words lists the word features of each ask.
func words(examples []Example, vectors []index.Vector, rows [][]int32) index.Units {
	u := index.Units{From: []int32{0}}
	for i, e := range examples {
		if !e.Gap {
			for _, r := range rows[i][:vectors[i].JoinedFeatures()] {
				if r >= 0 {
					u.Rows = append(u.Rows, r)
				}
			}
		}
		u.From = append(u.From, int32(len(u.Rows)))
	}
	return u
}

// units lists the units of each example.
func units(c *index.Counts, examples []Example) index.Units {
	u := index.Units{From: []int32{0}}
	for _, e := range examples {
		for _, x := range e.Query.Units {
			if !x.Stop {
				u.Rows = append(u.Rows, c.Table.Row(index.UnitFeature(x.Key)))
			}
		}
		u.From = append(u.From, int32(len(u.Rows)))
	}
	return u
}

// kinds gives the log-probability of each kind of question for each fact, smoothed by the kinds over all.
func (t *trainer) kinds(examples []Example) []float32 {
	n := len(t.facts)
	count := make([]float64, n*text.Kinds)
	total, all := make([]float64, n), make([]float64, text.Kinds)
	for _, e := range examples {
		if !e.Gap {
			count[e.Fact*text.Kinds+int(e.Query.Kind)]++
			total[e.Fact]++
			all[e.Query.Kind]++
		}
	}
	sum := 0.0
	for _, v := range all {
		sum += v
	}
	const prior = 10 // pseudo-asks
	out := make([]float32, len(count))
	for i := range out {
		f, k := i/text.Kinds, i%text.Kinds
		out[i] = float32(math.Log((count[i] + prior*(all[k]+1)/(sum+1)) / (total[f] + prior)))
	}
	return out
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

// minChoiceRows is the least evidence that the choice of short answers is learned from; below it, the most votes win.
const minChoiceRows = 1000

var judgeOptions = Boost{Trees: 240, Depth: 5, Rate: 0.07, MinLeaf: 20, Lambda: 3, MaxBins: 64}

var choiceOptions = Boost{Trees: 80, Depth: 4, Rate: 0.1, MinLeaf: 15, Lambda: 3, MaxBins: 64}

// choiceRows gathers the evidence for the short answers that the examples' facts could give, by an index that has not seen them. A
// short answer is right where it says nearly the same as the one that the ask should get.
func (t *trainer) choiceRows(x *index.Index, examples []Example) []row {
	b := knowledge.FromIndex(t.corpus, x, t.analyzer)
	var out []row
	for _, e := range examples {
		if e.Gap {
			continue
		}
		gold := t.facts[e.Fact].Shorts[e.Short].Text
		for _, c := range b.Choices(e.Query, e.Fact) {
			out = append(out, row{c.Evidence, sameAnswer(c.Text, gold)})
		}
	}
	return out
}

// nearlySame is the harmonic mean of precision and recall (F1) over words from which two short answers say the same.
const nearlySame = 0.6

func sameAnswer(a, b string) bool {
	if yes, no := (knowledge.Short{Text: a}).YesNo(), (knowledge.Short{Text: b}).YesNo(); yes != no || yes && a[:2] != b[:2] {
		return false
	}
	x, y := contentOf(a), contentOf(b)
	common := 0
	for w := range x {
		if y[w] {
			common++
		}
	}
	return common > 0 && 2*float64(common)/float64(len(x)+len(y)) >= nearlySame
}

// contentOf gives the stems of a short answer, without words that carry no content unless it has no others.
func contentOf(s string) map[string]bool {
	all, content := map[string]bool{}, map[string]bool{}
	for _, w := range text.Tokens(text.Fold(s)) {
		all[text.Stem(w)] = true
		if !text.IsStop(w) {
			content[text.Stem(w)] = true
		}
	}
	if len(content) > 0 {
		return content
	}
	return all
}

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
