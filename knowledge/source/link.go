package source

import (
	"strings"
	"unicode"
)

// maxLink is the length in bytes of the longest link destination or tag: browsers
// take addresses of some two thousand. It bounds the look ahead from each bracket.
const maxLink = 2048

// bracket keeps a bracket to be closed, and cuts the mark of a footnote.
func (m *marks) bracket(i int) int {
	if strings.HasPrefix(m.text[i:], "[^") {
		if n := strings.IndexAny(m.ahead(i+2), "] \n"); n > 0 && m.text[i+2+n] == ']' {
			end := i + 2 + n + 1
			if i == 0 && strings.HasPrefix(m.text[end:], ":") {
				end++
			}
			m.cut(i, end)
			return end
		}
	}
	m.brackets = append(m.brackets, i)
	return i + 1
}

// link cuts what is not the text of the link that ends here, all of it if it is a
// picture.
func (m *marks) link(i int) int {
	if len(m.brackets) == 0 {
		return i + 1
	}
	at := m.brackets[len(m.brackets)-1]
	m.brackets = m.brackets[:len(m.brackets)-1]
	end := m.destination(i + 1)
	switch {
	case end == i+1:
	case at > 0 && m.text[at-1] == '!':
		m.cut(at-1, end)
	default:
		m.cut(at, at+1)
		m.cut(i, end)
	}
	return end
}

// destination returns the end of the (address) or [label] at i, or i if there is none.
func (m *marks) destination(i int) int {
	ahead := m.ahead(i)
	if strings.HasPrefix(ahead, "[") {
		if n := strings.IndexAny(ahead, "]\n"); n > 0 && ahead[n] == ']' {
			return i + n + 1
		}
		return i
	}
	if !strings.HasPrefix(ahead, "(") {
		return i
	}
	depth := 0
	for j := range len(ahead) {
		switch ahead[j] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return i + j + 1
		}
	}
	return i
}

// tag cuts a tag, and the angle brackets of an address.
func (m *marks) tag(i int) int {
	ahead := m.ahead(i + 1)
	n := strings.IndexAny(ahead, "<>")
	if n < 1 || ahead[n] != '>' {
		return i + 1
	}
	inner := ahead[:n]
	switch name := strings.TrimPrefix(inner, "/"); {
	case isWeb(inner):
		m.cut(i, i+1)
		m.cut(i+1+n, i+2+n)
	case name != "" && unicode.IsLetter(rune(name[0])):
		m.cut(i, i+2+n)
	default:
		return i + 1
	}
	return i + 2 + n
}

// ahead returns the text from i, as much of it as a link can be long.
func (m *marks) ahead(i int) string {
	return m.text[i:min(i+maxLink, len(m.text))]
}
