package slacktest

import (
	"fmt"
	"slices"
	"strings"
)

// richText checks a rich_text block: what could mention somebody or link somewhere in it, and the shape of its parts.
func (c *checker) richText(at string, b object) {
	c.only(at, b, "block_id", "elements")
	for i, e := range c.list(at, b, "elements", 1, maxObjectText) {
		c.richPart(fmt.Sprintf("%s/elements/%d", at, i), e)
	}
}

// richPart checks a section, list, quotation or preformatted part.
func (c *checker) richPart(at string, v any) {
	part, ok := v.(object)
	kind, _ := part["type"].(string)
	switch {
	case !ok || !slices.Contains([]string{"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}, kind):
		c.bad(at+"/type", "unsupported type: %s", kind)
		return
	case kind == "rich_text_list":
		c.only(at, part, "elements", "style", "indent", "offset", "border")
		if part["style"] != "bullet" && part["style"] != "ordered" {
			c.bad(at+"/style", "must be bullet or ordered")
		}
	default:
		c.only(at, part, "elements", "border", "language")
	}
	for i, e := range c.list(at, part, "elements", 0, maxObjectText) {
		place := fmt.Sprintf("%s/elements/%d", at, i)
		if kind == "rich_text_list" {
			c.richPart(place, e)
			continue
		}
		c.richElement(place, e)
	}
}

// richElement checks what a part is made of.
func (c *checker) richElement(at string, v any) {
	e, ok := v.(object)
	kind, _ := e["type"].(string)
	switch {
	case !ok:
		c.bad(at, "must be an object")
	case kind == "text":
		c.only(at, e, "text", "style")
		c.str(at, e, "text", 1, maxObjectText)
	case kind == "link":
		c.only(at, e, "url", "text", "unsafe", "style")
		c.address(at, e, "url", 1)
		c.str(at, e, "text", 0, maxObjectText)
	case kind == "emoji":
		c.only(at, e, "name", "unicode", "skin_tone", "style")
	case kind == "date":
		c.only(at, e, "timestamp", "format", "url", "fallback", "style")
	case slices.Contains([]string{"user", "usergroup", "channel", "broadcast", "team"}, kind):
		c.s.breach(c.where, CodeMention, "%s: a rich_text element %q is a mention", at, kind)
	default:
		c.bad(at+"/type", "unsupported type: %s", kind)
	}
}

// rich is what a person typed, as the rich_text block that Slack's clients make of it.
func rich(id, text string) []any {
	var parts []any
	for text != "" {
		before, rest, found := strings.Cut(text, "<@")
		user, after, closed := strings.Cut(rest, ">")
		if !found || !closed {
			before, after, user = text, "", ""
		}
		if before != "" {
			parts = append(parts, object{"type": "text", "text": unescape(before)})
		}
		if user != "" {
			parts = append(parts, object{"type": "user", "user_id": user})
		}
		text = after
	}
	return []any{object{"type": "rich_text", "block_id": id, "elements": []any{object{"type": "rich_text_section", "elements": parts}}}}
}

// unescape is a text as it was typed.
func unescape(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}
