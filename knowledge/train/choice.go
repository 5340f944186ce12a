package train

import (
	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// minChoiceRows is the least evidence that the choice of short answers is learned from; below it, the most votes win.
const minChoiceRows = 1000

var choiceOptions = Boost{Trees: 80, Depth: 4, Rate: 0.1, MinLeaf: 15, Lambda: 3, MaxBins: 64}

// choiceRows gathers the evidence for the short answers that the examples' facts could give, by an index that has not seen them. A
// short answer is right where it says nearly the same as the one that the ask should get.
func (t *trainer) choiceRows(x *index.Index, examples []Example) []row {
	b := knowledge.FromIndex(t.corpus, x, t.analyzer)
	var out []row
	for _, e := range examples {
		if e.Gap {
			continue
		}
		gold := t.facts[e.Fact].Shorts[e.Short].Text
		for _, c := range b.Choices(e.Query, e.Fact) {
			out = append(out, row{c.Evidence, sameAnswer(c.Text, gold)})
		}
	}
	return out
}

// nearlySame is the harmonic mean of precision and recall (F1) over words from which two short answers say the same.
const nearlySame = 0.6

func sameAnswer(a, b string) bool {
	if yes, no := (knowledge.Short{Text: a}).YesNo(), (knowledge.Short{Text: b}).YesNo(); yes != no || yes && a[:2] != b[:2] {
		return false
	}
	x, y := contentOf(a), contentOf(b)
	common := 0
	for w := range x {
		if y[w] {
			common++
		}
	}
	return common > 0 && 2*float64(common)/float64(len(x)+len(y)) >= nearlySame
}

// contentOf gives the stems of a short answer, without words that carry no content unless it has no others.
func contentOf(s string) map[string]bool {
	all, content := map[string]bool{}, map[string]bool{}
	for _, w := range text.Tokens(text.Fold(s)) {
		all[text.Stem(w)] = true
		if !text.IsStop(w) {
			content[text.Stem(w)] = true
		}
	}
	if len(content) > 0 {
		return content
	}
	return all
}
