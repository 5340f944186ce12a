package discordtest_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"drawdown/adapters/discord/discordtest"
)

var readings = []struct{ text, plain, marks string }{
	{"just text, 2 * 3 * 4 and snake_case_name", "just text, 2 * 3 * 4 and snake_case_name", ""},
	{"**bold** and *italic* and _that too_", "bold and italic and that too", "bold italic italic"},
	{"***both***", "both", "bold italic"},
	{"__under__ ~~gone~~ ||hidden||", "under gone hidden", "underline strike spoiler"},
	{`\*\*not bold\*\* \_nor this\_`, "**not bold** _nor this_", ""},
	{`\\*italic*`, `\italic`, "italic"},
	{"`code **here**`", "code **here**", "code"},
	{"```\nblock\n```", "\nblock\n", "code"},
	{"``a ` b``", "a ` b", "code"},
	{"a ` alone", "a ` alone", ""},
	{"[text](https://example.org)", "text", "link"},
	{"[**text**](https://example.org/a_(b))", "text", "link bold"},
	{"[text](<https://example.org>)", "text", "link"},
	{`\[text](x)`, "[text](x)", ""},
	{`\[text\](https://example.org)`, "[text](https://example.org)", "address"},
	{"[1] Title, ¶9 s2", "[1] Title, ¶9 s2", ""},
	{"[text](javascript:alert)", "[text](javascript:alert)", ""},
	{"see https://example.org/a.", "see https://example.org/a.", "address"},
	{"<https://example.org>", "https://example.org", "address"},
	{"<@123> <@&123> <#123> <t:1700000000:R> <:smile:123>", "<@123> <@&123> <#123> <t:1700000000:R> <:smile:123>", "mention mention mention timestamp emoji"},
	{`\<@123> \<t:1700000000>`, "<@123> <t:1700000000>", ""},
	{"# big\n-# small\nno # sign", "big\nsmall\nno # sign", "heading heading"},
	{"> said\n>>> and more", "said\nand more", "quote quote"},
	{"- one\n* two\n3. three", "• one\n• two\n3. three", "list list list"},
	{`\- one` + "\n" + `\> two` + "\n" + `3\. three` + "\n" + `\# four`, "- one\n> two\n3. three\n# four", ""},
	{"> - *both*", "• both", "quote list italic"},
	{"*", "*", ""},
	{"****", "****", ""},
	{`end\`, `end\`, ""},
}

func TestReading(t *testing.T) {
	t.Parallel()
	for _, test := range readings {
		var kinds []string
		for _, m := range discordtest.Marks(test.text) {
			kinds = append(kinds, m.Kind)
		}
		if got := discordtest.Plain(test.text); got != test.plain {
			t.Errorf("%q reads %q; want %q", test.text, got, test.plain)
		}
		if got := strings.Join(kinds, " "); got != test.marks {
			t.Errorf("%q has the marks %q; want %q", test.text, got, test.marks)
		}
	}
}

// FuzzReading: any text can be read, and text whose every sign is escaped reads as it was.
func FuzzReading(f *testing.F) {
	for _, r := range readings {
		f.Add(r.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		discordtest.Plain(text)
		var escaped strings.Builder
		for _, c := range text {
			if c < utf8.RuneSelf && c > ' ' && !strings.ContainsRune("0123456789", c) && (c < 'A' || c > 'z' || c > 'Z' && c < 'a') {
				escaped.WriteByte('\\')
			} else if c > 'z' && c < 0x7f {
				escaped.WriteByte('\\')
			}
			escaped.WriteRune(c)
		}
		if got := discordtest.Plain(escaped.String()); got != text {
			t.Errorf("%q, escaped as %q, reads %q", text, escaped.String(), got)
		}
		if marks := discordtest.Marks(escaped.String()); len(marks) > 0 {
			t.Errorf("%q, escaped as %q, has the marks %+v", text, escaped.String(), marks)
		}
	})
}
