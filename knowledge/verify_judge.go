package knowledge

import (
	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// The thresholds of the judge, tuned on one half of testdata/claims.tsv and measured on the other. They keep to precision: what lies
// between is not covered.
const (
	aboutFact    = 0.5  // the probability, by the ranker, from which a claim is about what a fact tells
	aboutFigure  = 0.35 // the same where a figure of the claim is refuted: a wrong figure makes the ranker doubt
	supportedAt  = -0.4 // the leaning, in log-odds, from which on a claim is borne out
	contradictAt = 0.45 // and denied
	deniedAt     = -0.9 // the same for one that denies what the fact denies
	absoluteAt   = -1.0 // the leaning from which on a claim is borne out that leaves no exception
	alsoAbout    = 0.8  // the probability from which a claim is about a second fact as well
	nearFact     = 0.25 // the probability from which a claim is near enough to a fact to be denied by it plainly
	nearbyAt     = 1.2  // the leaning for that
	withOpenAt   = 2.0  // denied even though a figure of it is open
	mostUnknown  = 0.22 // the share of a supported claim's weight that may be in words that no one asks about the fact with
	mostForeign  = 0.6  // and in words that are not the fact's own
	mostDenied   = 0.55 // the second for a claim that denies
	mostStrange  = 0.5  // and in those of one that is denied
	judgedFacts  = 2    // candidates that are looked at
)

// judge holds one claim against the facts.
func (b *Base) judge(claim string) Verdict {
	v := Verdict{Claim: claim}
	claim = proposition(claim)
	q := b.analyzer.Analyze(claim)
	if b.index == nil || len(q.Content()) == 0 {
		return v
	}
	s := b.scratch.Get().(*index.Scratch)
	defer b.scratch.Put(s)
	ranked := b.index.Rank(q, s)
	for i, c := range ranked {
		if i == judgedFacts || i > 0 && index.Sigmoid(c.LogOdds) < alsoAbout {
			break
		}
		f := b.facts[c.Fact]
		if support := b.holds(claim, q, c, s); support != NotCovered {
			v.Support, v.Statement, v.Citations = support, f.Says, b.cite(f)
			return v
		}
	}
	return v
}

// holds says what one fact says on a claim.
func (b *Base) holds(claim string, q *text.Query, c index.Candidate, s *index.Scratch) Support {
	a, f := b.asker(), b.facts[c.Fact]
	p := index.Sigmoid(c.LogOdds)
	if p < nearFact || f.merelyWished(claim) {
		return NotCovered
	}
	claimed := quantitiesOf(claim)
	figures := bears(a.ground[c.Fact].stated, claimed)
	denies, told := polarity(claim)
	if denies {
		q = b.analyzer.Analyze(told)
		b.index.Gather(q, s)
	}
	e := a.lean(q, c.Fact, s, -1)
	if figures == refuted && !denies {
		return either(p >= aboutFigure && e[lForeign] <= mostForeign, Contradicted)
	}
	z := e.logOdds()
	if denies {
		z = -z
	}
	within := p >= aboutFact && a.nothingBeyond(claim, q, c.Fact, e) && !f.undone(claim, claimed)
	switch {
	case figures == refuted: // what is refuted is denied: "not more than 3,000" is what "fewer than 1,000" says
		return either(within, Supported)
	case figures == open:
		return either(z >= withOpenAt, Contradicted)
	case z >= contradictAt:
		return either((p >= aboutFact || z >= nearbyAt) && e[lUnknown] <= mostStrange, Contradicted)
	case z > supportedAt, denies && (z > deniedAt || e[lForeign] > mostDenied), z > absoluteAt && absolute().MatchString(claim):
		return NotCovered
	}
	return either(within, Supported)
}

// either gives a verdict where there is ground for it.
func either(ground bool, s Support) Support {
	if ground {
		return s
	}
	return NotCovered
}

// nothingBeyond tells whether a claim says nothing that the fact does not: no words that belong to something else, no other country, force,
// place or person, no name, and nobody else who says so.
func (a *asker) nothingBeyond(claim string, q *text.Query, fact int, e leaning) bool {
	g := &a.ground[fact]
	if e[lUnknown] > mostUnknown || e[lForeign] > mostForeign || e[lReversed] > 0 || g.otherActor(q) {
		return false
	}
	for _, u := range q.Content() {
		if !g.states(u) && !isNumber(q, u) && !filler(q, u) && (actor(u) || a.unanswered(fact, u.Key)) {
			return false
		}
	}
	for _, u := range a.b.sayers(claim) {
		if u.Concept != nil && !g.own[u.Key] {
			return false
		}
	}
	for i, t := range tokenize(claim) {
		if i > 0 && t.capital() && !t.first && !t.abbreviation() && months[t.lower()] == 0 && !g.words[text.Stem(t.lower())] && !a.b.knows(t.text) {
			return false
		}
	}
	return true
}

// knows tells whether a word is one of the field's.
func (b *Base) knows(word string) bool {
	for _, u := range b.analyzer.Analyze(word).Units {
		if u.Concept != nil {
			return true
		}
	}
	return false
}
