package knowledge_test

import (
	"slices"
	"testing"
	"time"

	"drawdown/knowledge"
)

// own are questions of different kinds, none of which is an ask: what benchmarks measure and fuzzing starts from.
var own = []string{
	"how many yanks does the pentagon still have on Syrian soil",
	"Which month and year did both capitals settle their bargain on the pullback?",
	"who talks to the press for the defense department",
	"why did Tehran lob missiles at that western air base",
	"is the war on daesh over for good",
	"kurdish city where leftover americans will sit",
	"pls tell me waht the mission turns into once fightin stops",
	"what share of the force goes home, in percent",
	"since when have local units been schooled by foreign trainers",
	"how many soldiers remain in Iraq and in Syria?",
	"whose machine wrote parts of the story",
	"how do I fix a leaking kitchen tap",
}

// sample is the embedded base, or, while its model is being made anew, the small one.
func sample(t testing.TB) *knowledge.Base {
	b, err := knowledge.Embedded()
	if err != nil {
		t.Logf("with the small base: %v", err)
		return harbourBase(t)
	}
	return b
}

// Whatever is asked, the base does not panic, and what must hold of an answer holds.
func FuzzAsk(f *testing.F) {
	for _, q := range own {
		f.Add(q)
	}
	for _, q := range []string{"", "?!", "n't", "u.s. u. s. US", "<@U1>@bob :a1::b2:", "and and and and", "in iraq and syria and iran and turkey and erbil and baghdad", "who and who and when", "2,000,000 %", "\u202eABC\x00\xff", "🙂🙂"} {
		f.Add(q)
	}
	b := sample(f)
	f.Fuzz(func(t *testing.T, q string) {
		a := b.Ask(q)
		sound(t, q, a)
		if a.Question != q {
			t.Errorf("Ask(%q) says that it answers %q", q, a.Question)
		}
		again := b.Ask(q)
		if again.Answered != a.Answered || again.Short != a.Short || again.Confidence != a.Confidence || locators(again) != locators(a) {
			t.Errorf("Ask(%q) gave %q from %s, and asked again %q from %s", q, a.Short, locators(a), again.Short, locators(again))
		}
	})
}

// BenchmarkAsk also reports the median: the mean is of a mixture, in which a question with two parts costs three.
func BenchmarkAsk(b *testing.B) {
	base := sample(b)
	for _, q := range own {
		base.Ask(q)
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		base.Ask(own[i%len(own)])
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns/op")
}

func BenchmarkLoad(b *testing.B) {
	if _, err := knowledge.Embedded(); err != nil {
		b.Skip(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := knowledge.Embedded(); err != nil {
			b.Fatal(err)
		}
	}
}
