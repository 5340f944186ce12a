package repl

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// wrap breaks a paragraph into lines of at most so many columns, between words; a word that is wider is broken. Nothing is
// wrapped at 0 columns or fewer.
func wrap(s string, most int) []string {
	words := together(strings.Fields(s))
	if most <= 0 || len(words) == 0 {
		return []string{strings.Join(words, " ")}
	}
	var lines []string
	line, used := "", 0
	for _, w := range words {
		n := columns(w)
		if line != "" && used+1+n > most {
			lines, line, used = append(lines, line), "", 0
		}
		for line == "" && n > most {
			head, tail := breakAt(w, most)
			lines, w, n = append(lines, head), tail, columns(tail)
		}
		if line != "" {
			line, used = line+" ", used+1
		}
		line, used = line+w, used+n
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// together joins a paragraph sign and number to what follows: "¶9 s2" is one place, and stays on one line.
func together(words []string) []string {
	out := words[:0]
	for i := 0; i < len(words); i++ {
		w := words[i]
		if strings.HasPrefix(w, "¶") && i+1 < len(words) {
			i++
			w += " " + words[i]
		}
		out = append(out, w)
	}
	return out
}

// breakAt takes from a word as much as fits, one character at least.
func breakAt(w string, most int) (head, tail string) {
	used := 0
	for i, r := range w {
		used += columnsOf(r)
		if used > most && i > 0 {
			return w[:i], w[i:]
		}
	}
	return w, ""
}

// columns is the width of a text on a terminal.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

// columnsOf is two for wide characters of East Asian scripts and nought for marks.
func columnsOf(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// clean takes out what could steer a terminal: control characters, and those that change the direction of writing.
func clean(s string) string { return strings.Map(harmless, s) }

// harmlessLine is harmless for a text of several lines.
func harmlessLine(r rune) rune {
	if r == '\n' {
		return r
	}
	return harmless(r)
}

func harmless(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return ' '
	case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return -1
	}
	return r
}
