package index_test

import (
	"testing"

	"drawdown/knowledge/index"
)

func TestLinear(t *testing.T) {
	minus := func(n int) byte { return byte(int8(-n)) }
	l := &index.Linear{Classes: 2, Bias: []float32{1, -1}, Scale: []float32{0.5, 2}, Weights: []byte{2, minus(4), 1, 127}}
	for _, test := range []struct {
		rows   []int32
		values []float32
		want   [2]float32
	}{
		{nil, nil, [2]float32{1, -1}},
		{[]int32{0}, []float32{1}, [2]float32{2, -3}},
		{[]int32{1, 0}, []float32{1, 2}, [2]float32{1 + 2 + 2, -1 + 254 - 4}},
		{[]int32{-1}, []float32{9}, [2]float32{1, -1}}, // an unknown feature
	} {
		got := [2]float32{7, 7} // what was there before does not count
		l.Scores(test.rows, test.values, got[:])
		if got != test.want {
			t.Errorf("Scores(%v, %v) = %v, want %v", test.rows, test.values, got, test.want)
		}
	}
}
