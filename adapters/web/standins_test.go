package web_test

import (
	"fmt"
	"strings"

	"drawdown/knowledge"
	"drawdown/knowledge/source"
)

// standIns are documents that pass for the articles: with their SHA-256 and a sentence of our own at every place that a fact
// names.
func standIns(b *knowledge.Base) []*source.Document {
	var out []*source.Document
	for _, a := range b.Articles {
		paragraphs, sentences := 0, 0
		for _, f := range a.Facts {
			for _, l := range f.At {
				paragraphs, sentences = max(paragraphs, l.Paragraph), max(sentences, l.Sentence)
			}
		}
		d := &source.Document{ID: a.ID, Title: "The title of " + a.ID, SHA256: a.SHA256}
		var text strings.Builder
		for p := 1; p <= paragraphs; p++ {
			var it source.Paragraph
			for s := 1; s <= sentences; s++ {
				from := text.Len()
				fmt.Fprintf(&text, "Here <b>stands</b> & stays what %s says in sentence %d of its paragraph %d.", a.ID, s, p)
				it.Sentences = append(it.Sentences, source.Sentence{Start: from, End: text.Len()})
				text.WriteByte(' ')
			}
			d.Paragraphs = append(d.Paragraphs, it)
		}
		d.Text = text.String()
		out = append(out, d)
	}
	return out
}
