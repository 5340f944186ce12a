package source

import "strings"

// A Document is an article file that was read.
type Document struct {
	ID        string // from the front matter, or else the file's name without its extension
	Title     string // "" where the file gives none, as all that follow
	Publisher string
	Published string // the date as 2006-01-02
	URL       string // http or https
	File      string // the file's name without its directory
	SHA256    string // of the file's bytes, in hex

	Text       string // the paragraphs, an empty line between two
	Paragraphs []Paragraph
}

// A Paragraph is the sentences of one paragraph, in order.
type Paragraph struct {
	Sentences []Sentence
}

// A Sentence is the half-open byte range of a sentence in [Document.Text].
type Sentence struct {
	Start, End int
}

// Quote returns the sentence, verbatim.
func (d *Document) Quote(s Sentence) string {
	return d.Text[s.Start:s.End]
}

// At returns a sentence by its place, both counted from 1, and whether there is one.
func (d *Document) At(paragraph, sentence int) (Sentence, bool) {
	if paragraph < 1 || paragraph > len(d.Paragraphs) {
		return Sentence{}, false
	}
	p := d.Paragraphs[paragraph-1]
	if sentence < 1 || sentence > len(p.Sentences) {
		return Sentence{}, false
	}
	return p.Sentences[sentence-1], true
}

// String returns the text with one sentence a line and an empty line between two
// paragraphs.
func (d *Document) String() string {
	var b strings.Builder
	for i, p := range d.Paragraphs {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, s := range p.Sentences {
			b.WriteString(d.Quote(s))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// lay sets the text of the document and the ranges in it.
func (d *Document) lay(blocks []block) {
	var text strings.Builder
	for _, b := range blocks {
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		at := text.Len()
		sentences := split(b.text)
		for i := range sentences {
			sentences[i].Start += at
			sentences[i].End += at
		}
		text.WriteString(b.text)
		d.Paragraphs = append(d.Paragraphs, Paragraph{Sentences: sentences})
	}
	d.Text = text.String()
}
