package discord

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"drawdown/bot"
	"drawdown/knowledge"
)

// page of a bot that has no base but knows where its web page is: every article has one that is in the base, so none has here.
func renderer(t testing.TB) *bot.Bot {
	t.Helper()
	base, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	public, err := bot.ParsePublicURL("https://drawdown.example.org")
	if err != nil {
		t.Fatal(err)
	}
	return bot.New(base, bot.Options{Public: public})
}

var (
	harbour = knowledge.Citation{Source: "harbour", Paragraph: 4, Sentence: 2, Title: "The Harbour (and *its* Quays)", Publisher: "Lorne Gazette", Published: "2025-10-02", AsOf: "2025-10-02",
		URL: "https://gazette.example.org/harbour_(2025)", Quote: "Its speaker said: “We were _not_ asked.”"}
	mission = knowledge.Citation{Source: "iraq-troop-reduction", Paragraph: 9, Sentence: 2, Title: "A report", AsOf: "2025-10-02"}
)

func answered(a knowledge.Answer) bot.Reply {
	a.Answered = true
	return bot.Reply{Kind: bot.Answered, ID: "abcdefghijkl", Answer: &a}
}

// replies are one of each look.
var replies = map[string]bot.Reply{
	"answer": answered(knowledge.Answer{Short: "Fewer than 200", Statement: "Fewer than 200 cranes remain, the Gazette says. Their number was never given exactly.", Citations: []knowledge.Citation{harbour},
		Caveats: []string{"The article gives no date of its own."}, Related: []string{"How many quays remain?", "Why were cranes taken away?", "Who said so?", "A fourth?"}}),
	"differs": answered(knowledge.Answer{Short: "Some 200", Statement: "Some 200 cranes remain.", Citations: []knowledge.Citation{harbour, mission}, Differs: []knowledge.Differs{
		{Note: "in the number", Statement: "There are 300 cranes.", Citation: knowledge.Citation{Source: "quays", Paragraph: 1, Sentence: 1, Title: "Quays", AsOf: "2024-01-31"}},
		{Statement: "Nobody counted them.", Citation: harbour}}}),
	"follow-up": func() bot.Reply {
		r := answered(knowledge.Answer{Short: "In October", Statement: "It was in October.", Citations: []knowledge.Citation{mission}})
		r.Asked = "when was @everyone **asked** <@1> on https://evil.example"
		return r
	}(),
	"refusal": {Kind: bot.Refused, ID: "abcdefghijkl", Text: "The articles do not say.", Answer: &knowledge.Answer{Nearest: "The nearest fact is this one.",
		Suggestions: []string{"How many quays remain?", strings.Repeat("How very long a question can be ", 4) + "?"}}},
	"talk":    {Kind: bot.Talk, Text: "I answer questions. For example:", Entries: []bot.Entry{{Text: "How many?"}, {Text: "Why?"}}},
	"invalid": {Kind: bot.Invalid, Text: "\"*?!_ ||x|| [a](https://b) <t:0> `c`\" holds no word."},
	"limited": {Kind: bot.Limited, Private: true, Text: "You have asked many questions in a short time. Please ask again in 3 seconds."},
	"list": {Kind: bot.Listing, Text: "What the articles date, in order:", Entries: []bot.Entry{
		{Label: "2019", Text: "It began.", Citations: []knowledge.Citation{mission}},
		{Label: "2025-10-02", Text: "It was announced. Nobody was asked.", Citations: []knowledge.Citation{harbour, mission}}}},
	"sources": {Kind: bot.Listing, Private: true, Text: "The answer stands on:", Entries: []bot.Entry{{Text: "It began.", Citations: []knowledge.Citation{harbour}}}},
	"checked": {Kind: bot.Checked, Private: true, Text: "Held against the articles:", Verdicts: []knowledge.Verdict{
		{Claim: "# 1,000 troops *remain* @everyone", Support: knowledge.Supported, Statement: "Fewer than 200 remain.", Citations: []knowledge.Citation{harbour}},
		{Claim: "- All left\n> and never came back", Support: knowledge.Contradicted, Statement: "Some remain.", Citations: []knowledge.Citation{mission}},
		{Claim: "Cranes are \u202eblue", Support: knowledge.NotCovered}}},
}

