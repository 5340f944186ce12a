package slack

import (
	"fmt"
	"strings"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
	"drawdown/knowledge"
)

// A line is a part of a message that is not torn: a block, and a line of the text beside the blocks.
type line struct {
	look  look
	text  string // not escaped
	title string // of a cited line, what stands in it for the article
	link  string // where the title leads; "": nowhere
}

// A look is how a line is shown.
type look int

const (
	heading look = iota // the short answer
	body                // statements
	cited               // the line of a citation
	note                // what is said beside: quotations, dates, caveats
)

// Slack's limits, in characters.
const (
	maxHeader  = 150
	maxSection = 3000
	maxTitle   = 200 // of an article, in a citation: ours, so that a file with a title without end is still cited
	maxLink    = 3000
)

// block is the line as Block Kit.
func (l line) block() slackgo.Block {
	switch {
	case l.look == heading && escapedSize(l.text) <= maxHeader:
		return slackgo.NewHeaderBlock(plainText(l.text))
	case l.look == note:
		return slackgo.NewContextBlock("", plainText(l.text))
	case l.look == cited && l.link != "" && l.title != "":
		before, after, _ := strings.Cut(l.text, l.title)
		label := strings.ReplaceAll(escape(marks.Replace(l.title)), "\n", " ")
		text := escape(before) + "<" + escape(l.link) + "|" + label + ">" + escape(marks.Replace(after))
		return slackgo.NewSectionBlock(slackgo.NewTextBlockObject(slackgo.MarkdownType, text, false, true), nil, nil)
	}
	return slackgo.NewSectionBlock(plainText(l.text), nil, nil)
}

// plainText is a text in which nothing is markup.
func plainText(s string) *slackgo.TextBlockObject {
	return slackgo.NewTextBlockObject(slackgo.PlainTextType, escape(s), false, false)
}

// fitting are the lines with those that are too long for a block taken apart, between sentences where there are several.
func fitting(lines []line) []line {
	var out []line
	for _, l := range lines {
		if l.text = strings.TrimSpace(clean(l.text)); l.text == "" {
			continue
		}
		if l.look == cited || escapedSize(l.text) <= maxSection {
			out = append(out, l)
			continue
		}
		var pieces []bot.Piece
		for _, s := range knowledge.Sentences(l.text) {
			pieces = append(pieces, bot.Piece{Before: " ", Text: s})
		}
		for _, part := range bot.Pack(pieces, maxSection, escapedSize) {
			out = append(out, line{look: l.look, text: part})
		}
	}
	return out
}

// citation is the line of a citation, with its number, and what it quotes.
func (a *Adapter) citation(number int, c knowledge.Citation) []line {
	title := c.Title
	if title == "" {
		title = c.Source
	}
	title = shorten(strings.Join(strings.Fields(clean(title)), " "), maxTitle)
	parts := []string{title}
	for _, s := range [...]string{c.Publisher, bot.Date(c.Published), c.Locator().Place()} {
		if s = strings.Join(strings.Fields(clean(s)), " "); s != "" {
			parts = append(parts, shorten(s, maxTitle))
		}
	}
	out := []line{{look: cited, text: fmt.Sprintf("[%d] %s", number, strings.Join(parts, ", ")), title: title, link: a.link(c)}}
	if c.Quote != "" {
		out = append(out, line{look: note, text: bot.InQuotes(c.Quote)})
	}
	return out
}

// link is where a citation leads: to its sentence on the bot's own page, else to the article.
func (a *Adapter) link(c knowledge.Citation) string {
	to := a.bot.Link(c)
	if to == "" {
		to = c.URL
	}
	if !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://") || strings.ContainsAny(to, "|<> \n") || len(to) > maxLink {
		return ""
	}
	return to
}
