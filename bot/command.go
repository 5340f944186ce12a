package bot

import (
	"fmt"
	"sort"
	"strings"

	"drawdown/knowledge"
)

// help says what the bot does and how to ask.
func (b *mind) help() Reply {
	r := Reply{Kind: Talk, Text: `I answer questions on the U.S. military drawdown in Iraq and Syria, from the articles that I know, each answer with the sentence that it stands on. What they do not say, I do not know. Ask in your own words; "and in Syria?", "why?", "when was that?" follow up. "articles", "summary" and "timeline" show what I know. For example:`}
	for _, f := range b.highlights() {
		if q := f.Question; q != "" && len(r.Entries) < 4 {
			r.Entries = append(r.Entries, Entry{Text: q})
		}
	}
	return r
}

// articles lists the articles that the bot answers from.
func (b *mind) articles() Reply {
	r := Reply{Kind: Listing, Text: "I answer from these articles:"}
	for _, a := range b.base.Articles {
		from := a.Publisher
		if from == "" {
			from = "publisher not given"
		}
		when := "as of " + a.AsOf
		if a.Published != "" {
			when = "published " + a.Published
		}
		r.Entries = append(r.Entries, Entry{Label: a.Title, Text: fmt.Sprintf("%s, %s; %d facts. %s", from, when, len(a.Facts), strings.Join(a.Caveats, " "))})
	}
	return r
}

// summary says the main facts, in the order of the articles.
func (b *mind) summary() Reply {
	r := Reply{Kind: Listing, Text: "In short:"}
	for _, f := range b.highlights() {
		r.Entries = append(r.Entries, entry("", f, b.base))
	}
	return r
}

// highlights are the facts that a summary needs: those that others point to most, for they answer "how many", "when",
// "where" and "why" of the rest.
func (b *mind) highlights() []*knowledge.Fact {
	const most = 8
	facts := b.base.Facts()
	pointed := map[*knowledge.Fact]int{}
	for _, f := range facts {
		for _, facet := range f.Facets {
			if facet.See != nil {
				pointed[facet.See]++
			}
		}
		for _, d := range f.Differs {
			pointed[d.Fact]++
		}
	}
	order := append([]*knowledge.Fact{}, facts...)
	sort.SliceStable(order, func(i, j int) bool { return pointed[order[i]] > pointed[order[j]] })
	keep := map[*knowledge.Fact]bool{}
	for _, f := range order[:min(most, len(order))] {
		keep[f] = true
	}
	var out []*knowledge.Fact
	for _, f := range facts {
		if keep[f] {
			out = append(out, f)
		}
	}
	return out
}

// timeline lists the dated facts in order.
func (b *mind) timeline() Reply {
	r := Reply{Kind: Listing, Text: "What the articles date, in order:"}
	var dated []*knowledge.Fact
	for _, f := range b.base.Facts() {
		if f.Dated != "" {
			dated = append(dated, f)
		}
	}
	key := func(f *knowledge.Fact) string { return strings.TrimPrefix(f.Dated, "about ") }
	sort.SliceStable(dated, func(i, j int) bool { return key(dated[i]) < key(dated[j]) })
	for _, f := range dated {
		r.Entries = append(r.Entries, entry(f.Dated, f, b.base))
	}
	return r
}

func entry(label string, f *knowledge.Fact, base *knowledge.Base) Entry {
	return Entry{Label: label, Text: f.Says, Citations: base.From(f, "").Citations}
}
