package index

// Hidden is the width of the network's hidden layer.
const Hidden = 64

// A Network is a deep averaging network of one hidden layer (Iyyer et al. 2015) over a question's features. Its
// outputs are a logit for each fact (is the question about it?), one for each fact (is the question an ask, and no gap, if
// it is about it?), and one for asks against gaps whatever the fact.
type Network struct {
	Facts int
	In    *Linear // features → hidden
	Out   []float32
	Bias  []float32
}

// Scores computes the outputs, 2 × Facts + 1 of them.
func (n *Network) Scores(rows []int32, values []float32, out []float32) {
	var h [Hidden]float32
	n.In.Scores(rows, values, h[:])
	for k, x := range h {
		h[k] = max(x, 0)
	}
	for c := range out {
		sum := n.Bias[c]
		w := n.Out[c*Hidden : c*Hidden+Hidden]
		for k, x := range h {
			sum += x * w[k]
		}
		out[c] = sum
	}
}
