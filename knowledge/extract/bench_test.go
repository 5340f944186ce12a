package extract

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"drawdown/knowledge/source"
)

func BenchmarkAsk(b *testing.B) {
	e := engine(b)
	questions := []string{"When was the lighthouse at Port Ellery built?", "who is the director of the cooperative", "how much does a helicopter cost"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.Ask(questions[i%len(questions)])
	}
}

// BenchmarkAskMany asks an index whose sentences all share words with the question.
func BenchmarkAskMany(b *testing.B) {
	docs, n := many(b, 20)
	e := New(docs, nil)
	b.ReportMetric(float64(n), "sentences")
	for b.Loop() {
		e.Ask("when did the storm destroy the cottage of the keeper")
	}
}

func BenchmarkNew(b *testing.B) {
	docs, n := many(b, 2)
	b.ReportAllocs()
	for b.Loop() {
		New(docs, nil)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/sentence")
}

// many makes documents of 2,000 sentences each: words of the invented articles, and rare ones.
func many(t testing.TB, documents int) ([]*source.Document, int) {
	words := strings.Fields(strings.ToLower(lighthouse + orchard))
	r := rand.New(rand.NewPCG(1, 1))
	var docs []*source.Document
	for d := range documents {
		var b strings.Builder
		b.WriteString("# Many\n\n")
		for s := range 2000 {
			b.WriteString("The ")
			for range 20 {
				if r.IntN(3) == 0 {
					fmt.Fprintf(&b, "w%cx%cz%c ", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26))
					continue
				}
				b.WriteString(strings.Trim(words[r.IntN(len(words))], `.,"#`) + " ")
			}
			b.WriteString("end. ")
			if s%5 == 4 {
				b.WriteString("\n\n")
			}
		}
		docs = append(docs, document(t, fmt.Sprintf("many%d.md", d), b.String()))
	}
	return docs, documents * 2000
}
