package source

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// articles is the directory with the article files beside the repository. Each .md
// file there has one sentence a line, and names in its front matter the file in raw
// that it was made from.
var articles = filepath.Join("..", "..", "..", "shared", "articles")

// wantSentences returns the text after the front matter of the article files, by
// the path of the .md file, and the path of the raw file of each.
func wantSentences(t *testing.T) (want, raw map[string]string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(articles, "*.md"))
	if err != nil || len(paths) == 0 {
		t.Skipf("no article files in %s beside the repository (%v): the sentences of real articles are not tested", articles, err)
	}
	want, raw = make(map[string]string), make(map[string]string)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.SplitN(string(data), "---\n", 3)
		want[path] = strings.TrimSpace(parts[2]) + "\n"
		_, file, _ := strings.Cut(parts[1], "file: ")
		file, _, _ = strings.Cut(file, "\n")
		raw[path] = filepath.Join(articles, "raw", file)
	}
	return want, raw
}

func TestArticlesAsPrepared(t *testing.T) {
	want, _ := wantSentences(t)
	for path, text := range want {
		doc := readPath(t, path)
		diffLines(t, path, doc.String(), text)
		if id := strings.TrimSuffix(filepath.Base(path), ".md"); doc.ID != id {
			t.Errorf("%s: ID = %q, want %q", path, doc.ID, id)
		}
	}
}

func TestArticlesRaw(t *testing.T) {
	want, raw := wantSentences(t)
	for path, text := range want {
		prepared, doc := readPath(t, path), readPath(t, raw[path])
		diffLines(t, raw[path], doc.String(), text)
		got := [3]string{doc.Title, doc.Publisher, doc.Published}
		if want := [3]string{prepared.Title, prepared.Publisher, prepared.Published}; got != want {
			t.Errorf("%s: title, publisher, published = %q, want %q", raw[path], got, want)
		}
		checkRanges(t, doc)
	}
}

func TestArticlesQuoteTheFile(t *testing.T) {
	_, raw := wantSentences(t)
	for _, path := range raw {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc := readPath(t, path)
		for _, p := range doc.Paragraphs {
			for _, s := range p.Sentences {
				if quote := doc.Quote(s); !bytes.Contains(data, []byte(quote)) {
					t.Errorf("%s: quotation does not stand in the file: %q", path, quote)
				}
			}
		}
	}
}

func readPath(t *testing.T, path string) *Document {
	t.Helper()
	doc, err := readFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// diffLines reports the first line that differs.
func diffLines(t *testing.T, name, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Errorf("%s: line %d of the sentences differs\ngot:  %q\nwant: %q", name, i+1, lineAt(g, i), lineAt(w, i))
			return
		}
	}
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
