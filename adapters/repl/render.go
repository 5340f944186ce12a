package repl

import (
	"fmt"
	"io"
	"strings"

	"drawdown/bot"
	"drawdown/knowledge"
)

// A Style says how replies are laid out. The zero value is plain text without wrapping.
type Style struct {
	Width int // columns; 0: lines are not wrapped
	Color bool
}

// Render prints a reply, the answer first: the short answer, the statement, the citations with what they quote, how old that
// is, what is known against it, what is said otherwise elsewhere, and the questions that lead on, numbered from 1 as [Choices]
// has them. Nothing in it can steer a terminal.
func Render(w io.Writer, r bot.Reply, s Style) error {
	p := &page{style: s}
	if r.Asked != "" {
		p.text("Asked: "+r.Asked, dim)
	}
	switch r.Kind {
	case bot.Answered:
		p.answer(r.Answer)
	case bot.Refused:
		p.refusal(r)
	case bot.Checked:
		p.text(r.Text, "")
		p.verdicts(r.Verdicts)
	default:
		p.text(r.Text, "")
		p.entries(r)
	}
	_, err := io.WriteString(w, p.String())
	return err
}

// A page is a reply being laid out.
type page struct {
	strings.Builder
	style Style
	cited int // citations numbered so far
}

// The colours, by what they are for; each is an escape sequence of ECMA-48.
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	cyan  = "\x1b[36m"
	reset = "\x1b[0m"
)

// text prints a paragraph in a colour, its lines after the indentations given (the last stands for all that follow).
func (p *page) text(s, color string, indent ...string) {
	s = clean(s)
	first, rest := "", ""
	if len(indent) > 0 {
		first, rest = indent[0], indent[len(indent)-1]
	}
	width := p.style.Width
	if width > 0 {
		width = max(1, width-max(columns(first), columns(rest)))
	}
	for i, line := range wrap(s, width) {
		before := rest
		if i == 0 {
			before = first
		}
		if p.style.Color && color != "" {
			line = color + line + reset
		}
		p.WriteString(before + line + "\n")
	}
}

// lines prints text that is laid out already, in columns; a line that is too long goes on below its beginning.
func (p *page) lines(s string) {
	for line := range strings.Lines(s) {
		line = strings.TrimRight(clean(line), " ")
		if p.style.Width <= 0 || columns(line) <= p.style.Width {
			p.WriteString(line + "\n")
			continue
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		p.text(line, "", indent, indent+hang)
	}
}

func (p *page) blank() { p.WriteByte('\n') }

func (p *page) answer(a *knowledge.Answer) {
	p.text(a.Short, bold)
	if a.Statement != "" && a.Statement != a.Short {
		p.blank()
		p.text(a.Statement, "")
	}
	p.citations(a.Citations)
	p.standing(a)
	for _, d := range a.Differs {
		p.blank()
		p.text("Otherwise: "+d.Note+". "+d.Statement, "")
		p.cite(d.Citation)
	}
	if len(a.Related) > 0 {
		p.blank()
		p.text("Related questions:", dim)
		p.numbered(a.Related)
	}
}

// standing says how old the sources are and what is known against them.
func (p *page) standing(a *knowledge.Answer) {
	if dates := bot.AsOf(a.Citations); dates != "" {
		p.text("As of "+dates+".", dim)
	}
	for _, c := range a.Caveats {
		p.text("Note: "+c, dim)
	}
}

func (p *page) citations(list []knowledge.Citation) {
	for _, c := range list {
		p.cite(c)
	}
}

// cite prints a citation: its number, title, publisher, date and place, with the sentence itself where it is known.
func (p *page) cite(c knowledge.Citation) {
	p.cited++
	parts := []string{c.Title}
	if c.Title == "" {
		parts[0] = c.Source
	}
	for _, s := range [...]string{c.Publisher, bot.Date(c.Published), c.Locator().Place()} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	p.text(fmt.Sprintf("— [%d] %s", p.cited, strings.Join(parts, ", ")), cyan, "", hang)
	if c.URL != "" {
		p.text(c.URL, dim, hang)
	}
	if c.Quote != "" {
		p.text(bot.InQuotes(c.Quote), dim, hang)
	}
}

// hang indents what belongs to the line above.
const hang = "  "

func (p *page) numbered(questions []string) {
	for i, q := range questions {
		mark := fmt.Sprintf("%3d. ", i+1)
		p.text(q, "", mark, strings.Repeat(" ", len(mark)))
	}
}

func (p *page) refusal(r bot.Reply) {
	p.text(r.Text, bold)
	if r.Answer.Nearest != "" {
		p.text(r.Answer.Nearest, "", hang)
	}
	if len(r.Answer.Suggestions) > 0 {
		p.blank()
		p.text("They do answer:", dim)
		p.numbered(r.Answer.Suggestions)
	}
}

// entries prints a list: questions numbered, statements with their citations.
func (p *page) entries(r bot.Reply) {
	if r.Kind == bot.Talk {
		p.numbered(Choices(r))
		return
	}
	for _, e := range r.Entries {
		p.blank()
		if e.Label != "" {
			p.text(e.Label, bold)
		}
		p.text(e.Text, "")
		p.citations(e.Citations)
	}
}

// verdicts prints each claim with what the facts say on it.
func (p *page) verdicts(list []knowledge.Verdict) {
	for _, v := range list {
		p.blank()
		p.text(bot.InQuotes(v.Claim), dim)
		p.text(capital(v.Support.String()), bold)
		if v.Statement != "" {
			p.text(v.Statement, "")
		}
		p.citations(v.Citations)
	}
}

// capital begins a word with a capital letter.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
