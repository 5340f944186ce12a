package fit

import (
	"drawdown/knowledge"
	"drawdown/knowledge/source"
)

// A Set is documents with questions about them. Cross-validation holds out whole sets, never questions of one that it
// learns from.
type Set struct {
	Name     string
	Docs     []*source.Document
	Examples []Example
	Articles int // how many articles the examples tell apart; 0: the set is one
}

// An Example is a question with what is right for it.
type Example struct {
	Question   string
	Answerable bool
	Gold       []int    // sentences over all documents of the set, from 0; any one will do
	Answers    []string // short answers as they stand in the text
	Article    int      // of the fact that it asks for or is near to
}

// ReadFacts makes a set of the articles with the asks and gaps of their facts. Facts of an article's head have no
// sentence and are left out, as are articles that are not among the documents.
func ReadFacts(c *knowledge.Corpus, docs []*source.Document) *Set {
	set := &Set{Name: "facts", Docs: docs, Articles: len(c.Articles)}
	for k, a := range c.Articles {
		for _, f := range a.Facts {
			gold := sentences(f, docs)
			for _, s := range f.Shorts {
				for _, ask := range s.Asks {
					either := gold
					for _, also := range ask.Also {
						either = append(either[:len(either):len(either)], sentences(also, docs)...)
					}
					if len(either) > 0 {
						set.Examples = append(set.Examples, Example{Question: ask.Text, Answerable: true, Gold: either, Article: k})
					}
				}
			}
			for _, g := range f.Gaps {
				set.Examples = append(set.Examples, Example{Question: g.Question, Article: k})
			}
		}
	}
	for _, g := range c.Gaps {
		set.Examples = append(set.Examples, Example{Question: g.Question, Article: -1})
	}
	return set
}

// sentences numbers the places of a fact.
func sentences(f *knowledge.Fact, docs []*source.Document) []int {
	var out []int
	for _, at := range f.At {
		number := 0
		for _, d := range docs {
			for p, paragraph := range d.Paragraphs {
				if d.File == f.Article.File && p+1 == at.Paragraph && at.Sentence >= 1 && at.Sentence <= len(paragraph.Sentences) {
					out = append(out, number+at.Sentence-1)
				}
				number += len(paragraph.Sentences)
			}
		}
	}
	return out
}
