package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// String is the quantity as tests write it: "counted fewer than 1000", "year 2019".
func (m quantity) String() string {
	s := [...]string{"counted", "percent", "year", "month", "day", "duration", "small"}[m.of]
	if m.qualifier != Exactly {
		s += " " + string(m.qualifier)
	}
	s += fmt.Sprintf(" %.4g", m.n)
	if m.to > 0 {
		s += fmt.Sprintf(" to %.4g", m.to)
	}
	return s
}

func TestQuantities(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"fewer than 1,000 troops":           "counted fewer than 1000",
		"more than 20k soldiers":            "counted more than 2e+04",
		"2.5k troops":                       "counted 2500",
		"two thousand men":                  "counted 2000",
		"up to 500":                         "counted up to 500",
		"no more than 500":                  "counted up to 500",
		"at least 500":                      "counted at least 500",
		"a bit more than 2500":              "counted just over 2500",
		"just under 3,000":                  "counted nearly 3000",
		"some 2,000 people":                 "counted around 2000",
		"2,000 or so":                       "counted around 2000",
		"in 2019":                           "year 2019",
		"2019 troops":                       "counted 2019",
		"about 2,015":                       "counted around 2015",
		"October 2, 2025":                   "month 10, day 2, year 2025",
		"on 2 october":                      "day 2, month 10",
		"it may be":                         "",
		"in may 2020":                       "month 5, year 2020",
		"20%":                               "percent 20",
		"about 20 percent":                  "percent around 20",
		"cut by half":                       "percent 50",
		"roughly a fifth":                   "percent around 20",
		"a decade ago":                      "duration 10",
		"nearly a decade":                   "duration nearly 10",
		"ten years ago":                     "duration 10",
		"the past two decades":              "duration 20",
		"twelve bases":                      "small 12",
		"hundreds of advisers":              "counted at least 200",
		"between 2,000 and 3,000 troops":    "counted 2000 to 3000",
		"between 2 thousand and 3 thousand": "counted 2000 to 3000",
		"2,000-3,000 troops":                "counted 2000 to 3000",
		"from 2,500 to 2,000":               "counted 2500, counted 2000",
		"from 2014 to 2019":                 "year 2014, year 2019",
	} {
		var got []string
		for _, m := range quantitiesOf(text) {
			got = append(got, m.String())
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("quantitiesOf(%q) = %s, want %s", text, s, want)
		}
	}
}

func TestBears(t *testing.T) {
	names := [...]string{"silent", "borne", "open", "refuted"}
	for _, test := range []struct{ stated, claimed, want string }{
		{"fewer than 1,000", "", "silent"},
		{"fewer than 1,000", "fewer than 1,000", "borne"},
		{"fewer than 1,000", "less than 1000", "borne"},
		{"fewer than 1,000", "up to 1,000", "borne"},
		{"fewer than 1,000", "fewer than 1,500", "borne"},
		{"fewer than 1,000", "1,000", "refuted"},
		{"fewer than 1,000", "at least 1,000", "refuted"},
		{"fewer than 1,000", "around 3,000", "refuted"},
		{"fewer than 1,000", "900", "open"},
		{"fewer than 1,000", "fewer than 900", "open"},
		{"fewer than 1,000", "around 1,000", "open"},
		{"just over 2,500", "more than 2,500", "borne"},
		{"just over 2,500", "about 2,500", "borne"},
		{"just over 2,500", "2,500", "open"},
		{"just over 2,500", "fewer than 2,500", "refuted"},
		{"just over 2,500", "between 2,000 and 3,000", "borne"},
		{"around 20,000", "roughly 20k", "borne"},
		{"around 20,000", "20,000", "open"},
		{"around 20,000", "more than 20,000", "open"},
		{"around 20,000", "3,000", "refuted"},
		{"nearly a decade", "a decade", "open"},
		{"from 2,500 to fewer than 2,000", "fewer than 2,000", "borne"},
		{"from 2,500 to fewer than 2,000", "1,900", "open"},
		{"from 2,500 to fewer than 2,000", "more than 5,000", "refuted"},
		{"about 20%", "half", "refuted"},
		{"about 20%", "about 20 percent", "borne"},
		{"about 20%", "20 troops", "open"},
		{"in 2019", "2019", "borne"},
		{"in 2019", "2012", "refuted"},
		{"nothing", "2012", "open"},
		{"on October 2, 2025", "october 2025", "borne"},
		{"on October 2, 2025", "October 12, 2025", "refuted"},
		{"a read of two minutes", "three runways", "open"},
		{"fewer than 1,000 in 2025", "3,000 in 2025", "refuted"},
		{"fewer than 1,000 in 2025", "3,000 in 2019", "open"},
		{"fewer than 1,000", "3,000 in 2019", "open"},
		{"fewer than 1,000 in 2025", "900 in 2025", "open"},
	} {
		if got := names[bears(quantitiesOf(test.stated), quantitiesOf(test.claimed))]; got != test.want {
			t.Errorf("%q on %q: %s, want %s", test.stated, test.claimed, got, test.want)
		}
	}
}

