package knowledge

import (
	"fmt"
	"strings"

	"drawdown/knowledge/source"
	"drawdown/knowledge/text"
)

// names finds the names of a claim that the evidence does not hold. A name is a word with a capital that its place does
// not explain; at the beginning of a clause, one that the article itself capitalises within a sentence. It is borne out
// by a word of the same stem, a word that the lexicon takes for the same thing, the words that it abbreviates, or, since
// sentences refer back ("the group", "there"), by a name in the sentences just before.
func (k *checker) names(tokens []token, ev *evidence) []string {
	var missing []string
	for i, t := range tokens {
		if !k.isName(t) || denied(tokens, i) || ev.names(t) || k.sameThing(tokens, i, ev) {
			continue
		}
		missing = append(missing, t.text)
	}
	if missing == nil {
		return nil
	}
	return []string{fmt.Sprintf("the cited sentence does not name %s; cite the sentence that does, or leave the name out", strings.Join(missing, ", "))}
}

// isName tells whether a token is a name. Months belong to dates; "I" and "A" are no names.
func (k *checker) isName(t token) bool {
	if !t.capital() || len(t.text) < 2 || months[t.lower()] > 0 {
		return false
	}
	if !t.first {
		return true
	}
	return k.known[t.stem()] && !text.IsStop(t.lower())
}

// names tells whether the evidence holds a name by itself.
func (ev *evidence) names(t token) bool {
	s := t.stem()
	if ev.words[s] || ev.reach[s] || kin(s, ev.words) || kin(s, ev.reach) {
		return true
	}
	return t.abbreviation() && strings.Contains(ev.initials, t.lower())
}

// minKin is the length from which a word and its continuation are of one root: Iraq and Iraqi, Kurd and Kurdish.
const minKin = 4

func kin(s string, words map[string]bool) bool {
	for n := minKin; n < len(s); n++ {
		if words[s[:n]] {
			return true
		}
	}
	if len(s) < minKin {
		return false
	}
	for w := range words {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	return false
}

// sameThing tells whether the lexicon takes the name, alone or with its neighbours, for a thing that the evidence names.
func (k *checker) sameThing(tokens []token, at int, ev *evidence) bool {
	for from := max(0, at-2); from <= at; from++ {
		var words []text.Word
		for _, t := range tokens[from:min(len(tokens), from+4)] {
			for _, w := range text.Tokens(text.Fold(t.text)) {
				words = append(words, text.Word{Text: w, Stem: text.Stem(w)})
			}
		}
		if len(words) == 0 {
			continue
		}
		if c, n := k.corpus.Lexicon.Match(words, 0); c != nil && from+n > at && (ev.concepts[c.Name] || ev.reach["<"+c.Name+">"]) {
			return true
		}
	}
	return false
}

// denied tells whether a token stands under a denial in its clause: what a claim says not to be, the article need not hold.
func denied(tokens []token, at int) bool {
	for i := at; i >= 0; i-- {
		switch tokens[i].lower() {
		case "not", "never", "neither", "nor", "isn't", "wasn't", "aren't", "didn't", "doesn't", "no", "without", "nothing", "none", "nobody":
			return i < at && !(i == 0 && tokens[1].gap)
		}
		if tokens[i].gap {
			return false
		}
	}
	return false
}

// namesOf are the words that a document capitalises within a sentence.
func namesOf(d *source.Document) map[string]bool {
	out := map[string]bool{}
	for _, p := range d.Paragraphs {
		for _, s := range p.Sentences {
			for _, t := range tokenize(d.Quote(s)) {
				if t.capital() && !t.first {
					out[t.stem()] = true
				}
			}
		}
	}
	return out
}
