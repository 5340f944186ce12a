package knowledge

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// What is parsed without a mistake can be written down again, and is then read as the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"article: a\nfile: a.md\nsha256: " + strings.Repeat("0", 64) + "\ntitle: T\nas of: 2024-03-05\ncaveat: c\n\nfact: f\nat: 1.1, 2.3\nsays: S.\nwho: w\nwhy: see g\ndated: about 2024-03\ndiffers: b/g | x\n= Short\n? ask | also g, h\n! gap | reason | more\n",
		"gaps: near the topic\n! one\ngaps: off the topic\n! two | why\n",
		"\ufeffarticle: a\r\nfact: f\r\n?\r\n=\r\n!\r\n", "article:\n:\n= \n? |\nat: ..", "fact: f\nat: 99999999999999999999.1", "\xff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		article, gaps, errs := parse("f.facts", content)
		if len(errs) > 0 {
			return
		}
		written := write(article, gaps)
		again, againGaps, errs := parse("f.facts", written)
		if len(errs) > 0 {
			t.Fatalf("%q is sound, but written again it is not: %v\n%s", content, errs, written)
		}
		forget(article)
		forget(again)
		if !reflect.DeepEqual(again, article) || !reflect.DeepEqual(againGaps, gaps) {
			t.Errorf("%q written again reads otherwise:\n%s", content, written)
		}
	})
}

// write writes a fact file as an editor would.
func write(a *Article, gaps []Gap) string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", key, value)
		}
	}
	for _, g := range gaps {
		section := "near the topic"
		if g.OffTopic {
			section = "off the topic"
		}
		fmt.Fprintf(&b, "gaps: %s\n! %s | %s\n", section, g.Question, g.Reason)
	}
	if a == nil {
		return b.String()
	}
	line("article", a.ID)
	line("file", a.File)
	line("sha256", a.SHA256)
	line("title", a.Title)
	line("publisher", a.Publisher)
	line("published", a.Published)
	line("as of", a.AsOf)
	line("url", a.URL)
	for _, c := range a.Caveats {
		line("caveat", c)
	}
	for _, f := range a.Facts {
		writeFact(&b, f)
	}
	return b.String()
}

func writeFact(b *strings.Builder, f *Fact) {
	fmt.Fprintf(b, "fact: %s\n", f.Name)
	for i, at := range f.At {
		b.WriteString([]string{"at: ", ", "}[min(i, 1)] + fmt.Sprintf("%d.%d", at.Paragraph, at.Sentence))
	}
	fmt.Fprintf(b, "\nsays: %s\n", f.Says)
	if f.Dated != "" {
		fmt.Fprintf(b, "dated: %s\n", f.Dated)
	}
	for _, key := range Facets {
		if facet, ok := f.Facets[key]; ok && facet.see != "" {
			fmt.Fprintf(b, "%s: see %s\n", key, facet.see)
		} else if ok {
			fmt.Fprintf(b, "%s: %s\n", key, facet.Text)
		}
	}
	for _, d := range f.Differs {
		fmt.Fprintf(b, "differs: %s | %s\n", d.name, d.Note)
	}
	for _, s := range f.Shorts {
		fmt.Fprintf(b, "= %s\n", s.Text)
		for _, a := range s.Asks {
			b.WriteString("? " + a.Text)
			if a.also != nil {
				b.WriteString(" | also " + strings.Join(a.also, ","))
			}
			b.WriteByte('\n')
		}
	}
	for _, g := range f.Gaps {
		fmt.Fprintf(b, "! %s | %s\n", g.Question, g.Reason)
	}
}

// forget forgets the lines, which writing changes.
func forget(a *Article) {
	if a == nil {
		return
	}
	a.line = 0
	for _, f := range a.Facts {
		f.Line = 0
		for k, facet := range f.Facets {
			facet.line = 0
			f.Facets[k] = facet
		}
		for i := range f.Differs {
			f.Differs[i].line = 0
		}
		for i := range f.Shorts {
			f.Shorts[i].Line = 0
			for k := range f.Shorts[i].Asks {
				f.Shorts[i].Asks[k].line = 0
			}
		}
		f.Gaps = slices.Clip(f.Gaps)
	}
}
