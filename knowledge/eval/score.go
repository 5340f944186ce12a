package eval

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"drawdown/knowledge"
)

// How much of an answer is read: what a person takes in at a glance.
const (
	maxCitations = 3
	maxStatement = 500
)

// A Verdict is what an answer is worth.
type Verdict struct{ Right, Direct, Cited bool }

// Judge holds an answer against a question's gold.
func Judge(q Question, a knowledge.Answer) Verdict {
	cites := a.Citations[:min(len(a.Citations), maxCitations)]
	if !q.Answerable {
		ok := !a.Answered && len(cites) == 0
		return Verdict{ok, ok, ok}
	}
	if !a.Answered {
		return Verdict{}
	}
	cited := slices.ContainsFunc(cites, func(c knowledge.Citation) bool {
		return slices.ContainsFunc(q.Evidence, func(l knowledge.Locator) bool { return names(c, l) })
	})
	direct := cited && holds(first(a.Short, knowledge.MaxShort), q.Accept)
	return Verdict{Right: direct || cited && holds(first(a.Statement, maxStatement), q.Accept), Direct: direct, Cited: cited}
}

func first(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// holds tells whether one of the wordings stands in a text, as whole words.
func holds(text string, accept []string) bool {
	words := " " + fold(text) + " "
	return slices.ContainsFunc(accept, func(a string) bool { return strings.Contains(words, " "+fold(a)+" ") })
}

var (
	signs     = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "—", " ", "–", " ", "‑", "-")
	thousands = regexp.MustCompile(`(\d),(\d{3})`)
	others    = regexp.MustCompile(`[^\pL\pN_%$' ]+`)
)

// fold is how wordings are compared: lower case, signs and the commas of numbers dropped.
func fold(s string) string {
	s = signs.Replace(strings.ToLower(s))
	for thousands.MatchString(s) {
		s = thousands.ReplaceAllString(s, "$1$2")
	}
	s = strings.NewReplacer("u.s.", "us", "-", " ").Replace(s)
	return strings.Join(strings.Fields(others.ReplaceAllString(s, " ")), " ")
}

// A Result is an answer with its verdict.
type Result struct {
	Question Question
	Answer   knowledge.Answer
	Verdict  Verdict
}

// Run asks every question in order and judges the answers.
func Run(questions []Question, ask func(session, question string) knowledge.Answer) []Result {
	out := make([]Result, len(questions))
	for i, q := range questions {
		a := ask(q.Session, q.Text)
		out[i] = Result{q, a, Judge(q, a)}
	}
	return out
}

type tally struct{ n, right, direct, cited int }

// Table prints the shares of right, direct and cited answers, over all and by kind and style, and the share of right ones among the answers given.
func Table(w io.Writer, results []Result) {
	total := map[string]*tally{}
	given, rightGiven := 0, 0
	for _, r := range results {
		for _, name := range rows(r.Question) {
			t := total[name]
			if t == nil {
				t = &tally{}
				total[name] = t
			}
			t.n++
			t.right += one(r.Verdict.Right)
			t.direct += one(r.Verdict.Direct)
			t.cited += one(r.Verdict.Cited)
		}
		if r.Answer.Answered {
			given++
			rightGiven += one(r.Verdict.Right)
		}
	}
	var names []string
	for n := range total {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(one(a != "all"), one(b != "all")), cmp.Compare(strings.Count(a, " "), strings.Count(b, " ")), cmp.Compare(a, b))
	})
	fmt.Fprintf(w, "%-24s%5s%8s%8s%8s\n", "", "n", "right", "direct", "cited")
	for _, n := range names {
		t := total[n]
		fmt.Fprintf(w, "%-24s%5d%7.1f%%%7.1f%%%7.1f%%\n", n, t.n, percent(t.right, t.n), percent(t.direct, t.n), percent(t.cited, t.n))
	}
	if given > 0 {
		fmt.Fprintf(w, "%-24s%5d%7.1f%%\n", "answers-given", given, percent(rightGiven, given))
	}
}

func rows(q Question) []string {
	out := []string{"all", "unanswerable"}
	if q.Answerable {
		out = []string{"all", "answerable", "kind " + q.Kind, "style " + q.Style}
	}
	if q.FollowUp {
		out = append(out, "follow-up")
	}
	return out
}

// Wrong prints every miss: the question, what it wants, and what it got.
func Wrong(w io.Writer, results []Result) {
	for _, r := range results {
		if r.Verdict.Right {
			continue
		}
		q, a := r.Question, r.Answer
		fmt.Fprintf(w, "%s %q\n", q.ID, q.Text)
		if q.Answerable {
			fmt.Fprintf(w, "    wants %q in %v\n", q.Accept, q.Evidence)
		} else {
			fmt.Fprintf(w, "    wants a refusal: %s\n", q.Why)
		}
		fmt.Fprintf(w, "    got   answered=%v (%.2f) %q | %.160q", a.Answered, a.Confidence, a.Short, a.Statement)
		for _, c := range a.Citations {
			fmt.Fprintf(w, " [%s]", c.Locator())
		}
		fmt.Fprintln(w)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func percent(k, n int) float64 { return 100 * float64(k) / float64(n) }

// names tells whether a citation names a gold sentence. Every citation of an article names its head: title, publisher and date.
func names(c knowledge.Citation, gold knowledge.Locator) bool {
	return c.Source == gold.Article && (gold.Paragraph == 0 || c.Paragraph == gold.Paragraph && c.Sentence == gold.Sentence)
}