func TestRender(t *testing.T) {
	b := renderer(t)
	for name, r := range replies {
		t.Run(name, func(t *testing.T) {
			list := render(b, r)
			judge(t, name, r, list)
			got, err := json.MarshalIndent(list, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			Golden(t, filepath.Join("render", name+".json"), append(got, '\n'))
		})
	}
}

// judge holds messages to Discord's limits and to what holds for every one of ours.
func judge(t testing.TB, name string, r bot.Reply, list []*message) {
	t.Helper()
	if len(list) == 0 {
		t.Fatalf("%s gives no message", name)
	}
	for i, m := range list {
		if n := bot.UTF16(m.Content); n > maxContent {
			t.Errorf("%s: part %d has a content of %d, want %d at most", name, i, n, maxContent)
		}
		if m.Content == "" && len(m.Embeds) == 0 {
			t.Errorf("%s: part %d says nothing", name, i)
		}
		if n := total(m.Embeds); n > maxAllEmbeds || len(m.Embeds) > maxEmbeds {
			t.Errorf("%s: part %d has %d embeds of %d altogether", name, i, len(m.Embeds), n)
		}
		for _, e := range m.Embeds {
			if bot.UTF16(e.Title) > maxTitle || bot.UTF16(e.Description) > maxDescription || e.Title+e.Description == "" || e.Footer != nil && bot.UTF16(e.Footer.Text) > maxFooter {
				t.Errorf("%s: part %d has an embed with a title of %d and a description of %d", name, i, bot.UTF16(e.Title), bot.UTF16(e.Description))
			}
			torn(t, name, e.Title)
			torn(t, name, e.Description)
		}
		torn(t, name, m.Content)
		for j, p := range m.plain() {
			if n := bot.UTF16(p.Content); n == 0 || n > maxContent {
				t.Errorf("%s: part %d as plain text has a part %d of %d, want 1 to %d", name, i, j, n, maxContent)
			}
			torn(t, name, p.Content)
		}
		if (m.Flags != 0) != r.Private {
			t.Errorf("%s: part %d has the flags %d; private: %v", name, i, m.Flags, r.Private)
		}
		if i < len(list)-1 && len(m.Components) > 0 {
			t.Errorf("%s: part %d of %d has buttons; only the last has", name, i, len(list))
		}
	}
}

var (
	linkMark    = regexp.MustCompile(`\[[^\[\]]*\]\(https?://[^()\s]*\)`)
	escapedSign = regexp.MustCompile(`\\[^0-9A-Za-z\s]`)
	ourMarks    = regexp.MustCompile(`\*\*|(?m)^> |^- `)
)

// torn finds Markdown that is not ours, or that was cut: when links, escapes and what we write are taken out, no sign with a
// meaning is left.
func torn(t testing.TB, name, s string) {
	t.Helper()
	rest := escapedSign.ReplaceAllString(s, "")
	rest = linkMark.ReplaceAllString(rest, "")
	rest = ourMarks.ReplaceAllString(rest, "")
	if i := strings.IndexAny(rest, "\\*_~`|[]<>#@"); i >= 0 {
		t.Errorf("%s: the sign %q in %q has a meaning; in all:\n%.600s", name, rest[i], rest[max(0, i-20):min(len(rest), i+20)], s)
	}
	if strings.Contains(rest, "://") {
		t.Errorf("%s: an address became a link in %.600q", name, s)
	}
	for _, r := range s {
		if r != '\n' && unseen(r) {
			t.Errorf("%s: the sign %U is in %.600q", name, r, s)
		}
	}
}

// What is longer than a message is split between sentences; citations and quotations stay whole, and numbers agree.
func TestRenderLong(t *testing.T) {
	b := renderer(t)
	var r bot.Reply
	r.Kind, r.Text, r.Private = bot.Listing, strings.Repeat("A heading that is too long for a title. ", 20), true
	for i := range 60 {
		c := harbour
		c.Paragraph = i + 1
		r.Entries = append(r.Entries, bot.Entry{Label: "2025", Text: "A sentence of some length with *stars*. And a second one, which belongs to it.", Citations: []knowledge.Citation{c}})
	}
	huge := harbour
	huge.Paragraph, huge.Quote, huge.Title = 99, strings.Repeat("word_ ", 2000), strings.Repeat("Title ", 200)
	r.Entries = append(r.Entries, bot.Entry{Text: strings.Repeat("*", 5000), Citations: []knowledge.Citation{huge}})
	list := render(b, r)
	if len(list) < 3 {
		t.Fatalf("%d entries gave %d messages, want several", len(r.Entries), len(list))
	}
	judge(t, "long", r, list)
	n := 0
	for _, m := range list {
		for _, e := range m.Embeds {
			for line := range strings.Lines(e.Description) {
				if after, ok := strings.CutPrefix(line, "\\["); ok {
					n++
					if want := len(strings.TrimLeft(after, "0123456789")); want == len(after) {
						t.Errorf("the citation %q has no number", line)
					}
				}
			}
		}
	}
	if n != 61 {
		t.Errorf("%d citations are listed, want 61", n)
	}
}

func TestLink(t *testing.T) {
	for _, test := range []struct{ text, address, want string }{
		{"a", "https://b.example/c", "[a](https://b.example/c)"},
		{"a", "https://b.example/c_(d)", "[a](https://b.example/c_%28d%29)"},
		{"a", "", "a"},
		{"a", "javascript:alert(1)", "a"},
		{"a", "https://b.example/ c", "a"},
		{"a", "https://b.example/<c>", "a"},
		{"a", "https://b.example/\u202ec", "a"},
		{"a", (&url.URL{Scheme: "https", Host: "b.example", Fragment: "p9s2"}).String(), "[a](https://b.example#p9s2)"},
	} {
		if got := link(test.text, test.address); got != test.want {
			t.Errorf("link(%q, %q) = %q, want %q", test.text, test.address, got, test.want)
		}
	}
}

func TestEscape(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Fewer than 1,000 U.S. troops.", "Fewer than 1,000 U.S. troops."},
		{"**a** _b_ ~~c~~ `d` ||e||", `\*\*a\*\* \_b\_ \~\~c\~\~ \` + "`d\\`" + ` \|\|e\|\|`},
		{"@everyone <@1> <@&2> <#3> </a:4> <:b:5> <t:6:R>", `\@everyone \<\@1\> \<\@&2\> \<\#3\> \</a:4\> \<:b:5\> \<t:6:R\>`},
		{"[a](https://b.example)", `\[a\](https\://b.example)`},
		{"https://b.example", `https\://b.example`},
		{"# a", `\# a`},
		{"-# a", `\-\# a`},
		{"- a", `\- a`},
		{"+ a", `\+ a`},
		{">>> a", `\>\>\> a`},
		{"12. a", `12\. a`},
		{"1,000. a", "1,000. a"},
		{"a\n# b\r\n- c", `a \# b - c`},
		{"  a\t b ", "a b"},
		{"a\u202eb\u2066c\u200bd\x1b[31m", `abcd\[31m`},
		{"\xff", "\ufffd"},
		{"👩‍💻", "👩‍💻"},
		{`\`, `\\`},
		{"", ""},
	} {
		if got := escape(test.text); got != test.want {
			t.Errorf("escape(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

// FuzzRender renders whatever may be said: nothing breaks a limit, and no markup that we did not write comes through.
func FuzzRender(f *testing.F) {
	f.Add("Fewer than 1,000", "A statement. Another.", "A title", "https://a.example/b", "A quotation.")
	f.Add("**x**", "- a\n# b @everyone", "[c](d)", "https://a.example/(b)", strings.Repeat("`", 5000))
	f.Add(strings.Repeat("\\", 300), strings.Repeat("x", 9000), strings.Repeat("[", 400), strings.Repeat("https://", 300), "\u202e")
	b := renderer(f)
	f.Fuzz(func(t *testing.T, short, statement, title, address, quote string) {
		c := knowledge.Citation{Source: "s", Paragraph: 1, Sentence: 1, Title: title, Publisher: short, AsOf: title, URL: address, Quote: quote}
		other := c
		other.Sentence = 2
		r := answered(knowledge.Answer{Short: short, Statement: statement, Citations: []knowledge.Citation{c}, Caveats: []string{quote}, Related: []string{title},
			Differs: []knowledge.Differs{{Note: title, Statement: quote, Citation: other}}})
		r.Asked = statement
		judge(t, "an answer", r, render(b, r))
		r = bot.Reply{Kind: bot.Checked, Text: short, Private: true, Verdicts: []knowledge.Verdict{{Claim: statement, Support: knowledge.Supported, Statement: short, Citations: []knowledge.Citation{c}}}}
		judge(t, "a check", r, render(b, r))
		r = bot.Reply{Kind: bot.Listing, Text: title, Entries: []bot.Entry{{Label: short, Text: statement, Citations: []knowledge.Citation{c, other}}}}
		judge(t, "a list", r, render(b, r))
		if r = (bot.Reply{Kind: bot.Talk, Text: "Said: " + statement}); len(statement) > 0 {
			judge(t, "talk", r, render(b, r))
		}
	})
}
