package web

import (
	"fmt"
	"net/url"

	"drawdown/bot"
	"drawdown/knowledge"
)

// A turn is a question with its reply, as templates/turn.tmpl shows it.
type turn struct {
	Session  string
	Question string // as typed; "" where it is not to be shown
	Kind     string // of the reply, as bot names it: a class of the style
	Asked    string // what a follow-up was understood as
	Text     string
	Short    string
	Says     string // the statement, where the short answer is not all of it
	Nearest  string
	Sources  []source
	AsOf     string
	Caveats  []string
	Differs  []otherwise
	Entries  []entry
	Lead     string   // what is said before the questions
	Next     []string // questions to press
}

// A source is a citation.
type source struct {
	Number    int
	Title     string
	Publisher string
	Published date
	Place     string // "¶9 s2"
	InWords   string // the place for who hears it
	Href      string // of the sentence on this site; "" where the article has no page
	URL       string // of the article itself; "" where it is not known
	Quote     string
}

// An otherwise is what another article says otherwise.
type otherwise struct {
	Note, Says string
	Source     source
}

// An entry is a line of a list.
type entry struct {
	Label, Text string
	Href        string // of the article that it names; "" where it names none
	Sources     []source
}

// A date is one for people, with the one for machines.
type date struct{ ISO, Text string }

// newTurn makes what is shown of a reply. The addresses of sources begin at root.
func (a *Adapter) newTurn(session, question string, r bot.Reply, root string) turn {
	n := numbering{base: a.bot.Base(), root: root}
	t := turn{Session: session, Question: clean(question), Kind: r.Kind.String(), Asked: clean(r.Asked), Text: r.Text}
	switch {
	case r.Kind == bot.Answered:
		n.answer(&t, r.Answer)
	case r.Kind == bot.Refused:
		t.Nearest, t.Next, t.Lead = r.Answer.Nearest, r.Answer.Suggestions, "They do answer:"
	case r.Kind == bot.Talk:
		t.Next, t.Lead = texts(r.Entries), "For example:"
	default:
		for _, e := range r.Entries {
			t.Entries = append(t.Entries, n.entry(e))
		}
	}
	return t
}

// numbering counts the sources of a turn from 1.
type numbering struct {
	base *knowledge.Base
	root string
	n    int
}

func (n *numbering) answer(t *turn, a *knowledge.Answer) {
	t.Short, t.Caveats, t.Next, t.Lead = a.Short, a.Caveats, a.Related, "Related questions"
	if a.Statement != a.Short {
		t.Says = a.Statement
	}
	t.Sources, t.AsOf = n.sources(a.Citations), bot.AsOf(a.Citations)
	for _, d := range a.Differs {
		t.Differs = append(t.Differs, otherwise{d.Note, d.Statement, n.source(d.Citation)})
	}
}

func (n *numbering) entry(e bot.Entry) entry {
	out := entry{Label: when(e.Label), Text: e.Text, Sources: n.sources(e.Citations)}
	for _, a := range n.base.Articles {
		if a.Title == e.Label {
			out.Href = newCard(a, n.root).Href
		}
	}
	return out
}

func (n *numbering) sources(list []knowledge.Citation) []source {
	var out []source
	for _, c := range list {
		out = append(out, n.source(c))
	}
	return out
}

func (n *numbering) source(c knowledge.Citation) source {
	n.n++
	s := source{Number: n.n, Title: c.Title, Publisher: c.Publisher, Published: newDate(c.Published), Place: c.Locator().Place(), InWords: inWords(c.Locator()), URL: webAddress(c.URL), Quote: c.Quote}
	if s.Title == "" {
		s.Title = c.Source
	}
	if articleOf(n.base, c.Source) != nil {
		s.Href = n.root + "articles/" + url.PathEscape(c.Source) + "#" + c.Locator().Anchor()
	}
	return s
}

func articleOf(b *knowledge.Base, id string) *knowledge.Article {
	for _, a := range b.Articles {
		if a.ID == id {
			return a
		}
	}
	return nil
}

func inWords(l knowledge.Locator) string {
	if l.Paragraph == 0 {
		return "the head of the article"
	}
	return fmt.Sprintf("paragraph %d, sentence %d", l.Paragraph, l.Sentence)
}

// newDate writes an ISO date as people do; what is none, as it is.
func newDate(iso string) date {
	text := bot.Date(iso)
	if text == iso {
		return date{Text: iso}
	}
	return date{iso, text}
}

// webAddress is an address that may be followed, or "": of an article's file, anything may stand there.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
