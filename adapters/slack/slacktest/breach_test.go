package slacktest_test

import (
	"fmt"
	"strings"
	"testing"

	"drawdown/adapters/slack/slacktest"
)

// prefix is where links may lead in these tests.
const prefix = "https://news.example/"

// long is a text of n characters.
func long(n int) string { return strings.Repeat("x", n) }

// many joins n copies of a JSON value in a list; %d in it becomes the number.
func many(n int, value string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = strings.ReplaceAll(value, "%d", fmt.Sprint(i))
	}
	return "[" + strings.Join(all, ",") + "]"
}

// Parts of blocks.
const (
	goodText   = `{"type":"mrkdwn","text":"fine"}`
	goodButton = `{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Press"}}`
)

// section is a block with a text.
func section(text string) string {
	return fmt.Sprintf(`[{"type":"section","text":{"type":"mrkdwn","text":%q}}]`, text)
}

// button is an actions block with one button, its fields replaced as given.
func button(fields string) string {
	return `[{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Press"}` + fields + `}]}]`
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, blocks string
		want         string // part of Slack's message; empty if the blocks are right
	}{
		{"a section", section("fine"), ""},
		{"the longest section", section(long(3000)), ""},
		{"a section too long", section(long(3001)), "must be less than 3001 characters"},
		{"an emoji counts twice", section(strings.Repeat("😀", 1501)), "must be less than 3001 characters"},
		{"an empty section", section(""), "must be more than 0 characters"},
		{"a section of nothing", `[{"type":"section"}]`, "needs text or fields"},
		{"ten fields", `[{"type":"section","fields":` + many(10, goodText) + `}]`, ""},
		{"eleven fields", `[{"type":"section","fields":` + many(11, goodText) + `}]`, "no more than 10 items"},
		{"no fields", `[{"type":"section","fields":[]}]`, "at least 1 items"},
		{"a field too long", `[{"type":"section","fields":[{"type":"mrkdwn","text":"` + long(2001) + `"}]}]`, "must be less than 2001"},
		{"an accessory", `[{"type":"section","text":` + goodText + `,"accessory":` + goodButton + `}]`, ""},
		{"an unknown accessory", `[{"type":"section","text":` + goodText + `,"accessory":{"type":"lever"}}]`, "unsupported type: lever"},
		{"a header", `[{"type":"header","text":{"type":"plain_text","text":"` + long(150) + `"}}]`, ""},
		{"a header too long", `[{"type":"header","text":{"type":"plain_text","text":"` + long(151) + `"}}]`, "must be less than 151"},
		{"a header with markup", `[{"type":"header","text":` + goodText + `}]`, "must be plain_text"},
		{"a divider", `[{"type":"divider"}]`, ""},
		{"a divider with a text", `[{"type":"divider","text":"x"}]`, "invalid additional property: text"},
		{"a context", `[{"type":"context","elements":` + many(10, goodText) + `}]`, ""},
		{"a context of eleven", `[{"type":"context","elements":` + many(11, goodText) + `}]`, "no more than 10 items"},
		{"a context of none", `[{"type":"context","elements":[]}]`, "at least 1 items"},
		{"25 buttons", `[{"type":"actions","elements":` + many(25, `{"type":"button","action_id":"a%d","text":{"type":"plain_text","text":"P"}}`) + `}]`, ""},
		{"26 buttons", `[{"type":"actions","elements":` + many(26, `{"type":"button","action_id":"a%d","text":{"type":"plain_text","text":"P"}}`) + `}]`, "no more than 25 items"},
		{"an action_id twice", `[{"type":"actions","elements":` + many(2, goodButton) + `}]`, `action_id "a" already exists`},
		{"an action_id in two blocks", `[{"type":"actions","elements":[` + goodButton + `]},{"type":"actions","elements":[` + goodButton + `]}]`, ""},
		{"a button", button(`,"action_id":"a","value":"v","style":"danger"`), ""},
		{"a long button text", `[{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"` + long(76) + `"}}]}]`, "must be less than 76"},
		{"a button with markup", `[{"type":"actions","elements":[{"type":"button","text":` + goodText + `}]}]`, "must be plain_text"},
		{"a button without text", `[{"type":"actions","elements":[{"type":"button"}]}]`, "missing required field: text"},
		{"a long value", button(`,"value":"` + long(2001) + `"`), "must be less than 2001"},
		{"a long action_id", button(`,"action_id":"` + long(256) + `"`), "must be less than 256"},
		{"a long url", button(`,"url":"` + prefix + long(3000) + `"`), "must be less than 3001"},
		{"a url that is none", button(`,"url":"javascript:alert(1)"`), "invalid url"},
		{"a style that is none", button(`,"style":"green"`), "must be one of primary, danger"},
		{"a long label", button(`,"accessibility_label":"` + long(76) + `"`), "must be less than 76"},
		{"a confirmation", button(`,"confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":` + goodText + `,"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"}}`), ""},
		{"half a confirmation", button(`,"confirm":{"title":{"type":"plain_text","text":"Sure?"}}`), "missing required field: deny"},
		{"a long confirmation", button(`,"confirm":{"title":{"type":"plain_text","text":"` + long(101) + `"},"text":` + goodText + `,"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"}}`), "must be less than 101"},
		{"a block_id twice", `[{"type":"divider","block_id":"b"},{"type":"divider","block_id":"b"}]`, `block_id "b" already exists`},
		{"a long block_id", `[{"type":"divider","block_id":"` + long(256) + `"}]`, "must be less than 256"},
		{"50 blocks", many(50, `{"type":"divider"}`), ""},
		{"51 blocks", many(51, `{"type":"divider"}`), "no more than 50 items"},
		{"an image", `[{"type":"image","image_url":"` + prefix + `a.png","alt_text":"a ship"}]`, ""},
		{"an image without words", `[{"type":"image","image_url":"` + prefix + `a.png"}]`, "missing required field: alt_text"},
		{"an image with empty words", `[{"type":"image","image_url":"` + prefix + `a.png","alt_text":""}]`, "must be more than 0"},
		{"an image with too many words", `[{"type":"image","image_url":"` + prefix + `a.png","alt_text":"` + long(2001) + `"}]`, "must be less than 2001"},
		{"an image from nowhere", `[{"type":"image","alt_text":"a ship"}]`, "missing required field: image_url"},
		{"a menu", `[{"type":"actions","elements":[{"type":"static_select","action_id":"m","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}]}]`, ""},
		{"a menu of too much", `[{"type":"actions","elements":[{"type":"static_select","options":` + many(101, `{"text":{"type":"plain_text","text":"One"},"value":"%d"}`) + `}]}]`, "no more than 100 items"},
		{"a long option", `[{"type":"actions","elements":[{"type":"overflow","options":[{"text":{"type":"plain_text","text":"One"},"value":"` + long(151) + `"}]}]}]`, "must be less than 151"},
		{"thumbs", `[{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f","positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"+"},"negative_button":{"text":{"type":"plain_text","text":"Bad"},"value":"-"}}]}]`, ""},
		{"one thumb", `[{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"+"}}]}]`, "missing required field: negative_button"},
		{"a text of an unknown type", `[{"type":"section","text":{"type":"html","text":"x"}}]`, "must be plain_text or mrkdwn"},
		{"a text that is a string", `[{"type":"section","text":"x"}]`, "must be a text object"},
		{"emoji in mrkdwn", `[{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}]`, "invalid additional property: emoji"},
		{"markdown", `[{"type":"markdown","text":"**bold**"}]`, ""},
		{"too much markdown", many(2, `{"type":"markdown","text":"`+long(6001)+`"}`), "12000 characters in all"},
		{"rich text", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]`, ""},
		{"rich text of an unknown part", `[{"type":"rich_text","elements":[{"type":"rich_text_poem","elements":[]}]}]`, "unsupported type: rich_text_poem"},
		{"rich text of all kinds", `[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"` + prefix + `","text":"x"},{"type":"emoji","name":"eyes"},{"type":"date","timestamp":1,"format":"{date}"}]}]}]}]`, ""},
		{"rich text of an unknown element", `[{"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[{"type":"spell"}]}]}]`, "unsupported type: spell"},
		{"a list without a style", `[{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[]}]}]`, "must be bullet or ordered"},
		{"an input", `[{"type":"input","label":{"type":"plain_text","text":"Question"},"element":{"type":"plain_text_input","action_id":"q","multiline":true}}]`, ""},
		{"an input of nothing", `[{"type":"input","label":{"type":"plain_text","text":"Question"}}]`, "missing required field: element"},
		{"an input with a button", `[{"type":"input","label":{"type":"plain_text","text":"Question"},"element":` + goodButton + `}]`, "unsupported type: button"},
		{"an icon", `[{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"Delete"}}]}]`, ""},
		{"an icon that is none", `[{"type":"context_actions","elements":[{"type":"icon_button","icon":"bin","text":{"type":"plain_text","text":"Delete"}}]}]`, "must be one of trash"},
		{"an image in a context", `[{"type":"context","elements":[{"type":"image","image_url":"` + prefix + `a.png","alt_text":"a ship"}]}]`, ""},
		{"an image of two sources", `[{"type":"image","alt_text":"x","image_url":"` + prefix + `","slack_file":{"id":"F1"}}]`, "not both"},
		{"fields that are no list", `[{"type":"section","fields":"x"}]`, "must be a list"},
		{"a flag that is a string", `[{"type":"section","text":{"type":"plain_text","text":"x","emoji":"yes"}}]`, "must be a boolean"},
		{"a value that is a number", button(`,"value":7`), "must be a string"},
		{"an unknown block", `[{"type":"carousel"}]`, "unsupported type: carousel"},
		{"a block that is a string", `["divider"]`, "must be an object"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := slacktest.New(t, slacktest.Options{LinkPrefixes: []string{prefix}})
			if test.want != "" {
				s.AllowBreaches("invalid_blocks")
			}
			r := call(t, s, "chat.postMessage", map[string]string{"channel": slacktest.DefaultChannel, "text": "fallback", "blocks": test.blocks})
			if test.want == "" {
				if !r.OK {
					t.Errorf("refused with %s", r.body)
				}
				return
			}
			if r.Error != "invalid_blocks" || !strings.Contains(strings.Join(r.Meta.Messages, "\n"), test.want) {
				t.Errorf("got %s\nwant invalid_blocks and a message with %q", r.body, test.want)
			}
			if got := codes(s); got != "invalid_blocks" {
				t.Errorf("the breaches are %q, want invalid_blocks", got)
			}
			if n := len(s.Posted()); n != 0 {
				t.Errorf("%d messages stand in the channel, want none", n)
			}
		})
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want string // codes of breaches
	}{
		{"plain words, *bold* and _slanted_", ""},
		{"a <https://news.example/1|source>", ""},
		{"https://news.example/1 alone", ""},
		{"5 &lt; 6 &amp; 7 &gt; 6", ""},
		{"> a quotation\n> of two lines", ""},
		{"on <!date^1700000000^{date}|a day>", ""},
		{"<!channel>", "mention"},
		{"<!here|here>", "mention"},
		{"<!subteam^S1>", "mention"},
		{"ask <@U0ALICE>", "mention"},
		{"see <#C0GENERAL|general>", "mention"},
		{"<>", "mention"},
		{"a <https://evil.example/1|source>", "link"},
		{"a <mailto:a@b.example|letter>", "link"},
		{"http://evil.example", "link"},
		{"www.evil.example", "link"},
		{"HTTPS://evil.example", "link"},
		{"5 < 6", "unescaped"},
		{"5 > 4", "unescaped"},
		{"this & that", "unescaped"},
		{"&nbsp;", "unescaped"},
		{"a\u202eb", "control_character"},
		{"a\x07b", "control_character"},
		{"a\ufeffb", "control_character"},
		{"zero\u200bwidth and\u200djoined", ""},
		{"\xff\xfe", "control_character"},
		{strings.Repeat("x", 4000), ""},
		{strings.Repeat("x", 4001), "long_text"},
	} {
		t.Run(fmt.Sprintf("%.30q", test.text), func(t *testing.T) {
			t.Parallel()
			s := slacktest.New(t, slacktest.Options{LinkPrefixes: []string{prefix}})
			if test.want != "" {
				s.AllowBreaches(test.want)
			}
			r := call(t, s, "chat.postMessage", map[string]string{"channel": slacktest.DefaultChannel, "text": test.text})
			if !r.OK {
				t.Errorf("text %.80q: refused with %s, Slack takes it", test.text, r.body)
			}
			if got := codes(s); got != test.want {
				t.Errorf("text %.80q: the breaches are %q, want %q", test.text, s.Breaches(), test.want)
			}
			if len(test.text) > 3000 || !strings.ContainsAny(test.text, "<>&.") {
				return
			}
			// The same within a block.
			r = call(t, s, "chat.postMessage", map[string]string{"channel": slacktest.DefaultChannel, "text": "fallback", "blocks": section(test.text)})
			if got, want := codes(s), strings.TrimSpace(test.want+" "+test.want); got != want {
				t.Errorf("in a block, text %q: the breaches are %q (answer %s), want %q", test.text, s.Breaches(), r.body, want)
			}
		})
	}
}

