package train_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
	"drawdown/knowledge/train"
)

// corpus is a small corpus of made-up facts: four goods, each with asks and gaps in a few patterns.
func corpus(t *testing.T, more string) *knowledge.Corpus {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "article: market\nfile: market.md\nsha256: %064d\ntitle: The Market of Lorne\nas of: 2024-05-01\n", 7)
	for i, good := range []string{"honey", "salmon", "copper", "linen"} {
		fmt.Fprintf(&b, "fact: %s\nat: %d.1\nsays: The market sells %s by the pound.\nhow many: %d pounds\n= %d pounds\n", good, i+1, good, 10+i, 10+i)
		for _, ask := range []string{"how much %s is sold", "what amount of %s do they sell", "pounds of %s", "how many pounds of %s does the market sell", "the weight of %s sold?"} {
			fmt.Fprintf(&b, "? "+ask+"\n", good)
		}
		for _, gap := range []string{"who buys the %s", "what does the %s cost", "where does the %s come from"} {
			fmt.Fprintf(&b, "! "+gap+"\n", good)
		}
	}
	b.WriteString(more)
	c, err := knowledge.ReadCorpus(fstest.MapFS{
		"market.facts":        {Data: []byte(b.String())},
		"beyond.facts":        {Data: []byte("gaps: off the topic\n! what is the time\n! sing a song\n")},
		knowledge.LexiconFile: {Data: []byte("[thing exclusive]\nhoney: honey\nsalmon: salmon, fish\ncopper: copper\nlinen: linen, cloth\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// trained is a model of the corpus, for the tests that need one.
var trained []byte

func model(t *testing.T) []byte {
	t.Helper()
	if trained == nil {
		m, err := train.Model(corpus(t, ""))
		if err != nil {
			t.Fatal(err)
		}
		trained = m
	}
	return trained
}

// The same corpus gives the same model to the byte.
func TestModelIsReproducible(t *testing.T) {
	first := model(t)
	second, err := train.Model(corpus(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		at := 0
		for at < min(len(first), len(second)) && first[at] == second[at] {
			at++
		}
		t.Errorf("two models of one corpus, of %d and %d bytes, differ from byte %d on", len(first), len(second), at)
	}
}

// The model knows its corpus, ranks the right fact first, and has only words of the corpus to repair towards.
func TestModelFindsFacts(t *testing.T) {
	c := corpus(t, "")
	x, fingerprint, words, _, err := index.Decode(model(t))
	if err != nil {
		t.Fatal(err)
	}
	if fingerprint != c.Fingerprint {
		t.Errorf("the model was trained on %s, want %s", fingerprint, c.Fingerprint)
	}
	if x.Facts != len(c.Facts()) {
		t.Errorf("the model ranks %d facts, want %d", x.Facts, len(c.Facts()))
	}
	vocabulary := map[string]int{}
	for _, w := range words {
		vocabulary[w] = 1
	}
	for _, w := range []string{"salmon", "fish", "pounds", "market"} {
		if vocabulary[w] == 0 {
			t.Errorf("%q is not among the words that spelling is repaired towards", w)
		}
	}
	a := &text.Analyzer{Lexicon: c.Lexicon, Speller: text.NewSpeller(vocabulary, text.IsEnglish, text.IsRare)}
	for question, want := range map[string]string{
		"how much honey is sold":                   "honey",
		"how many pounds of fish do they sell":     "salmon",
		"tell me the amount of cloth":              "linen",
		"copprr, weight":                           "copper",
		"what amount of salmn does the maket sell": "salmon",
	} {
		ranked := x.Rank(a.Analyze(question), new(index.Scratch))
		if len(ranked) == 0 || c.Facts()[ranked[0].Fact].Name != want {
			t.Errorf("%q ranks %v, want %s first", question, ranked, want)
		}
	}
}

func TestModelRefusesDoubles(t *testing.T) {
	_, err := train.Model(corpus(t, "! How much HONEY is sold?\n"))
	if want := `"How much HONEY is sold?" stands in market/honey (= 10 pounds) already`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Model of a corpus with an ask that is a gap as well: %v, want %s", err, want)
	}
}

func TestExamples(t *testing.T) {
	c := corpus(t, "? how heavy is the cloth | also honey, salmon\n")
	examples := train.Examples(c, &text.Analyzer{Lexicon: c.Lexicon})
	asks, gaps, off := 0, 0, 0
	for _, e := range examples {
		switch {
		case e.OffTopic:
			off++
			if !e.Gap || e.Fact != -1 {
				t.Errorf("%q is off the topic, but gap %v of fact %d", e.Question, e.Gap, e.Fact)
			}
		case e.Gap:
			gaps++
			for f := range c.Facts() {
				if e.Right(f) {
					t.Errorf("fact %d is right for the gap %q", f, e.Question)
				}
			}
		default:
			asks++
			if !e.Right(e.Fact) {
				t.Errorf("fact %d is not right for its ask %q", e.Fact, e.Question)
			}
		}
	}
	if asks != 21 || gaps != 12 || off != 2 {
		t.Errorf("%d asks, %d gaps and %d off the topic, want 21, 12 and 2", asks, gaps, off)
	}
	for _, e := range examples {
		if e.Question == "how heavy is the cloth" {
			got := []bool{e.Right(0), e.Right(1), e.Right(2), e.Right(3)}
			if want := []bool{true, true, false, true}; fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("right for %q: %v, want %v: its own fact, and those that answer it as well", e.Question, got, want)
			}
		}
	}
}
