package index

import "math"

// Trees are gradient-boosted regression trees for a binary outcome (Friedman 2001): their leaves add up to a log-odds.
type Trees struct {
	Bias  float32
	Roots []int32
	Nodes []Node
}

// A Node splits on a feature, or, with Feature below 0, is a leaf. Mean is the average value of the training rows that
// reached the node, by which a prediction is taken apart into named parts (Saabas 2014).
type Node struct {
	Feature     int32
	Split       float32 // values up to Split go left
	Left, Right int32
	Mean        float32
}

// LogOdds sums the leaves that x falls into. Where parts is given, it gets what each feature contributed.
func (t *Trees) LogOdds(x []float32, parts []float32) float32 {
	sum := t.Bias
	for _, at := range t.Roots {
		n := &t.Nodes[at]
		for n.Feature >= 0 {
			next := n.Right
			if x[n.Feature] <= n.Split {
				next = n.Left
			}
			child := &t.Nodes[next]
			if parts != nil {
				parts[n.Feature] += child.Mean - n.Mean
			}
			n = child
		}
		sum += n.Mean
	}
	return sum
}

// Sigmoid turns a log-odds into a probability.
func Sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
