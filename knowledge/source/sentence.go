package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxToken is how far the splitter looks back and ahead for a word, in bytes.
	// No abbreviation and no word that opens a sentence comes near it.
	maxToken = 32

	// maxLead is the number of characters before the first word of a sentence that
	// are looked through: quotation marks, brackets, dashes, currency signs.
	maxLead = 16
)

// split returns the sentences of a clean paragraph. Their ranges cover it but for
// the spaces between two; each has a letter or a digit in it and no space at its ends.
func split(text string) []Sentence {
	s := splitter{text: text, first: none, asides: asides(text)}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isTerminator(r) {
			if s.first == none && isWordRune(r) {
				s.first = i
			}
			i += size
			continue
		}
		stop := s.stop(i)
		if s.first != none && s.ends(stop) {
			s.cut(stop.end)
			i = s.start
			continue
		}
		i = stop.end
	}
	s.cut(len(text)) // where a sentence ended before, another word followed
	return s.sentences
}

// none is no place in the text.
const none = -1

// A splitter walks through a paragraph once.
type splitter struct {
	text      string
	sentences []Sentence
	start     int     // of the open sentence
	first     int     // where its first word or number begins, or none
	asides    []aside // those that are still ahead or around
}

// cut ends the open sentence.
func (s *splitter) cut(end int) {
	s.sentences = append(s.sentences, Sentence{s.start, end})
	s.start, s.first = end, none
	if strings.HasPrefix(s.text[end:], " ") {
		s.start++
	}
}

// A stop is a place where a sentence may end.
type stop struct {
	at       int  // of the first . ! ? or …
	marks    int  // after the last of them
	end      int  // after the quotation marks, brackets and notes that follow
	ellipsis bool // "…" or dots in a row
	strong   bool // with a ! or ?
	quote    bool // a quotation mark follows
}

// stop returns the stop whose first mark is at i.
func (s *splitter) stop(i int) stop {
	p := stop{at: i, marks: i}
	dots := 0
	for p.marks < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[p.marks:])
		if !isTerminator(r) && !(dots > 0 && isSpacedDot(s.text[p.marks:])) {
			break
		}
		if r == '.' || r == ' ' {
			dots++
		}
		p.ellipsis = p.ellipsis || dots > 1 || r == '…'
		p.strong = p.strong || r == '!' || r == '?'
		p.marks += size
	}
	p.end, p.quote = s.closers(p.marks)
	return p
}

// isSpacedDot reports whether a text goes on with a dot of " . . .".
func isSpacedDot(text string) bool {
	return text == " ." || strings.HasPrefix(text, " . ") || strings.HasPrefix(text, " .”") || strings.HasPrefix(text, ` ."`)
}

// closers returns the end of what closes with the sentence, notes such as [12]
// included, and whether a quotation mark is among it.
func (s *splitter) closers(i int) (end int, quote bool) {
	for i < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if n := noteLen(s.text[i:]); n > 0 {
			i += n
			continue
		}
		if !isCloser(r) {
			break
		}
		quote = quote || isQuote(r)
		i += size
	}
	return i, quote
}

// noteLen returns the length of the mark of a note at the head of a text, or 0.
func noteLen(text string) int {
	if !strings.HasPrefix(text, "[") {
		return 0
	}
	i := 1
	for i < len(text) && i < 5 && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	if i > 1 && i < len(text) && text[i] == ']' {
		return i + 1
	}
	return 0
}

func isTerminator(r rune) bool {
	return r == '.' || r == '!' || r == '?' || r == '…' || r == '‽'
}

func isCloser(r rune) bool {
	return isQuote(r) || r == ')' || r == ']' || r == '}'
}

func isQuote(r rune) bool {
	return strings.ContainsRune(`"'”’»›`, r)
}

// isOpener reports whether a character can stand before the first word of a sentence.
func isOpener(r rune) bool {
	return unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pd, unicode.Sc) || strings.ContainsRune(` "'’”…])¿¡*•#§~`, r)
}

// Sentences takes a text that was written in a chat apart: paragraph by paragraph, sentence by sentence, white space around each
// left out.
func Sentences(text string) []string {
	var out []string
	for _, paragraph := range strings.Split(text, "\n") {
		for _, s := range split(paragraph) {
			if t := strings.TrimSpace(paragraph[s.Start:s.End]); t != "" {
				out = append(out, t)
			}
		}
	}
	return out
}