func TestPolarity(t *testing.T) {
	for _, test := range []struct {
		claim  string
		denies bool
		told   string
	}{
		{"the fight is over", false, "the fight is over"},
		{"the fight is not over", true, "the fight is over"},
		{"the fight isn't over", true, "the fight over"},
		{"the fight isnt over", true, "the fight over"},
		{"the fight isn’t over at all", true, "the fight over"},
		{"nobody doesn't fight", false, "fight"},
		{"no more than 100 fight", false, "no more than 100 fight"},
		{"they don't have more than 100", true, "they have more than 100"},
		{"they stopped training", true, "they training"},
		{"it has yet to begin", true, "it has begin"},
		{"no doubt the fight goes on", false, "no doubt the fight goes on"},
	} {
		denies, told := polarity(test.claim)
		if got := strings.Join(strings.Fields(told), " "); denies != test.denies || got != test.told {
			t.Errorf("polarity(%q) = %v, %q; want %v, %q", test.claim, denies, got, test.denies, test.told)
		}
	}
}

func TestExtents(t *testing.T) {
	for _, test := range []struct {
		claimed, stated string
		want            bool
	}{
		{"all officials reject it", "some officials welcome it, others do not", true},
		{"some officials welcome it", "some officials welcome it, others do not", false},
		{"hundreds of advisers remain", "a very small number of advisers remains", true},
		{"few advisers remain", "a very small number of advisers remains", false},
		{"only a few go to Erbil", "most go to Erbil", true},
		{"everyone welcomes it", "the move is welcome", false},
	} {
		if got := extentsOf(test.claimed).exceeds(extentsOf(test.stated)); got != test.want {
			t.Errorf("%q exceeds %q: %v, want %v", test.claimed, test.stated, got, test.want)
		}
	}
}

func TestDirections(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		claimed, stated string
		want            bool
	}{
		{"it shifts from advising to combat", "it shifts from combat to advising", true},
		{"it shifts from combat to advising", "it shifts from combat to advising", false},
		{"it prefers partners to combat", "it favors partners over combat", false},
		{"it favors combat over partners", "it favors partners over combat", true},
		{"the coalition takes the burden from Iraqi forces", "the burden goes from the coalition to Iraqi forces", true},
		{"partners hand bases to Americans", "Americans hand bases to partners", true},
		{"Americans hand bases to partners", "Americans hand bases to partners", false},
		{"they fight", "they go from Erbil to Baghdad", false},
	} {
		if got := reversed(b.directionsOf(test.claimed), b.directionsOf(test.stated)); got != test.want {
			t.Errorf("%q leads the other way than %q: %v, want %v", test.claimed, test.stated, got, test.want)
		}
	}
}

// A pair of opposites stands once: no word is its own opposite.
func TestOpposites(t *testing.T) {
	for stem, sides := range meanings {
		for _, m := range sides {
			if slices.Contains(sides, meaning{m.pair, 1 - m.side}) {
				t.Errorf("%q stands on both sides of a pair of opposites", stem)
			}
		}
	}
}
