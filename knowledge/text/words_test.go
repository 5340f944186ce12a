package text

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"drawdown/knowledge/text/wordtable"
)

// everyWord reads the whole table, line by line, in another way than a search does.
func everyWord(t *testing.T) map[string]wordtable.Source {
	t.Helper()
	out := map[string]wordtable.Source{}
	for i, line := range strings.Split(strings.TrimSuffix(wordTable.Words, "\n"), "\n") {
		fields := strings.Fields(line)
		for _, f := range fields[1:] {
			word := fields[0] + strings.TrimRight(strings.TrimPrefix(f, "-"), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*")
			found, ok := wordTable.Find(word)
			if !ok || found.Common != strings.HasSuffix(f, "*") {
				t.Errorf("words.txt:%d: Find(%q) = %+v, %v; want what %q says", i+1, word, found, ok, f)
			}
			if _, twice := out[word]; twice {
				t.Errorf("words.txt:%d: %q stands twice", i+1, word)
			}
			out[word] = wordtable.Source{Common: found.Common, Labels: wordTable.LabelsOf(found)}
		}
	}
	return out
}

// The files have the form that the package writes, so that each word is found, and nothing is in them twice or in vain.
func TestWordTable(t *testing.T) {
	words := everyWord(t)
	if len(words) < 80000 {
		t.Errorf("the table has %d words, want the 81 thousand of WordNet", len(words))
	}
	made := wordtable.Make(words)
	for _, f := range []struct{ name, got, want string }{
		{"words.txt", wordTable.Words, made.Words}, {"lists.txt", wordTable.Lists, made.Lists}, {"labels.txt", wordTable.Labels, made.Labels},
	} {
		if f.got != f.want {
			t.Errorf("%s has %d bytes and is not the %d bytes that its words are written as; make it with the command in ./wordnet", f.name, len(f.got), len(f.want))
		}
	}
	last := slices.Max(slices.Collect(maps.Keys(words)))
	for _, w := range []string{"", "\x00", "aaaa", last + "z", "~", "\xff", "zzzzzz", " ", "\n", "-", "heli -", "helicopter*", "helicopte", "Helicopter"} {
		if found, ok := wordTable.Find(w); ok {
			t.Errorf("Find(%q) = %+v, want nothing", w, found)
		}
	}
}

// usual are words as questions have them, some with a slip.
var usual = strings.Fields(`how many troops are still stationed in northern syria after withdrawal who announced the decision
	when will american forces leave baghdad airport according pentagon officials international coalition intervening helicopters agremeent witdrawal
	what happens kurdish allies militia attacks since government interview`)

func BenchmarkLabels(b *testing.B) {
	for b.Loop() {
		for _, w := range usual {
			Labels(w)
		}
	}
}

func BenchmarkIsEnglish(b *testing.B) {
	for b.Loop() {
		for _, w := range usual {
			IsEnglish(w)
		}
	}
}

func TestLabels(t *testing.T) {
	for _, test := range []struct{ word, label string }{
		{"helicopter", "aircraft"}, {"helicopters", "aircraft"}, {"lorry", "truck"}, {"lorries", "truck"}, {"general", "_person"}, {"churches", "building"},
	} {
		if got := Labels(test.word); !slices.Contains(got, test.label) {
			t.Errorf("Labels(%q) = %q, want %q among them", test.word, got, test.label)
		}
	}
	for _, w := range []string{"", "s", "qzxqzx", "the"} {
		if got := Labels(w); got != nil {
			t.Errorf("Labels(%q) = %q, want none", w, got)
		}
	}
}

func TestIsEnglish(t *testing.T) {
	for _, w := range []string{"the", "helicopter", "helicopters", "lorries", "withdrew", "withdrawing", "hurried", "planned", "planning", "hotter", "biggest", "quickly", "trainers", "amongst", "nobody"} {
		if !IsEnglish(w) {
			t.Errorf("IsEnglish(%q) = false, want true", w)
		}
	}
	for _, w := range []string{"", "trops", "syrai", "qzxing", "ss", "ings", "agremeent", "\xff"} {
		if IsEnglish(w) {
			t.Errorf("IsEnglish(%q) = true, want false", w)
		}
	}
}
