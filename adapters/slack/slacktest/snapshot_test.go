package slacktest_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/slack-go/slack"

	"drawdown/adapters/slack/slacktest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestSnapshotIsTheSameInEveryRun(t *testing.T) {
	t.Parallel()
	got := scenes(t)
	if again := scenes(t); !bytes.Equal(got, again) {
		t.Errorf("two runs differ:\n%s\n%s", got, again)
	}
	golden := filepath.Join("testdata", "snapshot.json")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the snapshot is\n%s\nwant\n%s", got, want)
	}
}

// scenes is the snapshot of a small conversation.
func scenes(t *testing.T) []byte {
	t.Helper()
	s := slacktest.New(t, slacktest.Options{LinkPrefixes: []string{prefix}})
	api := client(s)
	asked := s.Mention(slacktest.Said{Text: "how many ships?"})
	text := slack.NewTextBlockObject("mrkdwn", "*three* <"+prefix+"1|source>", false, false)
	_, ts, err := api.PostMessage(asked.Channel, slack.MsgOptionTS(asked.TS), slack.MsgOptionText("three", false),
		slack.MsgOptionBlocks(slack.NewSectionBlock(text, nil, nil)),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "reply", EventPayload: map[string]any{"event": asked.Channel + "/" + asked.TS}}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.PostEphemeral(asked.Channel, asked.User, slack.MsgOptionText("for you", false), slack.MsgOptionTS(asked.TS)); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := api.UpdateMessage(asked.Channel, ts, slack.MsgOptionText("four", false)); err != nil {
		t.Fatal(err)
	}
	if _, err := api.PublishViewContext(soon(t), slack.PublishViewContextRequest{UserID: asked.User, View: slack.HomeTabViewRequest{
		Type: "home", Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}}}}); err != nil {
		t.Fatal(err)
	}
	if err := api.SetAssistantThreadsStatus(slack.AssistantThreadsSetStatusParameters{ChannelID: asked.Channel, ThreadTS: asked.TS, Status: "is looking"}); err != nil {
		t.Fatal(err)
	}
	return s.Snapshot()
}
