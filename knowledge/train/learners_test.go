package train

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"drawdown/knowledge/index"
)

// The learners are tried on data whose truth is known: each must find it, and find the same twice.

// noisy gives n samples over 12 features, of which feature k tells class k; the rest is noise.
func noisy(n, classes int, seed uint64) []sample {
	rng := rand.New(rand.NewPCG(seed, seed))
	out := make([]sample, n)
	for i := range out {
		c := i % classes
		out[i] = sample{rows: []int32{int32(c), int32(classes + rng.IntN(12-classes)), -1}, values: []float32{1, 1, 1}, class: int32(c), weight: 1}
	}
	return out
}

func TestLinearLearns(t *testing.T) {
	const classes = 4
	fit := func() *index.Linear {
		return fitLinear(noisy(200, classes, 1), 12, classes, options{epochs: 8, rate: 0.25, l2: 2e-5})
	}
	l := fit()
	wrong := 0
	for _, s := range noisy(200, classes, 2) {
		out := make([]float32, classes)
		l.Scores(s.rows, s.values, out)
		for c, v := range out {
			if int32(c) != s.class && v >= out[s.class] {
				wrong++
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of 200 samples are taken for another class, want none: one feature tells it", wrong)
	}
	if again := fit(); !reflect.DeepEqual(again, l) {
		t.Error("the same samples gave other weights")
	}
}

func TestBinaryLearns(t *testing.T) {
	samples := noisy(200, 2, 3)
	l := fitLinear(samples, 12, 1, options{epochs: 8, rate: 0.25, l2: 2e-5})
	for _, s := range samples {
		var out [1]float32
		l.Scores(s.rows, s.values, out[:])
		if (out[0] > 0) != (s.class == 1) {
			t.Fatalf("a sample of class %d has the log-odds %v", s.class, out[0])
		}
	}
}

// A sample's weight counts: where the same features have two classes, the heavier one wins, by as much as it is heavier.
func TestWeightCounts(t *testing.T) {
	var samples []sample
	for range 50 {
		samples = append(samples,
			sample{rows: []int32{0}, values: []float32{1}, class: 1, weight: 0.2},
			sample{rows: []int32{0}, values: []float32{1}, class: 0, weight: 1})
	}
	o := options{epochs: 40, rate: 0.05, l2: 0}
	var one [1]float32
	fitLinear(samples, 1, 1, o).Scores([]int32{0}, []float32{1}, one[:])
	var two [2]float32
	fitLinear(samples, 1, 2, o).Scores([]int32{0}, []float32{1}, two[:])
	const want = -1.609 // log 0.2
	for name, got := range map[string]float32{"one class": one[0], "two classes": two[1] - two[0]} {
		if got < want-0.5 || got > want+0.5 {
			t.Errorf("with %s, log-odds %v for the class of a fifth of the weight, want about %v", name, got, want)
		}
	}
}

// The network finds which fact a question is about, and of which fact it is a gap.
func TestNetworkLearns(t *testing.T) {
	const facts = 3
	var lessons []lesson
	rng := rand.New(rand.NewPCG(5, 5))
	for i := range 300 {
		f := i % facts
		l := lesson{rows: []int32{int32(f), int32(4 + rng.IntN(6)), int32(4 + rng.IntN(6))}, values: []float32{1, 1, 1}, fact: f, gap: i%2 == 0}
		if l.gap {
			l.rows[1] = 3 // the word that only gaps have
		}
		lessons = append(lessons, l)
	}
	n := fitNetwork(lessons, 10, facts)
	for _, l := range lessons {
		out := make([]float32, 2*facts+1)
		n.Scores(l.rows, l.values, out)
		for f := range facts {
			if f != l.fact && out[f] >= out[l.fact] {
				t.Fatalf("a lesson of fact %d has the logits %v", l.fact, out[:facts])
			}
		}
		if (out[facts+l.fact] > 0) == l.gap || (out[2*facts] > 0) == l.gap {
			t.Fatalf("gap %v, but the log-odds of an ask are %v given the fact and %v whatever it is", l.gap, out[facts+l.fact], out[2*facts])
		}
	}
	if again := fitNetwork(lessons, 10, facts); !reflect.DeepEqual(again, n) {
		t.Error("the same lessons gave another network")
	}
}

// Trees find what no single feature tells: one of two, but not both.
func TestTreesLearn(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	var rows [][]float32
	var right []bool
	for range 2000 {
		x := []float32{rng.Float32(), rng.Float32(), rng.Float32()}
		rows = append(rows, x)
		right = append(right, (x[0] > 0.5) != (x[1] > 0.3))
	}
	o := Boost{Trees: 40, Depth: 3, Rate: 0.3, MinLeaf: 5, Lambda: 1, MaxBins: 64}
	trees := FitTrees(rows, right, o)
	wrong := 0
	for i, x := range rows {
		if (trees.LogOdds(x) > 0) != right[i] {
			wrong++
		}
	}
	if wrong > len(rows)/50 {
		t.Errorf("%d of %d rows are judged wrong, want 2 in 100 at most", wrong, len(rows))
	}
	if again := FitTrees(rows, right, o); !reflect.DeepEqual(again, trees) {
		t.Error("the same rows gave other trees")
	}
}

// A leaf has at least MinLeaf rows' worth behind it, so that what is rare teaches nothing; then the bias is all there is.
func TestTreesWithoutEvidence(t *testing.T) {
	rows := [][]float32{{0}, {1}, {0}, {1}}
	trees := FitTrees(rows, []bool{true, false, true, false}, Boost{Trees: 3, Depth: 2, Rate: 0.1, MinLeaf: 20, Lambda: 1, MaxBins: 8})
	if p := index.Sigmoid(trees.LogOdds(rows[0])); p < 0.45 || p > 0.55 {
		t.Errorf("four rows teach the probability %v, want about one half", p)
	}
	for _, n := range trees.Nodes {
		if n.Feature >= 0 {
			t.Errorf("four rows are split on feature %d, want no split", n.Feature)
		}
	}
}
