package knowledge_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"drawdown/knowledge"
)

// A confusion counts verdicts: what is right, and what was given.
type confusion map[[2]knowledge.Support]int

var supports = []knowledge.Support{knowledge.Supported, knowledge.Contradicted, knowledge.NotCovered}

func (c confusion) accuracy() float64 {
	right, all := 0, 0
	for k, n := range c {
		all += n
		if k[0] == k[1] {
			right += n
		}
	}
	return float64(right) / float64(all)
}

// precision is the share of right ones among the verdicts of a kind.
func (c confusion) precision(s knowledge.Support) float64 {
	all := 0
	for _, right := range supports {
		all += c[[2]knowledge.Support{right, s}]
	}
	return float64(c[[2]knowledge.Support{s, s}]) / float64(all)
}

// String is the confusion as a table, a row for what is right, and the figures below it.
func (c confusion) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-14s", "right \\ given")
	for _, s := range supports {
		fmt.Fprintf(&b, "%14s", s)
	}
	for _, right := range supports {
		fmt.Fprintf(&b, "\n%-14s", right)
		for _, given := range supports {
			fmt.Fprintf(&b, "%14d", c[[2]knowledge.Support{right, given}])
		}
	}
	fmt.Fprintf(&b, "\naccuracy %.3f, precision of supported %.3f, of contradicted %.3f", c.accuracy(), c.precision(knowledge.Supported), c.precision(knowledge.Contradicted))
	return b.String()
}

// A judged claim is a line of testdata/claims.tsv.
type judged struct {
	part, fact, claim string
	right             knowledge.Support
}

func claims(t *testing.T) ([]judged, map[string][]knowledge.Verdict) {
	t.Helper()
	list, err := readClaims()
	if err != nil {
		t.Fatal(err)
	}
	verdicts, err := verdictsOn()
	if err != nil {
		t.Fatal(err)
	}
	return list, verdicts
}

func readClaims() ([]judged, error) {
	raw, err := os.ReadFile("testdata/claims.tsv")
	if err != nil {
		return nil, err
	}
	var out []judged
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("testdata/claims.tsv: %q has %d columns, want 4", line, len(f))
		}
		right := knowledge.NotCovered
		for right.String() != f[1] {
			if right++; int(right) >= len(supports) {
				return nil, fmt.Errorf("testdata/claims.tsv: %q: %q is no verdict", line, f[1])
			}
		}
		out = append(out, judged{f[0], f[2], f[3], right})
	}
	return out, nil
}

// verdictsOn gives the verdicts on all claims, worked out once.
var verdictsOn = sync.OnceValues(func() (map[string][]knowledge.Verdict, error) {
	b, err := embedded()
	if err != nil {
		return nil, err
	}
	list, err := readClaims()
	if err != nil {
		return nil, err
	}
	out := map[string][]knowledge.Verdict{}
	for _, c := range list {
		out[c.claim] = b.Verify(c.claim)
	}
	return out, nil
})

// verdictOn joins the verdicts on the parts of a claim: it is supported as a whole, and contradicted in any part.
func verdictOn(t *testing.T, claim string, verdicts []knowledge.Verdict) knowledge.Support {
	t.Helper()
	if len(verdicts) == 0 {
		t.Errorf("%q is taken for no claim", claim)
		return knowledge.NotCovered
	}
	out := knowledge.Supported
	for _, v := range verdicts {
		switch {
		case v.Support == knowledge.Contradicted:
			return v.Support
		case v.Support == knowledge.NotCovered:
			out = v.Support
		}
	}
	return out
}

// The floors lie a little under what was measured: tune 0.876, 0.964, 0.964; held 0.852, 0.927, 0.969; fresh 0.802, 0.929, 0.900
// (accuracy, precision of supported and of contradicted). What is not covered is called so throughout held and fresh.
func TestVerifyClaims(t *testing.T) {
	b := embeddedBase(t)
	parts := map[string]confusion{"tune": {}, "held": {}, "fresh": {}}
	factsOf := map[string]map[string]bool{"tune": {}, "held": {}, "fresh": {}}
	list, verdicts := claims(t)
	for _, c := range list {
		if parts[c.part] == nil || b.Fact(c.fact, nil) == nil {
			t.Fatalf("%+v: no such part or fact", c)
		}
		parts[c.part][[2]knowledge.Support{c.right, verdictOn(t, c.claim, verdicts[c.claim])}]++
		factsOf[c.part][c.fact] = true
	}
	for f := range factsOf["tune"] {
		if factsOf["held"][f] || factsOf["fresh"][f] {
			t.Errorf("%s is a fact of both halves; what is tuned on it cannot be measured on it", f)
		}
	}
	for _, floor := range []struct {
		part                              string
		accuracy, supported, contradicted float64
	}{
		{"tune", 0.85, 0.94, 0.94},
		{"held", 0.82, 0.90, 0.93},
		{"fresh", 0.78, 0.89, 0.87},
	} {
		c := parts[floor.part]
		t.Logf("%s\n%s", floor.part, c)
		if c.accuracy() < floor.accuracy || c.precision(knowledge.Supported) < floor.supported || c.precision(knowledge.Contradicted) < floor.contradicted {
			t.Errorf("%s:\n%s\nwant at least %.2f, %.2f and %.2f", floor.part, c, floor.accuracy, floor.supported, floor.contradicted)
		}
	}
}

// embedded is loaded once for the tests that hold claims against it.
var embedded = sync.OnceValues(knowledge.Embedded)

func embeddedBase(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
