// Package eval measures how well questions are answered, on gold sets: questions with the wordings that an answer must hold
// and the sentences that a citation must name.
//
// A question that can be answered counts as right when it is answered, an accepted wording stands in the answer or the
// statement, and a citation names a gold sentence; as direct when the wording stands in the short answer itself; as cited when a
// citation names a gold sentence, whatever the wording. A question that the articles do not answer counts as right when it
// is refused and nothing is cited.
package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"drawdown/knowledge"
	"drawdown/knowledge/source"
	"drawdown/knowledge/text"
)

// A Question is one turn of a gold set.
type Question struct {
	ID         string // a conversation's turn k has the id of the conversation, "#" and k
	Session    string
	Text       string
	Kind       string // number, date, person …
	Style      string // formal, casual, typo …
	FollowUp   bool   // a later turn of a conversation
	Answerable bool
	Accept     []string
	Evidence   []knowledge.Locator // any one of them is enough
	Why        string              // why it cannot be answered
}

type turn struct {
	ID, Kind, Style, Question, Why string
	Answerable                     bool
	Accept                         []string
	Evidence                       []evidence
	Turns                          []turn
}

// evidence names a sentence by a quotation of it, or by its place.
type evidence struct {
	Source, Quote       string
	Paragraph, Sentence int
}

// Read reads a gold set, one JSON object a line. Quotations are looked up in the documents; a source is an article's id or
// the beginning of its file's name.
func Read(name string, in io.Reader, c *knowledge.Corpus, docs []*source.Document) ([]Question, error) {
	var out []Question
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		var t turn
		if err := json.Unmarshal([]byte(line), &t); err != nil {
			return nil, fmt.Errorf("%s:%d: %.60q is no JSON object of a question: %w", name, n, line, err)
		}
		turns := t.Turns
		if turns == nil {
			turns = []turn{t}
		}
		for k, u := range turns {
			q := Question{ID: t.ID, Session: t.ID, Text: u.Question, Kind: u.Kind, Style: u.Style, FollowUp: k > 0, Answerable: u.Answerable, Accept: u.Accept, Why: u.Why}
			if t.Turns != nil {
				q.ID = fmt.Sprintf("%s#%d", t.ID, k+1)
			}
			for _, e := range u.Evidence {
				at, err := locate(e, c, docs)
				if err != nil {
					return nil, fmt.Errorf("%s:%d: %w", name, n, err)
				}
				q.Evidence = append(q.Evidence, at...)
			}
			out = append(out, q)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no questions in it; a gold set has one JSON object a line", name)
	}
	return out, nil
}

// locate gives the sentences that a piece of evidence names; the document's head where a quotation is in none.
func locate(e evidence, c *knowledge.Corpus, docs []*source.Document) ([]knowledge.Locator, error) {
	a := articleOf(e.Source, c)
	if a == nil {
		return nil, fmt.Errorf("evidence from %q: no article has this id or file; there are %s", e.Source, ids(c))
	}
	if e.Quote == "" {
		return []knowledge.Locator{{Article: a.ID, Paragraph: e.Paragraph, Sentence: e.Sentence}}, nil
	}
	for _, d := range docs {
		if d.SHA256 == a.SHA256 {
			return find(fold(e.Quote), a.ID, d), nil
		}
	}
	return nil, fmt.Errorf("evidence quotes %s, whose text is not loaded; give the folder with the file %s by --articles", a.ID, a.File)
}

func articleOf(name string, c *knowledge.Corpus) *knowledge.Article {
	for _, a := range c.Articles {
		if a.ID == name || name != "" && strings.HasPrefix(a.File, name) {
			return a
		}
	}
	return nil
}

func ids(c *knowledge.Corpus) string {
	var out []string
	for _, a := range c.Articles {
		out = append(out, a.ID)
	}
	return strings.Join(out, ", ")
}

// find gives every sentence that holds a folded quotation or is, within a quotation over several sentences, a part of it.
func find(quote, id string, d *source.Document) []knowledge.Locator {
	var out []knowledge.Locator
	for p, para := range d.Paragraphs {
		var whole []string
		for s, sentence := range para.Sentences {
			f := fold(d.Quote(sentence))
			whole = append(whole, f)
			if strings.Contains(f, quote) {
				out = append(out, knowledge.Locator{Article: id, Paragraph: p + 1, Sentence: s + 1})
			}
		}
		if len(out) > 0 || !strings.Contains(strings.Join(whole, " "), quote) {
			continue
		}
		for s, f := range whole {
			if strings.Contains(quote, f) || overlaps(quote, f) {
				out = append(out, knowledge.Locator{Article: id, Paragraph: p + 1, Sentence: s + 1})
			}
		}
	}
	if out == nil {
		out = []knowledge.Locator{{Article: id}}
	}
	return out
}

// overlaps tells whether a quotation begins in the sentence or ends in it, by at least minOverlap characters.
func overlaps(quote, sentence string) bool {
	const minOverlap = 20
	for i := 0; i+minOverlap <= len(sentence); i++ {
		if strings.HasPrefix(quote, sentence[i:]) || strings.HasSuffix(quote, sentence[:len(sentence)-i]) {
			return true
		}
	}
	return false
}

// Leaked lists the questions that are asks or gaps of the corpus, word for word once folded.
func Leaked(questions []Question, c *knowledge.Corpus) []Question {
	known := map[string]bool{}
	key := func(s string) string { return strings.Join(text.Tokens(text.Fold(s)), " ") }
	for _, f := range c.Facts() {
		for _, s := range f.Shorts {
			for _, a := range s.Asks {
				known[key(a.Text)] = true
			}
		}
		for _, g := range f.Gaps {
			known[key(g.Question)] = true
		}
	}
	for _, g := range c.Gaps {
		known[key(g.Question)] = true
	}
	var out []Question
	for _, q := range questions {
		if known[key(q.Text)] && !q.FollowUp {
			out = append(out, q)
		}
	}
	return out
}
