package discord

import (
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"drawdown/bot"
	"drawdown/knowledge"
)

// What separates pieces.
const (
	space     = " "
	line      = "\n"
	paragraph = "\n\n"
)

// The colours at an embed's edge. Nothing is said by them alone.
const (
	blue = 0x2f6fab
	grey = 0x808890
)

// A page is a reply laid out, of pieces that are Markdown already.
type page struct {
	title  string
	footer string // no Markdown is read in it
	color  int
	pieces []bot.Piece

	sources sources
}

// render gives a reply as messages, the first of which answers; buttons are on the last.
func render(b *bot.Bot, r bot.Reply) []*message {
	out := layOut(b, r).messages(r)
	out[len(out)-1].Components = rows(bot.Buttons(r))
	for _, m := range out {
		if r.Private {
			m.Flags |= discordgo.MessageFlagsEphemeral
		}
	}
	return out
}

// messages gives what says a thing or two as a plain message, and answers and lists as embeds.
func (p *page) messages(r bot.Reply) []*message {
	switch r.Kind {
	case bot.Answered, bot.Refused, bot.Listing, bot.Checked:
		return p.pack()
	}
	return plainMessages(p.pieces, 0)
}

func layOut(b *bot.Bot, r bot.Reply) *page {
	p := &page{color: blue, sources: sources{link: b.Link, numbers: map[knowledge.Locator]int{}}}
	switch r.Kind {
	case bot.Answered:
		p.answer(r)
	case bot.Refused:
		p.refusal(r)
	case bot.Checked:
		p.heading(r.Text)
		p.verdicts(r.Verdicts)
	case bot.Listing:
		p.heading(r.Text)
		p.entries(r.Entries)
	default:
		p.statement("", "", r.Text)
		p.examples(r.Entries)
	}
	return p
}

func (p *page) add(before, text string) {
	p.pieces = append(p.pieces, bot.Piece{Before: before, Text: text})
}

// heading makes a text the title, or the first paragraph where it is too long for one.
func (p *page) heading(whole string) {
	if s := escape(whole); bot.UTF16(s) <= maxTitle {
		p.title = s
		return
	}
	p.statement("", "", whole)
}

// statement adds a text that stands on citations, sentence by sentence, with their numbers at its end.
func (p *page) statement(before, lead, text string, cited ...knowledge.Citation) {
	parts := sentences(text)
	for i, s := range parts {
		s = escape(s)
		if i == 0 {
			s = lead + s
		}
		if i == len(parts)-1 {
			s += p.sources.marks(cited)
		}
		p.add(before, s)
		before = space
	}
}

// sentences takes a text apart; a sentence of no sentence's length is cut.
func sentences(text string) []string {
	var out []string
	for _, s := range knowledge.Sentences(text) {
		out = append(out, chunks(s)...)
	}
	if len(out) == 0 {
		return chunks(text)
	}
	return out
}

func (p *page) answer(r bot.Reply) {
	a := r.Answer
	p.heading(a.Short)
	p.asked(r)
	p.statement(paragraph, "", a.Statement, a.Citations...)
	for _, d := range a.Differs {
		lead := "Otherwise: "
		if d.Note != "" {
			lead += escape(shorten(d.Note, maxPart)) + ". "
		}
		p.statement(paragraph, lead, d.Statement, d.Citation)
	}
	for _, c := range a.Caveats {
		p.statement(paragraph, "Note: ", c)
	}
	p.cite(paragraph)
	p.footer = asOf(a)
}

// asked says what a follow-up was taken for.
func (p *page) asked(r bot.Reply) {
	if r.Asked != "" {
		p.statement(paragraph, "Asked: ", r.Asked)
	}
}

func (p *page) refusal(r bot.Reply) {
	p.color = grey
	p.heading(r.Text)
	p.asked(r)
	if n := r.Answer.Nearest; n != "" {
		p.statement(paragraph, "", n)
	}
	if rest := notOffered(r, r.Answer.Suggestions); len(rest) > 0 {
		p.add(paragraph, "They do answer:")
		p.list(rest)
	}
}

// notOffered are the questions that no button asks.
func notOffered(r bot.Reply, questions []string) []string {
	asked := map[string]bool{}
	for _, b := range bot.Buttons(r) {
		asked[b.Label] = b.Verb == bot.AskAgain
	}
	return slices.DeleteFunc(slices.Clone(questions), func(q string) bool { return asked[q] })
}

// list adds texts, a line each.
func (p *page) list(texts []string) {
	for _, t := range texts {
		p.statement(line, "- ", t)
	}
}

func (p *page) examples(entries []bot.Entry) {
	for _, e := range entries {
		p.statement(line, "- "+label(e.Label, space), e.Text, e.Citations...)
		p.cite(line)
	}
}

// entries adds a list whose entries bring their sources with them, so that wherever the list is split they are beside them.
func (p *page) entries(entries []bot.Entry) {
	for _, e := range entries {
		p.statement(paragraph, label(e.Label, line), e.Text, e.Citations...)
		p.cite(line)
	}
}

// label is what stands before an entry.
func label(s, after string) string {
	if s = plain(s); s == "" {
		return ""
	}
	return "**" + escape(shorten(bot.Date(s), maxPart)) + "**" + after
}

func (p *page) verdicts(list []knowledge.Verdict) {
	for _, v := range list {
		before := paragraph
		for _, part := range chunks(v.Claim) {
			p.add(before, "> "+escape(part))
			before = line
		}
		word := v.Support.String()
		word = "**" + strings.ToUpper(word[:1]) + word[1:] + "**"
		if v.Statement == "" {
			p.add(line, word)
			continue
		}
		p.statement(line, word+": ", v.Statement, v.Citations...)
		p.cite(line)
	}
}

// asOf says how old the sources of an answer are.
func asOf(a *knowledge.Answer) string {
	dates := plain(bot.AsOf(a.Citations))
	if dates == "" {
		return ""
	}
	return shorten("As of "+dates, maxFoot)
}

// maxFoot is how long the footer is at most: there is room for it and a title beside two embeds of perEmbed.
const maxFoot = 140
