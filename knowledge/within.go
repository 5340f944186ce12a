package knowledge

import (
	"math"

	"drawdown/knowledge/index"
)

// A within tells the short answers of one fact apart by the words of their asks. What all asks of a fact share says
// nothing there, so weights are inverse document frequencies within the fact, and not over all asks.
type within struct {
	postings map[int32][]int32 // a feature's row → the asks that hold it, by their number within the fact
	idf      map[int32]float32
	short    []int32 // per ask
	norm     []float32
	held     []float32 // per short answer: its asks
	zero     []float32 // per short answer: the log-probability of a feature that none of its asks holds, over its share
	shorts   int
}

func newWithin(x *index.Index, fact, shorts int) *within {
	w := &within{postings: map[int32][]int32{}, idf: map[int32]float32{}, held: make([]float32, shorts), shorts: shorts}
	var docs []int32
	for d, doc := range x.Docs {
		if int(doc.Fact) != fact || doc.Gap {
			continue
		}
		n := int32(len(w.short))
		for _, r := range x.Words.Of(int32(d)) {
			w.postings[r] = append(w.postings[r], n)
		}
		w.short = append(w.short, doc.Short)
		w.held[doc.Short]++
		docs = append(docs, int32(d))
	}
	for r, list := range w.postings {
		w.idf[r] = float32(math.Log(1 + float64(len(w.short))/float64(len(list))))
	}
	w.zero = make([]float32, shorts)
	for s, n := range w.held {
		w.zero[s] = float32(math.Log(pseudo / (float64(n) + pseudo)))
	}
	w.norm = make([]float32, len(docs))
	for i, d := range docs {
		sum := float32(0)
		for _, r := range x.Words.Of(d) {
			sum += w.idf[r] * w.idf[r]
		}
		w.norm[i] = float32(math.Sqrt(float64(sum)))
	}
	return w
}

// compare gives, per short answer, the cosine of the nearest of its asks to a question with the features given, and the
// probability of the short answer by naive Bayes over them.
func (w *within) compare(rows []int32) (cosine, bayes []float32) {
	dots := make([]float32, len(w.short))
	bayes = make([]float32, w.shorts)
	for s, n := range w.held {
		bayes[s] = float32(math.Log(float64(n) + 1))
	}
	count := make([]float32, w.shorts)
	norm, known := float32(0), float32(0)
	for _, r := range rows {
		list, ok := w.postings[r]
		if r < 0 || !ok {
			continue
		}
		idf := w.idf[r]
		norm += idf * idf
		known++
		for _, a := range list {
			dots[a] += idf * idf
			count[w.short[a]]++
		}
		w.weigh(bayes, count, list)
	}
	for s := range bayes {
		bayes[s] += known * dampBay * w.zero[s]
	}
	cosine = make([]float32, w.shorts)
	for a, dot := range dots {
		if dot > 0 {
			s := w.short[a]
			cosine[s] = max(cosine[s], dot/(w.norm[a]*float32(math.Sqrt(float64(norm)))))
		}
	}
	return cosine, softmax(bayes)
}

// Of the naive Bayes: pseudo-asks that spread a feature as over the whole fact, and how much one feature weighs, since
// neighbouring features repeat one another.
const (
	pseudo  = 2
	dampBay = 0.3
)

// weigh adds what a feature says for the short answers whose asks hold it, beyond what it says for the others, and clears
// the counts.
func (w *within) weigh(bayes, count []float32, list []int32) {
	share := float32(len(list)) / float32(len(w.short))
	for _, a := range list {
		s := w.short[a]
		if count[s] == 0 {
			continue
		}
		p := (count[s] + pseudo*share) / (w.held[s] + pseudo)
		bayes[s] += dampBay * (float32(math.Log(float64(p/share))) - w.zero[s])
		count[s] = 0
	}
}

func softmax(z []float32) []float32 {
	m := float32(math.Inf(-1))
	for _, v := range z {
		m = max(m, v)
	}
	sum := float32(0)
	for i, v := range z {
		z[i] = float32(math.Exp(float64(v - m)))
		sum += z[i]
	}
	for i := range z {
		z[i] /= sum
	}
	return z
}
