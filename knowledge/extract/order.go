package extract

import "math"

// Distances, in words.
const (
	adjacent = 2 // with a stop word between at most
	nearby   = 6
	skip     = 3 // units between two of the question that still make a pair
)

// order measures whether the question's units stand together in the sentence as they do in the question.
func (x *index) order(q *question, row int32, m []match, e *Evidence) {
	var pairs, close1, near, skips, skipped float32
	first, last, met := int32(math.MaxInt32), int32(-1), float32(0)
	for k := range m {
		at := m[k].at
		if at >= 0 && (m[k].exact || m[k].alike > 0) {
			first, last, met = min(first, at), max(last, at), met+1
		}
		for j := k + 1; j < len(m) && j <= k+skip; j++ {
			w := q.units[k].idf + q.units[j].idf
			skips += w
			together := m[j].exact && m[k].exact
			distance := m[j].at - at
			if together && distance < nearby && distance > -nearby {
				skipped += w
			}
			if j > k+1 {
				continue
			}
			pairs += w
			if together && distance > 0 && distance <= adjacent {
				close1 += w
			}
			if together && distance <= nearby && distance >= -nearby {
				near += w
			}
		}
	}
	if pairs > 0 {
		e[fPairs], e[fNear], e[fSkips] = close1/pairs, near/pairs, skipped/skips
	}
	if met > 1 {
		e[fWindow] = met / float32(last-first+1)
	}
}

// maxPhrase bounds the words of a question whose phrases are compared.
const maxPhrase = 40

// phrases measures how many runs of two and three words, stop words included, the sentence shares with the question.
func (x *index) phrases(q *question, row int32, e *Evidence) {
	stems := q.stems[:min(len(q.stems), maxPhrase)]
	if len(stems) < 2 {
		return
	}
	words := x.words[x.start[row]:x.start[row+1]]
	stem := func(i int) int32 { return x.forms[words[i]>>formShift].stem }
	two, three := 0, 0
	for k := 0; k+1 < len(stems); k++ {
		if stems[k] < 0 || stems[k+1] < 0 {
			continue
		}
		hasTwo, hasThree := false, false
		for i := 0; i+1 < len(words) && !hasThree; i++ {
			if stem(i) == stems[k] && stem(i+1) == stems[k+1] {
				hasTwo = true
				hasThree = k+2 < len(stems) && i+2 < len(words) && stem(i+2) == stems[k+2]
			}
		}
		if hasTwo {
			two++
		}
		if hasThree {
			three++
		}
	}
	e[fStems] = float32(two) / float32(len(stems)-1)
	e[fThree] = float32(three) / float32(len(stems)-1)
}
