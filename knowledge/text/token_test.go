package text

import (
	"slices"
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"?! ...", ""},
		{"How many troops?", "how many troops"},
		{"who's there", "who is there"},
		{"Parnell's statement", "parnell statement"},
		{"isn't, won't, can't, cannot", "is not will not can not can not"},
		{"they're we've I'll I'm who'd let's", "they are we have i will i am who did let us"},
		{"dont whats gonna", "do not what is going to"},
		{"n't o'clock", "not oclock"},
		{"2,500 or 1,234,567", "2500 or 1234567"},
		{"2,50 or so", "2 50 or so"},
		{"2.5 points, 20%", "2.5 points 20 percent"},
		{"in 2019.", "in 2019"},
		{"counter-terrorism/isis", "counter terrorism isis"},
		{"u.s. troops, u.s.a.", "usa troops usa"},
		{"e.g. this", "eg this"},
		{"us troops", "usa troops"},
		{"is the us leaving", "is the usa leaving"},
		{"tell us more", "tell us more"},
		{"is it good for us", "is it good for us"},
		{"for us troops", "for usa troops"},
		{"how many ppl r in govt rn", "how many people are in government right now"},
		{"wut abt teh base", "what about the base"},
		{"naïve Erbīl", "naive erbil"},
		{"troops 👍 <@U1>", "troops"},
	} {
		got := Tokens(Fold(test.in))
		if !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("Tokens(Fold(%q)) = %q, want %q", test.in, got, strings.Fields(test.want))
		}
	}
}

func TestStem(t *testing.T) {
	for _, test := range []struct {
		stem  string
		words string
	}{
		{"withdraw", "withdraw withdraws withdrew withdrawn withdrawal withdrawing"},
		{"leav", "leave leaves leaving left"},
		{"begin", "begin begins began begun beginning"},
		{"say", "say says said saying"},
		{"be", "is are was were been being am"},
		{"die", "die died dying death deaths dead"},
		{"advis", "advise adviser advisers advisor advisors advisory advice"},
		{"reduc", "reduce reduced reducing reduction reductions"},
		{"fall", "fall fell fallen falls"},
		{"strike", "strike strikes struck stricken striking"},
		{"man", "man men"},
		{"troop", "troop troops"},
	} {
		for _, w := range strings.Fields(test.words) {
			if got := Stem(w); got != test.stem {
				t.Errorf("Stem(%q) = %q, want %q", w, got, test.stem)
			}
		}
	}
	for _, w := range []string{"", "a", "pm", "2014", "2500s"} {
		if got := Stem(w); got != w {
			t.Errorf("Stem(%q) = %q, want the word itself: it is short or a number", w, got)
		}
	}
	apart := [][2]string{{"iraqis", "iraq"}, {"news", "new"}, {"less", "lesson"}, {"erbil", "iran"}}
	for _, p := range apart {
		if Stem(p[0]) == Stem(p[1]) {
			t.Errorf("Stem(%q) = Stem(%q) = %q, want two stems", p[0], p[1], Stem(p[0]))
		}
	}
}
