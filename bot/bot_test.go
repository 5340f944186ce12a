package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"drawdown/bot"
)

// Each message with the kind of its reply, the short answer, and words that the reply holds.
func TestHandle(t *testing.T) {
	for _, test := range []struct{ text, gist, holds string }{
		{"how many boats are left in lorne", "answered: Fewer than 12", ""},
		{"<@U1> HOW MANY boats are left in Skell?! :wave:", "answered: Around 30", ""},
		{"how many boats are left in tarn", "refused", "The articles do not say that."},
		{"what is the capital of france", "refused", "The articles do not say that."},

		{"hi", "talk", "Hello."},
		{"Good morning!", "talk", "Hello."},
		{"thx", "talk", "You are welcome."},
		{"thank you very very much", "talk", "You are welcome."},
		{"bye", "talk", "Goodbye."},
		{"you are stupid", "talk", "other words"},
		{"who are you?", "talk", "I am drawdown"},
		{"help", "talk", `"timeline" show what I know`},
		{"/help", "talk", `"timeline" show what I know`},
		{"what can you do for me", "talk", `"timeline" show what I know`},
		{"qwrtz vbnmx", "talk", "I cannot make out a word"},
		{"<@U1>", "talk", "I cannot make out a word"},

		{"articles", "listing", "articles"},
		{"what do you know?", "listing", ""},
		{"Summary", "listing", ""},
		{"timeline", "listing", "in order"},

		{"", "invalid", "That message is empty."},
		{" \n\t\u00a0", "invalid", "That message is empty."},
		{"?!", "invalid", `"?!" holds no word`},
		{"🙂🙂", "invalid", "holds no word"},
		{strings.Repeat("…", 1000), "invalid", "holds no word"},
		{strings.Repeat("ä", 1001), "invalid", "That is 1001 characters long. Please ask in 1000 characters or fewer"},
		{strings.Repeat("a ", 50_000), "invalid", "That is 100000 characters long."},
	} {
		r := say(newBot(t, bot.Options{}), "c", test.text)
		if gist(r) != test.gist || !strings.Contains(r.Text, test.holds) {
			t.Errorf("%.60q got %s, %q; want %s, %q", test.text, gist(r), r.Text, test.gist, test.holds)
		}
		fitting(t, test.text, r)
	}
}

// fitting holds what must hold of a reply of its kind.
func fitting(t *testing.T, text string, r bot.Reply) {
	t.Helper()
	answer := r.Kind == bot.Answered || r.Kind == bot.Refused
	if (r.Answer != nil) != answer {
		t.Errorf("%.60q got a reply of kind %s with the answer %v", text, gist(r), r.Answer)
	}
	switch r.Kind {
	case bot.Answered:
		if !r.Answer.Answered || len(r.Answer.Citations) == 0 {
			t.Errorf("%.60q is answered with %d citations, want one at least", text, len(r.Answer.Citations))
		}
	case bot.Refused:
		if r.Answer.Answered || len(r.Answer.Citations) > 0 || r.Text == "" {
			t.Errorf("%.60q is refused with the text %q and %d citations, want a text and none", text, r.Text, len(r.Answer.Citations))
		}
	case bot.Listing:
		if len(r.Entries) == 0 {
			t.Errorf("%.60q got a list without entries", text)
		}
	default:
		if r.Text == "" {
			t.Errorf("%.60q got no word in reply", text)
		}
		for _, e := range r.Entries {
			if len(e.Citations) > 0 {
				t.Errorf("%.60q is %s, but %q is cited", text, gist(r), e.Text)
			}
		}
	}
	if len([]rune(r.Text)) > bot.MaxMessage {
		t.Errorf("%.60q got a text of %d characters", text, len([]rune(r.Text)))
	}
}

// 1,000 characters are read; one more is not.
func TestLongestMessage(t *testing.T) {
	question := "how many boats are left in lorne"
	longest := question + strings.Repeat(" ", bot.MaxMessage-len(question)-1) + "?"
	if r := say(newBot(t, bot.Options{}), "c", longest); gist(r) != "answered: Fewer than 12" {
		t.Errorf("a question of %d characters got %s, want its answer", len(longest), gist(r))
	}
	if r := say(newBot(t, bot.Options{}), "c", longest+"?"); r.Kind != bot.Invalid {
		t.Errorf("a question of %d characters got %s, want invalid", len(longest)+1, gist(r))
	}
}

// What is quoted back of a message that holds no word can neither steer a terminal nor turn the text around.
func TestQuotedBack(t *testing.T) {
	for _, text := range []string{"\x1b[]!\x07", "\u202e...\u202c", "?\u200b\u2066!", "\x00", "..\r\n..", strings.Repeat("¿", 999)} {
		r := say(newBot(t, bot.Options{}), "c", text)
		if r.Kind != bot.Invalid {
			t.Errorf("%.40q got %s, want invalid", text, gist(r))
		}
		if i := strings.IndexFunc(r.Text, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Cf, c) }); i >= 0 {
			t.Errorf("%.40q is quoted back with a sign that does not print: %q", text, r.Text)
		}
		if n := len([]rune(r.Text)); n > 300 {
			t.Errorf("%.40q got a text of %d characters, want a short quotation", text, n)
		}
	}
}

func TestListings(t *testing.T) {
	b := newBot(t, bot.Options{})
	labels := func(r bot.Reply) string {
		var out []string
		for _, e := range r.Entries {
			out = append(out, e.Label)
		}
		return strings.Join(out, "; ")
	}
	if got, want := labels(b.Timeline()), "2023-12; 2024-03-04; about 2025"; got != want {
		t.Errorf("the timeline has %q, want %q: the dated facts in order", got, want)
	}
	if got, want := labels(b.Articles()), "Lorne Sells Its Boats; The Ledger of the Port"; got != want {
		t.Errorf("the articles are %q, want %q", got, want)
	}
	for i, want := range []string{"Harbour Gazette, published 2024-03-05; 5 facts. It is one newspaper's report.", "publisher not given, as of 2023-12-31; 2 facts. Nobody knows who kept it."} {
		if got := b.Articles().Entries[i].Text; got != want {
			t.Errorf("article %d is told as %q, want %q", i+1, got, want)
		}
	}
	for name, r := range map[string]bot.Reply{"timeline": b.Timeline(), "summary": b.Summary()} {
		for _, e := range r.Entries {
			if e.Text == "" || len(e.Citations) == 0 {
				t.Errorf("the %s says %q with %d citations, want each statement with its own", name, e.Text, len(e.Citations))
			}
		}
	}
	help := b.Help()
	if len(help.Entries) == 0 {
		t.Error("help shows no question that works")
	}
	for i, e := range help.Entries {
		if r := say(b, fmt.Sprint(i), e.Text); r.Kind != bot.Answered {
			t.Errorf("help shows %q, and it is %s", e.Text, gist(r))
		}
	}
}
