package knowledge_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"drawdown/knowledge"
)

// locators are where an answer's citations point, as people read them.
func locators(a knowledge.Answer) string {
	var out []string
	for _, c := range a.Citations {
		out = append(out, c.Locator().String())
	}
	return strings.Join(out, ", ")
}

func TestAsk(t *testing.T) {
	b := harbourBase(t)
	for _, test := range []struct{ question, short, at string }{
		{"how many boats are left in lorne", "Fewer than 12", "boats ¶1 s1"},
		{"HOW MANY VESSELS remain at Lorne???", "Fewer than 12", "boats ¶1 s1"},
		{"<@U1> how many boats are left in skell :wave:", "Around 30", "boats ¶1 s2, boats ¶2 s1"},
		{"when did they decide to sell", "March 4, 2024", "boats ¶2 s2"},
		{"why are teh baots sold", "The price of diesel", "boats ¶3 s1"},
		{"what do tickets cost for the crossing", "Two crowns", "boats ¶3 s2"},
		{"closing date of the ledger", "End of 2023", "ledger head"},
	} {
		a := b.Ask(test.question)
		if !a.Answered || a.Short != test.short || locators(a) != test.at {
			t.Errorf("Ask(%q) = answered %v, %q from %s; want %q from %s", test.question, a.Answered, a.Short, locators(a), test.short, test.at)
		}
		if a.Question != test.question {
			t.Errorf("Ask(%q) says that it answers %q", test.question, a.Question)
		}
		sound(t, test.question, a)
	}
}

// sound holds what must hold of every answer.
func sound(t *testing.T, question string, a knowledge.Answer) {
	t.Helper()
	if a.Confidence < 0 || a.Confidence > 1 || a.Confidence != a.Confidence {
		t.Errorf("Ask(%q): confidence %v, want 0 to 1", question, a.Confidence)
	}
	if a.Citations == nil || a.Caveats == nil || a.Differs == nil || a.Related == nil {
		t.Errorf("Ask(%q) has a nil list, which JSON shows as null: %+v", question, a)
	}
	if !a.Answered {
		if len(a.Citations) > 0 || a.Short != "" || a.Statement != "" || len(a.Caveats) > 0 || len(a.Differs) > 0 {
			t.Errorf("Ask(%q) is refused, but says %q, %q and cites %s", question, a.Short, a.Statement, locators(a))
		}
		return
	}
	if n := len([]rune(a.Short)); n < 1 || n > knowledge.MaxShort {
		t.Errorf("Ask(%q): the short answer %q has %d characters, want 1 to %d", question, a.Short, n, knowledge.MaxShort)
	}
	if len(a.Citations) == 0 || a.Statement == "" || len(a.Facts) == 0 {
		t.Errorf("Ask(%q) is answered with %q, the statement %q, %d citations and %d facts; want each", question, a.Short, a.Statement, len(a.Citations), len(a.Facts))
	}
	for _, c := range a.Citations {
		if c.Source == "" || c.Title == "" || c.AsOf == "" {
			t.Errorf("Ask(%q) cites %+v; want source, title and as-of date", question, c)
		}
	}
}

func TestAnswerShowsItsSource(t *testing.T) {
	a := harbourBase(t).Ask("how many boats are left in lorne")
	want := knowledge.Citation{Source: "boats", Paragraph: 1, Sentence: 1, Title: "Lorne Sells Its Boats", Publisher: "Harbour Gazette", Published: "2024-03-05", AsOf: "2024-03-05", URL: "https://gazette.example/boats"}
	if len(a.Citations) != 1 || a.Citations[0] != want {
		t.Errorf("cites %+v, want %+v", a.Citations, want)
	}
	if !slices.Equal(a.Caveats, []string{"It is one newspaper's report."}) {
		t.Errorf("caveats %q, want that of the article", a.Caveats)
	}
	if len(a.Differs) != 1 || a.Differs[0].Note != "the ledger counts more boats" || a.Differs[0].Citation.Locator().String() != "ledger ¶4 s2" || a.Differs[0].Statement != "The ledger lists 17 hulls." {
		t.Errorf("differs %+v, want the ledger's count with its place", a.Differs)
	}
	// The questions that lead on are first those of the facts that the facets name.
	if len(a.Related) < 2 || a.Related[0] != "When was the decision about the boats made known?" || a.Related[1] != "Why does the council sell the boats?" {
		t.Errorf("related %q, want those of the facets when and why first", a.Related)
	}
}

func TestRefuse(t *testing.T) {
	b := harbourBase(t)
	for _, q := range []string{"how many boats are left in tarn", "how much does diesel cost", "what is the capital of france", "qzx vwk", "", "?", "🙂", "the of and", "n't", "'s"} {
		a := b.Ask(q)
		if a.Answered {
			t.Errorf("Ask(%q) = %q from %s, want a refusal", q, a.Short, locators(a))
		}
		sound(t, q, a)
	}
	if a := b.Ask("how many boats are left in tarn"); len(a.Suggestions) == 0 || len(a.Facts) == 0 {
		t.Errorf("a refusal near facts suggests %q with %d facts, want the nearest questions", a.Suggestions, len(a.Facts))
	}
}

