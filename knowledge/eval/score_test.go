package eval

import (
	"strings"
	"testing"

	"drawdown/knowledge"
)

func TestFold(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"  Fewer than 2,000 — troops. ", "fewer than 2000 troops"},
		{"1,234,567 and 1,23", "1234567 and 1 23"},
		{"U.S.-led", "us led"},
		{"“It’s over”", "it's over"},
		{"al‑Sudani, Ain al-Asad", "al sudani ain al asad"},
		{"20% of $5", "20% of $5"},
		{"(a)/[b];c_d", "a b c_d"},
	} {
		if got := fold(test.in); got != test.want {
			t.Errorf("fold(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func at(source string, paragraph, sentence int) knowledge.Citation {
	return knowledge.Citation{Source: source, Paragraph: paragraph, Sentence: sentence}
}

func TestJudge(t *testing.T) {
	right, direct, cited := Verdict{Right: true, Cited: true}, Verdict{true, true, true}, Verdict{Cited: true}
	gold := Question{Answerable: true, Accept: []string{"fewer than 12", "a dozen"}, Evidence: []knowledge.Locator{{Article: "boats", Paragraph: 1, Sentence: 1}, {Article: "boats", Paragraph: 2, Sentence: 3}}}
	head := gold
	head.Evidence = []knowledge.Locator{{Article: "boats"}}
	answer := func(short, statement string, c ...knowledge.Citation) knowledge.Answer {
		return knowledge.Answer{Answered: true, Short: short, Statement: statement, Citations: c}
	}
	one := at("boats", 1, 1)
	for _, test := range []struct {
		name string
		q    Question
		a    knowledge.Answer
		want Verdict
	}{
		{"direct", gold, answer("Fewer than 12.", "", one), direct},
		{"another wording", gold, answer("A dozen!", "", one), direct},
		{"another gold sentence", gold, answer("a dozen", "", at("boats", 2, 3)), direct},
		{"in the statement alone", gold, answer("Some", "They keep fewer than 12 of them.", one), right},
		{"cited alone", gold, answer("Some", "They keep 12.", one), cited},
		{"whole words alone", gold, answer("fewer than 120", "", one), cited},
		{"another sentence", gold, answer("a dozen", "a dozen", at("boats", 1, 2)), Verdict{}},
		{"another paragraph", gold, answer("a dozen", "a dozen", at("boats", 3, 1)), Verdict{}},
		{"another article", gold, answer("a dozen", "a dozen", at("ledger", 1, 1)), Verdict{}},
		{"no citation", gold, answer("a dozen", "a dozen"), Verdict{}},
		{"the third citation", gold, answer("a dozen", "", at("boats", 9, 9), at("boats", 9, 8), one), direct},
		{"the fourth is not read", gold, answer("a dozen", "", at("boats", 9, 9), at("boats", 9, 8), at("boats", 9, 7), one), Verdict{}},
		{"160 characters are read", gold, answer(strings.Repeat("ä", 152)+" a dozen", "", one), direct},
		{"the 161st is not", gold, answer(strings.Repeat("ä", 153)+" a dozen", "", one), cited},
		{"500 characters of a statement are read", gold, answer("", strings.Repeat("ä", 492)+" a dozen", one), right},
		{"the 501st is not", gold, answer("", strings.Repeat("ä", 493)+" a dozen", one), cited},
		{"needlessly refused", gold, knowledge.Answer{Short: "a dozen", Citations: []knowledge.Citation{one}}, Verdict{}},

		{"the head, by its place", head, answer("a dozen", "", at("boats", 0, 0)), direct},
		{"the head, by any place of the article", head, answer("a dozen", "", at("boats", 7, 1)), direct},
		{"the head of another article", head, answer("a dozen", "", at("ledger", 0, 0)), Verdict{}},
		{"the head instead of a sentence", gold, answer("a dozen", "", at("boats", 0, 0)), Verdict{}},

		{"refused", Question{}, knowledge.Answer{}, direct},
		{"refused but cited", Question{}, knowledge.Answer{Citations: []knowledge.Citation{one}}, Verdict{}},
		{"answered though it cannot be", Question{}, answer("a dozen", "", one), Verdict{}},
		{"answered without a citation", Question{}, answer("a dozen", ""), Verdict{}},
	} {
		if got := Judge(test.q, test.a); got != test.want {
			t.Errorf("%s: Judge(%+v, %+v) = %+v, want %+v", test.name, test.q, test.a, got, test.want)
		}
	}
}

// results of five questions, for the tables.
func results() []Result {
	ask := func(_, q string) knowledge.Answer {
		switch q {
		case "how many":
			return knowledge.Answer{Answered: true, Short: "12", Statement: "There are 12.", Citations: []knowledge.Citation{at("boats", 1, 1)}, Confidence: 0.9}
		case "who":
			return knowledge.Answer{Answered: true, Short: "the mayor", Statement: "Ada Quill is.", Citations: []knowledge.Citation{at("boats", 2, 2)}, Confidence: 0.75}
		case "what is the weather":
			return knowledge.Answer{Answered: true, Short: "Fine", Statement: "It is fine.", Citations: []knowledge.Citation{at("boats", 3, 1)}, Confidence: 0.5}
		}
		return knowledge.Answer{Confidence: 0.125}
	}
	at := []knowledge.Locator{{Article: "boats", Paragraph: 1, Sentence: 1}, {Article: "boats", Paragraph: 2, Sentence: 2}}
	return Run([]Question{
		{ID: "n1", Session: "n1", Text: "how many", Kind: "number", Style: "casual", Answerable: true, Accept: []string{"12"}, Evidence: at},
		{ID: "c1#1", Session: "c1", Text: "who", Kind: "person", Style: "casual", Answerable: true, Accept: []string{"Ada Quill"}, Evidence: at},
		{ID: "c1#2", Session: "c1", Text: "and before", Kind: "number", Style: "false-premise", FollowUp: true, Answerable: true, Accept: []string{"40"}, Evidence: at},
		{ID: "u1", Session: "u1", Text: "what is love", Why: "not told"},
		{ID: "u2", Session: "u2", Text: "what is the weather", Why: "not told"},
	}, ask)
}

func TestTable(t *testing.T) {
	const want = `                            n   right  direct   cited
all                         5   60.0%   40.0%   60.0%
answerable                  3   66.7%   33.3%   66.7%
follow-up                   1    0.0%    0.0%    0.0%
unanswerable                2   50.0%   50.0%   50.0%
kind number                 2   50.0%   50.0%   50.0%
kind person                 1  100.0%    0.0%  100.0%
style casual                2  100.0%   50.0%  100.0%
style false-premise         1    0.0%    0.0%    0.0%
answers-given               3   66.7%
`
	var got strings.Builder
	Table(&got, results())
	if got.String() != want {
		t.Errorf("the table of %d results\ngot\n%swant\n%s", len(results()), got.String(), want)
	}
	got.Reset()
	Table(&got, nil)
	if want := "                            n   right  direct   cited\n"; got.String() != want {
		t.Errorf("the table of no results\ngot\n%swant\n%s", got.String(), want)
	}
}

func TestWrong(t *testing.T) {
	const want = `c1#2 "and before"
    wants ["40"] in [boats ¶1 s1 boats ¶2 s2]
    got   answered=false (0.12) "" | ""
u2 "what is the weather"
    wants a refusal: not told
    got   answered=true (0.50) "Fine" | "It is fine." [boats ¶3 s1]
`
	var got strings.Builder
	Wrong(&got, results())
	if got.String() != want {
		t.Errorf("the misses\ngot\n%swant\n%s", got.String(), want)
	}
}