// Addresses and mentions outside of text are seen, too.
func TestAddressesAndMentionsInBlocks(t *testing.T) {
	t.Parallel()
	part := func(element string) string {
		return `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[` + element + `]}]}]`
	}
	for _, test := range []struct{ blocks, want string }{
		{button(`,"url":"https://evil.example/"`), "link"},
		{button(`,"url":"` + prefix + `1"`), ""},
		{`[{"type":"image","image_url":"https://evil.example/a.png","alt_text":"x"}]`, "link"},
		{part(`{"type":"link","url":"https://evil.example/"}`), "link"},
		{part(`{"type":"user","user_id":"U0BEN"}`), "mention"},
		{part(`{"type":"broadcast","range":"here"}`), "mention"},
		{part(`{"type":"text","text":"a\u202eb"}`), "control_character"},
		{button(`,"value":"a\u0007b"`), "control_character"},
	} {
		s := slacktest.New(t, slacktest.Options{LinkPrefixes: []string{prefix}})
		s.AllowBreaches("link", "mention", "control_character")
		r := call(t, s, "chat.postMessage", map[string]string{"channel": slacktest.DefaultChannel, "text": "x", "blocks": test.blocks})
		if got := codes(s); !r.OK || got != test.want {
			t.Errorf("blocks %s: answered %s with the breaches %q, want ok and %q", test.blocks, r.body, s.Breaches(), test.want)
		}
	}
}

