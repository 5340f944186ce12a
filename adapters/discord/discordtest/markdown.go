package discordtest

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Mark is something that Discord's client makes of a text beside its letters.
type Mark struct {
	Kind string // one of those below
	Text string // what is marked, as it was written
	URL  string // of Link and Address
}

// Kinds of marks.
const (
	Bold      = "bold"
	Italic    = "italic"
	Underline = "underline"
	Strike    = "strike"
	Spoiler   = "spoiler"
	Code      = "code"
	Heading   = "heading" // small print included
	Quote     = "quote"
	List      = "list"
	Link      = "link"    // a text that leads elsewhere
	Address   = "address" // an address that can be pressed, as it stands there
	Mention   = "mention" // of a user, a role, a channel or a command; whether it tells anybody is another question
	Timestamp = "timestamp"
	Emoji     = "emoji"
)

// Plain is what a person reads of a text in Discord's Markdown: marks undone, and what is escaped as it was meant. A mention, a
// timestamp and an emoji stay as they are written.
func Plain(text string) string {
	r := &reader{}
	r.blocks(text)
	return r.out.String()
}

// Marks is what Discord's client makes of a text. Text of strangers that is escaped as it should be has none.
func Marks(text string) []Mark {
	r := &reader{}
	r.blocks(text)
	return r.marks
}

// Plain is all that a person reads of the message, from top to bottom: content, embeds, buttons.
func (m Message) Plain() string {
	var out []string
	add := func(text string) {
		if text != "" {
			out = append(out, text)
		}
	}
	add(Plain(m.Content))
	for _, e := range m.Embeds {
		add(e.Author.Name)
		add(Plain(e.Title))
		add(Plain(e.Description))
		for _, f := range e.Fields {
			add(Plain(f.Name))
			add(Plain(f.Value))
		}
		add(e.Footer.Text)
	}
	for _, b := range m.Buttons() {
		add("(" + b.Label + ")")
	}
	return strings.Join(out, "\n")
}

// Marks are those of the message's content and embeds.
func (m Message) Marks() []Mark {
	out := Marks(m.Content)
	for _, e := range m.Embeds {
		out = append(append(out, Marks(e.Title)...), Marks(e.Description)...)
		for _, f := range e.Fields {
			out = append(append(out, Marks(f.Name)...), Marks(f.Value)...)
		}
	}
	return out
}

// A reader goes through a text as Discord's client does.
type reader struct {
	out   strings.Builder
	marks []Mark
	last  rune // the character before
}

func (r *reader) mark(kind, text, url string) { r.marks = append(r.marks, Mark{kind, text, url}) }

func (r *reader) write(text string) {
	r.out.WriteString(text)
	if text != "" {
		r.last, _ = utf8.DecodeLastRuneInString(text)
	}
}

// What can stand at the beginning of a line.
var lineMarks = []struct {
	kind    string
	pattern *regexp.Regexp
	shows   string
}{
	{Heading, regexp.MustCompile(`^ {0,3}(?:#{1,3}|-#)[ \t]+`), ""},
	{Quote, regexp.MustCompile(`^ {0,3}>(?:>>)? `), ""},
	{List, regexp.MustCompile(`^[ \t]*[-*][ \t]+`), "• "},
}

// numbered is a list's line that shows its number.
var numbered = regexp.MustCompile(`^[ \t]*\d{1,9}\.[ \t]+`)

// blocks reads a text from the beginning of a line.
func (r *reader) blocks(text string) {
	start := true
	for text != "" {
		if start {
			start = false
			text = r.line(text)
			continue
		}
		if text[0] == '\n' {
			start = true
			r.write("\n")
			text = text[1:]
			continue
		}
		text = text[r.token(text):]
	}
}

// line takes what stands at the beginning of a line.
func (r *reader) line(text string) string {
	for _, m := range lineMarks {
		if sign := m.pattern.FindString(text); sign != "" {
			line, _, _ := strings.Cut(text[len(sign):], "\n")
			r.mark(m.kind, line, "")
			r.write(m.shows)
			return r.line(text[len(sign):])
		}
	}
	if sign := numbered.FindString(text); sign != "" {
		r.mark(List, sign, "")
		r.write(sign)
		return text[len(sign):]
	}
	return text
}

// inside reads a text within marks.
func (r *reader) inside(text string) {
	for text != "" {
		text = text[r.token(text):]
	}
}

// Only keeps the marks of some kinds.
func Only(marks []Mark, kinds ...string) []Mark {
	return slices.DeleteFunc(slices.Clone(marks), func(m Mark) bool { return !slices.Contains(kinds, m.Kind) })
}
