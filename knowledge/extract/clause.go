package extract

import (
	"math"
	"unicode/utf8"

	"drawdown/knowledge/text"
)

// clearSpan is the probability from which the best span is the short answer; below, the clause around it is. Of SQuAD's answers
// in sentences that were found, 74 in 100 are then in the short answer, which is 81 characters long on average; at 0.3 it is 69 and 70.
const clearSpan = 0.4

// span gives the short answer of a sentence as a range of the document's text.
func (x *index) span(q *question, row int32, weights *[spanSize]float32) [2]int {
	doc, p, n := x.place(row)
	d := x.docs[doc]
	r := d.Paragraphs[p].Sentences[n]
	ps := x.pieces(q, row)
	if at, ok := quotation(ps); ok && q.saying {
		return shorten(d.Text, at[0], at[1], at[0])
	}
	if q.group() == gReason {
		if from, ok := reason(ps); ok {
			return shorten(d.Text, from, r.End, from)
		}
	}
	likely, clear := bestSpan(x.spans(q, ps, nil), weights, q.group())
	switch {
	case clear == 0:
		return shorten(d.Text, r.Start, r.End, r.Start)
	case clear >= clearSpan && q.query.Kind != text.YesNo && q.group() != gReason:
		return [2]int{likely.From, likely.To}
	}
	return shorten(d.Text, r.Start, r.End, likely.From)
}

// bestSpan gives the best candidate and its probability among all.
func bestSpan(cs []SpanCandidate, weights *[spanSize]float32, group int) (best SpanCandidate, probability float64) {
	w := weights[group*spanFeatures : (group+1)*spanFeatures]
	scores := make([]float64, len(cs))
	at, top := -1, math.Inf(-1)
	for i := range cs {
		for k, v := range cs[i].Features {
			scores[i] += float64(w[k]) * float64(v)
		}
		if scores[i] > top {
			at, top = i, scores[i]
		}
	}
	if at < 0 {
		return best, 0
	}
	sum := 0.0
	for _, s := range scores {
		sum += math.Exp(s - top)
	}
	return cs[at], 1 / sum
}

// quotation finds the words between the first quotation marks.
func quotation(ps []piece) ([2]int, bool) {
	for i := range ps {
		if !ps[i].quoted {
			continue
		}
		k := i
		for k+1 < len(ps) && ps[k+1].quoted {
			k++
		}
		return [2]int{ps[i].From, ps[k].To}, k > i
	}
	return [2]int{}, false
}

// reason finds where a clause of reason or purpose begins.
func reason(ps []piece) (int, bool) {
	for _, want := range [...]sorts{sReason, sPurpose} {
		for i, w := range ps {
			if i > 0 && w.sorts&want != 0 && !w.asked {
				return w.From, true
			}
		}
	}
	return 0, false
}

// shorten cuts text[from:to] to at most MaxSpan characters around a place, at the borders of clauses where it can and else of words.
func shorten(s string, from, to, around int) [2]int {
	if utf8.RuneCountInString(s[from:to]) <= MaxSpan {
		return [2]int{from, to}
	}
	start := from
	for i := from; i < around; i++ {
		if clauseMark(s, i) && utf8.RuneCountInString(s[from:around]) > MaxSpan/2 {
			start = i + 2
		}
	}
	start = min(start, around)
	end, border, chars := start, start, 0
	for i, r := range s[start:to] {
		if chars == MaxSpan {
			break
		}
		chars++
		if r == ' ' {
			end = start + i
		}
		if clauseMark(s, start+i) && start+i > around {
			border = start + i
		}
		if start+i+utf8.RuneLen(r) >= to {
			end, border = to, to
		}
	}
	if border > start {
		end = border
	}
	if end <= start { // one word without an end
		end = start
		for i, r := range s[start:to] {
			if utf8.RuneCountInString(s[start:start+i]) == MaxSpan {
				break
			}
			end = start + i + utf8.RuneLen(r)
		}
	}
	return [2]int{start, end}
}

// clauseMark tells whether a clause ends at the place: a comma, semicolon or colon with a blank after it.
func clauseMark(s string, i int) bool {
	return (s[i] == ',' || s[i] == ';' || s[i] == ':') && i+1 < len(s) && s[i+1] == ' '
}
