package text

import "sort"

// maxWord bounds the words that are repaired, in bytes: longer ones are no slip of the fingers, and the distance costs
// the product of the lengths.
const maxWord = 24

// A Speller repairs words that no dictionary knows to the nearest word of a vocabulary: by optimal string alignment
// (Damerau 1964: insertion, deletion, substitution and the transposition of neighbours are one edit each), one edit for
// words of three to five letters and two from six, the first letter preferred, then the more frequent word. Words
// that the dictionary knows are left alone, but for rare ones that are one edit from a frequent word with the same first
// letter. It is immutable, and so safe for concurrent use.
type Speller struct {
	real  func(string) bool
	rare  func(string) bool
	words []spelling
	index map[string]int
	byLen [maxWord + 1][]int32
}

type spelling struct {
	text  string
	count int
	mask  uint32 // the letters that occur, one bit each: a lower bound of the distance
}

// NewSpeller makes a speller that repairs towards the keys of vocabulary, whose values are how often each is used, and
// leaves alone whatever real knows and rare does not; nil is none.
func NewSpeller(vocabulary map[string]int, real, rare func(string) bool) *Speller {
	s := &Speller{real: real, rare: rare, index: make(map[string]int, len(vocabulary))}
	for w, n := range vocabulary {
		if len(w) >= 3 && len(w) <= maxWord && !digit(w[0]) {
			s.words = append(s.words, spelling{w, n, letters(w)})
		}
	}
	sort.Slice(s.words, func(i, j int) bool { return s.words[i].text < s.words[j].text })
	for i, w := range s.words {
		s.index[w.text] = i
		s.byLen[len(w.text)] = append(s.byLen[len(w.text)], int32(i))
	}
	return s
}

// Known tells whether the word is in the vocabulary or is a real word.
func (s *Speller) Known(word string) bool {
	_, ok := s.index[word]
	return ok || s.real != nil && s.real(word)
}

// Repair gives the word of the vocabulary that was probably meant, and whether it differs from what was typed.
func (s *Speller) Repair(word string) (string, bool) {
	if len(word) < 3 || len(word) > maxWord || digit(word[0]) {
		return word, false
	}
	known := s.Known(word)
	if _, used := s.index[word]; known && (used || len(word) < minRare || s.rare == nil || !s.rare(word)) {
		return word, false
	}
	limit := 1
	if len(word) >= 6 && !known {
		limit = 2
	}
	best, at := 1<<30, -1
	mask := letters(word)
	var rows [3][maxWord + 1]int
	for n := max(3, len(word)-limit); n <= min(maxWord, len(word)+limit); n++ {
		for _, i := range s.byLen[n] {
			w := &s.words[i]
			if differ(mask, w.mask) > 2*limit || known && (w.count < frequent || w.text[0] != word[0]) {
				continue
			}
			d := distance(&rows, word, w.text, limit)
			if d > limit {
				continue
			}
			if c := cost(word, w, d); c < best {
				best, at = c, int(i)
			}
		}
	}
	if at < 0 {
		return word, false
	}
	return s.words[at].text, true
}

// When a rare word is taken for a slip: from minRare letters, towards words used at least frequent times.
const (
	minRare  = 5
	frequent = 20
)

// cost orders repairs: the distance first, then whether the first letter is kept, then how rare the word is.
func cost(typed string, w *spelling, d int) int {
	c := d * 100
	if typed[0] != w.text[0] {
		c += 60
	}
	rare := 32
	for n := w.count; n > 0 && rare > 0; n >>= 1 {
		rare -= 3
	}
	return c + rare
}

func letters(w string) uint32 {
	var m uint32
	for i := 0; i < len(w); i++ {
		if c := w[i]; c >= 'a' && c <= 'z' {
			m |= 1 << (c - 'a')
		}
	}
	return m
}

func differ(a, b uint32) int {
	x, n := a^b, 0
	for ; x != 0; x &= x - 1 {
		n++
	}
	return n
}

// distance is the optimal string alignment distance, or more than limit as soon as it must be.
func distance(rows *[3][maxWord + 1]int, a, b string, limit int) int {
	prev2, prev, row := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			sub := prev[j-1]
			if a[i-1] != b[j-1] {
				sub++
			}
			d := min(sub, prev[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, prev2[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}
