package knowledge

import (
	"strings"

	"github.com/sahilm/fuzzy"
)

// Complete gives the questions of the base that what was typed may be the beginning or an abbreviation of, best first, n at
// most: first those that begin with it, then those that hold it, then those with its letters in order (a subsequence,
// ranked by sahilm/fuzzy). Within each group the questions that facts are shown with come first. Case is ignored.
func (b *Base) Complete(typed string, n int) []string {
	typed = strings.ToLower(strings.Join(strings.Fields(typed), " "))
	c := completion{typed: typed, n: n, seen: map[string]bool{}}
	shown := b.shownQuestions()
	if typed == "" {
		c.all(shown, func(string) bool { return true })
		return c.out
	}
	asks := b.wellFormed()
	for _, fits := range [...]func(string) bool{c.begins, c.holds} {
		c.all(shown, fits)
		c.all(asks, fits)
	}
	if len(c.out) < n && len(typed) >= minFuzzy {
		c.fuzzy(shown)
		c.fuzzy(asks)
	}
	return c.out
}

// minFuzzy is the number of letters from which a subsequence says something: two letters stand in order in any question.
const minFuzzy = 3

// shownQuestions are the questions that facts are shown with, in file order.
func (b *Base) shownQuestions() []string {
	var out []string
	for _, f := range b.facts {
		if q := f.Question; q != "" {
			out = append(out, q)
		}
	}
	return out
}

// wellFormed are the asks that can be shown: a capital, a question mark, a length that fits a line.
func (b *Base) wellFormed() []string {
	out := make([]string, 0, len(b.askOf)/2)
	for i, q := range b.askOf {
		if b.shortOf[i] >= 0 && presentable(q) {
			out = append(out, q)
		}
	}
	return out
}

// minShown is the least length of an ask that is shown, in bytes: a shorter one rarely says what it is about.
const minShown = 25

func presentable(q string) bool {
	return len(q) >= minShown && len(q) <= MaxShown && q[0] >= 'A' && q[0] <= 'Z' && q[len(q)-1] == '?'
}

// A completion gathers candidates without repeating one.
type completion struct {
	typed string
	n     int
	out   []string
	seen  map[string]bool
}

func (c *completion) add(q string) {
	if len(c.out) < c.n && !c.seen[q] {
		c.seen[q] = true
		c.out = append(c.out, q)
	}
}

func (c *completion) all(questions []string, fits func(string) bool) {
	for _, q := range questions {
		if len(c.out) == c.n {
			return
		}
		if fits(q) {
			c.add(q)
		}
	}
}

func (c *completion) begins(q string) bool {
	return len(q) >= len(c.typed) && strings.EqualFold(q[:len(c.typed)], c.typed)
}

func (c *completion) holds(q string) bool { return strings.Contains(strings.ToLower(q), c.typed) }

// fuzzy adds the questions that hold the letters typed in order, without the blanks between words. What cannot match is
// left out beforehand: the matcher takes a microsecond for it, the comparison a tenth of that.
func (c *completion) fuzzy(questions []string) {
	if len(c.out) == c.n {
		return
	}
	letters := strings.ReplaceAll(c.typed, " ", "")
	var fit []string
	for _, q := range questions {
		if inOrder(letters, q) {
			fit = append(fit, q)
		}
	}
	for _, m := range fuzzy.Find(letters, fit) {
		c.add(m.Str)
	}
}

// inOrder tells whether s holds the bytes of lower-case letters in order, whatever its case.
func inOrder(letters, s string) bool {
	at := 0
	for i := 0; i < len(s) && at < len(letters); i++ {
		b := s[i]
		if b >= 'A' && b <= 'Z' {
			b += 'a' - 'A'
		}
		if b == letters[at] {
			at++
		}
	}
	return at == len(letters)
}
