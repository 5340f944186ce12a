package eval

import (
	"fmt"
	"strings"
	"testing"
)

func texts(questions []Question) string {
	var out []string
	for _, q := range questions {
		out = append(out, q.Text)
	}
	return strings.Join(out, "\n")
}

func TestTypos(t *testing.T) {
	var questions []Question
	for i, s := range []string{"How many troops remain in Syria?", "aaaa", "ooooooo", "AaAa", "who IS al-Sudani", "Erbīl naïve", "why?", "to be or not", "", "2,000 ¶ 🙂🙂🙂🙂🙂"} {
		questions = append(questions, Question{ID: fmt.Sprint(i), Text: s, Answerable: true})
	}
	before := texts(questions)
	for seed := range uint64(300) {
		got := Typos(questions, seed)
		if len(got) != len(questions) {
			t.Fatalf("seed %d: %d questions became %d", seed, len(questions), len(got))
		}
		for i, q := range got {
			want := 1
			if i >= 6 {
				want = 0 // no word is long enough
			}
			if d := osa([]rune(strings.ToLower(questions[i].Text)), []rune(strings.ToLower(q.Text))); d != want {
				t.Errorf("seed %d: %q became %q, %d edits away; want %d", seed, questions[i].Text, q.Text, d, want)
			}
			if q.ID != questions[i].ID || !q.Answerable {
				t.Errorf("seed %d: all but the text of %+v should stay, got %+v", seed, questions[i], q)
			}
		}
		if again := texts(Typos(questions, seed)); again != texts(got) {
			t.Errorf("seed %d gave %q, and then %q", seed, texts(got), again)
		}
	}
	if texts(questions) != before {
		t.Errorf("the questions given were changed: %q", texts(questions))
	}
	if texts(Typos(questions, 1)) == texts(Typos(questions, 2)) {
		t.Error("two seeds gave the same typos")
	}
}

// osa is the optimal string alignment distance, by its definition.
func osa(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range b {
		d[0][j+1] = j + 1
	}
	for i := range a {
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			best := min(d[i][j+1]+1, d[i+1][j]+1, d[i][j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				best = min(best, d[i-1][j-1]+1)
			}
			d[i+1][j+1] = best
		}
	}
	return d[len(a)][len(b)]
}
