package knowledge

import (
	"strings"

	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// maxParts bounds the questions that one question is split into: more is a list, not a question.
const maxParts = 3

// split takes a question with several parts apart: "how many in Iraq and in Syria" asks the same of two things of one
// exclusive class; "who is Parnell and when was it announced" asks two things. nil: the question is one.
func (b *Base) split(q *text.Query) []string {
	if parts := listed(q); parts != nil {
		return parts
	}
	return joined(q)
}

// listed finds things of one exclusive class with nothing but "and" (and small words) between them, and asks for each alone.
func listed(q *text.Query) []string {
	for i, u := range q.Units {
		if u.Concept == nil || !u.Concept.Exclusive || u.Concept.Class == "thing" {
			continue
		}
		group := []text.Unit{u}
		and := false
		for j := i + 1; j < len(q.Units); j++ {
			v := q.Units[j]
			if v.Concept != nil && v.Concept.Class == u.Concept.Class && v.Concept != u.Concept && and {
				group = append(group, v)
				and = false
				continue
			}
			if !v.Stop {
				break
			}
			and = and || v.Key == "and"
		}
		if len(group) >= 2 && len(group) <= maxParts {
			return each(q, group)
		}
	}
	return nil
}

// each words the question once for each of the group, the others left out.
func each(q *text.Query, group []text.Unit) []string {
	var out []string
	first, last := group[0].From, group[len(group)-1].To
	for _, g := range group {
		var words []string
		for i, w := range q.Words {
			if i >= first && i < last && (i < g.From || i >= g.To) {
				continue
			}
			words = append(words, w.Text)
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

// joined splits before "and" where a question word follows it and content stands on both sides.
func joined(q *text.Query) []string {
	for i := 2; i+2 < len(q.Words); i++ {
		if q.Words[i].Text != "and" || !opensQuestion(q.Words[i+1].Text) || !opensQuestion(q.Words[0].Text) {
			continue
		}
		return []string{phrase(q.Words[:i]), phrase(q.Words[i+1:])}
	}
	return nil
}

func opensQuestion(w string) bool {
	switch w {
	case "who", "what", "when", "where", "why", "how", "which", "whose":
		return true
	}
	return false
}

func phrase(words []text.Word) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Text
	}
	return strings.Join(out, " ")
}

// several answers the parts of a question and joins the answers. ok is false where fewer than two parts are answered, or all by
// one fact: then the question is better asked whole.
func (b *Base) several(question string, parts []string, s *index.Scratch) (Answer, bool) {
	var answers []Answer
	seen := map[string]bool{}
	for _, p := range parts {
		a := b.one(p, b.analyzer.Analyze(p), s)
		if !a.Answered || seen[a.Statement] {
			return Answer{}, false
		}
		seen[a.Statement] = true
		answers = append(answers, a)
	}
	return join(question, answers), true
}

// join makes one answer of several; it is as sure as the least sure of them.
func join(question string, answers []Answer) Answer {
	out := answers[0]
	out.Question = question
	for _, a := range answers[1:] {
		out.Short += "; " + a.Short
		out.Statement += " " + a.Statement
		out.Citations = append(out.Citations, a.Citations...)
		out.Facts = append(out.Facts, a.Facts...)
		out.Caveats = union(out.Caveats, a.Caveats)
		out.Differs = append(out.Differs, a.Differs...)
		out.Confidence = min(out.Confidence, a.Confidence)
	}
	out.Short = headline(out.Short)
	return out
}

func union(a, b []string) []string {
	for _, s := range b {
		found := false
		for _, t := range a {
			found = found || s == t
		}
		if !found {
			a = append(a, s)
		}
	}
	return a
}
