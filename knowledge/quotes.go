package knowledge

import (
	"maps"

	"drawdown/knowledge/source"
)

// WithArticles gives a base that answers as b does, and whose citations carry the verbatim sentences of those documents
// that the corpus knows by their SHA-256. A file that differs in one byte is another file: its sentences may be counted
// otherwise, and a quotation beside the wrong statement is worse than none.
func (b *Base) WithArticles(docs []*source.Document) *Base {
	quotes := maps.Clone(b.quotes)
	if quotes == nil {
		quotes = map[Locator]string{}
	}
	for _, d := range docs {
		a := b.known(d)
		if a == nil {
			continue
		}
		for _, f := range a.Facts {
			for _, at := range f.At {
				if q, ok := quoteAt(d, at); ok {
					quotes[at] = q
				}
			}
		}
	}
	out := b.clone()
	out.quotes = quotes
	return out
}

// Unknown gives those of the documents that no article of the corpus was written from.
func (b *Base) Unknown(docs []*source.Document) []*source.Document {
	var out []*source.Document
	for _, d := range docs {
		if b.known(d) == nil {
			out = append(out, d)
		}
	}
	return out
}

// known finds the article that was written from a document, or nil.
func (c *Corpus) known(d *source.Document) *Article {
	for _, a := range c.Articles {
		if a.SHA256 == d.SHA256 {
			return a
		}
	}
	return nil
}

// quoteAt gives the sentence at a place, verbatim; of the head, the title line.
func quoteAt(d *source.Document, at Locator) (string, bool) {
	if at.Paragraph == 0 {
		return d.Title, d.Title != ""
	}
	s, ok := d.At(at.Paragraph, at.Sentence)
	if !ok {
		return "", false
	}
	return d.Quote(s), true
}
