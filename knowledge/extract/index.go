package extract

import (
	"math"

	"drawdown/knowledge/source"
	"drawdown/knowledge/text"
)

// An index holds the sentences of the documents, numbered in order, in flat arrays: nothing is allocated for a sentence.
// The words of sentence s are words[start[s]:start[s+1]]. After the sentences come the titles, one row a document, which no
// posting names.
//
// The postings of term t are sentences[from[t]:from[t+1]] with the weight of the term in the sentence beside each: BM25
// (Robertson et al. 1994) but for the idf.
type index struct {
	vocabulary
	docs []*source.Document

	words []uint32 // form<<formShift, with the bits below
	units []int32  // the term of the unit that the word belongs to: a concept, or the word's stem
	start []int32
	n     int // sentences

	paragraph []int32 // of a sentence: which, over all documents
	opens     []int32 // the first sentence of each paragraph, and n at the end
	document  []int32 // of a paragraph
	first     []int32 // the first paragraph of each document

	from      []int32
	sentences []int32
	weights   []float32
	unseen    float32 // idf of a word that no sentence holds
	relation  relation
}

// The bits of a word beside its form.
const (
	capital   = 1 // written with a capital
	goesOn    = 2 // the second half of a contraction
	formShift = 2
)

// BM25's parameters, found on SQuAD: sentences are short and of like length, so neither repetition nor length says much.
const (
	k1 = 0.4
	b  = 0.4
)

// A builder fills an index.
type builder struct {
	*index
	lexicon *text.Lexicon
	tokens  []token
	row     []text.Word
	class   map[string]int32
}

func build(docs []*source.Document, lexicon *text.Lexicon) *index {
	x := &builder{index: &index{vocabulary: *newVocabulary(), docs: docs, start: []int32{0}}, lexicon: lexicon, class: map[string]int32{}}
	for d, doc := range docs {
		x.first = append(x.first, int32(len(x.opens)))
		for _, p := range doc.Paragraphs {
			x.opens = append(x.opens, int32(x.n))
			x.document = append(x.document, int32(d))
			for _, s := range p.Sentences {
				x.paragraph = append(x.paragraph, int32(len(x.opens)-1))
				x.add(doc.Text, s.Start, s.End, true)
				x.n++
			}
		}
	}
	x.opens = append(x.opens, int32(x.n))
	for _, doc := range docs {
		x.add(doc.Title, 0, len(doc.Title), false)
	}
	x.properNames()
	x.post()
	x.relation = relate(&x.vocabulary)
	x.weighLabels()
	x.rawID = nil
	return x.index
}

// add appends content[from:to] to the rows. The capitals of a running text tell names; those of a title do not.
func (x *builder) add(content string, from, to int, running bool) {
	x.tokens = scan(content, from, to, x.tokens[:0])
	x.row = x.row[:0]
	at := len(x.words)
	for i, t := range x.tokens {
		for k, id := range x.raw(content[t.From:t.To]) {
			if id < 0 {
				continue
			}
			w := uint32(id) << formShift
			if k > 0 {
				w |= goesOn
			}
			switch {
			case t.Capital:
				w |= capital
				if i > 0 && running {
					x.forms[id].middle++
				}
			default:
				x.forms[id].lower++
			}
			x.words = append(x.words, w)
			x.row = append(x.row, text.Word{Text: x.forms[id].text, Stem: x.stems(id)})
		}
	}
	for i := 0; i < len(x.row); {
		c, n := x.lexicon.Match(x.row, i)
		unit := x.forms[x.words[at+i]>>formShift].stem
		if c != nil {
			unit = x.concept(c)
		}
		for range n {
			x.units = append(x.units, unit)
		}
		i += n
	}
	x.start = append(x.start, int32(len(x.words)))
}

// stems gives the key of a form's stem.
func (x *builder) stems(id int32) string { return x.keys[x.forms[id].stem] }

func (x *builder) concept(c *text.Concept) int32 {
	id := x.term("<"+c.Name+">", false)
	if c.Exclusive && x.terms[id].class == 0 {
		if x.class[c.Class] == 0 {
			x.class[c.Class] = int32(len(x.class) + 1)
		}
		x.terms[id].class = x.class[c.Class]
	}
	return id
}

// properNames marks the forms that are written with a capital where nothing but a name is.
func (x *builder) properNames() {
	for i := range x.forms {
		if f := &x.forms[i]; f.middle > f.lower && f.sorts&sStop == 0 {
			f.sorts |= sProper
		}
	}
}

// post makes the postings: it counts, lays out, and fills.
func (x *builder) post() {
	x.from = make([]int32, len(x.terms)+1)
	x.each(func(s int, t int32, _ int) {
		x.from[t+1]++
	})
	for t := range x.terms {
		df := float64(x.from[t+1])
		x.terms[t].idf = float32(math.Log(1 + (float64(x.n)-df+0.5)/(df+0.5)))
		x.from[t+1] += x.from[t]
	}
	x.unseen = float32(math.Log(1 + (float64(x.n)+0.5)/0.5))
	x.sentences = make([]int32, x.from[len(x.terms)])
	x.weights = make([]float32, len(x.sentences))
	next := make([]int32, len(x.terms))
	copy(next, x.from)
	average := float64(max(1, int(x.start[x.n]))) / float64(max(1, x.n))
	x.each(func(s int, t int32, tf int) {
		length := float64(x.start[s+1] - x.start[s])
		f := float64(tf)
		x.sentences[next[t]] = int32(s)
		x.weights[next[t]] = float32(f * (k1 + 1) / (f + k1*(1-b+b*length/average)))
		next[t]++
	})
}

// each calls do for every sentence and each distinct term of it that carries content, with how often it occurs.
func (x *builder) each(do func(sentence int, term int32, tf int)) {
	count := make([]int32, len(x.terms))
	var touched []int32
	note := func(t int32) {
		if x.terms[t].stop {
			return
		}
		if count[t] == 0 {
			touched = append(touched, t)
		}
		count[t]++
	}
	for s := range x.n {
		last := int32(-1)
		for i := x.start[s]; i < x.start[s+1]; i++ {
			unit, stem := x.units[i], x.forms[x.words[i]>>formShift].stem
			if unit != stem {
				note(stem)
			}
			if unit == stem || unit != last {
				note(unit)
			}
			last = unit
		}
		for _, t := range touched {
			do(s, t, int(count[t]))
			count[t] = 0
		}
		touched = touched[:0]
	}
}
