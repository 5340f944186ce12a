package index

import (
	"math"

	"drawdown/knowledge/text"
)

// A Feature is one property of a question, as a 64-bit hash of its group and text. Collisions are rare enough at some
// hundred thousand features (the birthday bound gives one in a billion).
type Feature uint64

// A group of features; each is scaled to unit length and then by its weight, so that the many character n-grams do not
// drown the few words.
type group uint8

const (
	units   group = iota // stems and concepts
	pairs                // neighbouring units
	triples              // three in a row
	skips                // content units within reach of one another
	surface              // the stems beneath concepts
	asked                // the kind of question with its head and its content
	chars                // character n-grams of the words
	kinds                // WordNet labels of the content words
	groups
)

// weight of each group: set by judgement, words before their neighbours before their letters, and not tuned further.
var weight = [groups]float32{units: 1.2, pairs: 1, triples: 0.6, skips: 0.6, surface: 0.7, chars: 1.1, asked: 0.7, kinds: 0.4}

const (
	minGram, maxGram = 3, 5 // character n-grams, with a mark at either end of the word
	reach            = 4    // units between two that make a skip pair
)

// A Vector holds the features of a question with their weights.
type Vector struct {
	Features []Feature
	Values   []float32
	sum      [groups]float32
	from     [groups + 1]int // where each group begins
	at       group
}

// WordFeatures is how many of the features, from the first on, are whole words, alone and together: what documents are compared by.
func (v *Vector) WordFeatures() int { return v.from[asked] }

// JoinedFeatures is how many are words, alone and together, and what the question word is joined to.
func (v *Vector) JoinedFeatures() int { return v.from[chars] }

// Reset empties the vector, keeping its memory.
func (v *Vector) Reset() { *v = Vector{Features: v.Features[:0], Values: v.Values[:0]} }

func (v *Vector) begin(g group) { v.at, v.from[g] = g, len(v.Features) }

func (v *Vector) add(f Feature, value float32) {
	v.Features = append(v.Features, f)
	v.Values = append(v.Values, value)
	v.sum[v.at] += value * value
}

// end scales the group that began last.
func (v *Vector) end() {
	if v.sum[v.at] == 0 {
		return
	}
	k := weight[v.at] / float32(math.Sqrt(float64(v.sum[v.at])))
	for i := v.from[v.at]; i < len(v.Values); i++ {
		v.Values[i] *= k
	}
}

// FNV-1a, 64 bits (Fowler, Noll, Vo).
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

func start(g group) Feature { return Feature((offset64 ^ (uint64(g) + 1)) * prime64) }

func (f Feature) with(s string) Feature {
	h := uint64(f)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * prime64
	}
	return Feature((h ^ 0xff) * prime64)
}

// Extract fills the vector with the features of a question.
func Extract(q *text.Query, v *Vector) {
	v.Reset()
	each(v, units, func() {
		for _, u := range q.Units {
			v.add(start(units).with(u.Key), stopped(u, 0.3))
		}
	})
	each(v, pairs, func() { ngrams(q, v, pairs, 2) })
	each(v, triples, func() { ngrams(q, v, triples, 3) })
	each(v, skips, func() { skipPairs(q, v) })
	each(v, surface, func() {
		for _, w := range q.Words {
			if !text.IsStop(w.Text) {
				v.add(start(surface).with(w.Stem), 1)
			}
		}
	})
	each(v, asked, func() { askedFor(q, v) })
	each(v, chars, func() {
		for _, w := range q.Words {
			grams(v, w.Text)
		}
	})
	each(v, kinds, func() { labels(q, v) })
	v.from[groups] = len(v.Features)
}

func each(v *Vector, g group, fill func()) {
	v.begin(g)
	fill()
	v.end()
}

func stopped(u text.Unit, light float32) float32 {
	if u.Stop {
		return light
	}
	return 1
}

func ngrams(q *text.Query, v *Vector, g group, n int) {
	for i := -1; i+n <= len(q.Units)+1; i++ {
		f, content := start(g), float32(0.3)
		for j := i; j < i+n; j++ {
			switch {
			case j < 0:
				f = f.with("^")
			case j >= len(q.Units):
				f = f.with("$")
			default:
				f = f.with(q.Units[j].Key)
				if !q.Units[j].Stop {
					content = 1
				}
			}
		}
		v.add(f, content)
	}
}

func skipPairs(q *text.Query, v *Vector) {
	for i, a := range q.Units {
		if a.Stop {
			continue
		}
		n := 0
		for _, b := range q.Units[i+1:] {
			if b.Stop {
				continue
			}
			if n++; n > reach {
				break
			}
			x, y := a.Key, b.Key
			if x > y {
				x, y = y, x
			}
			v.add(start(skips).with(x).with(y), 1)
		}
	}
}

func grams(v *Vector, word string) {
	var buf [64]byte
	w := append(append(append(buf[:0], '_'), word...), '_')
	for n := minGram; n <= maxGram; n++ {
		for i := 0; i+n <= len(w); i++ {
			f := start(chars)
			h := uint64(f)
			for _, c := range w[i : i+n] {
				h = (h ^ uint64(c)) * prime64
			}
			v.add(Feature(h), 1)
		}
	}
}

// askedFor joins the kind of question to what it asks about: "how many" + troops is not "how many" + tanks.
func askedFor(q *text.Query, v *Vector) {
	kind := start(asked).with(q.Kind.String())
	v.add(kind, 1)
	if q.Head >= 0 {
		v.add(kind.with("head").with(q.Units[q.Head].Key), 1)
	}
	for _, u := range q.Units {
		if !u.Stop {
			v.add(kind.with(u.Key), 0.5)
		}
	}
}

func labels(q *text.Query, v *Vector) {
	for i, u := range q.Units {
		if u.Stop || u.Concept != nil && u.Concept.Exclusive {
			continue
		}
		for k, l := range text.Labels(q.Words[u.From].Text) {
			if k > 4 {
				break
			}
			v.add(start(kinds).with(l), 1/float32(1+k))
			if i == q.Head {
				v.add(start(kinds).with("head").with(q.Kind.String()).with(l), 1/float32(1+k))
			}
		}
	}
}