// A question that asks for several things gets all the answers, or none of them half.
func TestParts(t *testing.T) {
	b := harbourBase(t)
	for _, test := range []struct{ question, short, at string }{
		{"how many boats are left in lorne and in skell", "Fewer than 12; Around 30", "boats ¶1 s1, boats ¶1 s2, boats ¶2 s1"},
		{"how many boats are left in skell and in lorne?", "Around 30; Fewer than 12", "boats ¶1 s2, boats ¶2 s1, boats ¶1 s1"},
		{"how many boats are left in lorne and skell harbour", "Fewer than 12; Around 30", "boats ¶1 s1, boats ¶1 s2, boats ¶2 s1"},
		{"how many vessels remain at lorne and why are the boats sold", "Fewer than 12; The price of diesel", "boats ¶1 s1, boats ¶3 s1"},
	} {
		a := b.Ask(test.question)
		if !a.Answered || a.Short != test.short || locators(a) != test.at {
			t.Errorf("Ask(%q) = answered %v, %q from %s; want %q from %s", test.question, a.Answered, a.Short, locators(a), test.short, test.at)
		}
		sound(t, test.question, a)
		if !slices.Equal(a.Caveats, []string{"It is one newspaper's report."}) {
			t.Errorf("Ask(%q): caveats %q, want that of the article once", test.question, a.Caveats)
		}
	}
	const unknown = "how many boats are left in lorne and in tarn"
	if a := b.Ask(unknown); strings.Contains(a.Short, ";") {
		t.Errorf("Ask(%q) = %q, want no answer to a part that the articles do not tell", unknown, a.Short)
	}
}

func TestFactHeadline(t *testing.T) {
	c, err := knowledge.ReadCorpus(harbourFiles)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"boats/lorne-boats": "fewer than 12", "boats/decided": "March 4, 2024", "boats/fare": "the fare stays", "ledger/head": "end of 2023"} {
		if got := c.Fact(name, nil).Headline(); got != want {
			t.Errorf("Headline of %s = %q, want %q", name, got, want)
		}
	}
}

func TestLocator(t *testing.T) {
	for _, test := range []struct {
		at             knowledge.Locator
		string, anchor string
	}{
		{knowledge.Locator{Article: "boats", Paragraph: 9, Sentence: 2}, "boats ¶9 s2", "p9s2"},
		{knowledge.Locator{Article: "boats", Paragraph: 12, Sentence: 10}, "boats ¶12 s10", "p12s10"},
		{knowledge.Locator{Article: "boats"}, "boats head", "p0s0"},
	} {
		if got := test.at.String(); got != test.string {
			t.Errorf("%#v is shown as %q, want %q", test.at, got, test.string)
		}
		if got := test.at.Anchor(); got != test.anchor {
			t.Errorf("the anchor of %v is %q, want %q", test.at, got, test.anchor)
		}
	}
}

func TestYesNo(t *testing.T) {
	for short, want := range map[string]bool{"Yes": true, "Yes, on March 4": true, "No": true, "No, it stays": true, "None": false, "Not yet": false, "November 2024": false, "Around 30": false} {
		if got := (knowledge.Short{Text: short}).YesNo(); got != want {
			t.Errorf("%q answers yes or no: %v, want %v", short, got, want)
		}
	}
}

// A model stands beside the facts that it was trained on, or the base does not load.
func TestStaleModel(t *testing.T) {
	model, err := harbourModel()
	if err != nil {
		t.Fatal(err)
	}
	other, err := read(soundHead + soundFact)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := knowledge.NewBase(other, model); !errors.Is(err, knowledge.ErrStale) {
		t.Errorf("NewBase with a model of other facts: %v, want %v", err, knowledge.ErrStale)
	}
	words, err := fs.ReadFile(harbourFiles, knowledge.LexiconFile)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{knowledge.LexiconFile: {Data: append(words, "\noar: oar\n"...)}}
	for _, name := range []string{"beyond.facts", "boats.facts", "ledger.facts"} {
		content, err := fs.ReadFile(harbourFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: content}
	}
	edited, err := knowledge.ReadCorpus(files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := knowledge.NewBase(edited, model); !errors.Is(err, knowledge.ErrStale) {
		t.Errorf("NewBase with a model of another lexicon: %v, want %v", err, knowledge.ErrStale)
	}
	if _, err := knowledge.NewBase(other, []byte("no model")); err == nil || errors.Is(err, knowledge.ErrStale) {
		t.Errorf("NewBase with what is no model: %v, want an error that says so", err)
	}
	if _, err := knowledge.Load(harbourFiles); err == nil || !strings.Contains(err.Error(), "drawdown train") {
		t.Errorf("Load of a folder without a model: %v, want an error that tells how to make it", err)
	}
}
