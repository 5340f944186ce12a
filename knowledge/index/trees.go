package index

import (
	"fmt"
	"math"
)

// Trees are gradient-boosted regression trees for a binary outcome (Friedman 2001): their leaves add up to a log-odds.
type Trees struct {
	Bias  float32
	Roots []int32
	Nodes []Node
	steps []step // Nodes as LogOdds walks them; see Prepare
	depth int
}

// A Node splits on a feature, or, with Feature below 0, is a leaf. Mean is the average value of the training rows that
// reached the node, by which a prediction is taken apart into named parts (Saabas 2014).
type Node struct {
	Feature     int32
	Split       float32 // values up to Split go left
	Left, Right int32
	Mean        float32
}

// A step is a node without what only an explanation needs. A leaf leads to itself, so that every walk takes as many steps.
type step struct {
	split       float32
	feature     int32
	left, right int32
}

// Prepare readies the trees for LogOdds, and gives them back. It is called once, when they are read or trained.
func (t *Trees) Prepare() *Trees {
	t.steps = make([]step, len(t.Nodes))
	for i, n := range t.Nodes {
		t.steps[i] = step{n.Split, n.Feature, n.Left, n.Right}
		if n.Feature < 0 {
			t.steps[i] = step{0, 0, int32(i), int32(i)}
		}
	}
	t.depth = 0
	for _, r := range t.Roots {
		t.depth = max(t.depth, t.depthOf(r))
	}
	return t
}

// check tells whether every walk ends: a child stands behind its parent.
func (t *Trees) check() error {
	for _, r := range t.Roots {
		if r < 0 || int(r) >= len(t.Nodes) {
			return fmt.Errorf("root %d of %d nodes", r, len(t.Nodes))
		}
	}
	for i, n := range t.Nodes {
		if n.Feature >= 0 && (int(n.Left) <= i || int(n.Right) <= i || int(n.Left) >= len(t.Nodes) || int(n.Right) >= len(t.Nodes)) {
			return fmt.Errorf("node %d leads to %d and %d of %d", i, n.Left, n.Right, len(t.Nodes))
		}
	}
	return nil
}

func (t *Trees) depthOf(at int32) int {
	n := &t.Nodes[at]
	if n.Feature < 0 {
		return 0
	}
	return 1 + max(t.depthOf(n.Left), t.depthOf(n.Right))
}

// LogOdds sums the leaves that x falls into. It walks four trees at a time: one walk waits for memory at every step, four
// wait together.
func (t *Trees) LogOdds(x []float32) float32 {
	sum := t.Bias
	i := 0
	for ; i+4 <= len(t.Roots); i += 4 {
		a, b, c, d := t.Roots[i], t.Roots[i+1], t.Roots[i+2], t.Roots[i+3]
		for range t.depth {
			a, b, c, d = t.next(a, x), t.next(b, x), t.next(c, x), t.next(d, x)
		}
		sum += t.Nodes[a].Mean + t.Nodes[b].Mean + t.Nodes[c].Mean + t.Nodes[d].Mean
	}
	for ; i < len(t.Roots); i++ {
		a := t.Roots[i]
		for range t.depth {
			a = t.next(a, x)
		}
		sum += t.Nodes[a].Mean
	}
	return sum
}

func (t *Trees) next(at int32, x []float32) int32 {
	s := &t.steps[at]
	to := s.right
	if x[s.feature] <= s.split {
		to = s.left
	}
	return to
}

// Parts tells what each feature contributed to the log-odds, beyond the bias and what the roots add on average.
func (t *Trees) Parts(x []float32, parts []float32) {
	for _, at := range t.Roots {
		n := &t.Nodes[at]
		for n.Feature >= 0 {
			next := n.Right
			if x[n.Feature] <= n.Split {
				next = n.Left
			}
			parts[n.Feature] += t.Nodes[next].Mean - n.Mean
			n = &t.Nodes[next]
		}
	}
}

// Sigmoid turns a log-odds into a probability.
func Sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
