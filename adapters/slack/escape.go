package slack

import (
	"strings"
	"unicode"

	"drawdown/bot"
)

// Text that goes to Slack is cleaned of signs that nobody sees and escaped. Text that people typed is quoted besides: it reads
// as it did, and is neither a mention, nor a link, nor formatting, wherever it comes to stand.

// escapes are the three signs that Slack asks to escape, in blocks and in texts alike.
var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape is a text as Slack takes it.
func escape(s string) string { return escapes.Replace(s) }

// escapedSize is the size of a text when it is escaped.
func escapedSize(s string) int { return bot.UTF16(escape(s)) }

// joiner is U+2060, which nobody sees and which allows no line break: between the signs of a mark it makes them plain text.
const joiner = "\u2060"

// marks are what begins formatting, mentions, links and channels. A sign is followed by a joiner, so that what was typed never
// comes back as it was typed.
var marks = strings.NewReplacer("*", "*"+joiner, "_", "_"+joiner, "~", "~"+joiner, "`", "`"+joiner, "@", "@"+joiner, "<", "<"+joiner,
	"|", "|"+joiner, "://", ":"+joiner+"//", "](", "]"+joiner+"(")

// quoted is a text that somebody typed, on one line, without any effect.
func quoted(s string) string {
	return marks.Replace(strings.Join(strings.Fields(clean(s)), " "))
}

// clean leaves out control characters, and signs of format such as those that turn the direction of a text around; line breaks
// and tabs stay, emoji too.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case strings.ContainsRune("\u200d\ufe0f"+joiner, r): // the first two make emoji of several signs
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// shorten cuts a text to a number of characters as Slack counts them escaped, at a word if there is one. What is cut ends with an ellipsis.
func shorten(s string, most int) string {
	size, end, word := 0, 0, 0
	for i, r := range s {
		if size < most { // there is room for an ellipsis before this character
			end = i
		}
		if r == ' ' && size < most {
			word = i
		}
		if size += escapedSize(string(r)); size > most {
			if word > 0 {
				end = word
			}
			return s[:end] + "…"
		}
	}
	return s
}

// plain is what a person typed, from what Slack makes of it: escapes undone, links by their address, other people and channels by name. The
// bot's own mention is left out.
func plain(s, self string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		out.WriteString(before)
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, ">")
		if !closed {
			out.WriteString("<" + rest)
			break
		}
		out.WriteString(spelled(inside, self))
		s = after
	}
	return strings.TrimSpace(unescapes.Replace(out.String()))
}

var unescapes = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// spelled is what stood between < and > as words.
func spelled(inside, self string) string {
	target, label, labelled := strings.Cut(inside, "|")
	switch {
	case target == "@"+self:
		return ""
	case strings.HasPrefix(target, "@") && !labelled:
		return "@somebody"
	case strings.HasPrefix(target, "@"):
		return "@" + label
	case strings.HasPrefix(target, "#") && !labelled:
		return "#channel"
	case strings.HasPrefix(target, "#"):
		return "#" + label
	case strings.HasPrefix(target, "!") && !labelled:
		return "@" + strings.TrimPrefix(target, "!")
	case labelled:
		return label
	}
	return target
}

// addresses tells whom a message mentions: the bot, and anybody else.
func addresses(s, self string) (us, others bool) {
	for {
		_, rest, found := strings.Cut(s, "<")
		if !found {
			return us, others
		}
		inside, after, closed := strings.Cut(rest, ">")
		if !closed {
			return us, others
		}
		target, _, _ := strings.Cut(inside, "|")
		switch {
		case target == "@"+self:
			us = true
		case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "!") && !strings.HasPrefix(target, "!date"):
			others = true
		}
		s = after
	}
}
