package discord

import (
	"fmt"
	"strings"

	"drawdown/bot"
	"drawdown/knowledge"
)

// sources numbers the sentences that a reply stands on: contiguous from 1, in the order in which the text names them, each once.
type sources struct {
	link    func(knowledge.Citation) string
	numbers map[knowledge.Locator]int
	waiting []knowledge.Citation // numbered, and not listed yet
}

// marks are the numbers of citations as they stand in the text.
func (s *sources) marks(cited []knowledge.Citation) string {
	var out strings.Builder
	for _, c := range cited {
		n, known := s.numbers[c.Locator()]
		if !known {
			n = len(s.numbers) + 1
			s.numbers[c.Locator()] = n
			s.waiting = append(s.waiting, c)
		}
		fmt.Fprintf(&out, " \\[%d\\]", n)
	}
	return out.String()
}

// maxCited is how long a citation and its quotation may be together to be one piece: they fit a plain message.
const maxCited = maxContent - 10

// cite lists the sources that were named and not listed yet. A citation is one piece with its quotation, unless the quotation
// is longer than any sentence is.
func (p *page) cite(before string) {
	for _, c := range p.sources.waiting {
		text := fmt.Sprintf("\\[%d\\] %s", p.sources.numbers[c.Locator()], link(citation(c), p.address(c)))
		parts := chunks(c.Quote)
		if len(parts) == 1 && bot.UTF16(text)+bot.UTF16(escape(parts[0])) < maxCited {
			text, parts = text+"\n> "+escape(parts[0]), nil
		}
		p.add(before, text)
		for _, part := range parts {
			p.add(line, "> "+escape(part))
		}
		before = line
	}
	p.sources.waiting = nil
}

// address is where a citation leads: to the sentence on the web page, or else to the article.
func (p *page) address(c knowledge.Citation) string {
	if l := p.sources.link(c); l != "" {
		return l
	}
	if len(c.URL) > maxAddress {
		return ""
	}
	return c.URL
}

// maxAddress is how long an article's address may be to be linked, in bytes: the longest that browsers of old took is 2,083,
// and a citation has to fit a message.
const maxAddress = 800

// maxPart is how long a title or publisher may be in a citation, in characters: what is longer is no title but a mistake in an
// article's head.
const maxPart = 120

// citation names a source: title, publisher, date, and the place in it.
func citation(c knowledge.Citation) string {
	title := c.Title
	if title == "" {
		title = c.Source
	}
	var parts []string
	for _, s := range [...]string{title, c.Publisher, bot.Date(c.Published), c.Locator().Place()} {
		if s = plain(s); s != "" {
			parts = append(parts, escape(shorten(s, maxPart)))
		}
	}
	return strings.Join(parts, ", ")
}

// chunk is the size of the parts into which a text of any length is cut, in UTF-16 code units: escaped it is twice as long at
// most, and fits a plain message.
const chunk = 900

// chunks cuts a text of any length, before it is escaped, so that no escape is cut.
func chunks(s string) []string {
	return bot.Pack([]bot.Piece{{Text: plain(s)}}, chunk, bot.UTF16)
}

// shorten cuts a text, in characters.
func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
