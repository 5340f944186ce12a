package knowledge

import (
	"math"

	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// The evidence whether a fact denies a claim (above nought) or bears it out (below), beside its figures. Words weigh by their inverse
// document frequency.
const (
	lFalse    = iota // words beyond the fact's own: log-odds that they are asked for where the answer is no
	lFalseMax        // the most that one of them has
	lTrue            // the same of words that are the fact's own
	lUnknown         // share of the weight of words that are neither the fact's own nor asked for
	lForeign         // share of the weight of words that are not the fact's own
	lNear            // the nearest asks of the fact: log of those with the answer no over the others
	lNearest         // the nearest of them that gets yes or no: its cosine, below nought for a yes
	lOpposite        // words whose opposite the fact states
	lDenied          // share of the weight of words that the fact's statement denies
	lReversed        // it leads the other way than the fact: "from B to A"
	lRestates        // it says nothing but what the fact's statement says
	lExtent          // it speaks of all where the fact speaks of some, of many where it speaks of few
	leanWidth
)

// leaning is the evidence for one claim and one fact.
type leaning [leanWidth]float64

// leanWeights join the evidence into log-odds: a logistic regression on the yes-no asks of the embedded facts, each left out in
// turn, and on one half of testdata/claims.tsv (verify_fit_test.go makes it anew). The last is the constant.
var leanWeights = [leanWidth + 1]float64{0.319, 0.315, 0.190, 0.741, 0.929, 0.232, 1.324, 1.596, 1.566, 2.225, -1.256, 0.604, -0.543}

// logOdds of the fact denying the claim.
func (e leaning) logOdds() float64 {
	z := leanWeights[leanWidth]
	for i, v := range e {
		z += leanWeights[i] * v
	}
	return z
}

// lean gathers the evidence on a claim that was just ranked with s, or looked up with it. The ask without (-1: none) is passed over.
func (a *asker) lean(q *text.Query, fact int, s *index.Scratch, without int32) leaning {
	var e leaning
	beyond, mass := a.words(q, fact, &e)
	g := &a.ground[fact]
	if reversed(a.b.directionsOf(q.Raw), g.leads) {
		e[lReversed] = 1
	}
	if extentsOf(q.Raw).exceeds(g.extent) {
		e[lExtent] = 1
	}
	if mass > 0 && !beyond && e[lExtent]+e[lDenied]+e[lReversed]+e[lOpposite] == 0 {
		e[lRestates] = 1
	}
	a.neighbours(fact, s, without, &e)
	return e
}

// words gathers what the words of a claim say, and tells whether it goes beyond those of the statement and what all its words weigh.
func (a *asker) words(q *text.Query, fact int, e *leaning) (beyond bool, mass float64) {
	g := &a.ground[fact]
	for _, u := range q.Content() {
		if filler(q, u) {
			continue
		}
		if ambiguous(q, u) {
			beyond = true
			continue
		}
		row := a.row(u.Key)
		idf, odds := float64(a.b.index.Counts.IDF(row)), a.towardsNo(fact, row)
		if g.denied[u.Key] {
			e[lDenied] += idf
		}
		if g.opposes(q, u) {
			e[lOpposite]++
		}
		switch {
		case g.states(u):
			beyond = beyond || !g.core[u.Key]
			mass += idf
			e[lTrue] += odds
		case isNumber(q, u): // what figures weigh, the figures tell
			e[lFalse] += odds
		default:
			beyond = true
			mass += idf
			e[lForeign] += idf
			if !a.asked(fact, row) {
				e[lUnknown] += idf
			}
			e[lFalse] += odds
			e[lFalseMax] = max(e[lFalseMax], odds)
		}
	}
	if mass > 0 {
		e[lUnknown], e[lForeign], e[lDenied] = e[lUnknown]/mass, e[lForeign]/mass, e[lDenied]/mass
	}
	return beyond, mass
}

// neighbours gathers what the asks near a claim say.
func (a *asker) neighbours(fact int, s *index.Scratch, without int32, e *leaning) {
	const far = 0.003 // the weight of asks that are not near, on either side: with it, far ones say nothing
	yes, no, best := far, far, float32(0)
	for _, h := range s.Found() {
		d := a.b.index.Docs[h.Doc]
		if int(d.Fact) != fact || d.Gap || h.Doc == without {
			continue
		}
		w := float64(h.Score * h.Score * h.Score)
		switch a.says[h.Doc] {
		case -1:
			no += w
		case 1:
			yes += w
		default:
			yes += w * grantedWeight
		}
		if a.says[h.Doc] != 0 && h.Score > best {
			best = h.Score
			e[lNearest] = -float64(a.says[h.Doc]) * float64(h.Score)
		}
	}
	e[lNear] = math.Log(no / yes)
}

// fillers say nothing by themselves: words of qualifiers, which go with their figures, and those that stand for any thing.
var fillers = wordSet(`will stuff thing things lot lots bit way kind sort kinda really pretty slightly barely roughly approximately nearly almost little maximum
minimum exceeding circa region upwards people guys according exactly simply merely currently`)

func filler(q *text.Query, u text.Unit) bool {
	for _, w := range q.Words[u.From:u.To] {
		if !fillers[w.Text] {
			return false
		}
	}
	return true
}

// isNumber tells whether a unit is a number in digits.
func isNumber(q *text.Query, u text.Unit) bool {
	c := q.Words[u.From].Text[0]
	return c >= '0' && c <= '9'
}
