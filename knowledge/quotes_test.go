package knowledge_test

import (
	"testing"

	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/source"
	"drawdown/knowledge/text"
)

func TestWithArticles(t *testing.T) {
	doc, err := source.Read("harbour.md", []byte(harbour))
	if err != nil {
		t.Fatal(err)
	}
	other, err := source.Read("other.md", []byte(harbour+"\nOne word more."))
	if err != nil {
		t.Fatal(err)
	}
	c := corpusOf(t, doc.SHA256, "fact: one\nat: 0.0, 2.2, 9.9\nsays: So it is told.\n")
	plain := knowledge.FromIndex(c, &index.Index{Facts: 1}, &text.Analyzer{Lexicon: c.Lexicon})
	quotes := func(b *knowledge.Base) (out [3]string) {
		for i, cited := range b.From(c.Facts()[0], "").Citations {
			out[i] = cited.Quote
		}
		return out
	}
	if got := quotes(plain.WithArticles([]*source.Document{other})); got != [3]string{} {
		t.Errorf("a file that differs lent the quotations %q, want none", got)
	}
	want := [3]string{"The Port of Lorne Shrinks", "Its speaker said: “We were not asked.”", ""}
	quoting := plain.WithArticles([]*source.Document{other, doc})
	if got := quotes(quoting); got != want {
		t.Errorf("quotations %q, want %q", got, want)
	}
	if got := quotes(quoting.WithArticles(nil)); got != want {
		t.Errorf("after loading nothing more: quotations %q, want %q", got, want)
	}
	if got := quotes(plain); got != [3]string{} {
		t.Errorf("the base itself was changed: quotations %q", got)
	}
	if got := plain.Unknown([]*source.Document{doc, other}); len(got) != 1 || got[0] != other {
		t.Errorf("Unknown gave %d documents, want the one that no facts were written from", len(got))
	}
}
