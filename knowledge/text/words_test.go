package text

import (
	"slices"
	"strings"
	"testing"
)

// The table is searched by bytes where it lies, so its order and its shape are what makes it right.
func TestWordTable(t *testing.T) {
	if !strings.HasSuffix(wordTable, "\n") {
		t.Fatal("words.txt does not end with a line feed; the search relies on it")
	}
	lines := strings.Split(strings.TrimSuffix(wordTable, "\n"), "\n")
	last := ""
	for i, line := range lines {
		word, _, _ := strings.Cut(line, " ")
		if word <= last {
			t.Errorf("words.txt:%d: %q stands after %q; want every line once, sorted by byte", i+1, word, last)
		}
		last = word
	}
	first, _, _ := strings.Cut(lines[0], " ")
	middle, _, _ := strings.Cut(lines[len(lines)/2], " ")
	for _, w := range []string{first, middle, last} {
		if line, ok := lookup(w); !ok || !strings.HasPrefix(line, w) {
			t.Errorf("lookup(%q) = %q, %v; want its line", w, line, ok)
		}
	}
	for _, w := range []string{"", "\x00", "a" + last, last + "z", "~", "\xff", "zzzzzz", " ", "\n"} {
		if line, ok := lookup(w); ok {
			t.Errorf("lookup(%q) = %q, want nothing", w, line)
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
