package train

import (
	"math"
	"math/rand/v2"
	"slices"

	"drawdown/knowledge/index"
)

// A sample is a feature vector, by rows (-1: unknown), with its class: 0 … classes-1, or for a binary classifier 0 and 1.
type sample struct {
	rows   []int32
	values []float32
	class  int32
	weight float32
}

// options of a linear classifier's training.
type options struct {
	epochs int
	rate   float64
	l2     float64
}

// fitLinear trains logistic regression over width features, multinomial for classes > 1, by stochastic gradient descent with AdaGrad's
// step sizes (Duchi et al. 2011). The order of the samples is drawn from a fixed seed, so the same samples give
// the same weights to the bit.
func fitLinear(samples []sample, width, classes int, o options) *index.Linear {
	f := &fitter{classes: classes, w: make([]float32, width*classes), g: make([]float32, width*classes), bias: make([]float32, classes), gBias: make([]float32, classes), z: make([]float32, classes)}
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for e := 0; e < o.epochs; e++ {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			f.step(samples[i], float32(o.rate), float32(o.l2))
		}
	}
	return f.quantize()
}

// vocabulary lists the features that occur in enough vectors, sorted.
func vocabulary(vectors []index.Vector, minimum int) []index.Feature {
	count := map[index.Feature]int{}
	for _, v := range vectors {
		for _, f := range v.Features {
			count[f]++
		}
	}
	out := make([]index.Feature, 0, len(count))
	for f, n := range count {
		if n >= minimum {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

type fitter struct {
	classes        int
	w, g           []float32 // weights and summed squared gradients, rows × classes
	bias, gBias, z []float32
}

func (f *fitter) step(s sample, rate, l2 float32) {
	f.predict(s.rows, s.values)
	f.residual(s)
	for c, d := range f.z {
		f.gBias[c] += d * d
		f.bias[c] -= rate * d / (sqrt(f.gBias[c]) + 1e-6)
	}
	for j, r := range s.rows {
		if r < 0 {
			continue
		}
		x := s.values[j]
		w := f.w[int(r)*f.classes : (int(r)+1)*f.classes]
		g := f.g[int(r)*f.classes : (int(r)+1)*f.classes]
		for c, d := range f.z {
			if d > -1e-5 && d < 1e-5 {
				continue
			}
			grad := d*x + l2*w[c]
			g[c] += grad * grad
			w[c] -= rate * grad / (sqrt(g[c]) + 1e-6)
		}
	}
}

func (f *fitter) predict(rows []int32, values []float32) {
	copy(f.z, f.bias)
	for j, r := range rows {
		if r < 0 {
			continue
		}
		x := values[j]
		w := f.w[int(r)*f.classes : (int(r)+1)*f.classes]
		for c := range f.z {
			f.z[c] += x * w[c]
		}
	}
}

// residual turns the logits in z into probability less truth, times the sample's weight.
func (f *fitter) residual(s sample) {
	if f.classes == 1 {
		f.z[0] = s.weight * (index.Sigmoid(f.z[0]) - float32(s.class))
		return
	}
	m, sum := slices.Max(f.z), 0.0
	for c, v := range f.z {
		e := math.Exp(float64(v - m))
		f.z[c] = float32(e)
		sum += e
	}
	for c := range f.z {
		f.z[c] = s.weight * float32(float64(f.z[c])/sum)
	}
	f.z[s.class] -= s.weight
}

// quantize stores each row as bytes and a scale.
func (f *fitter) quantize() *index.Linear {
	l := &index.Linear{Classes: f.classes, Bias: f.bias, Scale: make([]float32, len(f.w)/f.classes), Weights: make([]byte, len(f.w))}
	for r := range l.Scale {
		w := f.w[r*f.classes : (r+1)*f.classes]
		most := float32(0)
		for _, v := range w {
			most = max(most, v, -v)
		}
		if most == 0 {
			continue
		}
		l.Scale[r] = most / 127
		for c, v := range w {
			l.Weights[r*f.classes+c] = byte(int8(math.Round(float64(v / l.Scale[r]))))
		}
	}
	return l
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
