package bot

import (
	"strings"

	"drawdown/knowledge/text"
)

// complete asks the follow-up put together with what went before in each way, and gives the surest answer.
func (b *mind) complete(f followUp, last turn, alone outcome) outcome {
	best, sure := alone, alone.answer.Confidence-aloneMalus
	ways := b.rewrites(f, last, b.base.Analyzer().Analyze(last.Question))
	if f.personal && len(ways) > 0 {
		sure = -1 // "he" is somebody: who, only what was said before tells
	}
	for _, q := range ways {
		if a := b.base.AskWhole(q); a.Confidence > sure {
			best, sure = outcome{a, q, q}, a.Confidence
		}
	}
	best.answer.Question = f.q.Raw
	return best
}

// aloneMalus is how much surer a follow-up by itself must be than one put together.
const aloneMalus = 0.15

// rewrites are the ways to put a follow-up together with the last turn. None repeats the last question whole: it would be
// answered again, whatever the follow-up asks.
func (b *mind) rewrites(f followUp, last turn, prior *text.Query) []string {
	if s, ok := substitute(f, prior); ok {
		return []string{s}
	}
	var out []string
	if person := b.who(last); f.personal && person != "" {
		return []string{f.resolved(person, personalPronouns)}
	}
	if topic := topicOf(prior, f.q); topic != "" {
		out = append(out, f.resolved(topic, neutralPronouns))
	}
	if topic := topicOf(b.base.Analyzer().Analyze(last.Short), f.q); topic != "" {
		out = append(out, f.resolved(topic, neutralPronouns))
	}
	return out
}

// who is whom the fact of a turn is about, or "".
func (b *mind) who(t turn) string {
	if f := b.fact(t); f != nil {
		return f.Facets["who"].Text
	}
	return ""
}

// words are the follow-up's words without its opening.
func (f followUp) words() []string {
	var out []string
	for i, w := range f.q.Words {
		if i == 0 && (w.Text == "and" || w.Text == "but" || w.Text == "so" || w.Text == "or" || w.Text == "also") {
			continue
		}
		out = append(out, w.Text)
	}
	return out
}

// resolved puts a name in the place of the first of the pronouns, or at the end where there is none.
func (f followUp) resolved(name string, pronouns map[string]bool) string {
	out, done := []string{}, false
	for _, w := range f.words() {
		if !done && pronouns[w] {
			out, done = append(out, name), true
			continue
		}
		out = append(out, w)
	}
	if !done {
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

var (
	personalPronouns = set("he him his she her")
	neutralPronouns  = set("they them their it its that this those these")
)

// substitute puts the things of the follow-up in the place of their like in the last question.
func substitute(f followUp, prior *text.Query) (string, bool) {
	words := make([]string, len(prior.Words))
	for i, w := range prior.Words {
		words[i] = w.Text
	}
	changed := false
	for _, u := range f.content {
		if u.Concept == nil || !u.Concept.Exclusive {
			continue
		}
		for _, p := range prior.Units {
			if p.Concept == nil || !alike(p.Concept, u.Concept) || p.Concept == u.Concept || words[p.From] == "" {
				continue
			}
			if u.Concept.Name != "usa" && p.Concept.Name == "usa" && countries(prior) > 1 {
				continue
			}
			for k := p.From; k < p.To; k++ {
				words[k] = ""
			}
			words[p.From] = phrase(f.q.Words[u.From:u.To])
			changed = true
			break
		}
	}
	if !changed {
		return "", false
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " "), true
}

// alike tells whether one concept can take the other's place: of one class, or a country for a place.
func alike(a, b *text.Concept) bool {
	geo := func(c *text.Concept) bool { return c.Class == "country" || c.Class == "place" }
	return a.Exclusive && (a.Class == b.Class || geo(a) && geo(b))
}

func countries(q *text.Query) int {
	n := 0
	for _, u := range q.Units {
		if u.Concept != nil && u.Concept.Class == "country" {
			n++
		}
	}
	return n
}

func phrase(words []text.Word) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Text
	}
	return strings.Join(out, " ")
}

// topicOf gives the words that name what a question was about: its units with content that the follow-up does not name
// itself, but for what the question asked of them.
func topicOf(prior, follow *text.Query) string {
	var out []string
	for _, u := range prior.Units {
		if u.Concept == nil || holds(follow, u.Key) || asked[u.Concept.Name] {
			continue
		}
		out = append(out, phrase(prior.Words[u.From:u.To]))
	}
	return strings.Join(out, " ")
}

// asked holds the concepts that say what is asked of a topic, and so are no part of it.
var asked = map[string]bool{"number": true, "percent": true, "now": true, "past": true, "begin": true, "end": true, "announce": true, "remain": true}

// back returns to an earlier topic: the latest turn but the last that was about what the message names is answered again.
func (b *mind) back(f followUp, c conversation) (outcome, bool) {
	for i := len(c.Turns) - 1; i >= 0; i-- {
		t := c.Turns[i]
		if !t.Answered {
			continue
		}
		about := b.base.Analyzer().Analyze(t.Question)
		for _, u := range f.content {
			if holds(about, u.Key) {
				return outcome{b.understand(t.Question).alone, t.Question, t.Question}, true
			}
		}
	}
	return outcome{}, false
}

func holds(q *text.Query, key string) bool {
	for _, u := range q.Units {
		if u.Key == key {
			return true
		}
	}
	return false
}
