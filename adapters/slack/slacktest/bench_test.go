package slacktest_test

import (
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"drawdown/adapters/slack/slacktest"
)

// What a posted message costs, the SDK's part included: to be taken off what an app's own benchmark measures on the server.
func BenchmarkPostMessage(b *testing.B) {
	s := slacktest.New(b, slacktest.Options{})
	api := client(s)
	blocks := slack.MsgOptionBlocks(slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "*three* ships", false, false), nil, nil))
	for b.Loop() {
		if _, _, err := api.PostMessage(slacktest.DefaultChannel, slack.MsgOptionText("three", false), blocks); err != nil {
			b.Fatal(err)
		}
	}
}

// What an event costs from delivery to acknowledgement, the SDK's part included.
func BenchmarkDeliver(b *testing.B) {
	s := slacktest.New(b, slacktest.Options{})
	listen(b, s, func(socketmode.Event) {})
	ctx := soon(b)
	if err := s.WaitConnections(ctx, 1); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Deliver(s.Say(slacktest.Said{Text: "how many ships?"})).Acked(soon(b)); err != nil {
			b.Fatal(err)
		}
	}
}
