package repl

import (
	"slices"
	"strings"
	"testing"

	"drawdown/bot"
	"drawdown/knowledge"
)

func TestRender(t *testing.T) {
	here := knowledge.Citation{Source: "ferry", Paragraph: 1, Sentence: 2, Title: "The Ferry", Publisher: "Gazette", Published: "2024-03-04", AsOf: "2024-03-04", Quote: "Quill said so."}
	there := knowledge.Citation{Source: "notice", AsOf: "March", URL: "https://lorne.example/notice"}
	for _, test := range []struct {
		name string
		r    bot.Reply
		s    Style
		want string
	}{
		{"answer", bot.Reply{Answer: &knowledge.Answer{Answered: true, Short: "Ada Quill", Statement: "It was Ada Quill.", Citations: []knowledge.Citation{here}, Caveats: []string{"One report."}, Related: []string{"Why?", "When?"}}, Asked: "who said so"}, Style{},
			"Asked: who said so\nAda Quill\n\nIt was Ada Quill.\n— [1] The Ferry, Gazette, 4 March 2024, ¶1 s2\n  “Quill said so.”\nAs of 4 March 2024.\nNote: One report.\n\nRelated questions:\n  1. Why?\n  2. When?\n"},
		{"differing sources count on", bot.Reply{Answer: &knowledge.Answer{Answered: true, Short: "30", Statement: "30", Citations: []knowledge.Citation{here}, Differs: []knowledge.Differs{{Note: "gives another figure", Statement: "It is 40.", Citation: there}}}}, Style{},
			"30\n— [1] The Ferry, Gazette, 4 March 2024, ¶1 s2\n  “Quill said so.”\nAs of 4 March 2024.\n\nOtherwise: gives another figure. It is 40.\n— [2] notice, head\n  https://lorne.example/notice\n"},
		{"refusal with the nearest", bot.Reply{Kind: bot.Refused, Text: "Not said. Nearest:", Answer: &knowledge.Answer{Nearest: "The ferry sails.", Suggestions: []string{"When?"}}}, Style{},
			"Not said. Nearest:\n  The ferry sails.\n\nThey do answer:\n  1. When?\n"},
		{"talk with examples", bot.Reply{Kind: bot.Talk, Text: "Ask me:", Entries: []bot.Entry{{Text: "Why?"}}}, Style{}, "Ask me:\n  1. Why?\n"},
		{"list", bot.Reply{Kind: bot.Listing, Text: "In order:", Entries: []bot.Entry{{Label: "2019", Text: "It began.", Citations: []knowledge.Citation{here}}, {Text: "It ended.", Citations: []knowledge.Citation{there}}}}, Style{},
			"In order:\n\n2019\nIt began.\n— [1] The Ferry, Gazette, 4 March 2024, ¶1 s2\n  “Quill said so.”\n\nIt ended.\n— [2] notice, head\n  https://lorne.example/notice\n"},
		{"what could steer a terminal is taken out", bot.Reply{Kind: bot.Talk, Text: "a\x1b[2Jb\u202ec\nd\x07"}, Style{}, "a[2Jbc d\n"},
		{"wrapped", bot.Reply{Kind: bot.Talk, Text: "one two three", Entries: []bot.Entry{{Text: "four five six"}}}, Style{Width: 10}, "one two\nthree\n  1. four\n     five\n     six\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			if err := Render(&b, test.r, test.s); err != nil {
				t.Fatal(err)
			}
			if b.String() != test.want {
				t.Errorf("Render gave\n%s\nwant\n%s", b.String(), test.want)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		in   string
		most int
		want []string
	}{
		{"", 10, []string{""}},
		{"a b", 0, []string{"a b"}},
		{"aaa bb c", 6, []string{"aaa bb", "c"}},
		{"abcdefgh ij", 3, []string{"abc", "def", "gh", "ij"}},
		{"see ¶9 s2", 6, []string{"see", "¶9 s2"}},
		{"部队部队", 5, []string{"部队", "部队"}},
		{"e\u0301e\u0301 x", 4, []string{"e\u0301e\u0301 x"}},
	} {
		if got := wrap(test.in, test.most); !slices.Equal(got, test.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", test.in, test.most, got, test.want)
		}
	}
}

func TestLines(t *testing.T) {
	lines := NewLines(strings.NewReader("ab\r\n\nabcdef\nabcd\nabcde"), 4)
	var got []string
	for range 5 {
		line, err := lines.Next()
		if err != nil {
			line = err.Error()
		}
		got = append(got, line)
	}
	want := []string{"ab", "", `the line that begins with "abcdef" has 7 bytes; a line has at most 4`, "abcd", `the line that begins with "abcde" has 5 bytes; a line has at most 4`}
	if !slices.Equal(got, want) {
		t.Errorf("Next gave %q, want %q", got, want)
	}
}
