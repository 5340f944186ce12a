package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"drawdown/knowledge"
)

// A card is an article in short.
type card struct {
	Title, Publisher, Href string
	Published              date
	Facts                  int
}

// cards are the articles in short, with addresses that begin at root.
func (a *Adapter) cards(root string) []card {
	var out []card
	for _, it := range a.bot.Base().Articles {
		out = append(out, newCard(it, root))
	}
	return out
}

func newCard(it *knowledge.Article, root string) card {
	return card{it.Title, it.Publisher, root + "articles/" + url.PathEscape(it.ID), newDate(it.Published), len(it.Facts)}
}

// An article is the page of one.
type article struct {
	card
	AsOf       date
	URL        string
	Caveats    []string
	Paragraphs []paragraph
	Quoted     bool // sentences stand beside the facts
}

// A paragraph is one of an article; paragraph 0 is its head.
type paragraph struct {
	Number    int
	Sentences []sentence
}

// A sentence is a place in an article with the facts that rest on it.
type sentence struct {
	Anchor, Place, InWords string
	Quote                  string
	Facts                  []fact
}

// A fact is one as its article's page shows it.
type fact struct {
	Says     string
	Dated    string
	Question string
	Also     []link // its other places
	Differs  []otherwise
}

// article answers GET /articles/{id}.
func (a *Adapter) article(w http.ResponseWriter, r *http.Request) {
	base, id := a.bot.Base(), r.PathValue("id")
	it := articleOf(base, id)
	if it == nil {
		a.missing(w, fmt.Sprintf("There is no article with the name “%s” here.", clean(shorten(id))))
		return
	}
	body := newArticle(base, it)
	a.show(w, "article", http.StatusOK, a.newFrame(id, it.Title+" – Drawdown", "../", body))
}

func newArticle(base *knowledge.Base, it *knowledge.Article) article {
	out := article{card: newCard(it, "../"), AsOf: newDate(it.AsOf), URL: webAddress(it.URL), Caveats: it.Caveats, Paragraphs: paragraphs(base, it)}
	for _, p := range out.Paragraphs {
		for _, s := range p.Sentences {
			out.Quoted = out.Quoted || s.Quote != ""
		}
	}
	return out
}

// paragraphs puts the facts of an article at their sentences, in the order of the article. A fact with several places stands at
// each, so that every citation leads to a sentence with what rests on it, and each anchor stands once.
func paragraphs(base *knowledge.Base, it *knowledge.Article) []paragraph {
	at := map[knowledge.Locator]*sentence{}
	var places []knowledge.Locator
	for _, f := range it.Facts {
		answer := base.From(f, "")
		for i, l := range f.At {
			if at[l] == nil {
				at[l] = &sentence{Anchor: l.Anchor(), Place: l.Place(), InWords: inWords(l), Quote: answer.Citations[i].Quote}
				places = append(places, l)
			}
			at[l].Facts = append(at[l].Facts, newFact(base, f, answer, l))
		}
	}
	slices.SortFunc(places, func(a, b knowledge.Locator) int {
		return cmp.Or(cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.Sentence, b.Sentence))
	})
	var out []paragraph
	for _, l := range places {
		if len(out) == 0 || out[len(out)-1].Number != l.Paragraph {
			out = append(out, paragraph{Number: l.Paragraph})
		}
		p := &out[len(out)-1]
		p.Sentences = append(p.Sentences, *at[l])
	}
	return out
}

// newFact shows a fact at one of its places.
func newFact(base *knowledge.Base, f *knowledge.Fact, a knowledge.Answer, here knowledge.Locator) fact {
	out := fact{Says: f.Says, Dated: when(f.Dated), Question: f.Question}
	for _, l := range f.At {
		if l != here {
			out.Also = append(out.Also, link{Href: "#" + l.Anchor(), Text: l.Place(), Name: inWords(l)})
		}
	}
	n := numbering{base: base, root: "../"}
	for _, d := range a.Differs {
		out.Differs = append(out.Differs, otherwise{d.Note, d.Statement, n.source(d.Citation)})
	}
	return out
}
