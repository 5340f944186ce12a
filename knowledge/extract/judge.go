package extract

import (
	"cmp"
	"math"
	"slices"
)

// What the judge sees beside the evidence for a candidate: how it stands among the others, and the question.
const (
	dRank      = evidenceSize + iota // the ranker's score
	dShare                           // its probability among the candidates
	dMargin                          // the distance to the best other candidate
	dPlace                           // its place
	dBest                            // the best candidate's score
	dParagraph                       // probability of its paragraph
	dKind                            // the kind of question, as a number
	dRepaired                        // words that were repaired
	dWant                            // whether the sort of the answer is known
	dEvery                           // share of the units that any candidate holds
	doubtSize
)

// DoubtNames are the names of what the judge sees, in order.
var DoubtNames = append(slices.Clone(FeatureNames[:]), "rank score", "probability", "margin", "place", "best rank score", "probability of its paragraph",
	"kind of question", "repairs", "sort of answer known", "words in all candidates")

// Judged is how many of the best candidates the judge sees.
const Judged = 4

// A Candidate is a sentence with the evidence that it answers a question.
type Candidate struct {
	Sentence int // over all documents, from 0
	Score    float32
	Evidence Evidence
	Doubt    [doubtSize]float32 // of the first Judged
	LogOdds  float32
	exact    uint64
}

// gather finds and compares the candidates.
func (x *index) gather(q *question, s *scratch) []Candidate {
	s.begin(q)
	defer s.end(q)
	hits := x.retrieve(q, s)
	out := make([]Candidate, len(hits))
	for i, h := range hits {
		out[i] = Candidate{Sentence: int(h.sentence), Evidence: x.compare(q, s, h, hits[0].total), exact: x.maskOf(h.sentence, s)}
	}
	return out
}

// rank orders the candidates by the ranker's weights.
func rank(weights *[evidenceSize]float32, cs []Candidate) {
	for i := range cs {
		c := &cs[i]
		c.Score = 0
		for k, w := range weights {
			c.Score += w * c.Evidence[k]
		}
	}
	slices.SortStableFunc(cs, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
}

// doubt fills what the judge sees of the first candidates.
func (x *index) doubt(q *question, cs []Candidate) {
	if len(cs) == 0 {
		return
	}
	var sum float64
	var every uint64
	share := make([]float32, len(cs))
	for i, c := range cs {
		share[i] = float32(math.Exp(float64(c.Score - cs[0].Score)))
		sum += float64(share[i])
		every |= c.exact
	}
	for i := range cs[:min(Judged, len(cs))] {
		c := &cs[i]
		d := &c.Doubt
		copy(d[:], c.Evidence[:])
		d[dRank], d[dBest], d[dPlace] = c.Score, cs[0].Score, float32(i)
		d[dShare] = share[i] / float32(sum)
		other := 0
		if i == 0 {
			other = 1
		}
		d[dMargin] = 10 // alone
		if other < len(cs) {
			d[dMargin] = c.Score - cs[other].Score
		}
		for j := range cs {
			if x.paragraph[cs[j].Sentence] == x.paragraph[c.Sentence] {
				d[dParagraph] += share[j] / float32(sum)
			}
		}
		d[dKind], d[dRepaired] = float32(q.query.Kind), float32(len(q.query.Repairs()))
		if q.want != 0 {
			d[dWant] = 1
		}
		if q.mass > 0 {
			d[dEvery] = q.share(every)
		}
	}
}
