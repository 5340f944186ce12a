package extract

import (
	"slices"
	"strings"

	"drawdown/knowledge/text"
)

// maxUnits bounds the units of a question that are compared, so that a set of them is one machine word. Questions of
// more content words exist; their tail is passed over.
const maxUnits = 32

// A question is a query in the terms of an index.
type question struct {
	query  *text.Query
	units  []asked
	want   sorts
	mass   float32 // sum of the units' idf
	saying bool    // what somebody says is asked for
	not    bool
	stems  []int32 // every word's stem, stop words included; -1 for one that no sentence holds
}

// An asked unit is a unit with content.
type asked struct {
	term   int32 // -1: no sentence holds it
	stem   int32
	class  int32 // of an exclusive concept that the sentences hold
	only   bool  // an exclusive concept, whether or not the sentences hold it
	idf    float32
	text   string
	name   uint32 // hash of the text as a label
	grams  uint64
	mask   uint64
	labels []uint32
	sorts  sorts
	head   bool
	word   class
}

// A class is what sort of word a unit is, as far as it matters that a sentence lacks it.
type class uint8

const (
	other   class = iota
	thing         // what can be touched, a person, a place: a sentence without it tells of something else
	verb          // often said otherwise
	strange       // neither the documents nor English knows it
)

func classOf(w string, names []string, known bool) class {
	if len(names) == 0 {
		if !known && !text.IsEnglish(w) && !digitByte(w[0]) {
			return strange
		}
		return other
	}
	switch names[0] {
	case "_artifact", "_person", "_location", "_group", "_food", "_animal", "_body", "_object", "_plant", "_substance", "_possession":
		return thing
	}
	if strings.HasPrefix(names[0], "_v-") {
		return verb
	}
	return other
}

func (x *index) question(q *text.Query) *question {
	out := &question{query: q, want: wanted(q)}
	for _, w := range q.Words {
		out.stems = append(out.stems, x.find(w.Stem))
		out.saying = out.saying || sortWords[w.Text]&sSay != 0
		out.not = out.not || sortWords[w.Text]&sNot != 0
	}
	for i, u := range q.Units {
		w := q.Words[u.From]
		if u.Stop || w.Text == "" || len(out.units) == maxUnits {
			continue
		}
		a := asked{term: x.find(u.Key), stem: x.find(w.Stem), idf: x.unseen, text: w.Text, name: hash(strings.ToLower(w.Text)) &^ 1, grams: gramMask(w.Text), head: i == q.Head}
		if a.term >= 0 {
			a.idf, a.class = x.terms[a.term].idf, x.terms[a.term].class
		}
		a.only = u.Concept != nil && u.Concept.Exclusive
		names := text.Labels(w.Text)
		id, ok := x.formID[w.Text]
		a.word = classOf(w.Text, names, ok)
		if ok {
			f := &x.forms[id]
			a.sorts, a.mask, a.labels = f.sorts, f.mask, x.labels[f.labels[0]:f.labels[1]]
		} else {
			a.sorts = sortOf(w.Text, names)
			a.labels, a.mask = hashLabels(names, a.sorts)
		}
		out.mass += a.idf
		out.units = append(out.units, a)
	}
	return out
}

// headUnit is the unit that the question word governs, or -1.
func (q *question) headUnit() int {
	return slices.IndexFunc(q.units, func(u asked) bool { return u.head })
}
