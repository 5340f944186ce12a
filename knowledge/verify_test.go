package knowledge_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"drawdown/knowledge"
)

// What a text claims, as it stands in it; what asks, greets, bids, values or tells of whoever writes is none.
func TestClaims(t *testing.T) {
	b := embeddedBase(t)
	for _, test := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{" \n ", nil},
		{"?!", nil},
		{"Hello everyone!", nil},
		{"thanks a lot", nil},
		{"lol", nil},
		{"How many US troops are left in Syria?", nil},
		{"how many troops are there in syria", nil},
		{"is it true that ISIS is gone", nil},
		{"so when does the combat mission end", nil},
		{"I went to Erbil last summer.", nil},
		{"we are all tired of the war in Iraq", nil},
		{"I think the drawdown is a mistake.", nil},
		{"The drawdown is a terrible idea.", nil},
		{"Read the article about Iraq.", nil},
		{"Iraq", nil},
		{"ISIS lost its last stronghold in 2019.", []string{"ISIS lost its last stronghold in 2019."}},
		{"the us is leaving iraq", []string{"the us is leaving iraq"}},
		{"I heard that the US is leaving Iraq", []string{"I heard that the US is leaving Iraq"}},
		{"Hi! US troops left Syria. Did you know?", []string{"US troops left Syria."}},
		{"US troops left Syria\nand Iran hit Erbil in 2019", []string{"US troops left Syria", "and Iran hit Erbil in 2019"}},
		{"The last stronghold fell in 2019, but ISIS is still a threat.", []string{"The last stronghold fell in 2019", "ISIS is still a threat."}},
		{"The troops are leaving Iraq and the base in Erbil stays open", []string{"The troops are leaving Iraq", "the base in Erbil stays open"}},
		{"Iran attacked the base and killed a general.", []string{"Iran attacked the base and killed a general."}},
		{"There are troops in Iraq and in Syria.", []string{"There are troops in Iraq and in Syria."}},
		{"There are between 2,000 and 3,000 troops in Iraq.", []string{"There are between 2,000 and 3,000 troops in Iraq."}},
		{"ISIS is weaker but it is still a threat.", []string{"ISIS is weaker but it is still a threat."}},
		{"The threat is gone, the official said.", []string{"The threat is gone, the official said."}},
		{"When the US leaves Iraq, ISIS comes back.", []string{"When the US leaves Iraq, ISIS comes back."}},
	} {
		var got []string
		for _, v := range b.Verify(test.text) {
			got = append(got, v.Claim)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("Verify(%q) judges the claims %q, want %q", test.text, got, test.want)
		}
	}
}

// The principles: qualifiers survive, planned is not done, who said it stays with what was said, and another country is another matter.
func TestVerifyPrinciples(t *testing.T) {
	b := embeddedBase(t)
	for _, test := range []struct {
		claim string
		want  knowledge.Support
	}{
		{"There are fewer than 1,000 US troops in Syria.", knowledge.Supported},
		{"There are fewer than 1,500 US troops in Syria.", knowledge.Supported},
		{"There are 1,000 US troops in Syria.", knowledge.Contradicted},
		{"There are more than 1,000 US troops in Syria.", knowledge.Contradicted},
		{"There are 3k US troops in Syria.", knowledge.Contradicted},
		{"There are about 900 US troops in Syria.", knowledge.NotCovered},
		{"There are fewer than 500 US troops in Syria.", knowledge.NotCovered},
		{"At the peak there were around 20,000 US troops in Iraq.", knowledge.Supported},
		{"At the peak there were exactly 20,000 US troops in Iraq.", knowledge.NotCovered},
		{"At the peak there were 60,000 US troops in Iraq.", knowledge.Contradicted},

		{"According to the Pentagon the US will go down to fewer than 2,000 troops in Iraq.", knowledge.Supported},
		{"The US has already gone down to fewer than 2,000 troops in Iraq.", knowledge.NotCovered},

		{"Parnell said Iraqi forces are now able to handle the IS threat.", knowledge.NotCovered},
		{"A senior defense official said Iraqi forces are now able to handle the IS threat.", knowledge.Supported},

		{"Fewer than 1,000 British troops remain in Syria.", knowledge.NotCovered},
		{"Fewer than 1,000 US troops remain in Jordan.", knowledge.NotCovered},
		{"The last major ISIS stronghold fell in 2012.", knowledge.Contradicted},
		{"The US is not abandoning Iraq entirely.", knowledge.Supported},
		{"The US is abandoning Iraq entirely.", knowledge.Contradicted},
		{"The US should leave Iraq.", knowledge.NotCovered},
		{"Bread is baked at 220 degrees.", knowledge.NotCovered},
	} {
		if got := verdictOn(t, test.claim, b.Verify(test.claim)); got != test.want {
			t.Errorf("%q is %s, want %s: %+v", test.claim, got, test.want, b.Verify(test.claim))
		}
	}
}

