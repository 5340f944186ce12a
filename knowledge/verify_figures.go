package knowledge

import (
	"slices"
	"strconv"
	"strings"
)

// What a fact says on the figures of a claim.
type bearing int

const (
	silent  bearing = iota // the claim has none
	borne                  // the fact says them all, or more exactly
	open                   // it says nothing on one, or something that allows it and does not say it
	refuted                // it excludes one
)

// A measure is what a figure counts.
type measure int

const (
	counted  measure = iota
	percent          // of a whole
	year             // of the calendar
	month            // 1 to 12
	day              // of a month
	duration         // in years
	small            // a numeral below leastSpelled: it may count what is listed
)

// A quantity is a figure with what it measures, and the interval that its qualifier gives it.
type quantity struct {
	of        measure
	n         float64
	qualifier Qualifier
	to        float64 // the other end of a range; 0 where it is none
}

// The widths of vague qualifiers, as shares of the figure: what people still call "around" and "just over".
const (
	aroundShare   = 0.1
	justOverShare = 0.1
	nearlyShare   = 0.2
)

// unbounded is above every figure that is claimed of anything here.
const unbounded = 1e15

// interval is where a quantity may lie, by its qualifier.
func (m quantity) interval() (low, high float64) {
	const least = 1e-6 // what lies between a bound and the nearest value beyond
	n := m.n
	if m.to > 0 {
		return n, m.to
	}
	switch m.qualifier {
	case FewerThan:
		return 0, n * (1 - least)
	case UpTo:
		return 0, n
	case MoreThan:
		return n * (1 + least), unbounded
	case AtLeast:
		return n, unbounded
	case JustOver:
		return n * (1 + least), n * (1 + justOverShare)
	case Nearly:
		return n * (1 - nearlyShare), n * (1 - least)
	case Around:
		return n * (1 - aroundShare), n * (1 + aroundShare)
	}
	return n, n
}

// on says what a stated quantity says on a claimed one of the same measure. A claimed figure that leaves a vague qualifier out is
// neither borne out nor refuted by it: "20,000" is not what "around 20,000" says, and not excluded either.
func (m quantity) on(claimed quantity) bearing {
	low, high := m.interval()
	from, to := claimed.interval()
	switch {
	case from <= low && high <= to:
		return borne
	case claimed.n == m.n && claimed.qualifier == Exactly && (m.qualifier == JustOver || m.qualifier == Nearly || m.qualifier == Around):
		return open
	case to < low || high < from:
		return refuted
	}
	return open
}

// quantitiesStatedBy are the quantities that a fact states: those of its statement and of what it tells of numbers and times.
func quantitiesStatedBy(f *Fact) []quantity {
	out := quantitiesOf(f.Says)
	for _, key := range [...]string{"how many", "before", "after", "when", "since"} {
		out = append(out, quantitiesOf(f.Facets[key].Text)...)
	}
	if f.Dated != "" && !strings.HasPrefix(f.Dated, aboutMark) {
		if n, err := strconv.Atoi(f.Dated[:4]); err == nil {
			out = append(out, quantity{of: year, n: float64(n), qualifier: Exactly})
		}
	}
	return out
}

// bears says what a fact's quantities say on those of a claim. One that is refuted outweighs what is borne out, and that is outweighed by
// one that stays open. A number of another time than the fact's is open: there may have been as many then.
func bears(stated, claimed []quantity) bearing {
	out, number, otherTime := silent, false, false
	for _, c := range claimed {
		b := bearsOne(stated, c)
		number = number || c.of == counted
		otherTime = otherTime || c.of == year && b != borne
		if out != refuted && (b == refuted || b == open || out == silent) {
			out = b
		}
	}
	if number && otherTime {
		return open
	}
	return out
}

func bearsOne(stated []quantity, c quantity) bearing {
	found := silent
	for _, s := range stated {
		same := s.of == c.of || s.of == small && c.of == counted || s.of == counted && c.of == small
		if !same {
			continue
		}
		switch b := s.on(c); {
		case b == borne:
			return borne
		case b == open || found == silent:
			found = b
		}
	}
	switch {
	case found == silent:
		return open
	case found == refuted && (c.of == duration || c.of == small): // it may count or last otherwise than what the fact tells of
		return open
	}
	return found
}

// plansFor tells whether a claimed quantity is one that the fact gives as planned and as nothing else.
func (f *Fact) plansFor(claimed []quantity) bool {
	return slices.ContainsFunc(claimed, func(c quantity) bool {
		if c.of != counted {
			return false
		}
		planned, reached := false, false
		for _, g := range f.Figures {
			if (quantity{of: counted, n: float64(g.Low), qualifier: g.Qualifier}).on(c) == borne {
				planned, reached = planned || g.Planned, reached || !g.Planned
			}
		}
		return planned && !reached
	})
}
