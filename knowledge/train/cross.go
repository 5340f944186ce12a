package train

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"drawdown/knowledge"
	"drawdown/knowledge/index"
)

// A Report is what a cross-validation found.
type Report struct {
	Asks, Gaps   int
	Found        int // asks whose fact was ranked first
	Right        int // asks answered with a fact that answers them, at the threshold
	Wrong        int // asks answered with another fact
	Refused      int // gaps refused
	Short        int // right asks whose short answer says nearly the same as the ask's own
	TradeOff     []Point
	Calibration  []Bin
	FoldsWithout int // in how many parts the asks and gaps were
}

// A Point is a share of asks answered rightly at a share of gaps refused.
type Point struct{ Refused, Right float64 }

// A Bin holds the answers whose confidence was between two tenths, and how many of them were right.
type Bin struct{ N, Right int }

// judged is an ask or gap with what the base that had not seen it said.
type judged struct {
	gap, right, short bool
	odds              float32
}

// Cross asks every ask and gap of a base that was trained without it, in ten parts. Training each of these bases takes
// inner parts of its own, so that no weight has seen what it is tested on.
func Cross(c *knowledge.Corpus, progress func(done, of int)) (Report, error) {
	if err := c.Doubles(); err != nil {
		return Report{}, fmt.Errorf("cross-validate: %w", err)
	}
	t := newTrainer(c, analyzer(c, c.Vocabulary()))
	if err := t.enough(); err != nil {
		return Report{}, err
	}
	var all []judged
	for k := range Folds {
		in, out := split(t.examples, func(e Example) bool { return e.fold == k })
		all = append(all, t.judge(t.stack(in, crossInnerFolds), out)...)
		progress(k+1, Folds)
	}
	return report(all), nil
}

// crossInnerFolds is smaller than innerFolds for the time it takes: ten times five trainings and not ten times ten.
const crossInnerFolds = 5

func (t *trainer) judge(x *index.Index, examples []Example) []judged {
	b := knowledge.FromIndex(t.corpus, x, t.analyzer)
	var s index.Scratch
	var out []judged
	for _, e := range examples {
		best := x.Rank(e.Query, &s)[0]
		j := judged{gap: e.Gap, odds: best.LogOdds, right: e.Right(best.Fact)}
		if j.right {
			a := b.ShortFor(e.Query, best.Fact)
			j.short = best.Fact == e.Fact && sameAnswer(a, t.facts[e.Fact].Shorts[e.Short].Text)
		}
		out = append(out, j)
	}
	return out
}

func report(all []judged) Report {
	r := Report{FoldsWithout: Folds, Calibration: make([]Bin, 10)}
	slices.SortStableFunc(all, func(a, b judged) int { return cmp.Compare(a.odds, b.odds) })
	for _, j := range all {
		p := float64(index.Sigmoid(j.odds))
		bin := &r.Calibration[min(9, int(p*10))]
		bin.N++
		if j.right {
			bin.Right++
		}
		answered := p >= knowledge.Threshold
		switch {
		case j.gap:
			r.Gaps++
			r.Refused += one(!answered)
		default:
			r.Asks++
			r.Found += one(j.right)
			r.Right += one(j.right && answered)
			r.Wrong += one(!j.right && answered)
			r.Short += one(j.right && answered && j.short)
		}
	}
	for _, refused := range []float64{0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.95, 0.98} {
		r.TradeOff = append(r.TradeOff, Point{refused, rightAt(all, refused, r)})
	}
	return r
}

// rightAt is the share of asks that are answered rightly where the threshold refuses a share of the gaps.
func rightAt(all []judged, refused float64, r Report) float64 {
	gaps, right := 0, 0
	for _, j := range all {
		if float64(gaps) >= refused*float64(r.Gaps) && !j.gap && j.right {
			right++
		}
		gaps += one(j.gap)
	}
	return float64(right) / float64(max(1, r.Asks))
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// String is the report as a table.
func (r Report) String() string {
	var b strings.Builder
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	given := r.Right + r.Wrong + r.Gaps - r.Refused
	fmt.Fprintf(&b, "%d asks, %d gaps, %d parts\n", r.Asks, r.Gaps, r.FoldsWithout)
	fmt.Fprintf(&b, "right fact ranked first     %5.1f%%\n", share(r.Found, r.Asks))
	fmt.Fprintf(&b, "answered by the right fact  %5.1f%%\n", share(r.Right, r.Asks))
	fmt.Fprintf(&b, "with the same short answer  %5.1f%%\n", share(r.Short, r.Asks))
	fmt.Fprintf(&b, "gaps refused                %5.1f%%\n", share(r.Refused, r.Gaps))
	fmt.Fprintf(&b, "right among the given       %5.1f%%\n", share(r.Right, given))
	b.WriteString("\nalong the threshold\ngaps refused  right\n")
	for _, p := range r.TradeOff {
		fmt.Fprintf(&b, "%11.0f%% %5.1f%%\n", 100*p.Refused, 100*p.Right)
	}
	b.WriteString("\ncalibration\nconfidence        n  right\n")
	for i, c := range r.Calibration {
		fmt.Fprintf(&b, "%.1f to %.1f  %7d %5.1f%%\n", float64(i)/10, float64(i+1)/10, c.N, share(c.Right, c.N))
	}
	return b.String()
}
