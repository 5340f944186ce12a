package slack

import (
	"context"
	"fmt"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
)

// maxHomeQuestions are the questions to press in the App Home.
const maxHomeQuestions = 5

// homeOpened asks for the App Home of somebody who opened it: it is published each time, so that it is never older than the facts.
func (a *Adapter) homeOpened(event, user string) task {
	return task{
		names: named("event:", event),
		reply: func(context.Context) bot.Reply { return a.bot.Articles() },
		say: func(ctx context.Context, r bot.Reply, _ bool) error {
			blocks := a.home(r)
			return a.persist(ctx, func(ctx context.Context) error {
				view := slackgo.HomeTabViewRequest{Type: slackgo.VTHomeTab, Blocks: slackgo.Blocks{BlockSet: blocks}}
				return a.call(ctx, publishView, func(ctx context.Context) error {
					_, err := a.api.PublishViewContext(ctx, slackgo.PublishViewContextRequest{UserID: user, View: view})
					return err
				})
			}, func(o outcome) bool {
				plain := o == malformed && len(blocks) > 1
				if plain {
					blocks = []slackgo.Block{slackgo.NewSectionBlock(plainText(a.bot.Help().Text), nil, nil)}
				}
				return plain || o == unknown
			})
		},
	}
}

// home says what the bot knows and how fresh that is, and offers some questions.
func (a *Adapter) home(articles bot.Reply) []slackgo.Block {
	base := a.bot.Base()
	lines := []line{
		{look: heading, text: "What I know"},
		{look: body, text: fmt.Sprintf("I answer questions on the U.S. military drawdown in Iraq and Syria with what %s, each answer with the sentence that it stands on. What they do not say, I do not know.", counted(len(base.Articles), len(base.Facts())))},
	}
	for _, e := range articles.Entries {
		lines = append(lines, line{look: body, text: e.Label}, line{look: note, text: e.Text})
	}
	for _, x := range base.Articles {
		if x.AsOf != "" {
			lines = append(lines, line{look: note, text: x.Title + ": as of " + bot.Date(x.AsOf) + "."})
		}
	}
	lines = append(lines, line{look: heading, text: "Ask"},
		line{look: body, text: "Write to me under Messages, mention me in a channel, or type /drawdown and a question. Or press one of these:"})
	var out []slackgo.Block
	for _, l := range fitting(lines) {
		out = append(out, l.block())
	}
	if len(out) >= maxViewBlocks {
		out = out[:maxViewBlocks-1]
	}
	if questions := a.examples(maxHomeQuestions); len(questions) > 0 {
		out = append(out, questionButtons(questions))
	}
	return out
}

// counted says how much there is.
func counted(articles, facts int) string {
	if articles == 1 {
		return fmt.Sprintf("one article says, taken apart into %d facts", facts)
	}
	return fmt.Sprintf("%d articles say, taken apart into %d facts", articles, facts)
}
