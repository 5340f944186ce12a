package extract

import (
	"unicode"
	"unicode/utf8"
)

// A token is a word of a document's text as it is written: the half-open byte range From:To. Unlike the tokens of package
// text, which are made of a folded text, it knows where it stands.
type token struct {
	From, To int
	Capital  bool // begins with a capital letter
}

// scan appends the words of text[from:to] to out: letters and digits, with apostrophes, the commas and points of
// numbers, and the points of abbreviations inside them ("U.S."). A hyphen parts words; a percent sign is one.
func scan(text string, from, to int, out []token) []token {
	for i := from; i < to; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:to])
		}
		switch {
		case r == '%':
			out = append(out, token{From: i, To: i + 1})
			i++
		case !wordRune(r) || unicode.Is(unicode.Mn, r): // a mark alone is no word
			i += size
		default:
			end := wordEnd(text, i, to)
			out = append(out, token{i, end, unicode.IsUpper(r)})
			i = end
		}
	}
	return out
}

func wordRune(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// wordEnd is where the word that begins at i ends.
func wordEnd(text string, i, to int) int {
	start := i
	for i < to {
		r, size := utf8.DecodeRuneInString(text[i:to])
		if wordRune(r) {
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+size : to])
		switch {
		case r == '.' && abbreviated(text, start, i):
			i++
			continue
		case !wordRune(next):
			return i
		case r == '\'' || r == '’':
		case (r == ',' || r == '.') && digitByte(text[i-1]) && digitByte(text[i+1]):
		default:
			return i
		}
		i += size
	}
	return i
}

// abbreviated tells whether the point at i closes a single letter of an abbreviation: "U.", "U.S.".
func abbreviated(text string, start, i int) bool {
	if i == start || !letterByte(text[i-1]) || i-1 > start && text[i-2] != '.' {
		return false
	}
	return i-1 > start || i+2 < len(text) && letterByte(text[i+1]) && text[i+2] == '.'
}

func digitByte(c byte) bool  { return c >= '0' && c <= '9' }
func letterByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
