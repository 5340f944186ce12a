package slack

import (
	"context"
	"errors"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
)

// A question that is pressed in the App Home is answered in a modal view, where it was pressed, which needs no scope and no direct message to
// be opened. Buttons in the modal work on: a question takes the place of the one before, anything else is put on top. Where the view
// cannot be shown any more, the answer is a direct message.

const (
	// maxViewBlocks is what Slack takes in a view.
	maxViewBlocks = 100

	homeView = "home"
)

// pressInView answers a button in a view.
func (a *Adapter) pressInView(i interaction) task {
	m := bot.Message{Platform: platform, Conversation: "home:" + i.User.ID, Author: i.User.ID, ID: i.Trigger}
	return task{
		names: named("press:", i.Trigger),
		reply: func(ctx context.Context) bot.Reply { return a.act(ctx, m, i.Actions[0].Value) },
		say: func(ctx context.Context, r bot.Reply, again bool) error {
			view, at := a.modal(r), inBlocks
			err := a.persist(ctx, func(ctx context.Context) error {
				if at != inBlocks {
					view.Blocks.BlockSet = []slackgo.Block{slackgo.NewSectionBlock(plainText(shorten(spoken(a.lines(r)), maxSection)), nil, nil)}
				}
				return a.showView(ctx, i, view, r.Private)
			}, plainer(&at))
			if errors.Is(err, errRefused) { // a view has to be opened within three seconds
				return a.send(ctx, place{channel: i.User.ID, user: i.User.ID, direct: true}, "press/"+i.Trigger, r, again)
			}
			return err
		},
	}
}

// showView opens a modal over the App Home; over another modal it takes its place, or is put on top.
func (a *Adapter) showView(ctx context.Context, i interaction, view slackgo.ModalViewRequest, onTop bool) error {
	m, show := updateView, func(ctx context.Context) (err error) {
		_, err = a.api.UpdateViewContext(ctx, view, "", "", i.View.ID)
		return err
	}
	if i.View.Type == homeView {
		m, show = openView, func(ctx context.Context) (err error) {
			_, err = a.api.OpenViewContext(ctx, i.Trigger, view)
			return err
		}
	} else if onTop {
		m, show = pushView, func(ctx context.Context) (err error) {
			_, err = a.api.PushViewContext(ctx, i.Trigger, view)
			return err
		}
	}
	return a.call(ctx, m, show)
}

// modal lays a reply out as a view.
func (a *Adapter) modal(r bot.Reply) slackgo.ModalViewRequest {
	var blocks []slackgo.Block
	for _, m := range a.render(r) {
		blocks = append(blocks, m.blocks...)
	}
	return slackgo.ModalViewRequest{
		Type: slackgo.VTModal, Title: plainText("From the articles"), Close: plainText("Close"),
		Blocks: slackgo.Blocks{BlockSet: blocks[:min(len(blocks), maxViewBlocks)]},
	}
}

// spoken are lines as one text, not escaped.
func spoken(lines []line) string {
	text := ""
	for _, l := range fitting(lines) {
		text += l.text + "\n"
	}
	return text
}
