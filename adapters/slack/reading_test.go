package slack_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"drawdown/adapters/slack/slacktest"
)

// typed is what Slack makes of what somebody types.
func typed(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// A shown is a block as far as a person reads it.
type shown struct {
	Type     string          `json:"type"`
	Text     json.RawMessage `json:"text"`
	Elements []shown         `json:"elements"`
	AltText  string          `json:"alt_text"`
}

// read is what a person reads of blocks: markup undone, buttons by what stands on them, line by line.
func read(t testing.TB, blocks json.RawMessage) string {
	t.Helper()
	var list []shown
	if err := json.Unmarshal(blocks, &list); err != nil {
		t.Fatalf("the blocks %s: %v", blocks, err)
	}
	var out []string
	for _, b := range list {
		out = append(out, b.read(t)...)
	}
	return strings.Join(out, "\n")
}

func (b shown) read(t testing.TB) []string {
	var out []string
	if len(b.Text) > 0 {
		var text, kind = "", b.Type
		if b.Text[0] == '"' { // an element of a context
			json.Unmarshal(b.Text, &text)
		} else {
			var object struct{ Type, Text string }
			if err := json.Unmarshal(b.Text, &object); err != nil {
				t.Fatalf("the text %s: %v", b.Text, err)
			}
			text, kind = object.Text, object.Type
		}
		if kind == "mrkdwn" {
			text = unlinked(text)
		}
		text = unescaped(text)
		if b.Type == "button" {
			text = "[" + text + "]"
		}
		out = append(out, text)
	}
	if b.AltText != "" {
		out = append(out, fmt.Sprintf("(picture: %s)", unescaped(b.AltText)))
	}
	for _, e := range b.Elements {
		out = append(out, e.read(t)...)
	}
	return out
}

func unescaped(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// unlinked shows links by their label.
func unlinked(s string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		link, after, _ := strings.Cut(rest, ">")
		_, label, _ := strings.Cut(link, "|")
		out.WriteString(label)
		s = after
	}
}

// reads is what a person reads of a message.
func reads(t testing.TB, m slacktest.Message) string {
	t.Helper()
	if m.Blocks == nil {
		return unescaped(m.Text)
	}
	return read(t, m.Blocks)
}
