package bot

import (
	"strings"
	"unicode/utf8"
)

// Pack joins pieces of text, in their order, into as few texts as possible, none of which is larger than limit by size (characters as
// a platform counts them). A piece is what must not be torn: a sentence, a citation with its link and quotation. Between two pieces
// of one text stands the separator that the later one brings.
//
// A piece that is larger than limit by itself, which no fact is and an article's sentence may be, is cut at words, and where a word is
// larger at characters; its parts end with an ellipsis. Pack gives no empty text.
func Pack(pieces []Piece, limit int, size func(string) int) []string {
	var out []string
	text := ""
	for _, p := range pieces {
		if p.Text == "" {
			continue
		}
		if text != "" && size(text+p.Before+p.Text) <= limit {
			text += p.Before + p.Text
			continue
		}
		if text != "" {
			out = append(out, text)
		}
		for text = p.Text; size(text) > limit; {
			head, rest := cut(text, limit, size)
			out, text = append(out, head), rest
		}
	}
	if text != "" {
		out = append(out, text)
	}
	return out
}

// A Piece is a text that must not be torn.
type Piece struct {
	Before string // what separates it from the piece before it, where both are in one text: " ", "\n", "\n\n"
	Text   string
}

const ellipsis = "…"

// cut gives as much of a text as fits, at a word if there is one.
func cut(s string, limit int, size func(string) int) (head, rest string) {
	end, word := 0, 0
	for i, r := range s {
		if size(s[:i]+ellipsis) > limit {
			break
		}
		if end = i; r == ' ' || r == '\n' {
			word = i
		}
	}
	if word > 0 {
		end = word
	}
	if end == 0 { // not even an ellipsis fits: a character at least, or there were no end
		_, end = utf8.DecodeRuneInString(s)
		return s[:end], s[end:]
	}
	return s[:end] + ellipsis, strings.TrimLeft(s[end:], " \n")
}

// UTF16 is the size of a text in UTF-16 code units, which is at least its number of characters: what fits by it fits however a
// platform counts.
func UTF16(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}
