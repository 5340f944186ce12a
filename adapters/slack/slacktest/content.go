package slacktest

import (
	"encoding/json"
	"unicode/utf16"
	"unicode/utf8"
)

// Slack cuts a text at maxText and advises adviseText; both count UTF-16 units here, which is the stricter reading of "characters".
const (
	maxText    = 40000
	adviseText = 4000
)

// content checks text and blocks of a message and gives both.
func (s *Server) content(c *call) (string, json.RawMessage, *refusal) {
	for _, name := range []string{"parse", "link_names"} {
		if v := c.args[name]; v != "" && v != "none" && v != "0" && v != "false" {
			s.breach(c.method, CodeMention, "%s=%s turns names in a text into mentions; leave it out", name, v)
		}
	}
	if raw := c.args["attachments"]; raw != "" && raw != "[]" && raw != "null" {
		return "", nil, refuse("invalid_attachments", "this server knows no attachments; use blocks")
	}
	text, raw := c.args["text"], c.args["blocks"]
	if raw == "null" || raw == "[]" {
		raw = ""
	}
	if refused := s.readable(c.method, text, raw != ""); refused != nil {
		return "", nil, refused
	}
	if raw == "" {
		return text, nil, nil
	}
	refused := s.checkBlocks(c.method, surfaceMessage, json.RawMessage(raw))
	return text, json.RawMessage(raw), refused
}

// readable checks the text of a message, which stands for its blocks where they cannot be shown.
func (s *Server) readable(where, text string, blocks bool) *refusal {
	n := length(text)
	switch {
	case n == 0 && !blocks:
		return refuse("no_text", "a message needs a text or blocks")
	case n > maxText:
		return refuse("msg_too_long", "the text has %d characters; Slack takes %d", n, maxText)
	case n > adviseText:
		s.breach(where, CodeLongText, "the text has %d characters; Slack advises %d at most", n, adviseText)
	case n == 0 && !s.o.NoFallbackRule:
		s.breach(where, CodeNoFallback, "blocks without a text; notifications and screen readers have nothing to say")
	}
	s.checkText(where, "text", text, true)
	return nil
}

// length counts the characters of a text as the stricter reading of Slack's limits does.
func length(text string) int {
	n := 0
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// checkText records what a text should not hold; markup tells whether Slack reads mrkdwn in it.
func (s *Server) checkText(where, at, text string, markup bool) {
	if !utf8.ValidString(text) {
		s.breach(where, CodeControl, "%s is not UTF-8: %.80q", at, text)
	}
	for _, r := range text {
		if hidden(r) {
			s.breach(where, CodeControl, "%s holds the control character %U: %.80q", at, r, text)
			break
		}
	}
	if markup {
		for _, f := range findings(text, s.o.LinkPrefixes) {
			s.breach(where, f.code, "%s: %s in %.200q", at, f.detail, text)
		}
		if s.o.NoBareDomains {
			if domain := bareDomain.FindString(text); domain != "" {
				s.breach(where, CodeLink, "%s: %q may become a link in %.200q", at, domain, text)
			}
		}
	}
}

// hidden tells whether a character cannot be seen and yet changes what is: controls besides line break and tab, and those that turn the
// direction of writing around. Joiners and the zero-width space are allowed: they keep markup apart.
func hidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20 || 0x7f <= r && r < 0xa0:
		return true
	case 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069:
		return true // embeddings, overrides and isolates of direction
	}
	return r == 0x200e || r == 0x200f || r == 0x061c || r == 0x2028 || r == 0x2029 || r == 0xfeff
}
