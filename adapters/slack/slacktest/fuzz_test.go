package slacktest_test

import (
	"net/url"
	"strings"
	"testing"

	"drawdown/adapters/slack/slacktest"
)

// Whatever is sent as text and blocks, the server answers in Slack's form; what it takes stands in the channel, what it refuses does not.
func FuzzPostMessage(f *testing.F) {
	s := slacktest.New(f, slacktest.Options{LinkPrefixes: []string{prefix}})
	s.AllowBreaches()
	f.Fuzz(func(t *testing.T, text, blocks string) {
		s.Forget()
		form := url.Values{"token": {s.BotToken()}, "channel": {slacktest.DefaultChannel}, "text": {text}, "blocks": {blocks}}
		r := post(t, s.APIURL()+"chat.postMessage", "application/x-www-form-urlencoded", form.Encode())
		if r.status != 200 || r.OK == (r.Error != "") {
			t.Fatalf("text %q with blocks %q was answered with HTTP %d %s", text, blocks, r.status, r.body)
		}
		got := s.Posted()
		if (len(got) == 1) != r.OK {
			t.Fatalf("text %q with blocks %q was answered with %s and stands as %+v", text, blocks, r.body, got)
		}
		if r.OK && strings.Contains(strings.ToLower(text), "<!here>") && !strings.Contains(codes(s), slacktest.CodeMention) {
			t.Errorf("the mention in %q is no breach: %v", text, s.Breaches())
		}
		if r.OK {
			got[0].Actions()
			s.Snapshot()
		}
	})
}