func TestBareDomainsAreLinksIfTheTestSaysSo(t *testing.T) {
	t.Parallel()
	for _, strict := range []bool{false, true} {
		s := slacktest.New(t, slacktest.Options{NoBareDomains: strict})
		s.AllowBreaches("link")
		call(t, s, "chat.postMessage", map[string]string{"channel": slacktest.DefaultChannel, "text": "see evil.com. And U.S. forces"})
		if got, want := codes(s), map[bool]string{false: "", true: "link"}[strict]; got != want {
			t.Errorf("NoBareDomains %v: the breaches are %q, want %q", strict, s.Breaches(), want)
		}
	}
}

func TestEverybodyIsNamedInBlockTextOnlyIfItIsVerbatim(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"type":"mrkdwn","text":"hello @channel"}`:                 "mention",
		`{"type":"mrkdwn","text":"hello @channel","verbatim":true}`: "",
		`{"type":"plain_text","text":"hello @channel <!here>"}`:     "",
		`{"type":"mrkdwn","text":"me@here.example"}`:                "",
	} {
		s := slacktest.New(t, slacktest.Options{})
		s.AllowBreaches("mention")
		call(t, s, "chat.postMessage", map[string]string{"channel": slacktest.DefaultChannel, "text": "x", "blocks": `[{"type":"section","text":` + text + `}]`})
		if got := codes(s); got != want {
			t.Errorf("block text %s: the breaches are %q, want %q", text, got, want)
		}
	}
}
