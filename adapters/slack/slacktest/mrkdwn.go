package slacktest

import (
	"fmt"
	"regexp"
	"strings"
)

// A finding is something in a text of mrkdwn that a program should not have let through.
type finding struct{ code, detail string }

// angle finds what Slack reads as a mention, a link or a date: a pair of angle brackets with something between.
var angle = regexp.MustCompile(`<([^<>]*)>`)

// bareLink finds addresses that Slack makes links of by itself.
var bareLink = regexp.MustCompile(`(?i)\b(?:https?://|mailto:|www\.)[^\s<>|]+`)

// bareDomain finds names of hosts that Slack's clients may make links of.
var bareDomain = regexp.MustCompile(`(?i)\b[a-z0-9][a-z0-9-]*\.(?:com|org|net|io|gov|mil|edu|info|co|dev|app)\b`)

// atAll finds names of everybody, which Slack reads as mentions in block text that is not verbatim.
var atAll = regexp.MustCompile(`(?i)(?:^|[^\pL\pN_.])@(?:channel|here|everyone)\b`)

// entity finds the three escapes that Slack knows.
var entity = regexp.MustCompile(`&(?:amp|lt|gt);`)

// findings are what is wrong with a text of mrkdwn: mentions, links that do not begin with one of the prefixes, and &, < and > that were
// not escaped. A > at the beginning of a line is a quotation, and right.
func findings(text string, prefixes []string) []finding {
	var found []finding
	rest := angle.ReplaceAllStringFunc(text, func(whole string) string {
		if f, bad := special(whole[1:len(whole)-1], prefixes); bad {
			found = append(found, f)
		}
		return " "
	})
	for _, link := range bareLink.FindAllString(rest, -1) {
		if !allowed(link, prefixes) {
			found = append(found, finding{CodeLink, fmt.Sprintf("%q becomes a link", link)})
		}
	}
	return append(found, unescaped(rest)...)
}

// special judges what stands between angle brackets.
func special(inner string, prefixes []string) (finding, bool) {
	target, _, _ := strings.Cut(inner, "|")
	switch {
	case strings.HasPrefix(target, "!date^"):
		return finding{}, false
	case target == "" || strings.ContainsAny(target[:1], "@#!"):
		return finding{CodeMention, fmt.Sprintf("%q is a mention", "<"+inner+">")}, true
	case !allowed(target, prefixes):
		return finding{CodeLink, fmt.Sprintf("%q is a link to none of %q", "<"+inner+">", prefixes)}, true
	}
	return finding{}, false
}

// unescaped finds the three characters that must be written as entities.
func unescaped(text string) []finding {
	var found []finding
	for _, line := range strings.Split(entity.ReplaceAllString(text, ""), "\n") {
		line = strings.TrimPrefix(strings.TrimLeft(line, " "), ">")
		if i := strings.IndexAny(line, "&<>"); i >= 0 {
			found = append(found, finding{CodeUnescaped, fmt.Sprintf("%q must be written as an entity", line[i:i+1])})
		}
	}
	return found
}

// allowed tells whether an address begins as one may.
func allowed(address string, prefixes []string) bool {
	address = entity.ReplaceAllStringFunc(address, func(e string) string {
		return map[string]string{"&amp;": "&", "&lt;": "<", "&gt;": ">"}[e]
	})
	for _, p := range prefixes {
		if strings.HasPrefix(address, p) {
			return true
		}
	}
	return false
}
