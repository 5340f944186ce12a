package bot_test

import (
	"testing"

	"drawdown/bot"
	"drawdown/knowledge"
)

// Dates are written as people do, each once; a quotation keeps its own marks.
func TestWording(t *testing.T) {
	of := func(dates ...string) (list []knowledge.Citation) {
		for _, d := range dates {
			list = append(list, knowledge.Citation{AsOf: d})
		}
		return list
	}
	for _, test := range []struct{ got, want string }{
		{bot.Date("2025-10-02"), "2 October 2025"},
		{bot.Date("some day"), "some day"},
		{bot.AsOf(of("2025-10-02", "", "2025-10-02", "2024-05-06")), "2 October 2025 and 6 May 2024"},
		{bot.AsOf(of("")), ""},
		{bot.InQuotes("so it is"), "“so it is”"},
		{bot.InQuotes("“so” it is"), `"“so” it is"`},
		{knowledge.Locator{Article: "a", Paragraph: 9, Sentence: 2}.Place(), "¶9 s2"},
		{knowledge.Locator{Article: "a"}.Place(), "head"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
