package index

import (
	"math"
	"slices"

	"drawdown/knowledge/text"
)

// The features that the ranker judges a fact by, for one question. Their names are what --explain prints.
const (
	fLogit          = iota // log-probability of the fact by the classifier over all asks
	fMargin                // its distance to the best other fact
	fRank                  // its place by the classifier
	fEntropy               // how undecided the classifier is over all facts
	fNearest               // cosine of the nearest ask of the fact
	fNearest3              // mean cosine of its three nearest asks
	fNearestAny            // cosine of the nearest ask of any other fact
	fGapNearest            // cosine of the nearest gap of any fact
	fGapNear               // cosine of the nearest gap near this fact
	fGapMargin             // nearest ask of the fact less nearest gap
	fVotes                 // share of the fact's asks among the twenty nearest asks and gaps, by cubed cosine
	fGapVotes              // share of the gaps among them
	fDoubt                 // log-odds that the question is an ask and no gap, given the fact
	fDoubtAny              // the same whatever the fact
	fMissMass              // share of the question's idf mass that no ask of the fact holds
	fMissMax               // highest idf of a unit that no ask of the fact holds
	fMissCount             // number of such units
	fRareMass              // share of the idf mass that at most two asks of the fact hold
	fUnseenMax             // highest idf of a unit that no ask at all holds
	fUnseenCount           // number of them
	fGapWords              // sum of the log-odds of the units between gaps and asks, where gaps use them more
	fGapWordMax            // the highest of them
	fConflict              // units of an exclusive class (another country, force, person …) that the fact does not know
	fConflictUnseen        // the same, that no ask holds
	fKind                  // log-probability that the fact is asked for with this kind of question
	fHead                  // how many of the fact's asks hold the unit that the question word governs, as log
	fHeadKnown             // whether there is such a unit, and whether the fact knows it: 0 none, 1 known, -1 unknown
	fStatement             // share of the idf mass that the fact's statement holds
	fLength                // units with content
	fRepaired              // words that were repaired
	fKindIs                // the kind of question, as a number
	fNumber                // a number in the question that the fact does not hold
	fNearestSort           // cosine of the nearest ask of the fact that asks for the same sort of thing
	fGapSort               // cosine of the nearest gap that asks for the same sort of thing
	fSortMiss              // share of the idf mass that no ask of the fact for the same sort of thing holds
	fSortMissMax           // highest idf of such a unit
	fSeenPairs             // share of neighbouring units seen together in asks of the fact
	fSeenSkips             // share of content units seen near one another in asks of the fact
	fSeenAsked             // share of what the question word is joined to, seen in asks of the fact
	fBayesUnits            // naive Bayes log-odds of ask to gap, given the fact, by units
	fBayesPairs            // by neighbouring units
	fBayesSkips            // by content units near one another
	fBayesAsked            // by what the question word is joined to
	fNetLogit              // log-probability of the fact by the network
	fNetMargin             // its distance to the best other fact
	fNetDoubt              // log-odds that the question is an ask and no gap, given the fact, by the network
	fNetDoubtAny           // the same whatever the fact
	fBeyondAsk             // share of the question's idf mass that its nearest ask lacks
	fBeyondAskMax          // highest idf of such a unit
	fShortOfAsk            // share of the nearest ask's idf mass that the question lacks
	fBeyondGap             // share of the question's idf mass that the nearest gap of the fact lacks
	fShortOfGap            // share of that gap's idf mass that the question lacks
	fSameSort              // whether the nearest ask asks for the same sort of thing
	evidenceSize
)

// FeatureNames are the ranker's features in order.
var FeatureNames = [evidenceSize]string{
	"classifier", "classifier margin", "classifier rank", "classifier entropy", "nearest ask", "nearest three asks", "nearest ask elsewhere", "nearest gap", "nearest gap of fact", "ask over gap",
	"votes", "gap votes", "ask or gap", "ask or gap, any fact", "missing mass", "missing word", "missing words", "rare mass", "unseen word", "unseen words", "gap words", "gap word", "conflict", "unseen conflict",
	"kind", "head word", "head known", "statement", "length", "repairs", "kind of question", "unknown number",
	"nearest ask of sort", "nearest gap of sort", "missing mass of sort", "missing word of sort", "pairs seen", "skips seen", "asked seen", "bayes units", "bayes pairs", "bayes skips", "bayes asked",
	"network", "network margin", "network ask or gap", "network ask or gap, any fact",
	"beyond nearest ask", "word beyond nearest ask", "short of nearest ask", "beyond nearest gap", "short of nearest gap", "sort of nearest ask",
}

