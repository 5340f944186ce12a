package fit

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"strings"
	"unicode"

	"drawdown/knowledge/source"
)

// squad is the format of SQuAD 2.0 (Rajpurkar, Jia and Liang 2018), as far as it is read.
type squad struct {
	Data []struct {
		Title      string
		Paragraphs []struct {
			Context string
			Qas     []struct {
				Question     string
				Answers      []squadAnswer
				IsImpossible bool `json:"is_impossible"`
			}
		}
	}
}

type squadAnswer struct {
	Text  string
	Start int `json:"answer_start"` // in characters
}

// ReadSQuAD reads a file in the format of SQuAD 2.0: a set of one document for each title.
func ReadSQuAD(path string) ([]*Set, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var in squad
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	var sets []*Set
	for _, t := range in.Data {
		var page strings.Builder
		fmt.Fprintf(&page, "<html><head><title>%s</title></head><body><article>", html.EscapeString(strings.ReplaceAll(t.Title, "_", " ")))
		for _, p := range t.Paragraphs {
			fmt.Fprintf(&page, "<p>%s</p>\n", html.EscapeString(p.Context))
		}
		page.WriteString("</article></body></html>")
		doc, err := source.Read(t.Title+".html", []byte(page.String()))
		if err != nil {
			return nil, err
		}
		set := &Set{Name: t.Title, Docs: []*source.Document{doc}}
		places := paragraphs(doc)
		for _, p := range t.Paragraphs {
			at, ok := places[squeeze(p.Context)]
			if !ok {
				continue // taken for page furniture
			}
			for _, qa := range p.Qas {
				e := Example{Question: qa.Question, Answerable: !qa.IsImpossible}
				for _, a := range qa.Answers {
					if !qa.IsImpossible {
						e.Gold = appendNew(e.Gold, sentenceAt(doc, at, p.Context, a.Start))
						e.Answers = appendNew(e.Answers, a.Text)
					}
				}
				set.Examples = append(set.Examples, e)
			}
		}
		sets = append(sets, set)
	}
	return sets, nil
}

func appendNew[T comparable](list []T, v T) []T {
	for _, have := range list {
		if have == v {
			return list
		}
	}
	return append(list, v)
}

// paragraphs finds a document's paragraphs by their characters without white space.
func paragraphs(d *source.Document) map[string]int {
	out := map[string]int{}
	for i, p := range d.Paragraphs {
		key := squeeze(d.Text[p.Sentences[0].Start:p.Sentences[len(p.Sentences)-1].End])
		if _, twice := out[key]; !twice {
			out[key] = i
		}
	}
	return out
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// sentenceAt gives the number, over the whole document, of the sentence that holds the character of the paragraph.
func sentenceAt(d *source.Document, paragraph int, context string, char int) int {
	before := len([]rune(squeeze(string([]rune(context)[:char]))))
	number := 0
	for _, p := range d.Paragraphs[:paragraph] {
		number += len(p.Sentences)
	}
	for i, s := range d.Paragraphs[paragraph].Sentences {
		n := len([]rune(squeeze(d.Quote(s))))
		if before < n {
			return number + i
		}
		before -= n
	}
	return number + len(d.Paragraphs[paragraph].Sentences) - 1
}
