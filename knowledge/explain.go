package knowledge

import (
	"cmp"
	"math"
	"slices"

	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// An Explanation tells how the base came to its answer to a question.
type Explanation struct {
	Question string
	Parts    []Explanation // where the question was taken apart into several: theirs, and nothing else here

	Folded     string
	Repairs    [][2]string // what was typed, and what it was read as
	Concepts   []Named
	Kind       string // the kind of thing asked for
	Head       string // the unit that the question word governs, or ""
	Candidates []Weighed
	Nearest    []Neighbour // asks and gaps, nearest first
}

// A Named is a stretch of the question that the lexicon names.
type Named struct{ Words, Concept, Class string }

// A Weighed is a fact that was considered.
type Weighed struct {
	Fact        *Fact
	Probability float64
	LogOdds     float64
	Base        float64 // the log-odds before anything is known
	Scores      []Score // all of them, the largest contribution first
}

// A Score is a named feature of a candidate: its value, and what it added to the log-odds. Base and all contributions add
// up to the log-odds.
type Score struct {
	Name                string
	Value, Contribution float64
}

// A Neighbour is an ask or gap that is near the question.
type Neighbour struct {
	Score    float64 // cosine over words
	Question string
	Gap      bool
	Fact     *Fact  // nil for a gap near none
	Short    string // the short answer that the ask gets
}

// neighboursShown is how many asks and gaps an explanation names: as many as are read.
const neighboursShown = 8

// Explain tells how the base comes to its answer to a question.
func (b *Base) Explain(question string) Explanation {
	s := b.scratch.Get().(*index.Scratch)
	defer b.scratch.Put(s)
	q := b.analyzer.Analyze(question)
	if parts := b.split(q); parts != nil {
		if _, ok := b.several(question, parts, s); ok {
			out := Explanation{Question: question, Folded: q.Folded}
			for _, p := range parts {
				out.Parts = append(out.Parts, b.explain(p, b.analyzer.Analyze(p), s))
			}
			return out
		}
	}
	return b.explain(question, q, s)
}

func (b *Base) explain(question string, q *text.Query, s *index.Scratch) Explanation {
	out := Explanation{Question: question, Folded: q.Folded, Repairs: q.Repairs(), Kind: q.Kind.String()}
	for _, u := range q.Units {
		if u.Concept != nil {
			out.Concepts = append(out.Concepts, Named{phrase(q.Words[u.From:u.To]), u.Concept.Name, u.Concept.Class})
		}
	}
	if q.Head >= 0 {
		u := q.Units[q.Head]
		out.Head = phrase(q.Words[u.From:u.To])
	}
	if len(q.Words) == 0 {
		return out
	}
	for _, c := range b.index.Rank(q, s) {
		out.Candidates = append(out.Candidates, b.weigh(c))
	}
	for _, h := range index.Best(s.Found(), neighboursShown, nil) {
		out.Nearest = append(out.Nearest, b.neighbour(h))
	}
	return out
}

// weigh takes a candidate's log-odds apart by name.
func (b *Base) weigh(c index.Candidate) Weighed {
	parts := make([]float32, len(c.Evidence))
	w := Weighed{Fact: b.facts[c.Fact], LogOdds: float64(c.LogOdds), Probability: float64(index.Sigmoid(c.LogOdds))}
	if b.index.Judge != nil {
		b.index.Judge.Parts(c.Evidence[:], parts)
	}
	w.Base = w.LogOdds
	for i, v := range c.Evidence {
		w.Base -= float64(parts[i])
		w.Scores = append(w.Scores, Score{index.FeatureNames[i], float64(v), float64(parts[i])})
	}
	slices.SortStableFunc(w.Scores, func(x, y Score) int {
		return cmp.Compare(math.Abs(y.Contribution), math.Abs(x.Contribution))
	})
	return w
}

func (b *Base) neighbour(h index.Hit) Neighbour {
	d := b.index.Docs[h.Doc]
	n := Neighbour{Score: float64(h.Score), Gap: d.Gap}
	if int(h.Doc) < len(b.askOf) {
		n.Question = b.askOf[h.Doc]
	} else if i := int(h.Doc) - len(b.askOf); i < len(b.Gaps) {
		n.Question = b.Gaps[i].Question
	}
	if d.Fact >= 0 {
		n.Fact = b.facts[d.Fact]
		if !d.Gap {
			n.Short = n.Fact.Shorts[b.shortOf[h.Doc]].Text
		}
	}
	return n
}
