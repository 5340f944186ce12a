package knowledge_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"drawdown/knowledge"
	"drawdown/knowledge/articles"
	"drawdown/knowledge/source"
)

// harbour is an invented article: a head, three paragraphs.
const harbour = `---
title: The Port of Lorne Shrinks
publisher: Harbour Gazette
published: 2024-10-02
---

The port cut its crew from just over 40 to fewer than 30 on October 02, 2024, a fall of about 25%. Mayor Ada Quill of Lorne signed the order with the American Dock Union.

The island of Skell protested. Its speaker said: “We were not asked.”

After nearly a decade, the port has some 2,000 visitors.
`

const harbourLexicon = `[country exclusive]
usa: usa, american, united states

[group exclusive]
union: dock union, dockers
`

// held checks one fact against the article, beside facts that cite the other sentences, and gives what is wrong with it.
func held(t *testing.T, fact string) []string {
	t.Helper()
	doc, err := source.Read("harbour.md", []byte(harbour))
	if err != nil {
		t.Fatal(err)
	}
	var others strings.Builder
	for i, at := range []string{"1.1", "1.2", "2.1", "2.2", "3.1"} {
		fmt.Fprintf(&others, "\nfact: other-%d\nat: %s\nsays: So it is told.\n", i, at)
	}
	c := corpusOf(t, doc.SHA256, others.String()+"\nfact: held\n"+fact+"\n")
	report := knowledge.Check(c, []*source.Document{doc})
	var out []string
	for _, f := range report.Findings {
		if f.Fact != "harbour/held" {
			t.Errorf("finding against another fact: %v", f)
		}
		out = append(out, f.Want)
	}
	if (report.Verified == report.Citations) != (len(out) == 0) {
		t.Errorf("%d of %d citations verified with %d findings", report.Verified, report.Citations, len(out))
	}
	return out
}

