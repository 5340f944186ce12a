//go:build !race

package knowledge

import (
	"math"
	"os"
	"strings"
	"testing"

	"drawdown/knowledge/index"
)

// An example is the evidence on an ask or a claim, and whether it is denied.
type example struct {
	e      leaning
	denied float64
	weight float64
}

// claimWeight is how many asks a claim of the tuned half counts as: asks are questions, and what is judged is claims.
const claimWeight = 12

// drift is how far a weight may be from what fitting gives: a few facts more or less do not move it that far, another kind of evidence does.
const drift = 0.3

// The weights in the code are those that fitting gives: whoever changes the evidence sees what to write there. (Not under the race
// detector, where it would take a minute: it is one goroutine.)
func TestLeanWeights(t *testing.T) {
	if testing.Short() {
		t.Skip("fitting the weights takes seconds; run without -short")
	}
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	examples := append(fromAsks(b), fromClaims(t, b)...)
	if len(examples) < 3000 {
		t.Fatalf("%d examples, want some thousands", len(examples))
	}
	got := fitLeaning(examples)
	for i := range got {
		if math.Abs(got[i]-leanWeights[i]) > drift {
			t.Errorf("weight %d is %.3f in the code, and %.3f as fitted; write %.3f there and measure anew (TestVerifyClaims)", i, leanWeights[i], got[i], got)
			break
		}
	}
}

// fromAsks gives the yes-no asks as examples, each judged by the others alone.
func fromAsks(b *Base) []example {
	a := newAsker(b) // its tallies are taken apart and put together again
	var out []example
	var s index.Scratch
	for d, doc := range b.index.Docs {
		if doc.Gap || a.says[d] == 0 {
			continue
		}
		q := b.analyzer.Analyze(b.askOf[d])
		b.index.Gather(q, &s)
		a.count(int32(d), -1)
		e := a.lean(q, int(doc.Fact), &s, int32(d))
		a.count(int32(d), 1)
		out = append(out, example{e, float64(1-a.says[d]) / 2, 1})
	}
	return out
}

// fromClaims gives the claims of the tuned half that are about a fact and whose figures do not decide.
func fromClaims(t *testing.T, b *Base) []example {
	t.Helper()
	raw, err := os.ReadFile("testdata/claims.tsv")
	if err != nil {
		t.Fatal(err)
	}
	a := b.asker()
	var out []example
	var s index.Scratch
	for line := range strings.Lines(string(raw)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 || f[0] != "tune" || f[1] == NotCovered.String() {
			continue
		}
		q := b.analyzer.Analyze(f[3])
		top := b.index.Rank(q, &s)[0]
		if index.Sigmoid(top.LogOdds) < aboutFact || bears(a.ground[top.Fact].stated, quantitiesOf(f[3])) == refuted {
			continue
		}
		denies, told := polarity(f[3])
		if denies {
			q = b.analyzer.Analyze(told)
			b.index.Gather(q, &s)
		}
		x := example{a.lean(q, top.Fact, &s, -1), 0, claimWeight}
		if (f[1] == Contradicted.String()) != denies {
			x.denied = 1
		}
		out = append(out, x)
	}
	return out
}

// fitLeaning is a logistic regression by gradient descent, with a penalty on the squares of the weights.
func fitLeaning(examples []example) (w [leanWidth + 1]float64) {
	const rounds, rate, penalty = 3000, 0.5, 0.001
	total := 0.0
	for _, x := range examples {
		total += x.weight
	}
	for range rounds {
		var gradient [leanWidth + 1]float64
		for _, x := range examples {
			z := w[leanWidth]
			for i, v := range x.e {
				z += w[i] * v
			}
			d := (1/(1+math.Exp(-z)) - x.denied) * x.weight
			for i, v := range x.e {
				gradient[i] += d * v
			}
			gradient[leanWidth] += d
		}
		for i := range w {
			g := gradient[i] / total
			if i < leanWidth {
				g += penalty * w[i]
			}
			w[i] -= rate * g
		}
	}
	return w
}
