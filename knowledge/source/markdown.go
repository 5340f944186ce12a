package source

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	atxHeading  = regexp.MustCompile(`^(#{1,6})(?:\s+(.*?))?(?:\s+#+)?$`)
	setext      = regexp.MustCompile(`^(?:=+|-+)$`)
	rule        = regexp.MustCompile(`^(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$`)
	listItem    = regexp.MustCompile(`^(?:[-*+]|(\d{1,9})[.)])\s+(.*)$`)
	codeFence   = regexp.MustCompile("^(`{3,}|~{3,})")
	reference   = regexp.MustCompile(`^\[[^\]^]+\]:\s+\S+`)
	tableRule   = regexp.MustCompile(`^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?$`)
	quoteMarker = regexp.MustCompile(`^(?:>\s?)+`)
)

// readMarkdown reads Markdown: front matter, paragraphs, headings of both kinds,
// items, quotations, tables row by row, and code as it stands.
func readMarkdown(text string) (*draft, error) {
	d := new(draft)
	text, err := d.frontMatter(text)
	if err != nil {
		return nil, err
	}
	m := markdown{draft: d}
	for line := range strings.SplitSeq(withoutComments(text), "\n") {
		m.line(strings.TrimSpace(line))
	}
	m.end(0)
	return d, nil
}

// A markdown gathers the lines of the open paragraph.
type markdown struct {
	draft  *draft
	open   []string
	listed bool   // the open paragraph is an item
	quoted bool   // the open paragraph, or the one before it, is quoted
	code   string // the fence that the open block of code began with
}

// line takes one line, trimmed.
func (m *markdown) line(line string) {
	if m.code != "" {
		m.codeLine(line)
		return
	}
	line = m.unquote(line)
	switch {
	case line == "":
		m.end(0)
	case setext.MatchString(line) && m.isHeading():
		m.end(1 + strings.Count(line[:1], "-"))
	case rule.MatchString(line):
		m.end(0)
	case codeFence.MatchString(line):
		m.end(0)
		m.code = codeFence.FindString(line)
	case atxHeading.MatchString(line):
		m.end(0)
		h := atxHeading.FindStringSubmatch(line)
		m.open = append(m.open, h[2])
		m.end(len(h[1]))
	case tableRule.MatchString(line):
	case len(m.open) == 0 && reference.MatchString(line):
	default:
		m.text(line)
	}
}

// isHeading reports whether the open paragraph reads as a heading. A rule right
// under a paragraph would make the whole of it one.
func (m *markdown) isHeading() bool {
	text := strings.Join(m.open, " ")
	return len(m.open) > 0 && !m.listed && !isFinal(text) && utf8.RuneCountInString(text) <= maxTitle
}

// text takes a line that holds text, and a mark perhaps that begins an item or a row.
func (m *markdown) text(line string) {
	item := listItem.FindStringSubmatch(line)
	switch {
	case item != nil && m.beginsItem(item[1]):
		m.end(0)
		m.listed = true
		m.open = append(m.open, item[2])
	case strings.HasPrefix(line, "|"):
		m.end(0)
		m.open = append(m.open, strings.Trim(line, "| "))
		m.end(0)
	default:
		m.open = append(m.open, line)
	}
}

// beginsItem reports whether a mark begins an item. A number within a paragraph does
// only if it is 1: a sentence may end in a year, and the line break come before it.
func (m *markdown) beginsItem(number string) bool {
	return number == "" || number == "1" || len(m.open) == 0 || m.listed
}

// unquote returns the line without the marks of a quotation.
func (m *markdown) unquote(line string) string {
	marker := quoteMarker.FindString(line)
	switch {
	case marker != "" && !m.quoted:
		m.end(0)
		m.quoted = true
	case marker == "" && len(m.open) == 0:
		m.quoted = false
	}
	return strings.TrimSpace(line[len(marker):])
}

func (m *markdown) codeLine(line string) {
	if strings.HasPrefix(line, m.code) && strings.Trim(line, m.code[:1]) == "" {
		m.draft.add(0, strings.Join(m.open, "\n"))
		m.open, m.code = nil, ""
		return
	}
	m.open = append(m.open, line)
}

// end ends the open paragraph, which is a heading of the level unless that is 0.
func (m *markdown) end(level int) {
	if len(m.open) > 0 {
		m.draft.add(level, inline(strings.Join(m.open, "\n")))
	}
	m.open, m.listed = nil, false
}

// withoutComments returns the text without HTML comments. One that is not closed is text.
func withoutComments(text string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "<!--")
		_, after, closed := strings.Cut(rest, "-->")
		if !ok || !closed {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(before)
		text = after
	}
}
