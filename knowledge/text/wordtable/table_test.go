package wordtable

import (
	"reflect"
	"strings"
	"testing"
)

// small is a table of every form that an entry has.
var small = map[string]Source{
	"ab":         {},
	"abc":        {Common: true},
	"abcd":       {Labels: []string{"_person"}},
	"abcde":      {Common: true, Labels: []string{"_person"}},
	"abcdef":     {Labels: []string{"_artifact", "bachelor's_degree"}},
	"abcdeg":     {Common: true},
	"abcdegh":    {Labels: []string{"_person"}},
	"helicopter": {Common: true, Labels: []string{"_artifact", "aircraft", "vehicle"}},
	"helix":      {Labels: []string{"_artifact"}},
	"zulu":       {},
}

func TestMake(t *testing.T) {
	got := Make(small)
	want := Table{
		Labels: "_artifact\n_person\naircraft\nbachelor's_degree\nvehicle\n",
		Lists:  "A\n0\n0 I 19\n0 R\n",
		Words:  "ab -\nabc -*\nabcd -0\nabcde -0* fB g* gh0\nhelic opter4*\nhelix -2\nzulu -\n",
	}
	if got != want {
		t.Errorf("Make gives %+v\nwant %+v", got, want)
	}
	if again := Make(small); again != got {
		t.Errorf("Make gives %+v, and then %+v", got, again)
	}
}

func TestFind(t *testing.T) {
	table := Make(small)
	for word, want := range small {
		found, ok := table.Find(word)
		if !ok || found.Common != want.Common {
			t.Errorf("Find(%q) = %+v, %v; want a word, common: %v", word, found, ok, want.Common)
		}
		if got := table.LabelsOf(found); !reflect.DeepEqual(got, want.Labels) {
			t.Errorf("the labels of %q are %q, want %q", word, got, want.Labels)
		}
	}
	for _, w := range []string{"", "a", "abcdh", "abcdeh", "abcdegg", "abcd0", "abcde ", "abcdefB", "abcdeg*", "abcde-0", "abcde f", "abc-", "zuluz", "zz", "helic", "helicopt", "helicopters", "heli", "\n", " ", "\xff", "-"} {
		if found, ok := table.Find(w); ok {
			t.Errorf("Find(%q) = %+v, want nothing", w, found)
		}
	}
	if found, ok := new(Table).Find("word"); ok {
		t.Errorf("an empty table has %+v for %q, want nothing", found, "word")
	}
}

// However a word is typed, the search ends, and finds a word only where it is one.
func FuzzFind(f *testing.F) {
	table := Make(small)
	for word := range small {
		f.Add(word)
	}
	f.Add("helicopter4*")
	f.Add(strings.Repeat("z", 100))
	f.Fuzz(func(t *testing.T, word string) {
		_, want := small[word]
		if found, ok := table.Find(word); ok != want {
			t.Errorf("Find(%q) = %+v, %v; want %v", word, found, ok, want)
		}
	})
}
