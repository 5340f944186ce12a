package index

import (
	"math"
	"slices"
)

// documents writes or reads Docs, Near (but for its weights) and Words.
//
// The postings of Near and the words of Words are one relation between features and documents, and so are written once, as
// a list of documents for each feature: all that hold it where it has postings, and the asks among them where it has none.
func (x *Index) documents(c *codec) {
	c.documents(&x.Docs)
	c.number(&x.Near.N)
	var lists, docs []int32
	if c.writing {
		lists, docs = x.lists()
	}
	c.smalls(&lists)
	c.smalls(&docs)
	if c.reads() {
		x.fill(c, lists, docs)
	}
}

func (c *codec) documents(docs *[]Document) {
	var facts, shorts []int32
	var sorts []byte
	for _, d := range *docs {
		sort := d.Sort << 1
		if d.Gap {
			sort |= 1
		}
		facts, shorts, sorts = append(facts, d.Fact), append(shorts, d.Short), append(sorts, sort)
	}
	c.int32s(&facts)
	c.int32s(&shorts)
	c.bytes(&sorts)
	if !c.reads() {
		return
	}
	if n := len(facts); len(shorts) != n || len(sorts) != n {
		c.fail("%d, %d and %d of the fields of documents", n, len(shorts), len(sorts))
		return
	}
	*docs = make([]Document, len(facts))
	for i := range *docs {
		(*docs)[i] = Document{Fact: facts[i], Short: shorts[i], Sort: sorts[i] >> 1, Gap: sorts[i]&1 == 1}
	}
}

// What the list of a feature holds, in the two lowest bits of its length.
const (
	allDocuments = iota // the feature has postings
	asksOfOther         // it is no word, but what a question word is joined to; or no document has it
	asksOfCommon        // too many documents have it
	kindBits     = 2
)

// lists gives the list of each feature, one behind the other, each as the distance from one document to the next; and the
// length of each with what it holds.
func (x *Index) lists() (lists, docs []int32) {
	asks := make([][]int32, len(x.Near.IDF))
	for d := range x.Docs {
		for _, r := range x.Words.Of(int32(d)) {
			asks[r] = append(asks[r], int32(d))
		}
	}
	for r, idf := range x.Near.IDF {
		list, kind := asks[r], asksOfOther
		switch {
		case idf > 0:
			list, kind = x.Near.Docs[x.Near.From[r]:x.Near.From[r+1]], allDocuments
		case idf < 0:
			kind = asksOfCommon
		}
		lists = append(lists, int32(len(list)<<kindBits|kind))
		last := int32(0)
		for _, d := range list {
			docs = append(docs, d-last)
			last = d
		}
	}
	return lists, docs
}

// fill makes Near and Words from what lists gave.
func (x *Index) fill(c *codec, lists, docs []int32) {
	p := x.Near
	p.From, p.IDF = make([]int32, len(lists)+1), make([]float32, len(lists))
	words := make([]int32, len(x.Docs)+1) // how many each ask has, one place on
	posted, rest := 0, docs
	for r, l := range lists {
		n := int(l) >> kindBits
		if n < 0 || n > len(rest) {
			c.fail("a list of %d documents stands where %d are left", n, len(rest))
			return
		}
		list := rest[:n]
		rest = rest[n:]
		if !x.sum(list, words) {
			c.fail("a list holds a document that is none of %d", len(x.Docs))
			return
		}
		switch l & (1<<kindBits - 1) {
		case allDocuments:
			posted += n
			p.IDF[r] = idf(p.N, n)
		case asksOfCommon:
			p.IDF[r] = -1
		}
		p.From[r+1] = int32(posted)
	}
	if len(rest) > 0 {
		c.fail("%d documents stand in no list", len(rest))
		return
	}
	x.transpose(lists, docs, words)
}

// sum turns distances into documents, and counts the words of each.
func (x *Index) sum(list, words []int32) bool {
	d := int32(0)
	for i, distance := range list {
		d += distance
		if d < 0 || int(d) >= len(x.Docs) {
			return false
		}
		list[i] = d
		words[d+1]++
	}
	return true
}

// transpose fills the postings, and the words of each ask in ascending order. The postings stay where docs were read to, moved
// together: a second array would take as long to make as to fill.
func (x *Index) transpose(lists, docs, words []int32) {
	next := make([]int32, len(x.Docs)) // where the next word of each ask goes; -1 for a gap
	for d := range x.Docs {
		next[d] = words[d]
		if x.Docs[d].Gap {
			next[d], words[d+1] = -1, 0
		}
		words[d+1] += words[d]
	}
	x.Words = Units{From: words, Rows: make([]int32, words[len(x.Docs)])}
	posted := docs[:0]
	for r, l := range lists {
		list := docs[:l>>kindBits]
		docs = docs[len(list):]
		for _, d := range list {
			if at := next[d]; at >= 0 {
				x.Words.Rows[at] = int32(r)
				next[d]++
			}
		}
		if l&(1<<kindBits-1) == allDocuments {
			posted = append(posted, list...)
		}
	}
	x.Near.Docs = slices.Clip(posted)
}

// idf is the inverse document frequency of a feature that n of all documents hold.
func idf(all, n int) float32 { return float32(math.Log(float64(all+1) / float64(n))) }
