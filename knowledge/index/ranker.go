package index

import (
	"math"
	"slices"

	"drawdown/knowledge/text"
)

// Candidates is how many facts are judged for a question: the right one is among the first six for 97 in 100 asks that training has not seen.
const Candidates = 6

// A Document is an ask or a gap that the postings hold.
type Document struct {
	Fact  int32 // the fact that it asks for, or is nearest to; -1 for a gap near none
	Short int32 // which short answer of the fact it gets; -1 for a gap
	Sort  uint8 // of the thing asked for
	Gap   bool
}

// An Index ranks facts for a question. It is immutable, and so safe for concurrent use; the memory that a question needs is in a Scratch.
type Index struct {
	Facts  int
	Table  *Table     // the features of questions
	Joined *Table     // the features of questions joined to a fact
	Class  *Linear    // which fact, by the rows of Table
	Net    *Network   // which fact, and ask or gap
	Doubt  *Linear    // ask or gap: by the rows of Table, then those of Joined
	Seen   [2][]uint8 // one a row of Joined: in how many asks and gaps, 255 at most
	Near   *Postings
	Docs   []Document
	Units  Units // the units of each ask and gap
	Words  Units // the features of each ask that are words, alone and together, as rows of Table; none of a gap
	Counts *Counts
	SortOf *Table    // unit, fact and sort of question, as the asks join them
	Kinds  []float32 // facts × kinds: log-probability of the kind given the fact
	Judge  *Trees    // nil while training
	Choice *Trees    // which short answer of a fact; nil while training
}

// A Scratch is the memory for one question at a time.
type Scratch struct {
	vector  Vector
	rows    []int32 // of the vector in the index's table
	given   Vector
	joined  []int32
	logits  []float32
	net     []float32 // the network's outputs
	order   []int32
	units   []int32 // the question's units with content, as rows of Counts
	hits    Hits
	found   []Hit // all asks and gaps that share a word with the question
	nearest []Hit

	// Per fact: the nearest ask, the three nearest, the nearest gap, the nearest ask for the same sort of thing; and
	// which ask and gap are nearest, -1 for none.
	best, gap, sorted []float32
	three             [][3]float32
	askDoc, gapDoc    []int32
}

// Found are the asks and gaps that share a word with the question ranked last, unordered, valid until the next.
func (s *Scratch) Found() []Hit { return s.found }

// WordRows are the features of the question ranked last that are words, alone and together, as rows of the index's table.
func (s *Scratch) WordRows() []int32 { return s.rows[:s.vector.JoinedFeatures()] }

// A Candidate is a fact with the evidence for it and the log-odds that it answers the question.
type Candidate struct {
	Fact     int
	LogOdds  float32
	Evidence [evidenceSize]float32
}

// Rank judges the facts that may answer the question, best first.
func (x *Index) Rank(q *text.Query, s *Scratch) []Candidate {
	out := x.Gather(q, s)
	if x.Judge != nil {
		for i := range out {
			out[i].LogOdds = x.Judge.LogOdds(out[i].Evidence[:])
		}
		slices.SortStableFunc(out, func(a, b Candidate) int {
			switch {
			case a.LogOdds > b.LogOdds:
				return -1
			case a.LogOdds < b.LogOdds:
				return 1
			}
			return 0
		})
	}
	return out
}

// Gather collects the evidence for the candidates, in the classifier's order.
func (x *Index) Gather(q *text.Query, s *Scratch) []Candidate {
	s.prepare(x.Facts)
	Extract(q, &s.vector)
	s.rows = x.Table.Rows(&s.vector, s.rows)
	x.Class.Scores(s.rows, s.vector.Values, s.logits)
	entropy := logSoftmax(s.logits)
	x.Net.Scores(s.rows, s.vector.Values, s.net)
	logSoftmax(s.net[:x.Facts])
	x.neighbours(q, s)
	s.rank()
	common := x.common(q, s)
	common[fEntropy] = entropy
	common[fNetDoubtAny] = s.net[2*x.Facts]
	out := make([]Candidate, 0, Candidates)
	best := s.key(s.order[0])
	for rank, f := range s.order[:min(Candidates, x.Facts)] {
		if s.key(f) < best-hopeless {
			break
		}
		c := Candidate{Fact: int(f), Evidence: common}
		x.judgeOne(q, s, rank, &c)
		out = append(out, c)
	}
	return out
}

func (s *Scratch) prepare(facts int) {
	if len(s.logits) != facts {
		s.logits = make([]float32, facts)
		s.net = make([]float32, 2*facts+1)
		s.order = make([]int32, facts)
		s.best = make([]float32, facts)
		s.gap = make([]float32, facts)
		s.sorted = make([]float32, facts)
		s.askDoc = make([]int32, facts)
		s.gapDoc = make([]int32, facts)
		s.three = make([][3]float32, facts)
	}
	clear(s.best)
	clear(s.gap)
	clear(s.sorted)
	for i := range s.askDoc {
		s.askDoc[i], s.gapDoc[i] = -1, -1
	}
	clear(s.three)
}

// logSoftmax normalises logits in place and returns their entropy.
func logSoftmax(z []float32) float32 {
	m := slices.Max(z)
	sum := 0.0
	for _, v := range z {
		sum += math.Exp(float64(v - m))
	}
	l := m + float32(math.Log(sum))
	h := 0.0
	for i := range z {
		z[i] -= l
		h -= math.Exp(float64(z[i])) * float64(z[i])
	}
	return float32(h)
}

// neighbours finds the nearest asks and gaps of every fact.
func (x *Index) neighbours(q *text.Query, s *Scratch) {
	sort := uint8(q.Kind.Sort())
	n := s.vector.WordFeatures()
	s.found = x.Near.Search(s.rows[:n], s.vector.Values[:n], &s.hits, s.found)
	for _, h := range s.found {
		d := x.Docs[h.Doc]
		if d.Fact < 0 {
			continue
		}
		if d.Gap {
			if h.Score > s.gap[d.Fact] {
				s.gap[d.Fact], s.gapDoc[d.Fact] = h.Score, h.Doc
			}
			continue
		}
		if h.Score > s.best[d.Fact] {
			s.best[d.Fact], s.askDoc[d.Fact] = h.Score, h.Doc
		}
		if d.Sort == sort {
			s.sorted[d.Fact] = max(s.sorted[d.Fact], h.Score)
		}
		push(&s.three[d.Fact], h.Score)
	}
}

func push(top *[3]float32, v float32) {
	for i := range top {
		if v > top[i] {
			v, top[i] = top[i], v
		}
	}
}

// nearestWeight mixes the nearest ask into the classifiers' order; by judgement: a cosine of one is worth a factor of e⁴.
const nearestWeight = 4

// key is what the facts are ordered by before they are judged: classifier, network and nearest ask together.
func (s *Scratch) key(f int32) float32 { return s.logits[f] + s.net[f] + nearestWeight*s.best[f] }

// hopeless is how far behind the first a fact is no candidate: e⁻¹² by the classifiers, which the judge never makes good.
const hopeless = 12

// rank orders the facts by classifier and nearest ask together.
func (s *Scratch) rank() {
	for i := range s.order {
		s.order[i] = int32(i)
	}
	slices.SortFunc(s.order, func(a, b int32) int {
		switch {
		case s.key(a) > s.key(b):
			return -1
		case s.key(a) < s.key(b):
			return 1
		}
		return int(a - b)
	})
}

// voters is the number of nearest asks and gaps that vote.
const voters = 20
