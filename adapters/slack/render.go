package slack

import (
	"fmt"
	"strings"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
	"drawdown/knowledge"
)

// A message is what is posted at once: blocks, and a text that holds the same words for notifications, screen readers, and for the
// case that the blocks are refused.
type message struct {
	text   string // escaped
	blocks []slackgo.Block
}

const (
	// maxText is the longest text of a message that Slack advises.
	maxText = 4000

	// maxBlocks is what Slack takes in a message, less two for the buttons and one for a picture.
	maxBlocks = 50 - 3
)

// render lays a reply out as the messages that it takes, at least one. The buttons stand under the last.
func (a *Adapter) render(r bot.Reply) []message {
	out := pack(a.lines(r))
	if len(out) == 0 {
		out = pack([]line{{look: body, text: "…"}})
	}
	last := &out[len(out)-1]
	last.blocks = append(last.blocks, buttons(r)...)
	return out
}

// pack puts lines into as few messages as possible, in their order.
func pack(lines []line) []message {
	var out []message
	for _, l := range fitting(lines) {
		text := escape(l.text)
		n := len(out) - 1
		if n < 0 || len(out[n].blocks) == maxBlocks || bot.UTF16(out[n].text)+1+bot.UTF16(text) > maxText {
			out, n = append(out, message{}), n+1
		} else {
			out[n].text += "\n"
		}
		out[n].text += text
		out[n].blocks = append(out[n].blocks, l.block())
	}
	return out
}

// lines are a reply, the answer first.
func (a *Adapter) lines(r bot.Reply) []line {
	var out []line
	if r.Asked != "" {
		out = append(out, line{look: note, text: "Asked: " + quoted(r.Asked)})
	}
	switch r.Kind {
	case bot.Answered:
		return append(out, a.answer(r.Answer)...)
	case bot.Refused:
		return append(out, refusal(r)...)
	case bot.Checked:
		return append(out, a.verdicts(r)...)
	case bot.Listing:
		return append(out, a.entries(r)...)
	}
	out = append(out, line{look: body, text: r.Text})
	for _, e := range r.Entries {
		out = append(out, line{look: body, text: "• " + e.Text})
	}
	return out
}

// answer is the short answer, the statement, its citations, how old they are, what is known against them, and what is said otherwise.
func (a *Adapter) answer(x *knowledge.Answer) []line {
	var numbers strings.Builder
	for i := range x.Citations {
		fmt.Fprintf(&numbers, " [%d]", i+1)
	}
	out := []line{{look: heading, text: x.Short}, {look: body, text: x.Statement + numbers.String()}}
	for i, c := range x.Citations {
		out = append(out, a.citation(i+1, c)...)
	}
	out = append(out, standing(x)...)
	for i, d := range x.Differs {
		n := len(x.Citations) + i + 1
		out = append(out, line{look: body, text: fmt.Sprintf("Otherwise: %s. %s [%d]", strings.TrimRight(d.Note, "."), d.Statement, n)})
		out = append(out, a.citation(n, d.Citation)...)
	}
	return out
}

// standing says how old the sources are and what is known against them.
func standing(x *knowledge.Answer) []line {
	var out []line
	if dates := bot.AsOf(x.Citations); dates != "" {
		out = append(out, line{look: note, text: "As of " + dates + "."})
	}
	for _, c := range x.Caveats {
		out = append(out, line{look: note, text: "Note: " + c})
	}
	return out
}

func refusal(r bot.Reply) []line {
	out := []line{{look: body, text: r.Text}}
	if r.Answer.Nearest != "" {
		out = append(out, line{look: note, text: r.Answer.Nearest})
	}
	return out
}

// verdictWords begin what the facts say on a claim.
var verdictWords = map[knowledge.Support]string{
	knowledge.Supported:    "Supported: ",
	knowledge.Contradicted: "Contradicted: ",
	knowledge.NotCovered:   "Not covered: the articles do not say.",
}

func (a *Adapter) verdicts(r bot.Reply) []line {
	out := []line{{look: body, text: r.Text}}
	number := 0
	for _, v := range r.Verdicts {
		says := verdictWords[v.Support] + v.Statement
		for i := range v.Citations {
			says += fmt.Sprintf(" [%d]", number+i+1)
		}
		out = append(out, line{look: note, text: bot.InQuotes(quoted(v.Claim))}, line{look: body, text: says})
		for _, c := range v.Citations {
			number++
			out = append(out, a.citation(number, c)...)
		}
	}
	return out
}

// entries are a list: label and text of each, with its citations.
func (a *Adapter) entries(r bot.Reply) []line {
	out := []line{{look: body, text: r.Text}}
	number := 0
	for _, e := range r.Entries {
		text := e.Text
		if len(e.Citations) == 0 {
			text = quoted(text) // what people asked in vain is listed too
		}
		if e.Label != "" {
			text = e.Label + ": " + text
		}
		for i := range e.Citations {
			text += fmt.Sprintf(" [%d]", number+i+1)
		}
		out = append(out, line{look: body, text: text})
		for _, c := range e.Citations {
			number++
			out = append(out, a.citation(number, c)...)
		}
	}
	return out
}
