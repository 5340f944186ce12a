package text

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

const field = `# the words of a harbour
[place exclusive]
skell: skell, the island
lorne: lorne

[thing]
ferry: ferry, boat, passenger ferry
ferry company: ferry company, ferry company of lorne
`

func TestLexiconMatch(t *testing.T) {
	l, errs := ParseLexicon("l.txt", field)
	if errs != nil {
		t.Fatalf("ParseLexicon(%q): %v", field, errs)
	}
	a := &Analyzer{Lexicon: l}
	for _, test := range []struct{ question, want string }{
		{"boats of skell", "<ferry> of <skell>"},
		{"The Island's passenger ferries", "<skell> <ferry>"},
		{"the ferry company of lorne", "the <ferry company>"}, // the longest phrase
		{"the ferry company of skell", "the <ferry company> of <skell>"},
		{"ferry company ferry", "<ferry company> <ferry>"},
		{"passenger on the boat", "passeng on the <ferry>"}, // the beginning of a phrase is none
		{"the", "the"},
		{"", ""},
	} {
		var got []string
		for _, u := range a.Analyze(test.question).Units {
			got = append(got, u.Key)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("units of %q = %q, want %q", test.question, got, test.want)
		}
	}
	q := a.Analyze("skell boat")
	if c := q.Units[0].Concept; c.Class != "place" || !c.Exclusive || c.Name != "skell" {
		t.Errorf("the concept of %q is %+v, want skell, an exclusive place", "skell", *c)
	}
	if c := q.Units[1].Concept; c.Class != "thing" || c.Exclusive {
		t.Errorf("the concept of %q is %+v, want a thing that excludes nothing", "boat", *c)
	}
	if got, want := l.Words(), strings.Fields("boat company ferry island lorne of passenger skell the"); !slices.Equal(got, want) {
		t.Errorf("Words() = %q, want %q", got, want)
	}
}

// Every mistake is reported with its file and line, what stands there, and what would be right.
func TestLexiconMistakes(t *testing.T) {
	for _, test := range []struct{ content, want string }{
		{"[place\nskell: skell", `l.txt:1: "[place": a heading is [class] or [class exclusive]`},
		{"[]", `l.txt:1: "[]": a heading is`},
		{"[place exclusiv]", `l.txt:1: "[place exclusiv]": a heading is`},
		{"[place exclusive one]", `a heading is [class] or [class exclusive]`},
		{"# note\n\nskell: skell", `l.txt:3: "skell: skell": an entry needs a heading such as [country exclusive] above it`},
		{"[place]\nskell", `l.txt:2: "skell": an entry is a name, a colon and phrases separated by commas`},
		{"[place]\nskell:", `l.txt:2: "skell:": an entry is a name, a colon`},
		{"[place]\n: skell", `l.txt:2: ": skell": an entry is a name, a colon`},
		{"[place]\nskell: a, , b", `l.txt:2: "": a phrase needs a word`},
		{"[place]\nskell: ?!", `l.txt:2: "?!": a phrase needs a word`},
		{"[place]\nskell: skell\nlorne: lorne\nskell: isle", `l.txt:4: "skell: isle": "skell" has an entry in line 2 already; join the two`},
		{"[place]\nskell : skell\nskell: isle", `"skell" has an entry in line 2 already`},
		{"[place]\nskell: the islands\r\nlorne: The Island\r", `l.txt:3: "The Island": stands under "skell" already; a phrase has one meaning`},
	} {
		_, errs := ParseLexicon("l.txt", test.content)
		joined := errors.Join(errs...)
		if joined == nil || !strings.Contains(joined.Error(), test.want) {
			t.Errorf("ParseLexicon(%q): %v, want %s", test.content, joined, test.want)
		}
		for _, err := range errs {
			var at *LineError
			if !errors.As(err, &at) || at.File != "l.txt" || at.Line < 1 || at.Want == "" {
				t.Errorf("ParseLexicon(%q): %#v, want a LineError with file, line and what would be right", test.content, err)
			}
		}
	}
	all := "nothing\n[x y]\n[place]\na:\nb: b\nb: c\n"
	if _, errs := ParseLexicon("l.txt", all); len(errs) != 4 {
		t.Errorf("ParseLexicon(%q) reports %d mistakes, want all 4: %v", all, len(errs), errors.Join(errs...))
	}
	if _, errs := ParseLexicon("l.txt", "\ufeff[place]\r\nskell: skell\r\n"); errs != nil {
		t.Errorf("a file with a byte order mark and carriage returns: %v, want no mistake", errs)
	}
}
