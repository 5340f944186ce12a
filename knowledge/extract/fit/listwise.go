package fit

import "math"

// A list is the candidates for one question, of which some are right.
type list struct {
	x      [][]float32
	right  []bool
	weight float64
}

// fitListwise trains a linear ranker by the probability that softmax gives to the right candidates together (ListNet's
// top-one loss; Cao et al. 2007), with Adam's steps on full batches (Kingma and Ba 2015): no order, no randomness.
// Features are scaled to unit variance while training, and the scales folded into the weights.
// It starts from the weights given, or from nothing.
func fitListwise(lists []list, n, steps int, l2 float64, from []float32) []float32 {
	scale := scales(lists, n)
	w, m, v := make([]float64, n), make([]float64, n), make([]float64, n)
	for k, x := range from {
		if scale[k] > 0 {
			w[k] = float64(x) / scale[k]
		}
	}
	const rate, b1, b2 = 0.06, 0.9, 0.999
	for t := 1; t <= steps; t++ {
		g := make([]float64, n)
		total := 0.0
		for _, l := range lists {
			addGradient(g, w, scale, l)
			total += l.weight
		}
		for k := range w {
			d := g[k]/total + l2*w[k]
			m[k] = b1*m[k] + (1-b1)*d
			v[k] = b2*v[k] + (1-b2)*d*d
			w[k] -= rate * (m[k] / (1 - math.Pow(b1, float64(t)))) / (math.Sqrt(v[k]/(1-math.Pow(b2, float64(t)))) + 1e-8)
		}
	}
	out := make([]float32, n)
	for k := range out {
		out[k] = float32(w[k] * scale[k])
	}
	return out
}

func addGradient(g, w, scale []float64, l list) {
	z := make([]float64, len(l.x))
	most := math.Inf(-1)
	for i := range l.x {
		for k, f := range l.x[i] {
			z[i] += w[k] * scale[k] * float64(f)
		}
		most = max(most, z[i])
	}
	all, good := 0.0, 0.0
	for i := range z {
		z[i] = math.Exp(z[i] - most)
		all += z[i]
		if l.right[i] {
			good += z[i]
		}
	}
	if good == 0 {
		return
	}
	for i := range z {
		d := z[i] / all
		if l.right[i] {
			d -= z[i] / good
		}
		d *= l.weight
		for k, f := range l.x[i] {
			g[k] += d * scale[k] * float64(f)
		}
	}
}

// scales gives one over the standard deviation of each feature within lists: what is the same for all candidates of a
// question tells nothing.
func scales(lists []list, width int) []float64 {
	out, sum := make([]float64, width), make([]float64, width)
	n := 0.0
	for _, l := range lists {
		mean := make([]float64, width)
		for _, x := range l.x {
			for k, f := range x {
				mean[k] += float64(f) / float64(len(l.x))
			}
		}
		for _, x := range l.x {
			for k, f := range x {
				d := float64(f) - mean[k]
				sum[k] += d * d
			}
		}
		n += float64(len(l.x))
	}
	for k := range out {
		if sd := math.Sqrt(sum[k] / max(n, 1)); sd > 1e-6 {
			out[k] = 1 / sd
		}
	}
	return out
}
