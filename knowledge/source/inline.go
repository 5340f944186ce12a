package source

import (
	"cmp"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTicks is the number of strokes of the longest mark of code. Two are rare, and
// for each number that is not closed the paragraph is searched once.
const maxTicks = 8

// inline returns a Markdown paragraph without its marks: emphasis, code, links,
// pictures, footnote marks, tags, escapes.
func inline(text string) string {
	m := marks{text: text, open: make(map[string][]int), unmatched: make(map[int]bool)}
	for i := 0; i < len(text); {
		i = m.mark(i)
	}
	return html.UnescapeString(m.rest())
}

// A marks finds the marks of a paragraph. A mark that has no partner is text.
type marks struct {
	text      string
	cuts      []Sentence       // the ranges of the marks
	open      map[string][]int // where runs of * _ ~ began that may open emphasis
	brackets  []int            // where [ stands that may begin a link
	unmatched map[int]bool     // lengths of runs of ` after which there is no other such run
}

func (m *marks) cut(from, to int) {
	m.cuts = append(m.cuts, Sentence{from, to})
}

// mark looks at one byte, and returns where to look next.
func (m *marks) mark(i int) int {
	switch c := m.text[i]; c {
	case '\\':
		if i+1 < len(m.text) && strings.IndexByte("\\`*_{}[]<>()#+-.!|~&\"'$%,/:;=?@^", m.text[i+1]) >= 0 {
			m.cut(i, i+1)
			return i + 2
		}
	case '`':
		return m.code(i)
	case '*', '_', '~':
		return m.emphasis(i)
	case '[':
		return m.bracket(i)
	case ']':
		return m.link(i)
	case '<':
		return m.tag(i)
	}
	return i + 1
}

// runEnd returns the end of the run of the byte at i.
func (m *marks) runEnd(i int) int {
	j := i
	for j < len(m.text) && m.text[j] == m.text[i] {
		j++
	}
	return j
}

func (m *marks) code(i int) int {
	end := m.runEnd(i)
	n := end - i
	if n > maxTicks || m.unmatched[n] {
		return end
	}
	for j := end; j < len(m.text); j++ {
		if m.text[j] != '`' {
			continue
		}
		to := m.runEnd(j)
		if to-j == n {
			m.cut(i, end)
			m.cut(j, to)
			return to
		}
		j = to - 1
	}
	m.unmatched[n] = true
	return end
}

// emphasis pairs a run with one of the same length that it may close, or else keeps
// it to be closed. Runs of two strokes alone strike out.
func (m *marks) emphasis(i int) int {
	end := m.runEnd(i)
	n := end - i
	if n > 3 || m.text[i] == '~' && n != 2 {
		return end
	}
	opens, closes := m.flanks(i, end)
	run := m.text[i:end]
	switch {
	case closes && m.closeRun(run, i):
	case closes && n < 3 && m.closeInner(run, i):
	case closes && n == 3 && len(m.open[run[:1]]) > 0 && len(m.open[run[:2]]) > 0:
		m.closeRun(run[:1], i)
		m.closeRun(run[:2], i+1)
	case opens:
		m.open[run] = append(m.open[run], i)
	}
	return end
}

// closeRun cuts a run and the one that it closes, if there is one.
func (m *marks) closeRun(run string, i int) bool {
	starts := m.open[run]
	if len(starts) == 0 {
		return false
	}
	at := starts[len(starts)-1]
	m.open[run] = starts[:len(starts)-1]
	m.cut(at, at+len(run))
	m.cut(i, i+len(run))
	return true
}

// closeInner closes the inner part of a run of three with a shorter run, and leaves
// the outer part open.
func (m *marks) closeInner(run string, i int) bool {
	three := strings.Repeat(run[:1], 3)
	starts := m.open[three]
	if len(starts) == 0 {
		return false
	}
	at := starts[len(starts)-1]
	m.open[three] = starts[:len(starts)-1]
	outer := three[len(run):]
	m.open[outer] = append(m.open[outer], at)
	m.cut(at+len(outer), at+len(three))
	m.cut(i, i+len(run))
	return true
}

// flanks reports whether the run may open and whether it may close emphasis, by the
// rules of CommonMark: no space on the inner side, and _ not within a word.
func (m *marks) flanks(i, end int) (opens, closes bool) {
	before, _ := utf8.DecodeLastRuneInString(m.text[:i])
	after, _ := utf8.DecodeRuneInString(m.text[end:])
	spaceBefore := i == 0 || unicode.IsSpace(before)
	spaceAfter := end == len(m.text) || unicode.IsSpace(after)
	softBefore := spaceBefore || !isWordRune(before)
	softAfter := spaceAfter || !isWordRune(after)
	opens = !spaceAfter && (!softAfter || softBefore)
	closes = !spaceBefore && (!softBefore || softAfter)
	if m.text[i] == '_' {
		return opens && softBefore, closes && softAfter
	}
	return opens, closes
}

// rest returns the text without the cuts, which may overlap.
func (m *marks) rest() string {
	slices.SortFunc(m.cuts, func(a, b Sentence) int { return cmp.Compare(a.Start, b.Start) })
	var b strings.Builder
	at := 0
	for _, c := range m.cuts {
		if c.Start > at {
			b.WriteString(m.text[at:c.Start])
		}
		at = max(at, c.End)
	}
	b.WriteString(m.text[at:])
	return b.String()
}
