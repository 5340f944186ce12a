package extract

import (
	"slices"
	"testing"
)

func TestScan(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"The U.S. paid 2,500.50 crowns.", []string{"The", "U.S.", "paid", "2,500.50", "crowns"}},
		{"It isn’t Al-Omar’s 3% (or is it?)", []string{"It", "isn’t", "Al", "Omar’s", "3", "%", "or", "is", "it"}},
		{"Plan A. Then B.", []string{"Plan", "A", "Then", "B"}},
		{"\u0301x", []string{"x"}},
		{"", nil},
	} {
		var got []string
		for _, k := range scan(test.text, 0, len(test.text), nil) {
			got = append(got, test.text[k.From:k.To])
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("scan(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestShorten(t *testing.T) {
	long := "The board met in the old hall for the whole of the afternoon and most of the evening, with the doors shut, while the band outside played on, and when it rose at last it had agreed on nothing, not even on the next date."
	for _, test := range []struct {
		text, around, want string
	}{
		{"Short enough.", "Short", "Short enough."},
		{long, "The board", "The board met in the old hall for the whole of the afternoon and most of the evening, with the doors shut, while the band outside played on"},
		{long, "agreed", "and when it rose at last it had agreed on nothing, not even on the next date."},
	} {
		at := 0
		for i := range test.text {
			if len(test.text)-i >= len(test.around) && test.text[i:i+len(test.around)] == test.around {
				at = i
				break
			}
		}
		got := shorten(test.text, 0, len(test.text), at)
		if s := test.text[got[0]:got[1]]; s != test.want {
			t.Errorf("shorten around %q = %q, want %q", test.around, s, test.want)
		}
	}
}

func TestModelIsTheProgramsOwn(t *testing.T) {
	var m Model
	if err := m.UnmarshalBinary(embedded); err != nil {
		t.Fatalf("%v; run the trainer", err)
	}
	again, err := m.MarshalBinary()
	if err != nil || string(again) != string(embedded) {
		t.Errorf("the model that was read is written otherwise (error %v)", err)
	}
	for _, cut := range []int{0, 7, 40, len(embedded) - 1} {
		if err := new(Model).UnmarshalBinary(embedded[:cut]); err == nil {
			t.Errorf("a model of %d bytes is read without an error", cut)
		}
	}
	for _, w := range m.Rank {
		if w != w {
			t.Error("a weight of the ranker is no number")
		}
	}
}

func TestNames(t *testing.T) {
	for i, n := range DoubtNames {
		if n == "" {
			t.Errorf("feature %d has no name", i)
		}
	}
	if len(DoubtNames) != doubtSize {
		t.Errorf("%d names for %d features", len(DoubtNames), doubtSize)
	}
}
