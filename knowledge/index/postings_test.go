package index_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"drawdown/knowledge/index"
)

// Three documents: "red boat", "red red house", "house".
func postings() *index.Postings {
	return &index.Postings{
		N:      3,
		From:   []int32{0, 2, 3, 5, 5, 5},
		Docs:   []int32{0, 1, 0, 1, 2},
		Weight: []byte{180, 200, 180, 158, 255},
		IDF:    []float32{1, 2, 1, 0, -1}, // red, boat, house; a word of no document, a word of too many
	}
}

func TestSearch(t *testing.T) {
	p := postings()
	root := func(x float64) float32 { return float32(math.Sqrt(x)) }
	for _, test := range []struct {
		name   string
		rows   []int32
		values []float32
		want   []index.Hit
	}{
		{"one word", []int32{0}, []float32{1}, []index.Hit{{Doc: 1, Score: 200. / 255}, {Doc: 0, Score: 180. / 255}}},
		{"scaled alike", []int32{0}, []float32{7}, []index.Hit{{Doc: 1, Score: 200. / 255}, {Doc: 0, Score: 180. / 255}}},
		{"two words", []int32{0, 1}, []float32{1, 1}, []index.Hit{{Doc: 0, Score: (180 + 2*180) / 255. / root(5)}, {Doc: 1, Score: 200 / 255. / root(5)}}},
		{"frequent words count for nothing", []int32{0, 4}, []float32{1, 1}, []index.Hit{{Doc: 1, Score: 200. / 255}, {Doc: 0, Score: 180. / 255}}},
		{"unseen words make everything farther", []int32{0, 3}, []float32{1, 1}, []index.Hit{{Doc: 1, Score: 200 / 255. / root(1+index.UnseenIDF*index.UnseenIDF)}, {Doc: 0, Score: 180 / 255. / root(1+index.UnseenIDF*index.UnseenIDF)}}},
		{"unknown words as well", []int32{0, -1}, []float32{1, 1}, []index.Hit{{Doc: 1, Score: 200 / 255. / root(1+index.UnseenIDF*index.UnseenIDF)}, {Doc: 0, Score: 180 / 255. / root(1+index.UnseenIDF*index.UnseenIDF)}}},
		{"nothing in common", []int32{3, -1}, []float32{1, 1}, nil},
		{"nothing", nil, nil, nil},
	} {
		var h index.Hits
		for range 2 { // the memory is used again: nothing may be left over
			got := p.Search(test.rows, test.values, &h, nil)
			slices.SortFunc(got, func(a, b index.Hit) int { return cmp.Compare(b.Score, a.Score) })
			if !slices.EqualFunc(got, test.want, func(a, b index.Hit) bool { return a.Doc == b.Doc && math.Abs(float64(a.Score-b.Score)) < 1e-5 }) {
				t.Errorf("%s: Search(%v, %v) = %v, want %v", test.name, test.rows, test.values, got, test.want)
			}
		}
	}
}

func TestBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for _, n := range []int{0, 1, 3, 20} {
		for _, most := range []int{1, 2, 20} {
			hits := make([]index.Hit, n)
			for i := range hits {
				hits[i] = index.Hit{Doc: int32(i), Score: float32(rng.IntN(5))} // many ties
			}
			rng.Shuffle(n, func(i, j int) { hits[i], hits[j] = hits[j], hits[i] })
			want := slices.Clone(hits)
			slices.SortFunc(want, func(a, b index.Hit) int {
				return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Doc, b.Doc))
			})
			want = want[:min(most, n)]
			if got := index.Best(hits, most, nil); !slices.Equal(got, want) {
				t.Errorf("the best %d of %v = %v, want %v", most, hits, got, want)
			}
		}
	}
}
