package train

import (
	"maps"
	"math"
	"slices"

	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// sortOf lists which units the asks of each fact join to which sort of question.
func (t *trainer) sortOf(examples []Example) *index.Table {
	seen := map[index.Feature]bool{}
	for _, e := range examples {
		if e.Gap {
			continue
		}
		for _, u := range e.Query.Units {
			if !u.Stop {
				seen[index.SortFeature(u.Key, e.Fact, e.Query.Kind)] = true
			}
		}
	}
	return index.NewTable(slices.Sorted(maps.Keys(seen)))
}

// postings index asks and gaps by their words.
func (t *trainer) postings(x *index.Index, examples []Example, vectors []index.Vector, rows [][]int32) (*index.Postings, []index.Document) {
	width := x.Table.Len()
	p := &index.Postings{N: len(examples), From: make([]int32, width+1), IDF: make([]float32, width)}
	docs := make([]index.Document, len(examples))
	for i, e := range examples {
		docs[i] = index.Document{Fact: int32(e.Fact), Short: int32(e.Short), Sort: uint8(e.Query.Kind.Sort()), Gap: e.Gap}
		for _, r := range rows[i][:vectors[i].WordFeatures()] {
			if r >= 0 {
				p.From[r+1]++
			}
		}
	}
	for r := range width {
		if n := p.From[r+1]; n > 0 {
			p.IDF[r] = float32(math.Log(float64(len(docs)+1) / float64(n)))
			if float64(n) > index.MaxShare*float64(len(docs)) {
				p.IDF[r], p.From[r+1] = -1, 0
			}
		}
		p.From[r+1] += p.From[r]
	}
	fill := slices.Clone(p.From)
	p.Docs, p.Weight = make([]int32, p.From[width]), make([]byte, p.From[width])
	for d := range examples {
		n := vectors[d].WordFeatures()
		norm := float32(0)
		for j, r := range rows[d][:n] {
			w := vectors[d].Values[j] * index.UnseenIDF
			if r >= 0 {
				w = vectors[d].Values[j] * max(0, p.IDF[r])
			}
			norm += w * w
		}
		for j, r := range rows[d][:n] {
			if r >= 0 && p.IDF[r] > 0 {
				p.Docs[fill[r]], p.Weight[fill[r]] = int32(d), byte(max(1, 255*vectors[d].Values[j]*p.IDF[r]/sqrt(norm)))
				fill[r]++
			}
		}
	}
	return p, docs
}

// counts tells which units the asks and statements of each fact hold.
func (t *trainer) counts(examples []Example) *index.Counts {
	seen := map[index.Feature]bool{}
	each := func(q *text.Query, do func(index.Feature)) {
		clear(seen)
		for _, u := range q.Units {
			if f := index.UnitFeature(u.Key); !u.Stop && !seen[f] {
				seen[f] = true
				do(f)
			}
		}
	}
	var features []index.Feature
	known := map[index.Feature]bool{}
	note := func(f index.Feature) {
		if !known[f] {
			known[f] = true
			features = append(features, f)
		}
	}
	for _, e := range examples {
		each(e.Query, note)
	}
	for _, s := range t.statements {
		each(s, note)
	}
	slices.Sort(features)
	n := len(t.facts)
	c := &index.Counts{Facts: n, Table: index.NewTable(features), Asks: make([]int32, len(features)), Gaps: make([]int32, len(features)), Of: make([]byte, len(features)*n), Total: int32(len(examples))}
	for _, e := range examples {
		each(e.Query, func(f index.Feature) {
			r := c.Table.Row(f)
			if e.Gap {
				c.Gaps[r]++
				return
			}
			c.Asks[r]++
			if at := &c.Of[int(r)*n+e.Fact]; *at < 255 {
				*at++
			}
		})
	}
	for i, s := range t.statements {
		each(s, func(f index.Feature) {
			at := &c.Of[int(c.Table.Row(f))*n+i]
			*at = max(*at, index.StatementCount)
		})
	}
	return c
}

// words lists the word features of each ask.
func words(examples []Example, vectors []index.Vector, rows [][]int32) index.Units {
	u := index.Units{From: []int32{0}}
	for i, e := range examples {
		if !e.Gap {
			for _, r := range rows[i][:vectors[i].JoinedFeatures()] {
				if r >= 0 {
					u.Rows = append(u.Rows, r)
				}
			}
		}
		u.From = append(u.From, int32(len(u.Rows)))
	}
	return u
}

// units lists the units of each example.
func units(c *index.Counts, examples []Example) index.Units {
	u := index.Units{From: []int32{0}}
	for _, e := range examples {
		for _, x := range e.Query.Units {
			if !x.Stop {
				u.Rows = append(u.Rows, c.Table.Row(index.UnitFeature(x.Key)))
			}
		}
		u.From = append(u.From, int32(len(u.Rows)))
	}
	return u
}

// kinds gives the log-probability of each kind of question for each fact, smoothed by the kinds over all.
func (t *trainer) kinds(examples []Example) []float32 {
	n := len(t.facts)
	count := make([]float64, n*text.Kinds)
	total, all := make([]float64, n), make([]float64, text.Kinds)
	for _, e := range examples {
		if !e.Gap {
			count[e.Fact*text.Kinds+int(e.Query.Kind)]++
			total[e.Fact]++
			all[e.Query.Kind]++
		}
	}
	sum := 0.0
	for _, v := range all {
		sum += v
	}
	const prior = 10 // pseudo-asks
	out := make([]float32, len(count))
	for i := range out {
		f, k := i/text.Kinds, i%text.Kinds
		out[i] = float32(math.Log((count[i] + prior*(all[k]+1)/(sum+1)) / (total[f] + prior)))
	}
	return out
}
