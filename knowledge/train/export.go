package train

import "drawdown/knowledge/index"

// Boost says how trees are grown.
type Boost struct {
	Trees, Depth    int
	Rate            float64
	MinLeaf, Lambda float64
	MaxBins         int
}

// FitTrees trains gradient-boosted trees to tell the rows that are right from the others, for other trainers.
func FitTrees(rows [][]float32, right []bool, o Boost) *index.Trees {
	in := make([]row, len(rows))
	for i, x := range rows {
		in[i] = row{x, right[i]}
	}
	return fitTrees(in, boostOptions{trees: o.Trees, depth: o.Depth, rate: o.Rate, minLeaf: o.MinLeaf, lambda: o.Lambda, maxBins: o.MaxBins})
}
