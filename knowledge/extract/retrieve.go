package extract

import (
	"cmp"
	"math/bits"
	"slices"
)

// Candidates is how many sentences are compared with a question closely.
const Candidates = 24

// pool is how many of the best sentences by BM25 alone get the score of their paragraph and neighbours.
const pool = 64

// What a sentence gets of the scores around it: found on SQuAD.
const (
	paragraphShare = 0.6
	neighbourShare = 0.1
)

// A hit is a sentence with its scores.
type hit struct {
	sentence int32
	score    float32 // of the sentence alone
	total    float32 // with what its paragraph and neighbours add
	near     float32 // of the better neighbour
}

// A scratch is the memory for one question at a time.
type scratch struct {
	score   []float32 // of a sentence
	touched []int32
	at      []int8 // of a term: the unit of the question that it is, from 1
	hits    []hit
	related []int32
	seen    map[int32]uint64 // masks of sentences that were looked at
}

func (x *index) scratch() *scratch {
	return &scratch{score: make([]float32, x.n), at: make([]int8, len(x.terms)), related: make([]int32, maxKin), seen: map[int32]uint64{}}
}

// begin notes the question's terms.
func (s *scratch) begin(q *question) {
	for i, u := range q.units {
		if u.term >= 0 && s.at[u.term] == 0 {
			s.at[u.term] = int8(i + 1)
		}
	}
}

// end forgets them, and what was scored.
func (s *scratch) end(q *question) {
	for _, u := range q.units {
		if u.term >= 0 {
			s.at[u.term] = 0
		}
	}
	for _, d := range s.touched {
		s.score[d] = 0
	}
	s.touched = s.touched[:0]
	clear(s.seen)
}

// stemShare is what a word adds that stands in a sentence as itself where the question's concept does not.
const stemShare = 0.3

// retrieve finds the candidates, best first: term at a time into one array, with a list of the sentences touched.
func (x *index) retrieve(q *question, s *scratch) []hit {
	for _, u := range q.units {
		x.credit(s, u.term, u.idf)
		if u.stem != u.term {
			x.credit(s, u.stem, u.idf*stemShare)
		}
	}
	x.expand(q, s)
	s.collect()
	s.hits = x.neighbours(s)
	for i := range s.hits {
		h := &s.hits[i]
		p := x.paragraph[h.sentence]
		lo, hi := x.opens[p], x.opens[p+1]
		var mask uint64
		for d := lo; d < hi; d++ {
			mask |= x.maskOf(d, s)
		}
		var around float32
		for m := mask; m != 0; m &= m - 1 {
			around += q.units[bits.TrailingZeros64(m)].idf
		}
		if h.sentence > lo {
			h.near = s.score[h.sentence-1]
		}
		if h.sentence+1 < hi {
			h.near = max(h.near, s.score[h.sentence+1])
		}
		h.total += paragraphShare*around + neighbourShare*h.near
	}
	s.hits = best(s.hits, Candidates)
	return s.hits
}

// collect keeps the best sentences that were touched. It sorts only now and then, and passes over whatever cannot get in.
func (s *scratch) collect() {
	s.hits = s.hits[:0]
	least := float32(0)
	for _, d := range s.touched {
		score := s.score[d]
		if score < least {
			continue
		}
		s.hits = append(s.hits, hit{sentence: d, score: score, total: score})
		if len(s.hits) == 4*pool {
			s.hits = best(s.hits, pool)
			least = s.hits[pool-1].score
		}
	}
	s.hits = best(s.hits, pool)
}

// credit adds the postings of a term to the scores.
func (x *index) credit(s *scratch, t int32, idf float32) {
	if t < 0 {
		return
	}
	from, to := x.from[t], x.from[t+1]
	weights := x.weights[from:to]
	for i, d := range x.sentences[from:to] {
		if s.score[d] == 0 {
			s.touched = append(s.touched, d)
		}
		s.score[d] += idf * weights[i]
	}
}

// beside is how many of the best sentences bring their neighbours in, which may answer without a word of the question.
const beside = 6

func (x *index) neighbours(s *scratch) []hit {
	hits := s.hits
	for _, h := range s.hits[:min(beside, len(s.hits))] {
		p := x.paragraph[h.sentence]
		for _, d := range [...]int32{h.sentence - 1, h.sentence + 1} {
			if d >= x.opens[p] && d < x.opens[p+1] && s.score[d] == 0 && !holds(hits, d) {
				hits = append(hits, hit{sentence: d})
			}
		}
	}
	return hits
}

func holds(hits []hit, d int32) bool {
	return slices.ContainsFunc(hits, func(h hit) bool { return h.sentence == d })
}

func best(hits []hit, n int) []hit {
	slices.SortFunc(hits, func(a, b hit) int {
		if c := cmp.Compare(b.total, a.total); c != 0 {
			return c
		}
		return cmp.Compare(a.sentence, b.sentence)
	})
	return hits[:min(n, len(hits))]
}

// maskOf tells which of the question's units a row holds.
func (x *index) maskOf(row int32, s *scratch) uint64 {
	if m, ok := s.seen[row]; ok {
		return m
	}
	var m uint64
	for _, u := range x.units[x.start[row]:x.start[row+1]] {
		if k := s.at[u]; k > 0 {
			m |= 1 << (k - 1)
		}
	}
	s.seen[row] = m
	return m
}
