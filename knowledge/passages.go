package knowledge

import (
	"drawdown/knowledge/extract"
	"drawdown/knowledge/source"
	"drawdown/knowledge/text"
)

// WithPassages gives a base that answers as b does and, where the facts do not say, from the sentences of the documents: the
// best sentence verbatim, with a short answer in it. A document that an article of the corpus was written from carries
// that article's id and metadata.
func (b *Base) WithPassages(docs []*source.Document) *Base {
	out := b.clone()
	if len(docs) > 0 {
		out.passages = extract.New(docs, b.Lexicon)
	}
	return out
}

// WithoutFacts gives a base without facts: it answers from passages alone. It has no articles, and lists none.
func WithoutFacts(lexicon *text.Lexicon, known *Corpus, docs []*source.Document) *Base {
	b := newBase(&Corpus{Lexicon: lexicon}, nil, &text.Analyzer{Lexicon: lexicon})
	b.sources, b.passages = known, extract.New(docs, lexicon)
	return b
}

// passage answers from the documents, or refuses.
func (b *Base) passage(question string) (Answer, bool) {
	if b.passages == nil {
		return Answer{}, false
	}
	found := b.passages.Ask(question)
	if len(found) == 0 {
		return Answer{}, false
	}
	p := found[0]
	statement := p.Doc.Quote(p.Range)
	if p.Confidence < extract.Threshold {
		a := b.refuse(question, nil)
		a.Nearest, a.Confidence = statement, float64(p.Confidence)
		return a, false
	}
	a := b.refuse(question, nil)
	a.Answered, a.Suggestions, a.Statement, a.Confidence = true, nil, statement, float64(p.Confidence)
	a.Short = p.Doc.Text[p.Span[0]:p.Span[1]]
	if a.Short == "" {
		a.Short = headline(statement)
	}
	c := b.citeDocument(p.Doc)
	c.Paragraph, c.Sentence, c.Quote = p.Paragraph, p.Sentence, statement
	a.Citations = []Citation{c}
	if known := b.knownSource(p.Doc); known != nil {
		a.Caveats = append(a.Caveats, known.Caveats...)
	}
	return a, true
}

// citeDocument cites a document as a whole: by the article that was written from it, or by its own metadata.
func (b *Base) citeDocument(d *source.Document) Citation {
	if a := b.knownSource(d); a != nil {
		return Citation{Source: a.ID, Title: a.Title, Publisher: a.Publisher, Published: a.Published, AsOf: a.AsOf, URL: a.URL}
	}
	title := d.Title
	if title == "" {
		title = d.ID
	}
	return Citation{Source: d.ID, Title: title, Publisher: d.Publisher, Published: d.Published, AsOf: d.Published, URL: d.URL}
}

func (b *Base) knownSource(d *source.Document) *Article {
	if b.sources != nil {
		return b.sources.known(d)
	}
	return b.known(d)
}
