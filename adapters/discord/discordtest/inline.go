package discordtest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token reads one thing and gives the bytes that it takes.
func (r *reader) token(text string) int {
	for _, read := range []func(string) int{r.escape, r.code, r.masked, r.bracketed, r.address, r.emphasis} {
		if n := read(text); n > 0 {
			return n
		}
	}
	_, n := utf8.DecodeRuneInString(text)
	r.write(text[:n])
	return n
}

// escape reads a sign that is to be shown as it is.
func (r *reader) escape(text string) int {
	if text[0] != '\\' || len(text) < 2 {
		return 0
	}
	next, n := utf8.DecodeRuneInString(text[1:])
	if next < utf8.RuneSelf && (unicode.IsLetter(next) || unicode.IsDigit(next)) || unicode.IsSpace(next) {
		return 0
	}
	r.write(text[1 : 1+n])
	return 1 + n
}

// code reads code, in a line or in a block.
func (r *reader) code(text string) int {
	n := len(text) - len(strings.TrimLeft(text, "`"))
	if n == 0 {
		return 0
	}
	sign := text[:n]
	for i := n; ; {
		end := strings.Index(text[i:], sign)
		if end < 0 {
			r.write(sign)
			return n
		}
		i += end
		run := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		if run == n {
			r.mark(Code, text[n:i], "")
			r.write(text[n:i])
			return i + n
		}
		i += run
	}
}

var target = regexp.MustCompile(`^\(\s*<?(https?://[^\s<>]*?)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)$`)

// masked reads a text that leads elsewhere.
func (r *reader) masked(text string) int {
	if text[0] != '[' {
		return 0
	}
	end := closingBracket(text)
	if end <= 1 {
		return 0
	}
	m := target.FindStringSubmatch(balanced(text[end+1:]))
	if m == nil {
		return 0
	}
	r.mark(Link, text[1:end], m[1])
	r.inside(text[1:end])
	return end + 1 + len(m[0])
}

// closingBracket finds the bracket that closes the one that a text begins with.
func closingBracket(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// balanced cuts a text after the parenthesis that closes the one that it begins with, for addresses may have some.
func balanced(text string) string {
	depth := 0
	for i, c := range text {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return text[:i+utf8.RuneLen(c)]
		}
	}
	return text
}

// What stands in angle brackets.
var brackets = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{Mention, regexp.MustCompile(`^<(?:@[!&]?\d+|#\d+|id:\w+|/[^:>\n]+:\d+)>`)},
	{Timestamp, regexp.MustCompile(`^<t:-?\d{1,17}(?::[tTdDfFRsS])?>`)},
	{Emoji, regexp.MustCompile(`^<a?:\w{2,32}:\d+>`)},
}

var bracketedAddress = regexp.MustCompile(`^<(https?://[^\s<>]+)>`)

// bracketed reads a mention, a timestamp, an emoji or an address in angle brackets.
func (r *reader) bracketed(text string) int {
	if text[0] != '<' {
		return 0
	}
	if m := bracketedAddress.FindStringSubmatch(text); m != nil {
		r.mark(Address, m[1], m[1])
		r.write(m[1])
		return len(m[0])
	}
	for _, b := range brackets {
		if m := b.pattern.FindString(text); m != "" {
			r.mark(b.kind, m, "")
			r.write(m)
			return len(m)
		}
	}
	return 0
}

var bareAddress = regexp.MustCompile(`^https?://[^\s<]*[^\s<.,:;"')\]]`)

// address reads an address that stands in a text.
func (r *reader) address(text string) int {
	m := bareAddress.FindString(text)
	if m == "" {
		return 0
	}
	r.mark(Address, m, m)
	r.write(m)
	return len(m)
}

// delimiters are what stands around marked text; two signs before one.
var delimiters = []struct{ sign, kind string }{
	{"**", Bold}, {"__", Underline}, {"~~", Strike}, {"||", Spoiler}, {"*", Italic}, {"_", Italic},
}

// emphasis reads text between signs.
func (r *reader) emphasis(text string) int {
	for _, d := range delimiters {
		if !strings.HasPrefix(text, d.sign) || d.sign == "_" && isWord(r.last) {
			continue
		}
		end := closing(text, d.sign)
		if end < 0 {
			continue
		}
		inner := text[len(d.sign):end]
		if strings.Trim(inner, d.sign) == "" {
			continue
		}
		r.mark(d.kind, inner, "")
		r.last = ' '
		r.inside(inner)
		return end + len(d.sign)
	}
	return 0
}

// closing finds the sign that closes the one that a text begins with, or gives -1.
func closing(text, sign string) int {
	single := len(sign) == 1
	if after, _ := utf8.DecodeRuneInString(text[len(sign):]); single && unicode.IsSpace(after) {
		return -1
	}
	for i := len(sign); i < len(text); i++ {
		if text[i] == '\\' {
			i++
			continue
		}
		if !strings.HasPrefix(text[i:], sign) || i == len(sign) {
			continue
		}
		rest := text[i+len(sign):]
		if strings.HasPrefix(rest, sign[:1]) { // part of a longer sign
			if single {
				i++
			}
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(rest)
		if sign == "*" && unicode.IsSpace(before) || sign == "_" && isWord(after) {
			continue
		}
		return i
	}
	return -1
}

func isWord(c rune) bool { return c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) }
