package text

import "testing"

// Each question with the kind of thing it asks for and the unit that its question word governs.
func TestKind(t *testing.T) {
	a := &Analyzer{Lexicon: &Lexicon{}}
	for _, test := range []struct{ question, want string }{
		{"how many troops remain", "how-many troop"},
		{"how much does it cost", "how-many cost"},
		{"how big is the force", "how-many forc"},
		{"what number of troops", "how-many troop"},
		{"ppl leaving: how many", "how-many"},
		{"how long have they been there", "since long"},
		{"since when are they there", "since"},
		{"when did it start", "when start"},
		{"what year did it fall", "when fall"},
		{"in what month was it", "when"},
		{"tell me when it ends", "when end"},
		{"where", "where"},
		{"which country is it", "where"},
		{"to which city do they go", "where"},
		{"why", "why"},
		{"what reason was given", "why give"},
		{"what did they do it for", "why"},
		{"how come they leave", "why come"},
		{"who said so", "who"},
		{"do you know who spoke", "who speak"},
		{"which official spoke", "who speak"},
		{"whose idea was it", "whose idea"},
		{"which base was it", "which base"},
		{"what happened", "what"},
		{"how did it end", "how end"},
		{"is the base closed", "yes-no base"},
		{"isn't it over", "yes-no"},
		{"whether they stay", "yes-no stay"},
		{"they are leaving, are they", "yes-no"},
		{"could the soldiers do it", "yes-no soldier"},
		{"could you name the base", "keywords"},
		{"troops syria", "keywords"},
		{"the general who was killed", "keywords"},
		{"the base which was attacked", "keywords"},
		{"", "keywords"},
	} {
		q := a.Analyze(test.question)
		got := q.Kind.String()
		if q.Head >= 0 {
			got += " " + q.Units[q.Head].Key
		}
		if got != test.want {
			t.Errorf("Analyze(%q) asks for %q, want %q", test.question, got, test.want)
		}
	}
}

func TestSort(t *testing.T) {
	same := [][2]Kind{{Keywords, What}, {What, Which}, {Who, Whose}, {When, Since}}
	for _, p := range same {
		if p[0].Sort() != p[1].Sort() {
			t.Errorf("%v has sort %d and %v %d, want one", p[0], p[0].Sort(), p[1], p[1].Sort())
		}
	}
	apart := []Kind{What, YesNo, Who, When, Where, Why, HowMany, How}
	seen := map[int]Kind{}
	for _, k := range apart {
		if other, twice := seen[k.Sort()]; twice || k.Sort() < 0 || k.Sort() >= Sorts {
			t.Errorf("%v has sort %d as %v; want one of its own below %d", k, k.Sort(), other, Sorts)
		}
		seen[k.Sort()] = k
	}
	for k := range Kinds {
		if Kind(k).String() == "" {
			t.Errorf("kind %d has no name", k)
		}
	}
}
