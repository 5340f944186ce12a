package extract

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"drawdown/knowledge/source"
)

// lighthouse is an invented article.
const lighthouse = `# The keepers of Port Ellery

The lighthouse at Port Ellery was built in 1874 by the engineer Hannah Voss. It stands 42 meters tall and has a lamp from Marseille. The tower was painted red because fishermen could not see it against the chalk cliffs.

In March 1931 a storm destroyed the keeper's cottage. The Coast Board paid 3,200 crowns to rebuild it. "We will never again sleep below the gallery," keeper Tomas Brandt said after the storm.

Today about 14,000 visitors climb the stairs every year. They buy their tickets at the old boathouse. The museum opens from May to September.
`

// orchard is another.
const orchard = `# Apples of the Lower Valley

Farmers of the Lower Valley grow eleven kinds of apple. The oldest is the Grey Marlow, which monks brought from Bellmont in 1602. Frost killed half of the trees in the winter of 1985.

The cooperative sells its cider to restaurants in Norwick. Its director, Paula Lindqvist, plans a second press by 2030 in order to double the harvest that it can take.
`

func engine(t testing.TB) *Engine {
	t.Helper()
	return New([]*source.Document{document(t, "lighthouse.md", lighthouse), document(t, "orchard.md", orchard)}, nil)
}

func document(t testing.TB, name, content string) *source.Document {
	t.Helper()
	d, err := source.Read(name, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAsk(t *testing.T) {
	e := engine(t)
	answered := 0
	for _, test := range []struct {
		question, document  string
		paragraph, sentence int
		span                string // what the short answer holds
	}{
		{"When was the lighthouse at Port Ellery built?", "lighthouse", 1, 1, "1874"},
		{"Who built the lighthouse?", "lighthouse", 1, 1, "Hannah Voss"},
		{"Why was the tower painted red?", "lighthouse", 1, 3, "because fishermen could not see it"},
		{"how many visitors climb the stairs each year", "lighthouse", 3, 1, "14,000"},
		{"how much did the coast board pay to rebuild the cottage", "lighthouse", 2, 2, "3,200"},
		{"when did a strom destroy the cotage", "lighthouse", 2, 1, "March 1931"},
		{"What did Tomas Brandt say after the storm?", "lighthouse", 2, 3, "never again sleep"},
		{"how many kinds of apple do the farmers grow?", "orchard", 1, 1, "eleven"},
		{"Who is the director of the cooperative?", "orchard", 2, 2, "Paula Lindqvist"},
		{"Where do they buy tickets?", "lighthouse", 3, 2, "boathouse"},
	} {
		got := e.Ask(test.question)
		if len(got) == 0 {
			t.Errorf("Ask(%q): no passage, want %s ¶%d s%d", test.question, test.document, test.paragraph, test.sentence)
			continue
		}
		p := got[0]
		where := fmt.Sprintf("%s ¶%d s%d", p.Doc.ID, p.Paragraph, p.Sentence)
		if want := fmt.Sprintf("%s ¶%d s%d", test.document, test.paragraph, test.sentence); where != want {
			t.Errorf("Ask(%q) = %s, want %s", test.question, where, want)
		}
		if short := p.Doc.Text[p.Span[0]:p.Span[1]]; !strings.Contains(short, test.span) {
			t.Errorf("Ask(%q): short answer %q, want it to hold %q", test.question, short, test.span)
		}
		if p.Confidence >= Threshold {
			answered++
		}
		checkPassages(t, test.question, got)
	}
	const enough = 8 // of ten: which ones pass moves a little with each training
	if answered < enough {
		t.Errorf("%d questions are answered, want %d or more", answered, enough)
	}
}

func TestAskRefuses(t *testing.T) {
	e := engine(t)
	for _, question := range []string{
		"",
		"?!",
		"the of and",
		"who won the football match in Rome yesterday",
		"how much does a helicopter cost",
		"What is the capital of Mongolia?",
		"Which airline flies to the island?",
	} {
		if got := e.Ask(question); len(got) > 0 && got[0].Confidence >= Threshold {
			t.Errorf("Ask(%q) = %q with confidence %.2f, want a refusal", question, got[0].Doc.Quote(got[0].Range), got[0].Confidence)
		}
	}
}

func TestAskWithoutDocuments(t *testing.T) {
	if got := New(nil, nil).Ask("Who built the lighthouse?"); len(got) != 0 {
		t.Errorf("Ask without documents = %d passages, want none", len(got))
	}
}

func TestAskConcurrently(t *testing.T) {
	e := engine(t)
	questions := []string{"Who built the lighthouse?", "how many kinds of apple", "Why was the tower painted red?"}
	want := make([]string, len(questions))
	for i, q := range questions {
		want[i] = fmt.Sprint(e.Ask(q))
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for k := range 30 {
				n := (i + k) % len(questions)
				if got := fmt.Sprint(e.Ask(questions[n])); got != want[n] {
					t.Errorf("Ask(%q) beside others = %s, want %s", questions[n], got, want[n])
				}
			}
		})
	}
	wg.Wait()
}

// checkPassages holds what every answer promises.
func checkPassages(t *testing.T, question string, got []Passage) {
	t.Helper()
	if len(got) > Passages {
		t.Errorf("Ask(%q) = %d passages, want at most %d", question, len(got), Passages)
	}
	for i, p := range got {
		r, ok := p.Doc.At(p.Paragraph, p.Sentence)
		if !ok || r != p.Range {
			t.Errorf("Ask(%q): ¶%d s%d is %v, want %v", question, p.Paragraph, p.Sentence, r, p.Range)
		}
		if p.Span[0] < r.Start || p.Span[1] > r.End || p.Span[0] > p.Span[1] {
			t.Errorf("Ask(%q): short answer %v is not in the sentence %v", question, p.Span, r)
			continue
		}
		short := p.Doc.Text[p.Span[0]:p.Span[1]]
		if !utf8.ValidString(short) || utf8.RuneCountInString(short) > MaxSpan {
			t.Errorf("Ask(%q): short answer %q, want at most %d whole characters", question, short, MaxSpan)
		}
		if !(p.Confidence >= 0 && p.Confidence <= 1) || i > 0 && p.Confidence > got[i-1].Confidence {
			t.Errorf("Ask(%q): confidence %v after %v, want a probability, falling", question, p.Confidence, got[max(0, i-1)].Confidence)
		}
	}
}

func FuzzAsk(f *testing.F) {
	f.Add(lighthouse, "Who built the lighthouse?")
	f.Add(orchard, "when did the frost kill the trees")
	f.Add("# U.S. “Iſland”\n\nIt isn’t 3.5% of the U.S.’s 2,000 isles… Or is it?\n", "how many isles does the US have")
	f.Add("# \n\nａｂｃ ½ ％ don't dunno idk gonna, "+strings.Repeat("long ", 90)+"\n", "why so long?")
	f.Fuzz(func(t *testing.T, content, question string) {
		d, err := source.Read("fuzz.md", []byte(content))
		if err != nil {
			t.Skip("what was made up is no article")
		}
		checkPassages(t, question, New([]*source.Document{d}, nil).Ask(question))
	})
}
