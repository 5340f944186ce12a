package extract

import "strings"

// A piece is a word of a sentence with what spans are judged by.
type piece struct {
	token
	sorts   sorts
	asked   bool
	head    bool
	ofKind  bool
	stop    bool
	name    bool
	article bool
	before  bool // punctuation stands before it
	quoted  bool
}

// pieces takes a sentence apart.
func (x *index) pieces(q *question, row int32) []piece {
	doc, p, n := x.place(row)
	d := x.docs[doc]
	r := d.Paragraphs[p].Sentences[n]
	tokens := scan(d.Text, r.Start, r.End, nil)
	out := make([]piece, 0, len(tokens))
	i, end, quoted := x.start[row], r.Start, false
	for _, t := range tokens {
		gap := d.Text[end:t.From]
		a := piece{token: t, before: strings.ContainsAny(gap, ",;:()\"“”—–?!"), quoted: quoted}
		if k := strings.Count(gap, "\"") + strings.Count(gap, "“") + strings.Count(gap, "”"); k%2 == 1 {
			quoted = !quoted
			a.quoted = quoted
		}
		for first := i; i < x.start[row+1] && (i == first || x.words[i]&goesOn != 0); i++ {
			x.describe(q, &a, i, len(out) == 0)
		}
		out = append(out, a)
		end = t.To
	}
	return out
}

func (x *index) describe(q *question, a *piece, i int32, first bool) {
	f := &x.forms[x.words[i]>>formShift]
	a.sorts |= f.sorts
	a.stop = f.sorts&sStop != 0 && f.sorts&sNumber == 0
	a.article = f.text == "the" || f.text == "a" || f.text == "an"
	a.name = a.Capital && !a.stop && (!first || f.sorts&sProper != 0)
	for k := range q.units {
		u := &q.units[k]
		if u.term >= 0 && u.term == x.units[i] || u.stem >= 0 && u.stem == f.stem {
			a.asked = true
			a.head = a.head || u.head
		}
		if u.head {
			for j, l := range x.labels[f.labels[0]:f.labels[1]] {
				a.ofKind = a.ofKind || j > 0 && l == u.name && f.text != u.text
			}
		}
	}
}
