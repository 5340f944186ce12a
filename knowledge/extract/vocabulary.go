package extract

import (
	"math"
	"math/bits"

	"drawdown/knowledge/text"
)

// A form is a word as it is written in the documents, folded. What can be read off the word alone is kept here once, and not with
// its occurrences.
type form struct {
	text   string
	stem   int32 // term
	sorts  sorts
	grams  uint64   // its character trigrams, as a Bloom filter
	mask   uint64   // its labels, as a Bloom filter
	labels [2]int32 // half-open range in vocabulary.labels
	middle int32    // occurrences with a capital in mid-sentence
	lower  int32    // occurrences without
}

// A vocabulary numbers the forms of the documents and their terms: stems and concepts, by the key of their unit.
type vocabulary struct {
	forms  []form
	formID map[string]int32
	termID map[string]int32
	rawID  map[string][2]int32 // a word as it is written → its forms, -1 where there is no second
	terms  []term
	keys   []string  // of the terms
	weight []float32 // of each place in labels
	labels []uint32  // hashes of label names, nearest first, of each form in turn
}

// A term is what sentences are indexed by.
type term struct {
	class int32 // of an exclusive concept, from 1; else 0
	idf   float32
	stop  bool
}

func newVocabulary() *vocabulary {
	return &vocabulary{formID: map[string]int32{}, termID: map[string]int32{}, rawID: map[string][2]int32{}}
}

// raw gives the forms of a word as it is written: one, or two for a contraction ("isn't").
func (v *vocabulary) raw(word string) [2]int32 {
	if ids, ok := v.rawID[word]; ok {
		return ids
	}
	ids := [2]int32{-1, -1}
	tokens := []string{"us"}
	if word != "us" { // in running text the pronoun; only people in a hurry mean the country
		tokens = text.Tokens(text.Fold(word))
	}
	n := 0
	for _, t := range tokens {
		if n < len(ids) && t != "" {
			ids[n] = v.form(t)
			n++
		}
	}
	if ids[0] < 0 { // every word of the text is one of the index, so that the two can be laid side by side
		ids[0] = v.form(word)
	}
	v.rawID[word] = ids
	return ids
}

func (v *vocabulary) form(w string) int32 {
	if id, ok := v.formID[w]; ok {
		return id
	}
	names := text.Labels(w)
	f := form{text: w, stem: v.term(text.Stem(w), text.IsStop(w)), sorts: sortOf(w, names), grams: gramMask(w)}
	f.labels[0] = int32(len(v.labels))
	var hashes []uint32
	hashes, f.mask = hashLabels(names, f.sorts)
	v.labels = append(v.labels, hashes...)
	f.labels[1] = int32(len(v.labels))
	id := int32(len(v.forms))
	v.forms = append(v.forms, f)
	v.formID[w] = id
	return id
}

func (v *vocabulary) term(key string, stop bool) int32 {
	if id, ok := v.termID[key]; ok {
		return id
	}
	id := int32(len(v.terms))
	v.terms, v.keys = append(v.terms, term{stop: stop}), append(v.keys, key)
	v.termID[key] = id
	return id
}

// find gives the term of a key, or -1.
func (v *vocabulary) find(key string) int32 {
	if id, ok := v.termID[key]; ok {
		return id
	}
	return -1
}

// hashLabels hashes the labels of a word; function words have none, whatever else they may mean.
func hashLabels(names []string, s sorts) ([]uint32, uint64) {
	if s&(sStop|sNumber) != 0 {
		return nil, 0
	}
	var mask uint64
	out := make([]uint32, 0, len(names))
	for _, l := range names {
		h := hash(l)
		if l[0] == '_' {
			h |= 1 // general labels are odd: they weigh less
		} else {
			h &^= 1
		}
		out = append(out, h)
		mask |= 1 << (h >> 26)
	}
	return out, mask
}

// hash is FNV-1a, 32 bits.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

// gramMask sets one of 64 bits for each character trigram of a word with its ends marked.
func gramMask(w string) uint64 {
	var m uint64
	a, b := byte('_'), w[0]
	for i := 1; i <= len(w); i++ {
		c := byte('_')
		if i < len(w) {
			c = w[i]
		}
		m |= 1 << ((uint32(a)*31*31 + uint32(b)*31 + uint32(c)) * 2654435761 >> 26)
		a, b = b, c
	}
	return m
}

// dice is the share of trigrams that two words have in common (Dice 1945), by their filters.
func dice(a, b uint64) float32 {
	return 2 * float32(bits.OnesCount64(a&b)) / float32(bits.OnesCount64(a)+bits.OnesCount64(b))
}

// generalWeight is what the name of a lexicographer's file weighs against a rare label.
const generalWeight = 0.15

// weighLabels gives each label a weight by how few words share it, as idf does for words, and by how near it is.
func (x *index) weighLabels() {
	count := map[uint32]int{}
	for _, l := range x.labels {
		count[l]++
	}
	top := math.Log(float64(1 + len(x.forms)))
	x.weight = make([]float32, len(x.labels))
	for i := range x.forms {
		f := &x.forms[i]
		for k := f.labels[0]; k < f.labels[1]; k++ {
			l := x.labels[k]
			w := float32(1 - math.Log(float64(count[l]))/top)
			if l&1 == 1 {
				w *= generalWeight
			}
			x.weight[k] = w / (1 + 0.15*float32(max(0, k-f.labels[0]-1)))
		}
	}
}
