package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A draft is what a format makes of a file: what the file says of itself, and its
// text block by block, with page furniture still among it.
type draft struct {
	id, title, publisher, published, url string

	blocks []block
}

// A block is a paragraph, an item or a heading.
type block struct {
	text  string // clean, and with a letter or a digit in it
	level int    // of a heading, from 1; 0 is running text
}

// add appends a block, unless there is nothing to read in it.
func (d *draft) add(level int, text string) {
	text = trimStray(clean(text))
	if hasWord(text) {
		d.blocks = append(d.blocks, block{text: text, level: level})
	}
}

// clean returns the text with white space folded to single spaces, none of it at
// the ends, and without characters that cannot be seen.
func clean(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range text {
		switch {
		case isInvisible(r):
		case unicode.IsSpace(r) || unicode.IsControl(r):
			space = true
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isInvisible reports whether a character has neither shape nor width and no part
// in spelling: soft hyphens, zero-width spaces, byte order marks, and the marks
// that turn the direction of the text, with which a quotation could be made to look
// like another one. Joiners have a part in spelling and stay.
func isInvisible(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u200b', r == '\u200e', r == '\u200f', r == '\u2060', r == '\ufeff':
		return true
	}
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}

// trimStray drops a full stop that is left over before the first word, as in
// ".However". Names such as ".NET" keep theirs.
func trimStray(text string) string {
	rest, ok := strings.CutPrefix(text, ".")
	first, size := utf8.DecodeRuneInString(rest)
	second, _ := utf8.DecodeRuneInString(rest[size:])
	if ok && unicode.IsUpper(first) && unicode.IsLower(second) {
		return rest
	}
	return text
}

func hasWord(text string) bool {
	return strings.IndexFunc(text, isWordRune) >= 0
}

// isWordRune reports whether a character can be part of a word or a number.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}
