package source

import (
	"strings"
	"testing"
	"time"
)

// A bar stands where one sentence ends and the next begins.
var splitTests = []struct{ name, want string }{
	{"plain", "The ferry left at dawn. | Nobody waved. | It was raining"},
	{"other marks", "Is the pier open? | No! | Then why are we here?! | We wait."},
	{"one", "The ferry left"},
	{"number at the end", "The pier was built in 1924. | In 1950 it burned. | 300 people came."},
	{"percent", "Fares rose by 20%. | Few minded."},
	{"decimals", "The bridge is 3.5 miles long and cost $1.2 million. | It opened in May."},
	{"thousands", "It carried 12,400 cars. | Then it closed."},

	{"acronym", "The U.S. Navy and the U.K. Treasury agreed."},
	{"acronym, hyphen", "The U.S.-Peru treaty holds. | U.S.-led talks go on."},
	{"acronym ends a sentence", "They sailed back to the U.S. | The next ship came in June."},
	{"acronym ends it, pronoun", "She lives in Washington, D.C. | He does not."},
	{"acronym, name", "He lives in the U.S. Virgin Islands."},
	{"acronym, under secretary", "He met the U.S. Under Secretary of Fisheries."},
	{"acronym, quoted word", "the U.S. “clean harbour” rule stands."},
	{"acronym, opener quoted", "He came from the U.S. | “The food was good,” he said."},
	{"acronym, No.", "It is the U.S. No. 1 port."},
	{"acronym, dash", "He came to the U.S. — and stayed."},
	{"initials", "J. R. R. Holt and Mary K. Ode wrote it. | Then P. D. Vance sang."},
	{"initials joined", "The books of J.R. Holt sold well."},
	{"numeral", "It was sunk in World War I. | Divers found it. | In World War II. | It was refloated."},
	{"letter", "They chose Plan B. | It failed. | The knot is tied before hook c. | Sailors agree."},

	{"titles", "Gen. Ito met Lt. Col. Adams, Sgt. Bo Reed, Dr. Amin and Mr. and Mrs. Lund. | They ate."},
	{"titles, more", "Sen. Vale asked Gov. Ruiz, Prof. Okoro, Capt. Finn and Rev. Moss."},
	{"ex-title", "The mayor and ex-Gov. Ruiz spoke."},
	{"street", "He lives on Main St. | The shop is near. | St. John is a saint."},
	{"company", "Tideway Inc. sold it. | Tideway Inc. Chairman Moe quit. | He went to Seafar Ltd. | The price fell."},
	{"No. with number", "Pier No. 5 is closed. | See Fig. 2 and Vol. III of it."},
	{"No. without", "Did it help? | No. | Sailors left anyway. | The answer was no. | Sailors stayed."},
	{"months", "On Sept. 4 and Oct. 12 it rained. | It ended in Dec. | Boats returned. | On Mon. Oct. 5 they left."},
	{"clock", "It sank at 5 a.m. | Divers came at 6 p.m. Lagos time and 7 p.m. GMT. | At 8 p.m. on Friday they left."},
	{"clock, day", "It sails at 5 p.m. Monday and 6 p.m. U.S. time."},
	{"Latin", "Fish, e.g. Atlantic cod, i.e. the big ones, are rare. | Crabs, eels, etc. | Nobody eats them."},
	{"et al.", "Marsh et al. Tides of the North is out. | So said Marsh et al. | The rest is silence."},
	{"versus", "In Roe v. Harbour Board and Hull vs. York they won."},
	{"degree", "Ana Holt, Ph.D. | She dives."},
	{"items", "1. The pier is old. | 2. The pier is long. | B. Boats may dock."},

	{"ellipsis", "The boat waited... and left. | It came back… | Then it sank. | Well... I never."},
	{"spaced ellipsis", "The boat . . . left. | It sank . . . | The end."},
	{"ellipsis in brackets", "The boat left. | […] The boat sank."},
	{"quoted end", "He called it “our shared success.” | She agreed."},
	{"quoted end, straight", `She said, "It works." | Nobody heard.`},
	{"quoted end, then quote", "“It works.” | “It does not.”"},
	{"quoted end of paragraph", "He hoped for “a calm sea.”"},
	{"quoted end, digit", "He called it “a fair deal.” | 40 boats came."},
	{"quote inside", "The sign “Stop! Now!” was painted over. | It hung there."},
	{"quote inside, straight", `A song "Row. Row. Row." was sung. | It was long.`},
	{"quote as a name at the end", "They sang “Row. Row again.” | Sailors wept."},
	{"quote of two sentences", "“It floats. | It holds,” she said. | He wrote: “It floats. | It holds.” | She said “It floats. | It holds.”"},
	{"quote never closed", "The sign “Stop! | It hung there. | It fell."},
	{"quote goes on", "“Is it over?” he asked. | “It is,” she said."},
	{"quote with speaker", "“Is it over?” Captain Noor asked. | “It is!” Dr. Amin replied."},
	{"quote, then sentence", "“Is it over?” | The captain asked no more."},
	{"single quotes", "He wrote ‘no more.’ | She wept."},
	{"title in quotes", "The “Who Dares?” cup was lost."},

	{"aside", "The ferry (it was old. Very old.) left at noon. | It sank."},
	{"aside with question", "The ferry (who paid?) left at noon."},
	{"aside at the end", "The ferry left (it was late). | It sank."},
	{"aside with its own stop", "The ferry left. | (It was late.) | It sank."},
	{"aside, stop inside, name", "The ferry (built by Tideway Inc.) Anna sank."},
	{"aside never closed", "The ferry (it was old left. | It sank."},
	{"square brackets", "“It [the pier. Yes.] is old,” he said. | So it is."},
	{"notes", "The pier is old.[12] | The boats are new.[3][4] | So are we."},

	{"names with stops", "See harbour.In.example and tide.The."},
	{"address", "See www.harbour.example for more. | Go to it."},
	{"small letter", "The firm tide. sells boats."},
	{"only marks", "... !"},
	{"marks at the end", "It sank. ..."},
	{"other scripts", "Паром ушёл. | Никто не махал. | Ångström came."},
	{"colon", "The aim: to float. | It did."},
}

func TestSplit(t *testing.T) {
	for _, tt := range splitTests {
		text := strings.ReplaceAll(tt.want, " | ", " ")
		var got []string
		for _, s := range split(text) {
			got = append(got, text[s.Start:s.End])
		}
		if got := strings.Join(got, " | "); got != tt.want {
			t.Errorf("%s: split(%q)\ngot:  %s\nwant: %s", tt.name, text, got, tt.want)
		}
	}
}

func TestSplitGlued(t *testing.T) {
	text := "The pier burned.The boats did not."
	got := split(text)
	if want := []Sentence{{0, 16}, {16, 34}}; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("split(%q) = %v, want %v", text, got, want)
	}
}

// Texts that would take minutes if anything looked further than it should.
func TestSplitLinear(t *testing.T) {
	for _, unit := range []string{"a. ", "A. ", "(", "(a.) A ", ". ", "…", ".” ", "“(.", "U.S.", "[1]", ") . (", "-", "é. Á"} {
		text := clean("Go on " + strings.Repeat(unit, 1<<20/len(unit)))
		start := time.Now()
		split(text)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("split of %d bytes of %q took %v", len(text), unit, took)
		}
	}
}