// common is the evidence that is the same for every candidate. It leaves the nearest documents in s.nearest.
func (x *Index) common(q *text.Query, s *Scratch) [evidenceSize]float32 {
	var e [evidenceSize]float32
	for _, h := range s.found {
		if x.Docs[h.Doc].Gap {
			e[fGapNearest] = max(e[fGapNearest], h.Score)
			if int(x.Docs[h.Doc].Sort) == q.Kind.Sort() {
				e[fGapSort] = max(e[fGapSort], h.Score)
			}
		}
	}
	s.nearest = Best(s.found, voters, s.nearest)
	var doubt [1]float32
	x.Doubt.Scores(s.rows, s.vector.Values, doubt[:])
	e[fDoubtAny] = doubt[0]
	s.units = s.units[:0]
	for _, u := range q.Units {
		if u.Stop {
			continue
		}
		e[fLength]++
		row := x.Counts.Table.Row(UnitFeature(u.Key))
		s.units = append(s.units, row)
		if row < 0 || x.Counts.Asks[row] == 0 {
			e[fUnseenMax] = max(e[fUnseenMax], x.Counts.IDF(row))
			e[fUnseenCount]++
		}
		if row >= 0 {
			odds := x.Counts.gapOdds(row)
			e[fGapWords] += max(0, odds)
			e[fGapWordMax] = max(e[fGapWordMax], odds)
		}
	}
	e[fRepaired] = float32(len(q.Repairs()))
	e[fKindIs] = float32(q.Kind)
	return e
}

// gapOdds is the smoothed log-odds that a unit stands in a gap and not in an ask.
func (c *Counts) gapOdds(row int32) float32 {
	return float32(math.Log((float64(c.Gaps[row])*2 + 0.5) / (float64(c.Asks[row]) + 0.5)))
}

func (x *Index) judgeOne(q *text.Query, s *Scratch, rank int, c *Candidate) {
	e, f := &c.Evidence, int32(c.Fact)
	e[fLogit] = s.logits[f]
	e[fRank] = float32(rank)
	e[fNetLogit], e[fNetDoubt] = s.net[f], s.net[x.Facts+c.Fact]
	other, netOther := float32(-20), float32(-20)
	for g, l := range s.logits {
		if int32(g) != f {
			other = max(other, l)
			netOther = max(netOther, s.net[g])
			e[fNearestAny] = max(e[fNearestAny], s.best[g])
		}
	}
	e[fMargin], e[fNetMargin] = e[fLogit]-other, e[fNetLogit]-netOther
	e[fNearest] = s.best[f]
	e[fNearest3] = (s.three[f][0] + s.three[f][1] + s.three[f][2]) / 3
	e[fGapNear] = s.gap[f]
	e[fGapMargin] = s.best[f] - e[fGapNearest]
	x.votes(s, f, e)
	Conjoin(&s.vector, f, &s.given)
	s.joined = x.Joined.Rows(&s.given, s.joined)
	e[fDoubt] = e[fDoubtAny] + x.joint(s)
	e[fNearestSort] = s.sorted[f]
	x.seen(s, e)
	x.compare(q, s, f, e)
	x.coverage(q, c)
	e[fKind] = x.Kinds[c.Fact*text.Kinds+int(q.Kind)]
}

func (x *Index) votes(s *Scratch, f int32, e *[evidenceSize]float32) {
	var all, own, gaps float32
	for _, h := range s.nearest {
		v := h.Score * h.Score * h.Score
		all += v
		switch d := x.Docs[h.Doc]; {
		case d.Gap:
			gaps += v
		case d.Fact == f:
			own += v
		}
	}
	if all > 0 {
		e[fVotes], e[fGapVotes] = own/all, gaps/all
	}
}

// Conjoin fills a vector with the conjunctions of a question's features (but for character n-grams) with a fact, for
// the classifier that tells asks from gaps: "name" is asked of one fact and a gap of another.
func Conjoin(v *Vector, fact int32, into *Vector) {
	into.Features, into.Values = into.Features[:0], into.Values[:0]
	salt := Feature(uint64(fact+1) * 0x9e3779b97f4a7c15)
	for g := units; g < groups; g++ {
		into.from[g] = len(into.Features)
		if g == chars {
			continue
		}
		for i := v.from[g]; i < v.from[g+1]; i++ {
			into.Features = append(into.Features, (v.Features[i]^salt)*prime64)
			into.Values = append(into.Values, v.Values[i])
		}
	}
	into.from[groups] = len(into.Features)
}

