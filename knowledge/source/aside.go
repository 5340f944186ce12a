package source

import (
	"strings"
	"unicode/utf8"
)

// maxAside is the length in bytes of the longest aside that is kept in one sentence.
// A bracket or quotation mark that closes later than that was not meant to be the
// partner, or holds a passage of its own.
const maxAside = 400

// An aside is what stands between two brackets, or between two quotation marks where
// it is used as a name is: the song “Row. Row.” was sung. Sentences in it are part of
// the one around it. What someone says is no aside, and is split.
type aside struct {
	start, end int // of the opening and the closing mark
	quote      bool
}

// asides returns the asides of a text in order, those within another one left out.
func asides(text string) []aside {
	var open []int
	var found []aside
	for i, r := range text {
		if isOpening(text, i, r) {
			open = append(open, i)
			continue
		}
		if len(open) == 0 || !closes(text[open[len(open)-1]:], r) {
			continue
		}
		a := aside{start: open[len(open)-1], end: i, quote: r != ')' && r != ']'}
		open = open[:len(open)-1]
		if i-a.start > maxAside || a.quote && !isNamed(text[:a.start]) {
			continue
		}
		for len(found) > 0 && found[len(found)-1].start > a.start {
			found = found[:len(found)-1]
		}
		found = append(found, a)
	}
	return found
}

// isOpening reports whether the character at i opens an aside. A straight quotation
// mark does after a space.
func isOpening(text string, i int, r rune) bool {
	return r == '(' || r == '[' || r == '“' || r == '"' && (i == 0 || strings.IndexByte(" ([", text[i-1]) >= 0)
}

// closes reports whether a character closes what the opened text begins with.
func closes(opened string, r rune) bool {
	first, _ := utf8.DecodeRuneInString(opened)
	switch first {
	case '(':
		return r == ')'
	case '[':
		return r == ']'
	case '“':
		return r == '”'
	}
	return r == first
}

// isNamed reports whether the text leads to a quotation as to a name: right after a
// word, and that is no verb of saying.
func isNamed(before string) bool {
	before, ok := strings.CutSuffix(before, " ")
	last, _ := utf8.DecodeLastRuneInString(before)
	word := before[max(0, len(before)-maxToken):]
	return ok && isWordRune(last) && !sayings[word[strings.LastIndexByte(word, ' ')+1:]]
}

// aside returns the aside that a place is in. Places are asked for in order.
func (s *splitter) aside(at int) (aside, bool) {
	for len(s.asides) > 0 && s.asides[0].end < at {
		s.asides = s.asides[1:]
	}
	if len(s.asides) > 0 && s.asides[0].start < at {
		return s.asides[0], true
	}
	return aside{}, false
}
