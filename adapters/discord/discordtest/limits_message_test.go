package discordtest_test

import (
	"fmt"
	"testing"

	"drawdown/adapters/discord/discordtest"
)

// quiet is what every message has to have.
const quiet = `"allowed_mentions":{"parse":[]}`

// with is a message with more fields.
func with(fields string) string { return "{" + quiet + "," + fields + "}" }

func embed(fields string) string { return with(`"embeds":[{` + fields + `}]`) }

func components(json string) string { return with(`"content":"c","components":` + json) }

func row(json string) string { return components(`[{"type":1,"components":` + json + `}]`) }

func button(fields string) string { return row(`[{"type":2,` + fields + `}]`) }

// messageLimits are limits of every message.
var messageLimits = []limit{
	{"content of 2000", with(fmt.Sprintf(`"content":%q`, x(2000))), ""},
	{"content of 2001", with(fmt.Sprintf(`"content":%q`, x(2001))), "50035 content BASE_TYPE_MAX_LENGTH"},
	{"content of 1001 characters of two units", with(fmt.Sprintf(`"content":%q`, emoji(1001))), "50035 content BASE_TYPE_MAX_LENGTH"},
	{"content that is a number", with(`"content":5`), "50035 content STRING_TYPE_CONVERT"},
	{"no content", `{` + quiet + `}`, "50006"},
	{"blank content", with(`"content":" \n "`), "50006"},
	{"an embed that shows nothing", embed(`"color":5`), "50006"},
	{"null everywhere", with(`"content":"c","embeds":null,"components":null,"tts":false`), ""},
	{"not JSON", `{"content":`, "50109"},
	{"not an object", `["content"]`, "50035"},

	{"11 embeds", with(`"embeds":` + list(11, `{"title":"t"}`)), "50035 embeds BASE_TYPE_MAX_LENGTH"},
	{"10 embeds", with(`"embeds":` + list(10, `{"title":"t"}`)), ""},
	{"a title of 256", embed(fmt.Sprintf(`"title":%q`, x(256))), ""},
	{"a title of 257", embed(fmt.Sprintf(`"title":%q`, x(257))), "50035 embeds.0.title BASE_TYPE_MAX_LENGTH"},
	{"a description of 4096", embed(fmt.Sprintf(`"description":%q`, x(4096))), ""},
	{"a description of 4097", embed(fmt.Sprintf(`"description":%q`, x(4097))), "50035 embeds.0.description BASE_TYPE_MAX_LENGTH"},
	{"25 fields", embed(`"fields":` + list(25, `{"name":"n","value":"v"}`)), ""},
	{"26 fields", embed(`"fields":` + list(26, `{"name":"n","value":"v"}`)), "50035 embeds.0.fields BASE_TYPE_MAX_LENGTH"},
	{"a field's name of 257", embed(fmt.Sprintf(`"fields":[{"name":%q,"value":"v"}]`, x(257))), "50035 embeds.0.fields.0.name BASE_TYPE_MAX_LENGTH"},
	{"a field's value of 1025", embed(fmt.Sprintf(`"fields":[{"name":"n","value":%q}]`, x(1025))), "50035 embeds.0.fields.0.value BASE_TYPE_MAX_LENGTH"},
	{"a field without a value", embed(`"fields":[{"name":"n","value":""}]`), "50035 embeds.0.fields.0.value BASE_TYPE_REQUIRED"},
	{"a field without a name", embed(`"fields":[{"value":"v"}]`), "50035 embeds.0.fields.0.name BASE_TYPE_REQUIRED"},
	{"a footer of 2048", embed(fmt.Sprintf(`"footer":{"text":%q}`, x(2048))), ""},
	{"a footer of 2049", embed(fmt.Sprintf(`"footer":{"text":%q}`, x(2049))), "50035 embeds.0.footer.text BASE_TYPE_MAX_LENGTH"},
	{"a footer without text", embed(`"title":"t","footer":{}`), "50035 embeds.0.footer.text BASE_TYPE_REQUIRED"},
	{"an author of 257", embed(fmt.Sprintf(`"author":{"name":%q}`, x(257))), "50035 embeds.0.author.name BASE_TYPE_MAX_LENGTH"},
	{"6000 in all embeds", with(fmt.Sprintf(`"embeds":[{"description":%q},{"description":%q}]`, x(3000), x(3000))), ""},
	{"6001 in all embeds", with(fmt.Sprintf(`"embeds":[{"description":%q},{"footer":{"text":%q},"description":%q}]`, x(4000), x(1), x(2000))), "50035 embeds MAX_EMBED_SIZE_EXCEEDED"},
	{"a link of an embed", embed(`"title":"t","url":"https://example.org/a#p1s2"`), ""},
	{"a link of another scheme", embed(`"title":"t","url":"javascript:alert(1)"`), "50035 embeds.0.url URL_TYPE_INVALID_SCHEME"},
	{"a link that is none", embed(`"title":"t","url":"https://"`), "50035 embeds.0.url URL_TYPE_INVALID_URL"},
	{"a picture that was not sent", embed(`"image":{"url":"attachment://a.png"}`), "50035 embeds.0.image.url ATTACHMENT_NOT_FOUND"},
	{"a colour too high", embed(`"title":"t","color":16777216`), "50035 embeds.0.color NUMBER_TYPE_MAX"},
	{"a time that is none", embed(`"title":"t","timestamp":"yesterday"`), "50035 embeds.0.timestamp DATE_TIME_TYPE_PARSE"},

	{"5 rows", components(list(5, `{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"#"}]}`)), ""},
	{"6 rows", components(list(6, `{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"#"}]}`)), "50035 components BASE_TYPE_MAX_LENGTH"},
	{"5 buttons in a row", row(list(5, `{"type":2,"style":1,"label":"l","custom_id":"#"}`)), ""},
	{"6 buttons in a row", row(list(6, `{"type":2,"style":1,"label":"l","custom_id":"#"}`)), "50035 components.0.components BASE_TYPE_MAX_LENGTH"},
	{"an empty row", row(`[]`), "50035 components.0.components BASE_TYPE_REQUIRED"},
	{"a button without a row", components(`[{"type":2,"style":1,"label":"l","custom_id":"a"}]`), "50035 components.0.type BASE_TYPE_CHOICES"},
	{"a custom_id of 100", button(fmt.Sprintf(`"style":1,"label":"l","custom_id":%q`, x(100))), ""},
	{"a custom_id of 101", button(fmt.Sprintf(`"style":1,"label":"l","custom_id":%q`, x(101))), "50035 components.0.components.0.custom_id BASE_TYPE_MAX_LENGTH"},
	{"no custom_id", button(`"style":1,"label":"l"`), "50035 components.0.components.0.custom_id BASE_TYPE_REQUIRED"},
	{"the same custom_id twice", row(list(2, `{"type":2,"style":1,"label":"l","custom_id":"a"}`)), "50035 components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"},
	{"a label of 80", button(fmt.Sprintf(`"style":2,"label":%q,"custom_id":"a"`, x(80))), ""},
	{"a label of 81", button(fmt.Sprintf(`"style":2,"label":%q,"custom_id":"a"`, x(81))), "50035 components.0.components.0.label BASE_TYPE_MAX_LENGTH"},
	{"neither label nor emoji", button(`"style":2,"label":"","custom_id":"a"`), "50035 components.0.components.0 BUTTON_COMPONENT_INVALID_LABEL"},
	{"an emoji alone", button(`"style":2,"emoji":{"name":"👍"},"custom_id":"a"`), ""},
	{"no style", button(`"label":"l","custom_id":"a"`), "50035 components.0.components.0.style BASE_TYPE_REQUIRED"},
	{"an unknown style", button(`"style":7,"label":"l","custom_id":"a"`), "50035 components.0.components.0.style NUMBER_TYPE_MAX"},
	{"a link", button(`"style":5,"label":"l","url":"https://example.org"`), ""},
	{"a link without an address", button(`"style":5,"label":"l"`), "50035 components.0.components.0.url BASE_TYPE_REQUIRED"},
	{"a link with a custom_id", button(`"style":5,"label":"l","url":"https://example.org","custom_id":"a"`), "50035 components.0.components.0.custom_id BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"},
	{"a button with an address", button(`"style":1,"label":"l","url":"https://example.org","custom_id":"a"`), "50035 components.0.components.0.url BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"},
	{"a link of 513", button(fmt.Sprintf(`"style":5,"label":"l","url":"https://example.org/%s"`, x(513-20))), "50035 components.0.components.0.url BASE_TYPE_MAX_LENGTH"},
	{"a menu beside a button", row(`[{"type":2,"style":1,"label":"l","custom_id":"a"},{"type":3,"custom_id":"b","options":[{"label":"l","value":"v"}]}]`), "50035 components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
	{"a menu of 26", row(`[{"type":3,"custom_id":"b","options":` + list(26, `{"label":"l","value":"#"}`) + `}]`), "50035 components.0.components.0.options BASE_TYPE_MAX_LENGTH"},
	{"text among components of the first version", components(`[{"type":10,"content":"c"}]`), "50035 components.0.type BASE_TYPE_CHOICES"},
	{"components of the second version", with(`"flags":32768,"components":[{"type":17,"components":[{"type":10,"content":"c"}]}]`), ""},
	{"the second version with content", with(`"flags":32768,"content":"c","components":[{"type":10,"content":"c"}]`), "50035 content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
	{"41 components of the second version", with(`"flags":32768,"components":[{"type":17,"components":` + list(40, `{"type":10,"content":"c"}`) + `}]`), "50035 components BASE_TYPE_MAX_LENGTH"},
	{"4001 characters in the second version", with(fmt.Sprintf(`"flags":32768,"components":[{"type":10,"content":%q},{"type":10,"content":"c"}]`, x(4000))), "50035 components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"},

	{"a flag that cannot be set", with(`"content":"c","flags":2`), "50035 flags FLAGS_INVALID"},
	{"mentions of an unknown kind", `{"content":"c","allowed_mentions":{"parse":["all"]}}`, "50035 allowed_mentions.parse.0 BASE_TYPE_CHOICES"},
	{"mentions twice allowed", `{"content":"c","allowed_mentions":{"parse":["users"],"users":["1"]}}`, "50035 allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"},
}

// emoji is a text of characters of two UTF-16 units.
func emoji(n int) string {
	out := ""
	for range n {
		out += "😀"
	}
	return out
}

// TestMessageLimits holds each limit at each place where a message can be sent.
func TestMessageLimits(t *testing.T) {
	t.Parallel()
	for _, l := range messageLimits {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			status, got := raw(t, s, "POST", "/channels/"+s.InGuild().Channel+"/messages", l.body)
			l.check(t, s, status, got)
		})
	}
}

