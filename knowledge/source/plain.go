package source

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxWrap is the width in characters of the widest lines that are still taken
	// for wrapped. Mail wraps at 72, editors at 80 to 120; a file with one line
	// beyond 200 has its paragraphs on lines of their own.
	maxWrap = 200

	// minWrapShare is the part of its line breaks, one in so many, that must fall
	// inside a sentence for a file to count as wrapped. In wrapped prose it is most
	// of them; in a file with a paragraph a line it is a slip here and there.
	minWrapShare = 3
)

var bullet = regexp.MustCompile(`^[-*•‣▪]\s+`)

// readPlain reads plain text: one line is one paragraph, unless lines are wrapped.
func readPlain(text string) (*draft, error) {
	d := new(draft)
	for _, p := range unwrap(lineGroups(text)) {
		d.add(0, bullet.ReplaceAllString(p, ""))
	}
	return d, nil
}

// lineGroups returns the lines of a text, trimmed, in groups that empty lines part.
func lineGroups(text string) [][]string {
	var groups [][]string
	var group []string
	for line := range strings.SplitSeq(text+"\n", "\n") {
		if line = strings.TrimSpace(line); line != "" {
			group = append(group, line)
		} else if len(group) > 0 {
			groups = append(groups, group)
			group = nil
		}
	}
	return groups
}

// unwrap returns the paragraphs of a text. It is wrapped if no line is wider than
// maxWrap and of the breaks between two lines at least one in minWrapShare falls
// inside a sentence: before it no final punctuation, after it a small letter.
func unwrap(groups [][]string) []string {
	w := wrapping{marked: multiLine(groups) > 1}
	breaks, inside := 0, 0
	for _, group := range groups {
		for i, line := range group {
			w.width = max(w.width, utf8.RuneCountInString(line))
			if i > 0 {
				breaks++
				if !isFinal(group[i-1]) && startsSmall(line) {
					inside++
				}
			}
		}
	}
	wrapped := inside > 0 && inside*minWrapShare >= breaks && w.width <= maxWrap
	var paragraphs []string
	for _, group := range groups {
		if wrapped {
			paragraphs = append(paragraphs, w.join(group)...)
		} else {
			paragraphs = append(paragraphs, group...)
		}
	}
	return paragraphs
}

// multiLine counts the groups of more than one line.
func multiLine(groups [][]string) int {
	n := 0
	for _, g := range groups {
		if len(g) > 1 {
			n++
		}
	}
	return n
}

// A wrapping is how a text is wrapped.
type wrapping struct {
	width  int  // of the widest line
	marked bool // empty lines part the paragraphs
}

// join returns the paragraphs of a group of wrapped lines.
func (w wrapping) join(lines []string) []string {
	var paragraphs []string
	var p strings.Builder
	for i, line := range lines {
		if i > 0 && !w.continues(lines[i-1], line) {
			paragraphs = append(paragraphs, p.String())
			p.Reset()
		}
		if p.Len() > 0 && !hyphenated(lines[i-1], line) {
			p.WriteByte(' ')
		}
		p.WriteString(line)
	}
	return append(paragraphs, p.String())
}

// continues reports whether a line goes on with the paragraph of the line before it.
func (w wrapping) continues(before, line string) bool {
	switch {
	case bullet.MatchString(line), isFurniture(before), isFurniture(line):
		return false
	case isFinal(before) && w.marked:
		return true
	case startsSmall(line) && !isFinal(before):
		return true
	}
	return w.isFull(before, line)
}

// isFull reports whether a line ends because the next word did not fit in, rather
// than because its writer ended it there. Ragged edges get some slack, most of it
// where empty lines part the paragraphs and only a heading ends early.
func (w wrapping) isFull(line, next string) bool {
	word, _, _ := strings.Cut(next, " ")
	slack := 0
	switch {
	case w.marked:
		slack = w.width / 2
	case !isFinal(line):
		slack = w.width / 8
	}
	return utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word)+slack > w.width
}

// hyphenated reports whether a word runs over the end of the line. "Pre- and
// post-war" does not.
func hyphenated(before, line string) bool {
	before, ok := strings.CutSuffix(before, "-")
	last, _ := utf8.DecodeLastRuneInString(before)
	return ok && unicode.IsLetter(last) && startsSmall(line) &&
		!strings.HasPrefix(line, "and ") && !strings.HasPrefix(line, "or ")
}

// isFinal reports whether a text ends as a sentence does.
func isFinal(text string) bool {
	text = strings.TrimRightFunc(text, isCloser)
	r, _ := utf8.DecodeLastRuneInString(text)
	return isTerminator(r)
}

func startsSmall(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLower(r)
}
