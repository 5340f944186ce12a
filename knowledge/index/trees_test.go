package index_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"drawdown/knowledge/index"
)

// Two trees over two features.
func trees() *index.Trees {
	return (&index.Trees{Bias: -0.5, Roots: []int32{0, 5}, Nodes: []index.Node{
		{Feature: 0, Split: 1, Left: 1, Right: 2, Mean: 0.1},
		{Feature: -1, Mean: -1},
		{Feature: 1, Split: 0.5, Left: 3, Right: 4, Mean: 0.4},
		{Feature: -1, Mean: 0.2},
		{Feature: -1, Mean: 2},
		{Feature: -1, Mean: 0.25}, // a tree of one leaf
	}}).Prepare()
}

func TestLogOdds(t *testing.T) {
	for _, test := range []struct {
		x    []float32
		want float32
	}{
		{[]float32{0, 9}, -0.5 - 1 + 0.25},
		{[]float32{1, 9}, -0.5 - 1 + 0.25}, // up to the split goes left
		{[]float32{1.1, 0.5}, -0.5 + 0.2 + 0.25},
		{[]float32{2, 1}, -0.5 + 2 + 0.25},
	} {
		if got := trees().LogOdds(test.x); math.Abs(float64(got-test.want)) > 1e-6 {
			t.Errorf("LogOdds(%v) = %v, want %v", test.x, got, test.want)
		}
	}
}

// The parts add up to the log-odds less the bias and what the roots have by themselves.
func TestParts(t *testing.T) {
	trees, rng := trees(), rand.New(rand.NewPCG(3, 3))
	for range 100 {
		x := []float32{3 * rng.Float32(), rng.Float32()}
		parts := make([]float32, 2)
		trees.Parts(x, parts)
		got := trees.LogOdds(x)
		sum := trees.Bias + parts[0] + parts[1]
		for _, r := range trees.Roots {
			sum += trees.Nodes[r].Mean
		}
		if math.Abs(float64(got-sum)) > 1e-5 {
			t.Errorf("LogOdds(%v) = %v, but its parts %v with bias and roots add up to %v", x, got, parts, sum)
		}
	}
}

func TestSigmoid(t *testing.T) {
	for x, want := range map[float32]float32{0: 0.5, 2: 0.880797, -2: 0.119203, 100: 1, -100: 0} {
		if got := index.Sigmoid(x); math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("Sigmoid(%v) = %v, want %v", x, got, want)
		}
	}
}
