package eval

import (
	"math/rand/v2"
	"unicode"
)

// minTypo is the least length of a word that gets a typo, in letters: in a shorter one, an edit as a rule makes another word.
const minTypo = 4

// Typos gives the questions with one random edit in each, the same for the same seed: in a word of at least four letters, a letter
// left out, doubled, exchanged with its neighbour, or replaced by another.
func Typos(questions []Question, seed uint64) []Question {
	rng := rand.New(rand.NewPCG(seed, seed))
	out := make([]Question, len(questions))
	for i, q := range questions {
		q.Text = typo(q.Text, rng)
		out[i] = q
	}
	return out
}

func typo(s string, rng *rand.Rand) string {
	r := []rune(s)
	var places []int // of letters within long words, but for the last
	for i := 0; i < len(r); {
		j := i
		for j < len(r) && unicode.IsLetter(r[j]) {
			j++
		}
		if j-i >= minTypo {
			for k := i; k < j-1; k++ {
				places = append(places, k)
			}
		}
		i = max(j, i+1)
	}
	if len(places) == 0 {
		return s
	}
	k := places[rng.IntN(len(places))]
	switch rng.IntN(4) {
	case 0:
		return string(r[:k]) + string(r[k+1:])
	case 1:
		return string(r[:k+1]) + string(r[k:])
	case 2:
		if unicode.ToLower(r[k]) != unicode.ToLower(r[k+1]) {
			r[k], r[k+1] = r[k+1], r[k]
			return string(r)
		}
	}
	// Another letter, also in the place of an exchange that would change nothing.
	r[k] = 'a' + (unicode.ToLower(r[k])-'a'+1+rune(rng.IntN(25)))%26
	return string(r)
}
