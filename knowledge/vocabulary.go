package knowledge

import "drawdown/knowledge/text"

// rareWord is how often an unknown word must occur in asks and gaps before it counts as a word and not a slip of the fingers.
const rareWord = 4

// Vocabulary counts the words that spelling is repaired towards: those of the facts, the lexicon and the asks, but for
// words of the asks that are neither English nor frequent.
func (c *Corpus) Vocabulary() map[string]int {
	asked, out := map[string]int{}, map[string]int{}
	count := func(into map[string]int, s string) {
		for _, w := range text.Tokens(text.Fold(s)) {
			into[w]++
		}
	}
	for _, f := range c.Facts() {
		count(out, f.Says)
		for _, facet := range f.Facets {
			count(out, facet.Text)
		}
		for _, s := range f.Shorts {
			count(out, s.Text)
			for _, a := range s.Asks {
				count(asked, a.Text)
			}
		}
		for _, g := range f.Gaps {
			count(asked, g.Question)
		}
	}
	for _, g := range c.Gaps {
		count(asked, g.Question)
	}
	for _, w := range c.Lexicon.Words() {
		out[w]++
	}
	for w, n := range asked {
		if _, known := out[w]; known || n >= 2 && (n >= rareWord || text.IsEnglish(w)) {
			out[w] += n
		}
	}
	return out
}
