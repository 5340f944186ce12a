package extract

import (
	"math"
	"strings"
)

// answers measures whether the sentence holds something new of the sort that is asked for.
func (x *index) answers(q *question, row int32, s *scratch, m []match, e *Evidence) {
	lo, hi := x.start[row], x.start[row+1]
	var have sorts
	var classes, asked uint64
	novel, not := 0, false
	head := q.headUnit()
	for k := range q.units {
		asked |= 1 << (q.units[k].class & 63)
	}
	for i := lo; i < hi; i++ {
		w := x.words[i]
		f := &x.forms[w>>formShift]
		have |= f.sorts & (sReason | sPurpose | sMeans | sSay)
		not = not || f.sorts&sNot != 0
		if s.at[x.units[i]] > 0 {
			continue
		}
		if c := x.terms[x.units[i]].class; c > 0 {
			classes |= 1 << (c & 63)
		}
		if f.sorts&sStop != 0 && f.sorts&sNumber == 0 {
			continue
		}
		novel++
		have |= f.sorts
		if w&capital != 0 && (i > lo || f.sorts&sProper != 0) {
			have |= sProper
		}
		if head >= 0 {
			x.kindOfHead(&q.units[head], f, i-lo, m[head], e)
		}
	}
	asked &^= 1
	if e[fStray] > 0 && asked&classes != 0 {
		e[fConflict] = 1
	}
	e[fNovel] = float32(math.Log1p(float64(novel)))
	if not != q.not {
		e[fNot] = 1
	}
	x.supply(q, have, e)
	x.reach(q, row, s, m, head, e)
	if q.saying && (have&sSay != 0) {
		e[fSaid] = 1
	}
}

// kindOfHead notes that a new word is a kind of what the head names, or its number.
func (x *index) kindOfHead(u *asked, f *form, at int32, m match, e *Evidence) {
	if f.sorts&sNumber != 0 && m.at > at && m.at-at <= adjacent+1 {
		e[fBeside] = 1
	}
	for i, l := range x.labels[f.labels[0]:f.labels[1]] {
		if i > 0 && l == u.name && f.text != u.text {
			e[fOfKind] = 1
		}
	}
}

// supply compares the sorts that the sentence has with those that the question wants.
func (x *index) supply(q *question, have sorts, e *Evidence) {
	sign := func(ok bool) float32 {
		if ok {
			return 1
		}
		return -1
	}
	if q.want&sPerson != 0 {
		e[fPerson] = sign(have&(sPerson|sTitle) != 0 || have&sProper != 0)
	}
	if q.want&sPlace != 0 {
		e[fPlace] = sign(have&sPlace != 0 || have&sProper != 0)
	}
	if q.want&(sTime|sSpan) != 0 {
		e[fTime] = sign(have&(q.want&(sTime|sYear|sSpan)) != 0)
	}
	if q.want&sNumber != 0 {
		e[fCount] = sign(have&sNumber != 0)
	}
	if q.want&sReason != 0 {
		e[fReason] = sign(have&sReason != 0)
		e[fPurpose] = sign(have&sPurpose != 0)
	}
	if q.want&sMeans != 0 {
		e[fMeans] = sign(have&sMeans != 0)
	}
	if q.want&sGroup != 0 && q.want&sPerson == 0 {
		e[fGroup] = sign(have&(sGroup|sProper) != 0)
	}
}

// shape measures the sentence itself.
func (x *index) shape(q *question, row int32, e *Evidence) {
	e[fLength] = float32(math.Log1p(float64(x.start[row+1] - x.start[row])))
	quote := x.quote(row)
	if strings.HasSuffix(quote, "?") {
		e[fAsking] = 1
	}
	if q.saying && strings.ContainsAny(quote, "“\"") {
		e[fSaid]++
	}
}

// quote is a sentence, verbatim.
func (x *index) quote(row int32) string {
	doc, p, s := x.place(row)
	d := x.docs[doc]
	return d.Quote(d.Paragraphs[p].Sentences[s])
}

// place is where a sentence stands: its document, paragraph and place in it, counted from 0.
func (x *index) place(row int32) (doc, paragraph, sentence int32) {
	p := x.paragraph[row]
	doc = x.document[p]
	return doc, p - x.first[doc], row - x.opens[p]
}

// reach measures how near the sentence has what is asked for to what it has in common with the question.
func (x *index) reach(q *question, row int32, s *scratch, m []match, head int, e *Evidence) {
	lo, hi := x.start[row], x.start[row+1]
	named := q.want&sProper != 0
	inRun, runs := false, 0
	for i := lo; i < hi; i++ {
		w, f := x.words[i], &x.forms[x.words[i]>>formShift]
		if s.at[x.units[i]] > 0 {
			inRun = false
			continue
		}
		name := f.sorts&sStop == 0 && w&capital != 0 && (i > lo || f.sorts&sProper != 0)
		if name && !inRun {
			runs++
		}
		inRun = name
		if f.sorts&q.want == 0 && !(named && name) {
			continue
		}
		for k := range m {
			if m[k].at >= 0 && (m[k].exact || m[k].alike > 0) {
				e[fReach] = max(e[fReach], closeness(i-lo, m[k].at))
			}
		}
		if head >= 0 && m[head].at >= 0 && f.sorts&sNumber != 0 && q.want&sNumber != 0 {
			e[fFigure] = max(e[fFigure], closeness(i-lo, m[head].at))
		}
	}
	if named {
		e[fCapital] = float32(min(runs, 3))
		e[fNoCapital] = count(runs == 0)
	}
}

// closeness is 1 for neighbours and falls with the distance; a word is not near itself.
func closeness(a, b int32) float32 {
	switch {
	case a > b:
		return 1 / float32(a-b)
	case a < b:
		return 1 / float32(b-a)
	}
	return 0
}
