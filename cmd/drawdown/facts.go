package main

import (
	"context"
	"fmt"
	"strings"

	"drawdown/knowledge"
)

var factsCommand = command{
	name:  "facts",
	usage: "[--article ID] [--json]",
	short: "what is known: every statement, with its place in the article",
	help: `
  --article ID     of one article alone
  --json           a JSON line for each fact
  --facts DIR      fact files and lexicon from a folder instead of the embedded ones
`,
	run: listFacts,
}

func listFacts(_ context.Context, c *call) (int, error) {
	fs := c.flags()
	article := fs.String("article", "", "`ID` of an article")
	asJSON := fs.Bool("json", false, "")
	corpus, err := c.corpus(fs)
	if err != nil {
		return failed, err
	}
	list, err := chosen(corpus, *article)
	if err != nil {
		return failed, fmt.Errorf("facts: %w", err)
	}
	for i, a := range list {
		if !*asJSON {
			if i > 0 {
				fmt.Fprintln(c.out)
			}
			fmt.Fprintf(c.out, "%s: %s\n", a.ID, a.Title)
		}
		for _, f := range a.Facts {
			if err := c.writeFact(f, *asJSON); err != nil {
				return failed, err
			}
		}
	}
	return answered, nil
}

// chosen gives the article with an id, or all where none is named.
func chosen(c *knowledge.Corpus, id string) ([]*knowledge.Article, error) {
	if id == "" {
		return c.Articles, nil
	}
	var ids []string
	for _, a := range c.Articles {
		if a.ID == id {
			return []*knowledge.Article{a}, nil
		}
		ids = append(ids, a.ID)
	}
	return nil, fmt.Errorf("no article has the id %q; the ids are %s", id, strings.Join(ids, ", "))
}

// A factRecord is a fact as JSON.
type factRecord struct {
	Fact      string            `json:"fact"`
	At        []string          `json:"at"`
	Statement string            `json:"statement"`
	Question  string            `json:"question,omitempty"`
	Facets    map[string]string `json:"facets,omitempty"`
	See       map[string]string `json:"see,omitempty"` // facets that another fact tells
	Dated     string            `json:"dated,omitempty"`
}

func (c *call) writeFact(f *knowledge.Fact, asJSON bool) error {
	var at []string
	for _, l := range f.At {
		at = append(at, strings.TrimPrefix(l.String(), f.Article.ID+" "))
	}
	if !asJSON {
		_, err := fmt.Fprintf(c.out, "  %s (%s): %s\n", strings.Join(at, ", "), f.Name, f.Says)
		return err
	}
	r := factRecord{Fact: f.ID(), At: at, Statement: f.Says, Question: f.Question, Dated: f.Dated, Facets: map[string]string{}, See: map[string]string{}}
	for key, facet := range f.Facets {
		if facet.See != nil {
			r.See[key] = facet.See.ID()
		} else {
			r.Facets[key] = facet.Text
		}
	}
	return writeJSON(c.out, r)
}