// compare tells in what the question differs from its nearest ask and its nearest gap of a fact.
func (x *Index) compare(q *text.Query, s *Scratch, f int32, e *[evidenceSize]float32) {
	e[fBeyondAsk], e[fShortOfAsk], e[fBeyondGap], e[fShortOfGap] = 1, 1, 1, 1
	if d := s.askDoc[f]; d >= 0 {
		e[fBeyondAsk], e[fBeyondAskMax], e[fShortOfAsk] = x.differ(s.units, x.Units.Of(d))
		if int(x.Docs[d].Sort) == q.Kind.Sort() {
			e[fSameSort] = 1
		}
	}
	if d := s.gapDoc[f]; d >= 0 {
		e[fBeyondGap], _, e[fShortOfGap] = x.differ(s.units, x.Units.Of(d))
	}
}

// differ gives the share of a's idf mass that b lacks, the highest idf of a unit of it, and the share of b's that a lacks.
func (x *Index) differ(a, b []int32) (beyond, most, short float32) {
	var mass, other float32
	for _, u := range a {
		idf := x.Counts.IDF(u)
		mass += idf
		if u < 0 || !slices.Contains(b, u) {
			beyond += idf
			most = max(most, idf)
		}
	}
	for _, u := range b {
		idf := x.Counts.IDF(u)
		other += idf
		if !slices.Contains(a, u) {
			short += idf
		}
	}
	return beyond / max(mass, 1), most, short / max(other, 1)
}

// joint is what the features joined to the fact add to the log-odds of ask to gap.
func (x *Index) joint(s *Scratch) float32 {
	sum, base := float32(0), x.Table.Len()
	for i, row := range s.joined {
		if row >= 0 {
			at := base + int(row)
			sum += s.given.Values[i] * x.Doubt.Scale[at] * float32(int8(x.Doubt.Weights[at]))
		}
	}
	return sum
}

// seen compares the question's features, joined to the fact, with the asks and gaps of the fact that hold them.
func (x *Index) seen(s *Scratch, e *[evidenceSize]float32) {
	for _, p := range [...]struct {
		group        group
		share, bayes int
	}{{units, -1, fBayesUnits}, {pairs, fSeenPairs, fBayesPairs}, {skips, fSeenSkips, fBayesSkips}, {asked, fSeenAsked, fBayesAsked}} {
		var mass, seen, odds float32
		for i := s.given.from[p.group]; i < s.given.from[p.group+1]; i++ {
			w := s.given.Values[i]
			mass += w
			row := s.joined[i]
			if row < 0 {
				continue
			}
			a, g := float32(x.Seen[0][row]), float32(x.Seen[1][row])
			if a > 0 {
				seen += w
			}
			odds += w * logRatio(a, g)
		}
		if mass == 0 {
			continue
		}
		if p.share >= 0 {
			e[p.share] = seen / mass
		}
		e[p.bayes] = odds / mass
	}
}

// logRatio is the smoothed log-odds of ask to gap; there are about twice as many asks.
func logRatio(asks, gaps float32) float32 {
	return float32(math.Log(float64((asks + 0.5) / (2*gaps + 0.5))))
}

// coverage measures what of the question the fact does not hold.
func (x *Index) coverage(q *text.Query, c *Candidate) {
	e := &c.Evidence
	var mass, missing, rare, statement, unsorted float32
	for i, u := range q.Units {
		if u.Stop {
			continue
		}
		row := x.Counts.Table.Row(UnitFeature(u.Key))
		idf := x.Counts.IDF(row)
		n := x.Counts.Count(row, c.Fact)
		mass += idf
		if n == 0 {
			missing += idf
			e[fMissMax] = max(e[fMissMax], idf)
			e[fMissCount]++
			if u.Concept != nil && u.Concept.Exclusive {
				e[fConflict]++
				if row < 0 || x.Counts.Asks[row] == 0 {
					e[fConflictUnseen]++
				}
			}
			if k := u.Key[0]; k >= '0' && k <= '9' {
				e[fNumber]++
			}
		}
		if x.SortOf.Row(SortFeature(u.Key, c.Fact, q.Kind)) < 0 {
			unsorted += idf
			e[fSortMissMax] = max(e[fSortMissMax], idf)
		}
		if n <= 2 {
			rare += idf
		}
		if n >= StatementCount {
			statement += idf
		}
		if i == q.Head {
			e[fHead] = float32(math.Log1p(float64(n)))
			e[fHeadKnown] = 1
			if n == 0 {
				e[fHeadKnown] = -1
			}
		}
	}
	if mass > 0 {
		e[fMissMass], e[fRareMass], e[fStatement], e[fSortMiss] = missing/mass, rare/mass, statement/mass, unsorted/mass
	}
}

// SortFeature joins a unit, a fact and the sort of thing that a question of the kind asks for.
func SortFeature(key string, fact int, k text.Kind) Feature {
	return (UnitFeature(key) ^ Feature(uint64(fact*text.Sorts+k.Sort()+1)*0x9e3779b97f4a7c15)) * prime64
}
