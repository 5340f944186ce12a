package extract

import (
	"cmp"
	"slices"
	"strings"
)

// A relation finds the terms that are like a word: those that begin alike, and those of the same kind by WordNet. It is
// how a sentence that says the same in other words gets among the candidates.
type relation struct {
	sorted []int32  // forms by their text
	labels []uint32 // the labels that are not general, sorted
	from   []int32  // where each label's terms begin
	terms  []int32
}

func relate(v *vocabulary) relation {
	var r relation
	type pair struct {
		label uint32
		term  int32
	}
	var pairs []pair
	for i := range v.forms {
		f := &v.forms[i]
		if f.sorts&(sStop|sNumber) != 0 {
			continue
		}
		r.sorted = append(r.sorted, int32(i))
		for _, l := range v.labels[f.labels[0]:f.labels[1]] {
			if l&1 == 0 {
				pairs = append(pairs, pair{l, f.stem})
			}
		}
	}
	slices.SortFunc(r.sorted, func(a, b int32) int { return strings.Compare(v.forms[a].text, v.forms[b].text) })
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.label, b.label), cmp.Compare(a.term, b.term))
	})
	for i, p := range slices.Compact(pairs) {
		if i == 0 || p.label != r.labels[len(r.labels)-1] {
			r.labels, r.from = append(r.labels, p.label), append(r.from, int32(i))
		}
		r.terms = append(r.terms, p.term)
	}
	r.from = append(r.from, int32(len(r.terms)))
	return r
}

// What a word that is only like the question's adds to a sentence's score, and how much work it may be.
const (
	likeShare  = 0.4
	kinShare   = 0.2
	maxKin     = 12   // a label that more terms share says little
	maxRelated = 2048 // postings a question, so that a large index stays fast
)

// expand scores the sentences that hold a word like a unit of the question.
func (x *index) expand(q *question, s *scratch) {
	budget := int32(maxRelated)
	for i := range q.units {
		u := &q.units[i]
		if u.sorts&sNumber != 0 {
			continue
		}
		for _, t := range x.begins(u.text, s.related[:0]) {
			budget = x.relatedPost(u, s, t, likeShare, budget)
		}
		for _, l := range u.labels {
			k, ok := slices.BinarySearch(x.relation.labels, l)
			if !ok || x.relation.from[k+1]-x.relation.from[k] > maxKin {
				continue
			}
			for _, t := range x.relation.terms[x.relation.from[k]:x.relation.from[k+1]] {
				budget = x.relatedPost(u, s, t, kinShare, budget)
			}
		}
	}
}

func (x *index) relatedPost(u *asked, s *scratch, t int32, share float32, budget int32) int32 {
	n := x.from[t+1] - x.from[t]
	if t == u.term || t == u.stem || n > budget {
		return budget
	}
	x.credit(s, t, min(u.idf, x.terms[t].idf)*share)
	return budget - n
}

// begins gives the terms of the words that begin like the word.
func (x *index) begins(w string, out []int32) []int32 {
	n := max(minPrefix, len(w)-3)
	if len(w) < n {
		return out
	}
	at, _ := slices.BinarySearchFunc(x.relation.sorted, w[:n], func(i int32, p string) int { return strings.Compare(x.forms[i].text, p) })
	for ; at < len(x.relation.sorted); at++ {
		f := &x.forms[x.relation.sorted[at]]
		if !strings.HasPrefix(f.text, w[:n]) || len(out) == maxKin {
			break
		}
		if !slices.Contains(out, f.stem) {
			out = append(out, f.stem)
		}
	}
	return out
}
