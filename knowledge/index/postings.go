package index

// Postings find the documents that share features with a question, by cosine. They are flat: the postings of row r are
// Docs[From[r]:From[r+1]], with the weight beside each. Scoring is term at a time into one array, with a list of the
// documents touched (Zobel and Moffat 2006 describe both), so its cost is the postings read, not the documents held.
type Postings struct {
	From   []int32
	Docs   []int32
	Weight []byte    // of the feature in the document, by idf, documents scaled to length 1: 255 is one
	IDF    []float32 // one a row; 0: no document has it, below 0: too many have it, and it has no postings
	N      int       // documents
}

// Hits is reusable memory for searches; one goroutine uses it at a time.
type Hits struct {
	score   []float32
	touched []int32
}

// A Hit is a document with its cosine to the question.
type Hit struct {
	Doc   int32
	Score float32
}

// Search gives the documents that share a feature with the question, whose features are given by their rows and values,
// unordered. The result is valid until the next search with h.
func (p *Postings) Search(rows []int32, values []float32, h *Hits, out []Hit) []Hit {
	if len(h.score) < p.N {
		h.score = make([]float32, p.N)
	}
	h.touched = h.touched[:0]
	norm := float32(0)
	for i, row := range rows {
		if row >= 0 && p.IDF[row] < 0 {
			continue
		}
		if row < 0 || p.IDF[row] == 0 {
			norm += values[i] * values[i] * UnseenIDF * UnseenIDF
			continue
		}
		w := values[i] * p.IDF[row]
		norm += w * w
		from, to := p.From[row], p.From[row+1]
		weights := p.Weight[from:to]
		for j, d := range p.Docs[from:to] {
			if h.score[d] == 0 {
				h.touched = append(h.touched, d)
			}
			h.score[d] += w * float32(weights[j])
		}
	}
	out = out[:0]
	scale := 1 / (255 * sqrt(norm))
	for _, d := range h.touched {
		if s := h.score[d] * scale; s >= minScore {
			out = append(out, Hit{d, s})
		}
		h.score[d] = 0
	}
	return out
}

// minScore is the cosine below which a document is no neighbour: it shares a common word.
const minScore = 0.08

// MaxShare is the share of the documents above which a feature gets no postings: it tells nothing apart and costs the most.
const MaxShare = 0.06

// UnseenIDF is the weight of a feature that no document has: a question full of them is near to nothing.
const UnseenIDF = 6

// Best gives the n best hits, best first, ties by document, in out. It takes one pass and a short list, since most hits
// are far from the best.
func Best(hits []Hit, n int, out []Hit) []Hit {
	out = out[:0]
	for _, h := range hits {
		if len(out) == n && !better(h, out[n-1]) {
			continue
		}
		if len(out) < n {
			out = append(out, h)
		}
		i := len(out) - 1
		for ; i > 0 && better(h, out[i-1]); i-- {
			out[i] = out[i-1]
		}
		out[i] = h
	}
	return out
}

func better(a, b Hit) bool { return a.Score > b.Score || a.Score == b.Score && a.Doc < b.Doc }
