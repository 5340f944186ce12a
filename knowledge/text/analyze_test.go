package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func analyzer(t testing.TB) *Analyzer {
	t.Helper()
	l, errs := ParseLexicon("l.txt", field)
	if errs != nil {
		t.Fatal(errs)
	}
	vocabulary := map[string]int{"passenger": 3, "winter": 2, "crossing": 9}
	for _, w := range l.Words() {
		vocabulary[w]++
	}
	return &Analyzer{Lexicon: l, Speller: NewSpeller(vocabulary, IsEnglish, IsRare)}
}

func TestAnalyze(t *testing.T) {
	q := analyzer(t).Analyze("<@U1> How many PASENGER ferries go to Skel, pls?")
	if want := "how many pasenger ferries go to skel, pls?"; q.Folded != want {
		t.Errorf("%q folded is %q, want %q", q.Raw, q.Folded, want)
	}
	var words, units, content []string
	for _, w := range q.Words {
		words = append(words, w.Text)
	}
	for _, u := range q.Units {
		units = append(units, u.Key)
	}
	for _, u := range q.Content() {
		content = append(content, u.Key)
	}
	for _, test := range []struct{ what, got, want string }{
		{"words", strings.Join(words, " "), "how many passenger ferries go to skell please"},
		{"units", strings.Join(units, " "), "how mani <ferry> go to <skell> pleas"},
		{"content", strings.Join(content, " "), "mani <ferry> <skell>"},
		{"kind", q.Kind.String(), "how-many"},
		{"head", q.Units[q.Head].Key, "<ferry>"},
	} {
		if test.got != test.want {
			t.Errorf("%s of %q = %q, want %q", test.what, q.Raw, test.got, test.want)
		}
	}
	repairs := q.Repairs()
	if len(repairs) != 2 || repairs[0] != [2]string{"pasenger", "passenger"} || repairs[1] != [2]string{"skel", "skell"} {
		t.Errorf("repairs of %q = %q, want pasenger → passenger and skel → skell", q.Raw, repairs)
	}
}

// Without a speller nothing is repaired.
func TestAnalyzeWithoutSpeller(t *testing.T) {
	q := (&Analyzer{Lexicon: &Lexicon{}}).Analyze("pasenger feries")
	if len(q.Repairs()) != 0 || q.Words[0].Text != "pasenger" {
		t.Errorf("without a speller %q became %+v", q.Raw, q.Words)
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{
		"how many boats go to skell", "U.S. Army & U. S. troops, US's", "n't 's 'd' ''", "<@U1>@bob :a1::b2: <#C1|x> https://x.y", "2,000,000.5% of 1,00",
		"ＵＳ İı ﬁ “’…—\u202e\u200b\xff🙂¿", "who's the one that's who", "the ferry company of lorne of the island", "\x00\t\r\n", "u.s.a. e.g. a.b.c us for us",
	} {
		f.Add(s)
	}
	a := analyzer(f)
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if !utf8.ValidString(folded) {
			t.Errorf("Fold(%q) = %q is not UTF-8", s, folded)
		}
		if again := Fold(folded); again != folded {
			t.Errorf("Fold(%q) = %q, and folded again %q", s, folded, again)
		}
		q := a.Analyze(s)
		for _, w := range q.Words {
			if w.Text == "" || w.Stem == "" {
				t.Errorf("Analyze(%q) has the word %+v; no word may be empty", s, w)
			}
		}
		at := 0
		for _, u := range q.Units {
			if u.Key == "" || u.From != at || u.To <= u.From || u.To > len(q.Words) {
				t.Errorf("Analyze(%q): the unit %+v does not follow word %d", s, u, at)
			}
			at = u.To
		}
		if at != len(q.Words) {
			t.Errorf("Analyze(%q): the units span %d of %d words", s, at, len(q.Words))
		}
		if int(q.Kind) >= Kinds || q.Head < -1 || q.Head >= len(q.Units) {
			t.Errorf("Analyze(%q): kind %d, head %d of %d units", s, q.Kind, q.Head, len(q.Units))
		}
	})
}
