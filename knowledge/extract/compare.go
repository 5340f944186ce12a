package extract

import (
	"math"
	"slices"
)

// A match says how well a unit of the question is met by a sentence.
type match struct {
	exact bool
	alike float32
	kin   float32
	at    int32 // the word of the sentence where it is met, or -1
}

// How alike two words must be. A stem that stands there as part of another concept, a common beginning, or most trigrams in common.
const (
	minPrefix = 4
	minDice   = 0.55
)

// compare fills the evidence of a candidate.
func (x *index) compare(q *question, s *scratch, h hit, bestTotal float32) Evidence {
	var e Evidence
	var m [maxUnits]match
	row := h.sentence
	exact := x.maskOf(row, s)
	x.meet(q, s, row, exact, &m)
	x.scores(q, h, bestTotal, &e)
	x.coverage(q, m[:len(q.units)], &e)
	x.context(q, s, row, exact, &e)
	x.order(q, row, m[:len(q.units)], &e)
	x.phrases(q, row, &e)
	x.answers(q, row, s, m[:len(q.units)], &e)
	x.shape(q, row, &e)
	return e
}

// meet finds the best meeting of each unit with a word of the sentence.
func (x *index) meet(q *question, s *scratch, row int32, exact uint64, m *[maxUnits]match) {
	for k := range q.units {
		m[k].at = -1
	}
	lo, hi := x.start[row], x.start[row+1]
	for i := lo; i < hi; i++ {
		if k := s.at[x.units[i]]; k > 0 {
			if !m[k-1].exact {
				m[k-1] = match{exact: true, at: i - lo}
			}
			continue
		}
		f := &x.forms[x.words[i]>>formShift]
		if f.sorts&sStop != 0 {
			continue
		}
		for k := range q.units {
			if exact>>k&1 == 0 {
				x.similar(&q.units[k], f, i-lo, &m[k])
			}
		}
	}
}

// similar compares a unit with a word of the sentence.
func (x *index) similar(u *asked, f *form, at int32, m *match) {
	alike := float32(0)
	switch {
	case u.stem >= 0 && u.stem == f.stem:
		alike = 0.9
	case (u.sorts|f.sorts)&sNumber != 0:
		return
	default:
		if d := dice(u.grams, f.grams); d > minDice || prefix(u.text, f.text) >= max(minPrefix, min(len(u.text), len(f.text))-2) {
			alike = max(d, minDice)
		}
	}
	if alike > m.alike {
		m.alike, m.at = alike, at
	}
	if u.mask&f.mask == 0 {
		return
	}
	if k := x.kinship(u.labels, f); k > m.kin {
		m.kin = k
		if m.alike == 0 {
			m.at = at
		}
	}
}

func prefix(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}

// kinship is the weight of the heaviest label that a unit shares with a word of the documents.
func (x *index) kinship(a []uint32, f *form) float32 {
	most := float32(0)
	for k := f.labels[0]; k < f.labels[1]; k++ {
		if w := x.weight[k]; w > most {
			if i := slices.Index(a, x.labels[k]); i >= 0 {
				most = max(most, w/(1+0.15*float32(max(0, i-1))))
			}
		}
	}
	return most
}

func (x *index) scores(q *question, h hit, bestTotal float32, e *Evidence) {
	if q.mass > 0 {
		e[fScore], e[fTotal], e[fAround] = h.score/q.mass, h.total/q.mass, h.near/q.mass
		e[fBehind] = (bestTotal - h.total) / q.mass
	}
	if h.total == bestTotal {
		e[fFirst] = 1
	}
	e[fWords] = float32(math.Log1p(float64(len(q.units))))
}