// answered is an interaction that has its first response, so that others can follow.
func answered(t *testing.T, s *discordtest.Server) *discordtest.Interaction {
	t.Helper()
	i := s.Command(s.InGuild(), "ask").Dispatch()
	mustRaw(t, s, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", `{"type":4,"data":`+with(`"content":"c"`)+`}`, nil)
	return i
}

func TestFollowupLimits(t *testing.T) {
	t.Parallel()
	for _, l := range messageLimits {
		if l.name == "no content" || l.name == "blank content" {
			continue // an edit keeps what it does not name
		}
		for _, where := range []struct{ name, method, path string }{
			{"followup", "POST", "/webhooks/%s/%s"},
			{"edit", "PATCH", "/webhooks/%s/%s/messages/@original"},
		} {
			if where.name == "edit" && (l.want == "50006" || l.body[:1] == "[") {
				continue
			}
			if where.name == "edit" && l.name == "the second version with content" {
				continue
			}
			t.Run(where.name+" with "+l.name, func(t *testing.T) {
				t.Parallel()
				s := discordtest.New(t, discordtest.Options{})
				i := answered(t, s)
				status, got := raw(t, s, where.method, fmt.Sprintf(where.path, s.ApplicationID, i.Token), l.body)
				l.check(t, s, status, got)
			})
		}
	}
}

// TestMentions: a message that might mention somebody is taken, as Discord takes it, and is a breach of this project's own rule.
func TestMentions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ body, want string }{
		{`{"content":"c"}`, "allowed_mentions is missing"},
		{`{"content":"hello <@123>"}`, "it mentions somebody"},
		{`{"content":"hello @everyone"}`, "it mentions somebody"},
		{`{"content":"c","allowed_mentions":{"parse":null}}`, "allowed_mentions.parse is null"},
		{`{"content":"c","allowed_mentions":{}}`, "allowed_mentions.parse is null"},
		{`{"content":"c","allowed_mentions":{"parse":["users"]}}`, `allowed_mentions.parse has "users"`},
		{`{"content":"c","allowed_mentions":{"parse":[],"users":["123"]}}`, "allowed_mentions.users has 1 ids"},
		{`{"content":"c","allowed_mentions":{"parse":[],"replied_user":true}}`, "allowed_mentions.replied_user is true"},
		{`{"content":"hello <@123>","allowed_mentions":{"parse":[],"replied_user":false}}`, ""},
	} {
		t.Run(test.body, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			status, got := raw(t, s, "POST", "/channels/"+s.InDM().Channel+"/messages", test.body)
			if status != 200 {
				t.Fatalf("%s: status %d %s; want 200", test.body, status, got)
			}
			if test.want != "" {
				s.AllowBreaches(test.want, "allowed_mentions")
			}
			wantBreach(t, s, test.want)
		})
	}
}
