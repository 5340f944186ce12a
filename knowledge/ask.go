package knowledge

import (
	"slices"
	"strings"

	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// Threshold is the probability below which the base refuses. It weighs a wrong answer against a needless refusal: at it
// the cross-validation refuses nine gaps in ten.
const Threshold = 0.5

// Ask answers a question that stands by itself. A question that asks for several things gets the answers to all of them
// where the base has them.
func (b *Base) Ask(question string) Answer {
	s := b.scratch.Get().(*index.Scratch)
	defer b.scratch.Put(s)
	q := b.analyzer.Analyze(question)
	if parts := b.split(q); parts != nil {
		if a, ok := b.several(question, parts, s); ok {
			return a
		}
	}
	return b.one(question, q, s)
}

// AskWhole answers a question that was put together from a follow-up and what a conversation was last about. It is not
// taken apart: its parts belong to one another.
func (b *Base) AskWhole(question string) Answer {
	s := b.scratch.Get().(*index.Scratch)
	defer b.scratch.Put(s)
	return b.one(question, b.analyzer.Analyze(question), s)
}

// Refuse says that the articles do not say something about a fact; nil: about none.
func (b *Base) Refuse(question string, near *Fact) Answer {
	a := b.refuse(question, nil)
	if near == nil {
		return a
	}
	a.Facts, a.Nearest = []*Fact{near}, near.Says
	a.Suggestions = b.related(near, nil)
	return a
}

// Related gives questions that lead on from a fact.
func (b *Base) Related(f *Fact) []string { return b.related(f, nil) }

// Headline is a short answer for a fact that is shown without having been asked for.
func (f *Fact) Headline() string {
	for _, key := range [...]string{"what", "how many", "when", "why", "who"} {
		if t := f.Facets[key].Text; t != "" {
			return t
		}
	}
	return headline(f.Says)
}

// one answers a question with one part.
func (b *Base) one(question string, q *text.Query, s *index.Scratch) Answer {
	if len(q.Words) == 0 {
		return b.refuse(question, nil)
	}
	if b.index == nil {
		if a, ok := b.passage(question); ok || a.Nearest != "" {
			return a
		}
		return b.refuse(question, nil)
	}
	ranked := b.index.Rank(q, s)
	p := index.Sigmoid(ranked[0].LogOdds)
	if p < Threshold {
		if a, ok := b.passage(question); ok {
			return a
		}
		a := b.refuse(question, ranked)
		a.Confidence = float64(p)
		return a
	}
	f := b.facts[ranked[0].Fact]
	a := b.From(f, b.short(q, ranked[0].Fact, s))
	a.Question, a.Confidence = question, float64(p)
	a.Related = b.related(f, ranked)
	return a
}

// From makes an answer of a fact, with a short answer of the caller's choice, such as one of its facets.
func (b *Base) From(f *Fact, short string) Answer {
	a := Answer{Answered: true, Short: capital(short), Statement: f.Says, Citations: b.cite(f), Caveats: append([]string{}, f.Article.Caveats...), Differs: []Differs{}, Related: []string{}, Facts: []*Fact{f}}
	for _, d := range f.Differs {
		a.Differs = append(a.Differs, Differs{Note: d.Note, Statement: d.Fact.Says, Citation: b.cite(d.Fact)[0]})
	}
	return a
}

// headline shortens a statement at a border between clauses, or at least between words.
func headline(s string) string {
	r := []rune(s)
	if len(r) <= MaxShort {
		return s
	}
	head := string(r[:MaxShort-3])
	cut := strings.LastIndexAny(head, ";,:.")
	if cut < len(head)/3 {
		cut = strings.LastIndexByte(head, ' ')
	}
	if cut < 0 {
		cut = len(head)
	}
	return head[:cut] + " …"
}

// refuse says that the articles do not say, and what they say nearest to it.
func (b *Base) refuse(question string, ranked []index.Candidate) Answer {
	a := Answer{Question: question, Citations: []Citation{}, Caveats: []string{}, Differs: []Differs{}, Related: []string{}, Suggestions: []string{}}
	for i, c := range ranked {
		f := b.facts[c.Fact]
		if i == 0 {
			a.Facts = []*Fact{f}
			if index.Sigmoid(c.LogOdds) >= nearestThreshold {
				a.Nearest = f.Says
			}
		}
		if q := f.Question; q != "" && len(a.Suggestions) < suggestions {
			a.Suggestions = append(a.Suggestions, q)
		}
	}
	return a
}

const (
	suggestions = 3
	// nearestThreshold is the probability from which the nearest statement is named in a refusal: below it, it is as a
	// rule about something else.
	nearestThreshold = 0.15
)

// related gives questions that lead on from a fact: those of the facts that its facets point to, then of the runners-up, of the
// facts that point to it, and of those that the article tells next to it.
func (b *Base) related(f *Fact, ranked []index.Candidate) []string {
	out, seen := []string{}, map[*Fact]bool{f: true}
	add := func(g *Fact) {
		if g != nil && !seen[g] && len(out) < suggestions && g.Question != "" {
			seen[g] = true
			out = append(out, g.Question)
		}
	}
	for _, key := range Facets {
		add(f.Facets[key].See)
	}
	for _, c := range ranked {
		add(b.facts[c.Fact])
	}
	for _, g := range f.Article.Facts {
		for _, key := range Facets {
			if g.Facets[key].See == f {
				add(g)
			}
		}
	}
	at := slices.Index(f.Article.Facts, f)
	for d := 1; d <= suggestions; d++ {
		for _, i := range [...]int{at + d, at - d} {
			if i >= 0 && i < len(f.Article.Facts) {
				add(f.Article.Facts[i])
			}
		}
	}
	return out
}
