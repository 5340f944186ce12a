package extract

import "math/bits"

// coverage measures what of the question the sentence holds.
func (x *index) coverage(q *question, m []match, e *Evidence) {
	if q.mass == 0 {
		return
	}
	for k := range q.units {
		u, share := &q.units[k], q.units[k].idf/q.mass
		nowhere := u.term < 0 && u.stem < 0
		e[fUnseen] += count(nowhere) * share
		e[fStrange] += count(u.word == strange) * share
		e[fNewThing] += count(nowhere && u.word == thing) * share
		if u.head {
			e[fHead], e[fNoHead] = headMet(m[k])
		}
		if m[k].exact {
			e[fExact] += share
			e[fNumber] += count(u.sorts&sNumber != 0)
			e[fName] += count(u.names()) * share
			continue
		}
		if m[k].alike > 0 {
			e[fAlike] += share * m[k].alike
		} else {
			e[fKin] += share * m[k].kin
		}
		x.missing(u, m[k], share, e)
	}
}

// names tells whether a unit names one thing and no other.
func (u *asked) names() bool { return u.sorts&sProper != 0 || u.only }

// headMet gives how far what the question word governs is met, and how far not.
func headMet(m match) (met, unmet float32) {
	if m.exact {
		return 1, 0
	}
	soft := max(m.alike, m.kin)
	return soft / 2, 1 - soft
}

// kinSoftens is how far a word of a kind makes up for one that is missing.
const kinSoftens = 0.7

// missing measures a unit that the sentence does not hold.
func (x *index) missing(u *asked, m match, share float32, e *Evidence) {
	soft := max(m.alike, m.kin*kinSoftens)
	gone := share * (1 - soft)
	e[fMissing] += gone
	e[fUnseenKin] += share * (1 - m.kin)
	e[fNoNumber] += count(u.sorts&sNumber != 0)
	e[fMissingName] += count(u.names()) * share
	e[fMissingMax] = max(e[fMissingMax], u.idf/x.unseen*(1-soft))
	if soft == 0 {
		e[fMissingMany] += 0.25
	}
	switch u.word {
	case thing:
		e[fNoThing] += gone
	case verb:
		e[fNoVerb] += gone
	default:
		e[fNoOther] += gone
	}
}

// context measures what of the rest the text around the sentence holds.
func (x *index) context(q *question, s *scratch, row int32, exact uint64, e *Evidence) {
	p := x.paragraph[row]
	lo, hi := x.opens[p], x.opens[p+1]
	var before, after, whole uint64
	if row > lo {
		before = x.maskOf(row-1, s)
	}
	if row+1 < hi {
		after = x.maskOf(row+1, s)
	}
	for d := lo; d < hi; d++ {
		whole |= x.maskOf(d, s)
	}
	title := x.maskOf(int32(x.n)+x.document[p], s)
	if q.mass == 0 {
		return
	}
	e[fBefore] = q.share(before &^ exact)
	e[fAfter] = q.share(after &^ exact)
	e[fParagraph] = q.share(whole &^ exact)
	e[fTitle] = q.share(title &^ exact)
	e[fNowhere] = 1 - q.share(whole|title)
	if row == lo {
		e[fOpens] = 1
	}
	if x.pointsBack(row) {
		e[fPoints] = e[fBefore]
	}
	for k, u := range q.units {
		if !u.only || exact>>k&1 == 1 {
			continue
		}
		e[fStray]++
		if (whole|title)>>k&1 == 0 {
			e[fAstray]++
		}
	}
}

func count(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func (q *question) share(mask uint64) float32 {
	var sum float32
	for m := mask; m != 0; m &= m - 1 {
		sum += q.units[bits.TrailingZeros64(m)].idf
	}
	return sum / q.mass
}

// backReach is how many words at the head of a sentence may point back.
const backReach = 4

func (x *index) pointsBack(row int32) bool {
	lo, hi := x.start[row], x.start[row+1]
	for i := lo; i < min(hi, lo+backReach); i++ {
		if x.forms[x.words[i]>>formShift].sorts&sPronoun != 0 {
			return true
		}
	}
	return false
}
