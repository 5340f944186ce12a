package index_test

import (
	"math/rand/v2"
	"testing"

	"drawdown/knowledge/index"
)

func TestTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{0, 1, 2, 3, 5, 1000} {
		features := make([]index.Feature, n)
		for i := range features {
			features[i] = index.Feature(rng.Uint64())
		}
		table := index.NewTable(features)
		if table.Len() != n {
			t.Errorf("a table of %d features has %d", n, table.Len())
		}
		for i, f := range features {
			if got := table.Row(f); got != int32(i) {
				t.Errorf("of %d features, Row(%x) = %d, want %d", n, f, got, i)
			}
		}
		for range 1000 {
			if f := index.Feature(rng.Uint64()); table.Row(f) != -1 {
				t.Errorf("of %d features, Row(%x) = %d, want -1: it is none of them", n, f, table.Row(f))
			}
		}
	}
}

// Features that fall on one slot are told apart by their upper halves.
func TestTableCollisions(t *testing.T) {
	var features []index.Feature
	for i := range 40 {
		features = append(features, index.Feature(uint64(i+1)<<32|7))
	}
	table := index.NewTable(features)
	for i, f := range features {
		if got := table.Row(f); got != int32(i) {
			t.Errorf("Row(%x) = %d, want %d", f, got, i)
		}
	}
	for _, f := range []index.Feature{7, 41<<32 | 7, 1<<32 | 8<<40 | 7} {
		if got := table.Row(f); got != -1 {
			t.Errorf("Row(%x) = %d, want -1", f, got)
		}
	}
	v := index.Vector{Features: []index.Feature{features[3], 99 << 32, features[0]}}
	if got := table.Rows(&v, nil); len(got) != 3 || got[0] != 3 || got[1] != -1 || got[2] != 0 {
		t.Errorf("Rows = %v, want [3 -1 0]", got)
	}
}