// A verdict that says something names the statement and cites it; one that does not, neither.
func TestVerdictsAreCited(t *testing.T) {
	b := embeddedBase(t)
	says := map[string]bool{}
	for _, f := range b.Facts() {
		says[f.Says] = true
	}
	list, verdicts := claims(t)
	for _, c := range list {
		for _, v := range verdicts[c.claim] {
			cited := len(v.Citations) > 0 && says[v.Statement]
			if covered := v.Support != knowledge.NotCovered; covered != cited || !covered && v.Statement != "" {
				t.Errorf("%q is %s with the statement %q and %d citations", v.Claim, v.Support, v.Statement, len(v.Citations))
			}
			if !strings.Contains(c.claim, v.Claim) {
				t.Errorf("%q gives the claim %q, which does not stand in it", c.claim, v.Claim)
			}
		}
	}
}

// What the asks say is worked out once, whoever comes first; the same text gets the same verdicts.
func TestVerifyTogether(t *testing.T) {
	b, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	const text = "There are 5,000 US troops in Syria. The US is not abandoning Iraq entirely."
	var got [4]string
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() {
			for _, v := range b.Verify(text) {
				got[i] += v.Support.String() + ": " + v.Statement + "\n"
			}
		})
	}
	wait.Wait()
	for i := range got {
		if got[i] != got[0] || !strings.HasPrefix(got[i], "contradicted: ") {
			t.Errorf("asked together, the verdicts on %q are %q, want those of the first: %q", text, got[i], got[0])
		}
	}
}

// A base of other facts gives verdicts by its own; one without a model gives none.
func TestVerifyHarbour(t *testing.T) {
	b := harbourBase(t)
	if got := verdictOn(t, "12 boats", b.Verify("12 boats are left in Lorne.")); got != knowledge.Contradicted {
		t.Errorf("12 boats are %s, where fewer than 12 remain of just over 40", got)
	}
	none := knowledge.FromIndex(b.Corpus, nil, b.Analyzer())
	for _, v := range none.Verify("12 boats are left in Lorne.") {
		if v.Support != knowledge.NotCovered {
			t.Errorf("a base without a model says %+v", v)
		}
	}
}

// Whatever is typed gets verdicts, on claims that stand in it.
func FuzzVerify(f *testing.F) {
	b := embeddedBase(f)
	for _, s := range []string{"", "There are 20k US troops in Iraq, and ISIS isn't gone.", "not not no never", "from to over between 1 and 2", "\xff\xfe 2,000-3,000", "I heard that", "…", "US U.S. us", "stopped ing 1,,0 9999999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4000 {
			return
		}
		for _, v := range b.Verify(s) {
			if v.Claim == "" || v.Support < knowledge.NotCovered || v.Support > knowledge.Contradicted || (v.Support == knowledge.NotCovered) != (len(v.Citations) == 0) {
				t.Errorf("Verify(%q) gives %+v", s, v)
			}
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	base := embeddedBase(b)
	base.Verify("ISIS is gone.")
	for b.Loop() {
		base.Verify("There are fewer than 1,000 US troops in Syria.")
	}
}
