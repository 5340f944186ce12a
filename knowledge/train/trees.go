package train

import (
	"math"
	"slices"

	"drawdown/knowledge/index"
)

// A row is what the ranker learns from: the evidence for a candidate, and whether the candidate was right.
type row struct {
	x     []float32
	right bool
}

// Boost says how trees are grown: small trees and a slow rate, against overfitting.
type Boost struct {
	Trees, Depth int
	Rate         float64
	MinLeaf      float64 // least sum of hessians in a leaf
	Lambda       float64 // L2 on the leaves
	MaxBins      int     // of a feature's histogram, 256 at most
}

// fitTrees trains gradient-boosted trees on the logistic loss with second-order leaves (Friedman 2001; Chen and Guestrin
// 2016), on histograms. There is no randomness in it.
func fitTrees(rows []row, o Boost) *index.Trees {
	b := &booster{o: o, n: len(rows)}
	b.bin(rows)
	right := 0
	for _, r := range rows {
		if r.right {
			right++
		}
	}
	p := (float64(right) + 1) / (float64(len(rows)) + 2)
	t := &index.Trees{Bias: float32(math.Log(p / (1 - p)))}
	score := make([]float64, len(rows))
	for i := range score {
		score[i] = float64(t.Bias)
	}
	b.grad, b.hess = make([]float64, len(rows)), make([]float64, len(rows))
	members := make([]int32, len(rows))
	for k := 0; k < o.Trees; k++ {
		for i, r := range rows {
			p := 1 / (1 + math.Exp(-score[i]))
			y := 0.0
			if r.right {
				y = 1
			}
			b.grad[i], b.hess[i] = p-y, p*(1-p)
			members[i] = int32(i)
		}
		t.Roots = append(t.Roots, b.grow(t, members, o.Depth, score))
	}
	t.Prepare()
	return t
}

// FitTrees trains gradient-boosted trees to tell the rows that are right from the others, for other trainers.
func FitTrees(rows [][]float32, right []bool, o Boost) *index.Trees {
	in := make([]row, len(rows))
	for i, x := range rows {
		in[i] = row{x, right[i]}
	}
	return fitTrees(in, o)
}

type booster struct {
	o          Boost
	n          int
	bins       [][]uint8   // per feature, per row
	edges      [][]float32 // per feature: the upper edge of each bin
	grad, hess []float64
}

// bin cuts each feature's values into at most maxBins bins of like population.
func (b *booster) bin(rows []row) {
	width := len(rows[0].x)
	b.bins, b.edges = make([][]uint8, width), make([][]float32, width)
	values := make([]float32, len(rows))
	for f := range b.bins {
		for i, r := range rows {
			values[i] = r.x[f]
		}
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		distinct := slices.Compact(slices.Clone(sorted))
		var edges []float32
		if len(distinct) <= b.o.MaxBins {
			edges = distinct
		} else {
			for k := 1; k <= b.o.MaxBins; k++ {
				edges = append(edges, sorted[k*len(sorted)/b.o.MaxBins-1])
			}
			edges = slices.Compact(edges)
		}
		b.edges[f] = edges
		b.bins[f] = make([]uint8, len(rows))
		for i, v := range values {
			k, _ := slices.BinarySearch(edges, v)
			b.bins[f][i] = uint8(min(k, len(edges)-1))
		}
	}
}

// grow adds the subtree for the members and returns its node; it moves the members' scores by their leaves.
func (b *booster) grow(t *index.Trees, members []int32, depth int, score []float64) int32 {
	var g, h float64
	for _, i := range members {
		g += b.grad[i]
		h += b.hess[i]
	}
	at := int32(len(t.Nodes))
	value := -g / (h + b.o.Lambda) * b.o.Rate
	t.Nodes = append(t.Nodes, index.Node{Feature: -1, Mean: float32(value)})
	f, bin := -1, 0
	if depth > 0 {
		f, bin = b.split(members, g, h)
	}
	if f < 0 {
		for _, i := range members {
			score[i] += value
		}
		return at
	}
	k := 0
	right := make([]int32, 0, len(members)/2)
	for _, i := range members {
		if int(b.bins[f][i]) <= bin {
			members[k] = i
			k++
		} else {
			right = append(right, i)
		}
	}
	copy(members[k:], right)
	lo := b.grow(t, members[:k], depth-1, score)
	hi := b.grow(t, members[k:], depth-1, score)
	t.Nodes[at] = index.Node{Feature: int32(f), Split: b.edges[f][bin], Left: lo, Right: hi, Mean: float32(value)}
	return at
}

// split finds the feature and bin that lower the loss most, or -1.
func (b *booster) split(members []int32, g, h float64) (int, int) {
	best, bestF, bestBin := 1e-6, -1, 0
	parent := g * g / (h + b.o.Lambda)
	var sg, sh [256]float64
	for f, bins := range b.bins {
		n := len(b.edges[f])
		clear(sg[:n])
		clear(sh[:n])
		for _, i := range members {
			sg[bins[i]] += b.grad[i]
			sh[bins[i]] += b.hess[i]
		}
		var lg, lh float64
		for k := 0; k < n-1; k++ {
			lg += sg[k]
			lh += sh[k]
			if lh < b.o.MinLeaf || h-lh < b.o.MinLeaf {
				continue
			}
			rg := g - lg
			if gain := lg*lg/(lh+b.o.Lambda) + rg*rg/(h-lh+b.o.Lambda) - parent; gain > best {
				best, bestF, bestBin = gain, f, k
			}
		}
	}
	return bestF, bestBin
}
