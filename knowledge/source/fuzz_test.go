package source

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func FuzzRead(f *testing.F) {
	for _, tt := range readTests {
		f.Add(tt.file, []byte(tt.data))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		doc, err := Read(name, data)
		if err != nil {
			if doc != nil {
				t.Errorf("Read(%q, %q) gave a document and the error %v", name, data, err)
			}
			return
		}
		checkRanges(t, doc)
	})
}

// checkRanges reports what is wrong with the ranges of a document: each is in the
// text, after the one before it, trimmed, of valid UTF-8 and with a word in it, and
// between two there is nothing but white space.
func checkRanges(t *testing.T, doc *Document) {
	t.Helper()
	if len(doc.Paragraphs) == 0 {
		t.Errorf("%s: no paragraph", doc.File)
	}
	at := 0
	for i, p := range doc.Paragraphs {
		if len(p.Sentences) == 0 {
			t.Errorf("%s: paragraph %d has no sentence", doc.File, i+1)
		}
		for j, s := range p.Sentences {
			if s.Start < at || s.End <= s.Start || s.End > len(doc.Text) {
				t.Fatalf("%s: ¶%d s%d = %v after byte %d of %d", doc.File, i+1, j+1, s, at, len(doc.Text))
			}
			checkQuote(t, doc.Quote(s))
			if gap := doc.Text[at:s.Start]; strings.TrimSpace(gap) != "" {
				t.Errorf("%s: %q before ¶%d s%d belongs to no sentence", doc.File, gap, i+1, j+1)
			}
			if got, ok := doc.At(i+1, j+1); !ok || got != s {
				t.Errorf("%s: At(%d, %d) = %v, %t, want %v", doc.File, i+1, j+1, got, ok, s)
			}
			at = s.End
		}
	}
	if rest := doc.Text[at:]; rest != "" {
		t.Errorf("%s: %q at the end belongs to no sentence", doc.File, rest)
	}
}

func checkQuote(t *testing.T, quote string) {
	t.Helper()
	switch {
	case !utf8.ValidString(quote):
		t.Errorf("quotation is not valid UTF-8: %q", quote)
	case strings.TrimFunc(quote, unicode.IsSpace) != quote:
		t.Errorf("quotation is not trimmed: %q", quote)
	case !hasWord(quote):
		t.Errorf("quotation has no word: %q", quote)
	case strings.ContainsFunc(quote, unicode.IsControl):
		t.Errorf("quotation has a control character: %q", quote)
	}
}
