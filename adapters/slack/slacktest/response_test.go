package slacktest_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"drawdown/adapters/slack/slacktest"
)

// respond posts to a response_url.
func respond(t *testing.T, url, body string) reply { return post(t, url, "application/json", body) }

func TestResponseURLIsGoodForFivePosts(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches("used_url")
	e := s.Slash(slacktest.Command{Channel: slacktest.StrangeChannel, Name: "/drawdown"})
	for i := range 6 {
		want := http.StatusOK
		if i == 5 {
			want = http.StatusNotFound
		}
		if r := respond(t, e.ResponseURL, `{"text":"x"}`); r.status != want || r.OK != (want == 200) {
			t.Errorf("post %d was answered with HTTP %d %s, want %d", i, r.status, r.body, want)
		}
	}
	if n := len(s.Responses()); n != 5 {
		t.Errorf("%d posts are recorded, want 5", n)
	}
	if n := len(s.Whispers(slacktest.DefaultUser)); n != 5 {
		t.Errorf("the user was shown %d messages, want 5, in a channel without the bot as well", n)
	}
}

func TestResponseURLIsGoodForHalfAnHour(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := slacktest.New(t, slacktest.Options{Now: clock.Now})
	e := s.Slash(slacktest.Command{Name: "/drawdown"})
	clock.Advance(30 * time.Minute)
	if r := respond(t, e.ResponseURL, `{"text":"x"}`); !r.OK {
		t.Errorf("after 30 minutes: %s", r.body)
	}
	clock.Advance(time.Second)
	if r := respond(t, e.ResponseURL, `{"text":"x"}`); r.status != http.StatusNotFound || r.Error != "expired_url" {
		t.Errorf("a second later: HTTP %d %s, want 404 and expired_url", r.status, r.body)
	}
}

func TestResponses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, body string
		status     int
		breach     string
		messages   []string // in the channel, the original first
		whispers   []string
	}{
		{"to the presser", `{"text":"new"}`, 200, "", []string{"old"}, []string{"new"}},
		{"to the channel", `{"text":"new","response_type":"in_channel"}`, 200, "", []string{"old", "new"}, nil},
		{"in place", `{"text":"new","replace_original":true}`, 200, "", []string{"new"}, nil},
		{"away", `{"delete_original":true}`, 200, "", nil, nil},
		{"nothing", `{}`, 400, "no_text", []string{"old"}, nil},
		{"loudly", `{"text":"new","response_type":"loud"}`, 400, "invalid_response_type", []string{"old"}, nil},
		{"wrong blocks", `{"text":"new","blocks":[{"type":"section"}]}`, 400, "invalid_blocks", []string{"old"}, nil},
		{"no JSON", `text`, 400, "json_not_object", []string{"old"}, nil},
		{"a mention", `{"text":"<!here>"}`, 200, "mention", []string{"old"}, []string{"<!here>"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := slacktest.New(t, slacktest.Options{})
			if test.breach != "" {
				s.AllowBreaches(test.breach)
			}
			call(t, s, "chat.postMessage", args{"channel": slacktest.DefaultChannel, "text": "old", "blocks": button(`,"action_id":"a"`)})
			e := s.Press(s.Posted()[0], "Press", slacktest.SecondUser)
			if r := respond(t, e.ResponseURL, test.body); r.status != test.status {
				t.Errorf("answered with HTTP %d %s, want %d", r.status, r.body, test.status)
			}
			if got := codes(s); got != test.breach {
				t.Errorf("the breaches are %q, want %q", s.Breaches(), test.breach)
			}
			compare(t, "messages", s.Messages(slacktest.DefaultChannel), test.messages)
			compare(t, "whispers", s.Whispers(slacktest.SecondUser), test.whispers)
		})
	}
}

// compare holds the texts of messages against what they should be.
func compare(t *testing.T, what string, got []slacktest.Message, want []string) {
	t.Helper()
	var texts []string
	for _, m := range got {
		texts = append(texts, m.Text)
	}
	if len(texts) != len(want) {
		t.Errorf("the %s are %q, want %q", what, texts, want)
		return
	}
	for i := range want {
		if texts[i] != want[i] {
			t.Errorf("the %s are %q, want %q", what, texts, want)
		}
	}
}

// What the SDK sends to a response_url is understood, and so is the answer.
func TestResponseURLWithTheSDK(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	api := client(s)
	if _, err := api.PostEphemeral(slacktest.DefaultChannel, slacktest.DefaultUser, slack.MsgOptionText("old", false), slack.MsgOptionBlocks(
		slack.NewActionBlock("b", slack.NewButtonBlockElement("a", "v", slack.NewTextBlockObject("plain_text", "Press", false, false))))); err != nil {
		t.Fatal(err)
	}
	e := s.Press(s.Whispers("")[0], "a", "")
	_, _, err := api.PostMessage(slacktest.DefaultChannel, slack.MsgOptionResponseURL(e.ResponseURL, slack.ResponseTypeEphemeral), slack.MsgOptionReplaceOriginal(e.ResponseURL), slack.MsgOptionText("new", false))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "whispers", s.Whispers(slacktest.DefaultUser), []string{"new"})
	_, _, err = api.PostMessage(slacktest.DefaultChannel, slack.MsgOptionDeleteOriginal(e.ResponseURL))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "whispers", s.Whispers(slacktest.DefaultUser), nil)
	if got := s.Responses(); len(got) != 2 || !got[0].ReplaceOriginal || !got[1].DeleteOriginal {
		t.Errorf("the responses are %+v", got)
	}
	s.Fail(slacktest.ResponseURL, slacktest.Broken(503))
	err = slack.PostWebhookCustomHTTPContext(context.Background(), e.ResponseURL, http.DefaultClient, &slack.WebhookMessage{Text: "x"})
	if !status(503)(err) {
		t.Errorf("a fault of the response_url gives %v, want HTTP 503", err)
	}
}