func corpusOf(t *testing.T, sha, facts string) *knowledge.Corpus {
	t.Helper()
	head := "article: harbour\nfile: harbour.md\nsha256: " + sha + "\ntitle: The Port of Lorne Shrinks\npublisher: Harbour Gazette\nas of: 2024-10-02\n"
	c, err := knowledge.ReadCorpus(fstest.MapFS{
		"harbour.facts":       {Data: []byte(head + facts)},
		knowledge.LexiconFile: {Data: []byte(harbourLexicon)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCheckFact(t *testing.T) {
	for _, test := range []struct{ name, fact, want string }{ // want "": nothing is wrong
		{"figures with their qualifiers", "at: 1.1\nsays: The crew falls from slightly more than 40 to under 30, by roughly a quarter (25%).", ""},
		{"another figure", "at: 1.1\nsays: The crew falls to fewer than 20.", "the figure 20 does not stand"},
		{"percent is not a count", "at: 1.1\nsays: The crew falls by about 25.", "the figure 25 does not stand"},
		{"qualifier dropped", "at: 1.1\nsays: The crew falls to 30.", `says "fewer than 30"`},
		{"qualifier dropped in a facet", "at: 1.1\nsays: The crew falls.\nbefore: 40", `says "just over 40"`},
		{"another qualifier", "at: 1.1\nsays: The crew falls to just under 30.", `says "fewer than 30"`},
		{"stronger than said", "at: 1.1\nsays: The crew was more than 40.", `says "just over 40"`},
		{"figure in words", "at: 1.1\nsays: The crew falls to fewer than thirty.", ""},
		{"another figure in words", "at: 1.1\nsays: The crew falls to fewer than fifty.", "the figure fifty does not stand"},
		{"thousands", "at: 3.1\nsays: About two thousand people visit.", ""},
		{"thousands with a digit", "at: 3.1\nsays: About 2 thousand people visit.", ""},
		{"or so", "at: 3.1\nsays: It has 2,000 or so visitors.", ""},
		{"decade", "at: 3.1\nsays: It took a decade.", `says "nearly decade"`},
		{"decade qualified", "at: 3.1\nsays: It took almost a decade.", ""},
		{"counting what is listed", "at: 1.2\nsays: Two signed it.", ""},
		{"date otherwise", "at: 1.1\nsays: It was on 2 October 2024.", ""},
		{"another month", "at: 1.1\nsays: It was in November 2024.", "the month November does not stand"},
		{"another day", "at: 1.1\nsays: It was on October 3, 2024.", "the figure 3 does not stand"},
		{"may is no month", "at: 1.1\nsays: There it may be; May be.", ""},
		{"dated", "at: 1.1\nsays: It fell.\ndated: 2024-10-02", ""},
		{"dated otherwise", "at: 1.1\nsays: It fell.\ndated: 2023", "the year 2023 does not stand"},
		{"dated vaguely", "at: 1.1\nsays: It fell.\ndated: about 2023", ""},
		{"figure", "at: 1.1\nsays: The crew of Lorne will fall to fewer than 30.\ntroops: Lorne | 2024-10 | planned fewer than 30", ""},
		{"figure of the article's day", "at: 1.1\nsays: The crew of Lorne was just over 40.\ntroops: Lorne | 2024-10-02 | just over 40", ""},
		{"figure of the fact's day", "at: 1.1\nsays: Lorne had just over 40.\ndated: about 2023\ntroops: Lorne | about 2023 | just over 40", ""},
		{"figure without its qualifier", "at: 1.1\nsays: Lorne falls to fewer than 30.\ntroops: Lorne | 2024 | 30", `the statement does not say "30"`},
		{"figure with another qualifier", "at: 1.1\nsays: Lorne falls to fewer than 30.\ntroops: Lorne | 2024 | up to 30", `the statement does not say "up to 30"`},
		{"another number of troops", "at: 1.1\nsays: Lorne falls to fewer than 30.\ntroops: Lorne | 2024 | fewer than 40", `the statement does not say "fewer than 40"`},
		{"figure of another place", "at: 1.1\nsays: Lorne falls to fewer than 30.\ntroops: Skell | 2024 | fewer than 30", "neither the statement nor where: names Skell"},
		{"figure of another year", "at: 1.1\nsays: Lorne falls to fewer than 30.\ntroops: Lorne | 2023 | fewer than 30", "the date is neither that of the fact"},
		{"figure planned by nobody", "at: 1.1\nsays: Lorne fell to fewer than 30.\ntroops: Lorne | 2024 | planned fewer than 30", "the statement does not say that this is planned"},
		{"names", "at: 1.2\nsays: Ada Quill, the Mayor of Lorne, signed.", ""},
		{"another name", "at: 1.2\nsays: The order was signed by Mayor Boris Quill.", "does not name Boris"},
		{"another name at the beginning", "at: 1.1\nsays: Skell protested.", "does not name Skell"},
		{"names by their kin", "at: 1.2\nsays: The United States and an ADU dealt with it; Quill signed.", ""},
		{"names by the lexicon", "at: 1.2\nsays: It was signed with the Dockers.", ""},
		{"names referred back to", "at: 2.2\nsays: The speaker of Skell said it.", ""},
		{"names denied", "at: 1.2\nsays: It was Ada Quill, not Boris Quill.", ""},
		{"figures denied", "at: 1.1\nsays: Not 50 left.", ""},
		{"months of facets", "at: 1.1\nsays: It fell.\nwhen: November", "the month November"},
		{"quotation", "at: 2.2\nsays: “we were not asked”, they said.", ""},
		{"quotation with the point inside", "at: 2.2\nsays: They said “We were not asked.”", ""},
		{"quotation altered", "at: 2.2\nsays: They said “we were never asked”.", "“we were never asked” does not stand"},
		{"quotation of half a word", "at: 2.2\nsays: They said “we were not ask”.", "does not stand"},
		{"no such sentence", "at: 2.3\nsays: So.", "the article has no such sentence"},
		{"no such paragraph", "at: 9.1\nsays: So.", "the article has no such sentence; it has 3 paragraphs"},
		{"head", "at: 0.0\nsays: The Harbour Gazette published it on October 2, 2024, a read of 3 minutes.", ""},
		{"the article's words", "at: 1.2\nsays: Quill of Lorne signed the order with the American Dock.", "say it in other words"},
		{"the article's words in an ask", "at: 1.2\nsays: So.\n= Quill\n? who of lorne signed the order with the american dock", "say it in other words"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := held(t, test.fact)
			if test.want == "" && len(got) > 0 {
				t.Errorf("%q: found %q, want nothing", test.fact, got)
			}
			if test.want != "" && (len(got) == 0 || !strings.Contains(strings.Join(got, "\n"), test.want)) {
				t.Errorf("%q: found %q, want %q", test.fact, got, test.want)
			}
		})
	}
}

func TestCheckCoversTheArticle(t *testing.T) {
	doc, err := source.Read("harbour.md", []byte(harbour))
	if err != nil {
		t.Fatal(err)
	}
	c := corpusOf(t, doc.SHA256, "fact: one\nat: 1.1, 1.2, 2.1, 3.1\nsays: So it is told.\n")
	got := knowledge.Check(c, []*source.Document{doc})
	if len(got.Findings) != 1 || !strings.Contains(got.Findings[0].String(), `harbour.facts: "harbour ¶2 s2": no fact cites this sentence; write one with at: 2.2`) || got.Citations != 4 || got.Verified != 4 {
		t.Errorf("a sentence without a fact: %v, %d of %d verified", got.Findings, got.Verified, got.Citations)
	}
}

func TestCheckMissesTheArticle(t *testing.T) {
	got := knowledge.Check(corpusOf(t, strings.Repeat("0", 64), "fact: one\nat: 1.1\nsays: So it is told.\n"), nil)
	if len(got.Findings) != 1 || !strings.Contains(got.Findings[0].Want, "no article file has the SHA-256 000") || got.Citations != 1 || got.Verified != 0 {
		t.Errorf("an article that is not there: %v, %d of %d verified; want it found, none of 1", got.Findings, got.Verified, got.Citations)
	}
}

// articlesEnv names a folder with the article files, which this repository does not hold.
const articlesEnv = "DRAWDOWN_ARTICLES"

func TestCheckEmbedded(t *testing.T) {
	dir := os.Getenv(articlesEnv)
	if dir == "" {
		t.Skipf("set %s to the folder with the article files to hold the embedded facts against them", articlesEnv)
	}
	docs, err := source.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	c, err := knowledge.ReadCorpus(articles.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range knowledge.Check(c, docs).Findings {
		t.Error(f)
	}
}
