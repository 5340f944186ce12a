package fit

import (
	"runtime"
	"slices"
	"sync"

	"drawdown/knowledge/extract"
	ranking "drawdown/knowledge/index"
	"drawdown/knowledge/source"
	"drawdown/knowledge/text"
	"drawdown/knowledge/train"
)

// A sheet is an example with the candidates that an engine gathers for it.
type sheet struct {
	Example
	engine     *extract.Engine
	document   *source.Document // of a set of one
	candidates []extract.Candidate
	right      []bool // of each candidate, before it is ranked
	fold       int
	weight     float64
}

// titleFolds is how many folds SQuAD's titles are dealt into; each article of the facts is one more.
const titleFolds = 6

// gather answers every example as far as that takes no training.
func gather(sets []*Set, lexicon *text.Lexicon, o Options) []*sheet {
	var out []*sheet
	for n, s := range sets {
		e := extract.NewWith(s.Docs, lexicon, nil)
		fold, many := n%titleFolds, s.Articles > 0
		for k, x := range s.Examples {
			at := &sheet{Example: x, engine: e, document: s.Docs[0], fold: fold, weight: 1}
			if many {
				if k%o.Thin != 0 {
					continue
				}
				at.fold, at.weight = titleFolds+max(x.Article, 0), o.FactWeight
			}
			out = append(out, at)
		}
	}
	parallel(len(out), func(i int) {
		s := out[i]
		s.candidates = s.engine.Gather(s.Question)
		s.right = make([]bool, len(s.candidates))
		for k, c := range s.candidates {
			s.right[k] = slices.Contains(s.Gold, c.Sentence)
		}
	})
	return out
}

// Options of a training.
type Options struct {
	FactWeight float64 // of an ask against a question of SQuAD
	Thin       int     // every how many asks and gaps are learnt from
	Steps      int
	L2         float64
	Boost      train.Boost
}

// Defaults are the options that cross-validation found.
var Defaults = Options{FactWeight: 0.2, Thin: 1, Steps: 120, L2: 1e-4, Boost: train.Boost{Trees: 200, Depth: 4, Rate: 0.06, MinLeaf: 10, Lambda: 5, MaxBins: 64}}

// rankWeights trains the ranker on the answerable examples.
func rankWeights(sheets []*sheet, o Options) [extract.EvidenceSize]float32 {
	var lists []list
	for _, s := range sheets {
		if !s.Answerable || !slices.Contains(s.right, true) {
			continue
		}
		l := list{right: s.right, weight: s.weight}
		for i := range s.candidates {
			c := &s.candidates[i]
			l.x = append(l.x, c.Evidence[:])
		}
		lists = append(lists, l)
	}
	return [extract.EvidenceSize]float32(fitListwise(lists, extract.EvidenceSize, o.Steps, o.L2, nil))
}

// ranked gives the candidates of a sheet as the model ranks them, with what the judge sees, and which are right.
func ranked(s *sheet, m *extract.Model) ([]extract.Candidate, []bool) {
	cs := slices.Clone(s.candidates)
	s.engine.Doubt(s.Question, m, cs)
	cs = cs[:min(extract.Judged, len(cs))]
	right := make([]bool, len(cs))
	for i, c := range cs {
		right[i] = s.Answerable && slices.Contains(s.Gold, c.Sentence)
	}
	return cs, right
}

// judgeRows are what the judge learns from.
type judgeRows struct {
	x     [][]float32
	right []bool
}

func (r *judgeRows) add(cs []extract.Candidate, right []bool) {
	for i := range cs {
		r.x = append(r.x, slices.Clone(cs[i].Doubt[:]))
		r.right = append(r.right, right[i])
	}
}

func (r *judgeRows) fit(o Options) *ranking.Trees { return train.FitTrees(r.x, r.right, o.Boost) }

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

// Fit trains a model. The judge learns from what rankers say of titles and articles that they have not seen.
func Fit(sets []*Set, lexicon *text.Lexicon, o Options) *extract.Model {
	sheets := gather(sets, lexicon, o)
	folds := 0
	for _, s := range sheets {
		folds = max(folds, s.fold+1)
	}
	m := &extract.Model{Rank: rankWeights(sheets, o)}
	cs, right := make([][]extract.Candidate, len(sheets)), make([][]bool, len(sheets))
	held := make([]*extract.Model, folds)
	parallel(folds, func(k int) { held[k] = &extract.Model{Rank: rankWeights(without(sheets, k), o)} })
	parallel(len(sheets), func(i int) { cs[i], right[i] = ranked(sheets[i], held[sheets[i].fold]) })
	var rows judgeRows
	for i := range sheets {
		rows.add(cs[i], right[i])
	}
	m.Judge = rows.fit(o)
	m.Spans = spanWeights(sheets, o)
	return m
}
