package slack

import (
	"fmt"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
	"drawdown/knowledge"
)

// maxLabel is the longest text of a button, in characters.
const maxLabel = 75

// The action_ids say who reads the value of a button: the bot, to whom it is a state, or this adapter. Those of the bot are numbered, for
// they have to be unique.
const (
	actPrefix   = "act-"
	shareAction = "share"
)

// buttons are the blocks of what can be pressed under a reply: the questions that lead on, and what is about the answer.
func buttons(r bot.Reply) []slackgo.Block {
	var on, about []slackgo.BlockElement
	for i, b := range bot.Buttons(r) {
		e := button(fmt.Sprint(actPrefix, i), b.Label, b.State)
		if b.Verb == bot.AskAgain {
			on = append(on, e)
		} else {
			about = append(about, e)
		}
	}
	var out []slackgo.Block
	if len(on) > 0 {
		out = append(out, slackgo.NewActionBlock("questions", on...))
	}
	if len(about) > 0 {
		out = append(out, slackgo.NewActionBlock("about", about...))
	}
	return out
}

// button has a label that is cut where it is too long; the value is what counts.
func button(action, label, value string) *slackgo.ButtonBlockElement {
	return slackgo.NewButtonBlockElement(action, value, plainText(shorten(label, maxLabel)))
}

// questionButtons offer questions, as many as are asked for.
func questionButtons(questions []string) slackgo.Block {
	var out []slackgo.BlockElement
	for i, q := range questions {
		out = append(out, button(fmt.Sprint(actPrefix, i), q, askState(q)))
	}
	return slackgo.NewActionBlock("questions", out...)
}

// askState is the state of a button that asks a question: that which the bot itself gives to a related one.
func askState(question string) string {
	for _, b := range bot.Buttons(bot.Reply{Kind: bot.Refused, Answer: &knowledge.Answer{Suggestions: []string{question}}}) {
		if b.Verb == bot.AskAgain {
			return b.State
		}
	}
	return ""
}

// withShare puts the button that shares an answer in the channel under it. The question is all that it needs.
func withShare(m message, question string) message {
	if question = clean(question); escapedSize(question) > maxValue {
		return m
	}
	share := slackgo.NewActionBlock(shareAction, button(shareAction, "Share in this channel", question))
	m.blocks = append(m.blocks[:len(m.blocks):len(m.blocks)], share)
	return m
}

// maxValue is the longest value of a button, in characters.
const maxValue = 2000
