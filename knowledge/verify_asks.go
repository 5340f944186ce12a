package knowledge

import (
	"math"
	"strings"

	"drawdown/knowledge/index"
)

// An asker knows what the asks of a base say on what is so. People ask for what is so ("is the deal official?", yes) and for what is not
// ("did they decide alone?", no, it was negotiated), and a claim is like one or the other.
type asker struct {
	b      *Base
	says   []int8 // per ask: 1 yes, -1 no, 0 neither: what it takes for granted is so
	all    map[int32]tallyOf
	facts  []askedOf
	ground []ground // per fact
}

// An askedOf counts the asks and gaps of a fact, in all and by unit.
type askedOf struct {
	total tallyOf
	by    map[int32]tallyOf
	gaps  map[int32]int
}

// A tallyOf counts asks: those with the answer no, and the others.
type tallyOf struct{ no, yes float64 }

func (t tallyOf) plus(o tallyOf) tallyOf { return tallyOf{t.no + o.no, t.yes + o.yes} }

// denial is how a short answer begins that sets a wrong premise right.
var denial = lazily(`^(No$|No[^ \pL]|Not |(It|They|He|She|This|That|There|We) (did|is|was|were|are|has|have|does|do|will|would|can|could)( not|n['’]t)\b|It is the other way|Neither|None|Nobody)`)

// grantedWeight is the weight of an ask that takes something for granted, beside one that gets yes or no for it.
const grantedWeight = 0.3

// asker gives what the asks say. It is worked out when it is first needed, in about a tenth of a second.
func (b *Base) asker() *asker {
	b.askerOnce.Do(func() { b.askerMade = newAsker(b) })
	return b.askerMade
}

func newAsker(b *Base) *asker {
	a := &asker{b: b, says: make([]int8, len(b.index.Docs)), all: map[int32]tallyOf{}}
	for _, f := range b.facts {
		a.facts = append(a.facts, askedOf{by: map[int32]tallyOf{}, gaps: map[int32]int{}})
		a.ground = append(a.ground, b.groundOf(f))
	}
	for d, doc := range b.index.Docs {
		switch {
		case !doc.Gap:
			a.says[d] = answerOf(b.facts[doc.Fact].Shorts[doc.Short].Text)
			a.count(int32(d), 1)
		case doc.Fact >= 0:
			for _, u := range b.index.Units.Of(int32(d)) {
				a.facts[doc.Fact].gaps[u]++
			}
		}
	}
	return a
}

// answerOf tells whether a short answer says yes (1), no (-1) or neither.
func answerOf(short string) int8 {
	switch {
	case denial().MatchString(short):
		return -1
	case strings.HasPrefix(short, "Yes"):
		return 1
	}
	return 0
}

// count adds an ask to the tallies, or takes it out where sign is -1.
func (a *asker) count(d int32, sign float64) {
	f := &a.facts[a.b.index.Docs[d].Fact]
	var t tallyOf
	switch a.says[d] {
	case -1:
		t.no = sign
	case 1:
		t.yes = sign
	default:
		t.yes = sign * grantedWeight
	}
	for _, u := range a.b.index.Units.Of(d) {
		f.by[u], a.all[u] = f.by[u].plus(t), a.all[u].plus(t)
	}
	f.total = f.total.plus(t)
}

// Of the tallies: the share of asks with the answer no over all, and how many asks the general use of a unit stands for beside its
// use in the asks of one fact.
const (
	shareOfNo = 0.33
	general   = 2
)

// towardsNo is the log-odds by which a unit (-1: one that nobody uses) is asked for where the fact's answer is no.
func (a *asker) towardsNo(fact int, unit int32) float64 {
	if unit < 0 {
		return 0
	}
	f := &a.facts[fact]
	base := (f.total.no + 1) / (f.total.no + f.total.yes + 2)
	g, t := a.all[unit], f.by[unit]
	usual := min(0.95, base*(g.no+general*shareOfNo)/(g.no+g.yes+general)/shareOfNo)
	p := (t.no + general*usual) / (t.no + t.yes + general)
	return math.Log(p/(1-p)) - math.Log(base/(1-base))
}

// row is the number of a unit in the tallies; -1 where nobody uses it.
func (a *asker) row(unit string) int32 {
	return a.b.index.Counts.Table.Row(index.UnitFeature(unit))
}

// asked tells whether an ask of the fact has the unit.
func (a *asker) asked(fact int, unit int32) bool {
	const trace = 0.1 // below the weight of one ask, above what sums of them leave by rounding
	t := a.facts[fact].by[unit]
	return unit >= 0 && t.no+t.yes >= trace
}

// unanswered tells whether a unit belongs to what is asked near a fact in vain, more than to what it answers.
func (a *asker) unanswered(fact int, unit string) bool {
	const least, times = 3, 2 // of gaps: two are chance, and as many as there are asks say nothing
	u := a.row(unit)
	gaps, t := a.facts[fact].gaps[u], a.facts[fact].by[u]
	return u >= 0 && gaps >= least && float64(gaps) > times*(t.no+t.yes/grantedWeight)
}
