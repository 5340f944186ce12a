package text

import "testing"

func speller() *Speller {
	vocabulary := map[string]int{
		"troops": 900, "withdraw": 300, "withdrawal": 250, "soleimani": 40, "erbil": 80, "baghdad": 90, "syria": 400, "base": 200,
		"mission": 120, "parnell": 60, "left": 2, "lift": 50, "kurdish": 30, "turkish": 30, "agreement": 99, "pentagon": 70, "2,000": 5, "gap": 9,
	}
	return NewSpeller(vocabulary, IsEnglish, IsRare)
}

func TestRepair(t *testing.T) {
	s := speller()
	for _, test := range []struct{ why, in, want string }{
		{"known", "troops", "troops"},
		{"a letter left out", "trops", "troops"},
		{"a letter doubled", "trooops", "troops"},
		{"a letter replaced", "troobs", "troops"},
		{"neighbours exchanged are one edit", "syrai", "syria"},
		{"neighbours exchanged are one edit", "ebril", "erbil"},
		{"two edits in a long word", "solemaini", "soleimani"},
		{"two edits in a long word", "withdrwl", "withdraw"},
		{"two edits in a short word are too many", "sryai", "sryai"},
		{"three edits are too many", "slmani", "slmani"},
		{"a real word is left alone", "hoops", "hoops"},
		{"a real word is left alone", "lesion", "lesion"},
		{"an inflected real word is left alone", "snoops", "snoops"},
		{"the first letter is preferred", "turdish", "turkish"},
		{"the first letter is preferred", "kurkish", "kurdish"},
		{"then the more frequent word", "lft", "lift"},
		{"too short", "tr", "tr"},
		{"numbers are left alone", "2001", "2001"},
		{"too long", "withdrawalwithdrawalwithdrawal", "withdrawalwithdrawalwithdrawal"},
		{"empty", "", ""},
	} {
		got, changed := s.Repair(test.in)
		if got != test.want || changed != (test.in != test.want) {
			t.Errorf("%s: Repair(%q) = %q, %v; want %q, %v", test.why, test.in, got, changed, test.want, test.in != test.want)
		}
	}
}

func TestRepairIsStable(t *testing.T) {
	s := speller()
	for _, w := range []string{"trops", "syrai", "solemaini", "pentagno", "xyzzy", "agreemnet"} {
		once, _ := s.Repair(w)
		if twice, changed := s.Repair(once); changed {
			t.Errorf("Repair(Repair(%q)) = %q, want %q left alone", w, twice, once)
		}
		for range 3 { // the vocabulary is a map: its order must not show
			if again, _ := speller().Repair(w); again != once {
				t.Errorf("Repair(%q) = %q with one speller and %q with another of the same words", w, once, again)
			}
		}
	}
}

// The distance counts exchanged neighbours as one edit (optimal string alignment).
func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "ab", 1}, {"abc", "xbc", 1}, {"abc", "abcd", 1},
		{"abcd", "badc", 2}, {"ca", "abc", 3}, {"troops", "torops", 1},
	} {
		var rows [3][maxWord + 1]int
		if got := distance(&rows, test.a, test.b, 5); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := distance(&rows, test.b, test.a, 5); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

func TestKnown(t *testing.T) {
	s := speller()
	for w, want := range map[string]bool{"troops": true, "parnell": true, "bicycle": true, "the": true, "parnel": false, "qzx": false} {
		if got := s.Known(w); got != want {
			t.Errorf("Known(%q) = %v, want %v", w, got, want)
		}
	}
}

// A rare word, one edit from a frequent one with the same first letter, is taken for a slip; any other word is left alone.
func TestRareWords(t *testing.T) {
	s := NewSpeller(map[string]int{"troops": 900, "senior": 40, "lasagna": 3, "route": 900}, IsEnglish, IsRare)
	for _, test := range []struct{ typed, want string }{
		{"triops", "troops"},   // a genus of crustaceans
		{"senhor", "senior"},   // a Portuguese gentleman
		{"lasagne", "lasagne"}, // rare, but near no frequent word
		{"droops", "droops"},   // another first letter
		{"router", "route"},    // the price: rare in 2006
		{"troupe", "troupe"},   // a word in use
	} {
		if got, _ := s.Repair(test.typed); got != test.want {
			t.Errorf("Repair(%q) = %q, want %q", test.typed, got, test.want)
		}
	}
}
