package slacktest_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"drawdown/adapters/slack/slacktest"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// soon is a context for waiting.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// client is the real SDK, pointed at the server.
func client(s *slacktest.Server) *slack.Client {
	return slack.New(s.BotToken(), slack.OptionAppLevelToken(s.AppToken()), slack.OptionAPIURL(s.APIURL()), slack.OptionHTTPClient(&http.Client{Timeout: patience}))
}

// listen runs one Socket Mode client of the SDK until the test ends. What has an envelope is acknowledged, and every event handed to
// the handler, one after the other.
//
// The acknowledgements have goroutines of their own: without a connection the SDK takes none, and it makes no new connection as long as nobody
// takes its events.
func listen(t testing.TB, s *slacktest.Server, handle func(socketmode.Event)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	sm := socketmode.New(client(s))
	var wg sync.WaitGroup
	wg.Go(func() { _ = sm.RunContext(ctx) }) // it ends with the test
	wg.Go(func() {
		for {
			select {
			case e := <-sm.Events:
				if e.Request != nil && e.Request.EnvelopeID != "" {
					wg.Go(func() { _ = sm.AckCtx(ctx, e.Request.EnvelopeID, nil) }) // what is lost is delivered again
				}
				handle(e)
			case <-ctx.Done():
				return
			}
		}
	})
	t.Cleanup(func() { cancel(); s.Close(); wg.Wait() })
}

func TestMentionIsAnsweredInItsThread(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	api := client(s)
	listen(t, s, func(e socketmode.Event) {
		if e.Type != socketmode.EventTypeEventsAPI {
			return
		}
		inner := e.Data.(slackevents.EventsAPIEvent).InnerEvent.Data.(*slackevents.AppMentionEvent)
		if _, _, err := api.PostMessage(inner.Channel, slack.MsgOptionText("three", false), slack.MsgOptionTS(inner.TimeStamp)); err != nil {
			t.Errorf("PostMessage: %v", err)
		}
	})
	asked := s.Mention(slacktest.Said{Text: "how many ships?"})
	d := s.Deliver(asked)
	replies, err := s.WaitReplies(soon(t), asked.Channel, asked.TS, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := replies[0].Text, "three"; got != want {
		t.Errorf("the reply is %q, want %q", got, want)
	}
	ack, err := d.Acked(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	if ack.After <= 0 || ack.After > 3*time.Second || ack.Payload != nil {
		t.Errorf("acknowledged after %v with payload %s, want soon and with none", ack.After, ack.Payload)
	}
}
