package eval

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"drawdown/knowledge"
	"drawdown/knowledge/source"
)

// article is an invented article.
const article = `---
title: Lorne Sells Its Boats
---

The harbour of Lorne sells its boats. Fewer than 12 “red” vessels will remain there.

Ada Quill, the mayor, made it known in March. Diesel has become dear. “We can’t pay,” she said.
`

// gold reads a gold set of lines against the article.
func gold(t *testing.T, lines string, loaded bool) ([]Question, error) {
	t.Helper()
	doc, err := source.Read("000_boats.md", []byte(article))
	if err != nil {
		t.Fatal(err)
	}
	c, err := knowledge.ReadCorpus(fstest.MapFS{
		"boats.facts":         {Data: fmt.Appendf(nil, "article: boats\nfile: 000_boats.md\nsha256: %s\ntitle: Lorne Sells Its Boats\nas of: 2024-03-05\nfact: sale\nat: 1.1\nsays: Boats are sold.\n", doc.SHA256)},
		knowledge.LexiconFile: {},
	})
	if err != nil {
		t.Fatal(err)
	}
	docs := []*source.Document{doc}
	if !loaded {
		docs = nil
	}
	return Read("gold.jsonl", strings.NewReader(lines), c, docs)
}

func TestRead(t *testing.T) {
	got, err := gold(t, `{"id": "n1", "kind": "number", "style": "casual", "question": "how many", "answerable": true, "accept": ["fewer than 12"], "evidence": [{"source": "000", "quote": "Fewer than 12"}]}

{"id": "c1", "turns": [{"kind": "person", "style": "formal", "question": "who", "answerable": true, "accept": ["Quill"], "evidence": [{"source": "boats", "paragraph": 2, "sentence": 1}]}, {"question": "and why", "answerable": false, "why": "not told"}]}
`, true)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`{n1 n1 how many number casual false true [fewer than 12] [boats ¶1 s2] }`,
		`{c1#1 c1 who person formal false true [Quill] [boats ¶2 s1] }`,
		`{c1#2 c1 and why   true false [] [] not told}`,
	}
	if len(got) != len(want) {
		t.Fatalf("read %d questions, want %d: %v", len(got), len(want), got)
	}
	for i, q := range got {
		if s := fmt.Sprint(q); s != want[i] {
			t.Errorf("question %d\ngot  %s\nwant %s", i+1, s, want[i])
		}
	}
}

// A quotation is found whatever its case, quotes and dashes, in one sentence or over several.
func TestQuotations(t *testing.T) {
	for _, test := range []struct{ quote, want string }{
		{"sells its boats", "boats ¶1 s1"},
		{"fewer than 12 RED vessels", "boats ¶1 s2"},
		{"We can't pay", "boats ¶2 s3"},
		{"harbour of Lorne sells its boats. Fewer than 12 “red” vessels will remain", "boats ¶1 s1, boats ¶1 s2"},
		{"the mayor, made it known in March. Diesel has become dear. “We can’t pay,” she said", "boats ¶2 s1, boats ¶2 s2, boats ¶2 s3"},
		{"made it known in March. Diesel has become dear", "boats ¶2 s1, boats ¶2 s2"},
		{"will remain there. Ada Quill", "boats head"}, // no paragraph holds it
		{"Harbour Gazette", "boats head"},
	} {
		got, err := gold(t, fmt.Sprintf(`{"id": "q", "question": "q", "answerable": true, "evidence": [{"source": "boats", "quote": %q}]}`, test.quote), true)
		if err != nil {
			t.Errorf("%q: %v", test.quote, err)
			continue
		}
		var at []string
		for _, l := range got[0].Evidence {
			at = append(at, l.String())
		}
		if !slices.Equal(at, strings.Split(test.want, ", ")) {
			t.Errorf("%q stands at %q, want %s", test.quote, at, test.want)
		}
	}
}

func TestReadMistakes(t *testing.T) {
	for _, test := range []struct {
		lines  string
		loaded bool
		want   string
	}{
		{"", true, "gold.jsonl: no questions in it; a gold set has one JSON object a line"},
		{"\n \n", true, "no questions in it"},
		{`{"id": "a", "question": "q"}` + "\nnonsense", true, `gold.jsonl:2: "nonsense" is no JSON object of a question`},
		{`[1]`, true, `gold.jsonl:1: "[1]" is no JSON object`},
		{`{"id": "a", "question": "q", "evidence": [{"source": "ledger", "quote": "x"}]}`, true, `gold.jsonl:1: evidence from "ledger": no article has this id or file; there are boats`},
		{`{"id": "a", "question": "q", "evidence": [{"quote": "x"}]}`, true, `evidence from "": no article`},
		{`{"id": "a", "question": "q", "evidence": [{"source": "boats", "quote": "x"}]}`, false, `gold.jsonl:1: evidence quotes boats, whose text is not loaded; give the folder with the file 000_boats.md by --articles`},
	} {
		if _, err := gold(t, test.lines, test.loaded); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Read(%q): %v, want %s", test.lines, err, test.want)
		}
	}
}
