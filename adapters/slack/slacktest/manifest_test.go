package slacktest_test

import (
	"slices"
	"strings"
	"testing"

	"drawdown/adapters/slack/slacktest"
)

// good is a manifest that Slack would take.
const good = `{
  "display_information": {"name": "drawdown", "description": "Answers."},
  "features": {
    "bot_user": {"display_name": "drawdown", "always_online": true},
    "app_home": {"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
    "slash_commands": [{"command": "/drawdown", "description": "Ask", "usage_hint": "question", "should_escape": false}],
    "shortcuts": [{"name": "Check", "type": "message", "callback_id": "check", "description": "Check a message"}],
    "agent_view": {"agent_description": "Answers."}
  },
  "oauth_config": {"scopes": {"bot": ["app_mentions:read", "chat:write", "commands", "assistant:write", "im:history"]}},
  "settings": {
    "event_subscriptions": {"bot_events": ["app_mention", "message.im", "app_home_opened"]},
    "interactivity": {"is_enabled": true},
    "socket_mode_enabled": true
  }
}`

func TestInstalledAppHasWhatItsManifestSays(t *testing.T) {
	t.Parallel()
	o, err := slacktest.Install(slacktest.Options{Team: "T1"}, []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if o.Team != "T1" || !slices.Contains(o.Scopes, "im:history") || len(o.Scopes) != 5 || len(o.Events) != 3 || o.AssistantView || o.NoHomeTab || o.NoMessagesTab || o.NoInteractivity {
		t.Errorf("the options are %+v", o)
	}
	s := slacktest.New(t, o)
	s.AllowBreaches("missing_scope")
	mention, message := s.MentionPair(slacktest.Said{Text: "x"})
	for _, test := range []struct {
		event slacktest.Event
		sent  bool
	}{
		{mention, true}, {message, false},
		{s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: "x"}), true},
		{s.Slash(slacktest.Command{Name: "/drawdown"}), true}, {s.Slash(slacktest.Command{Name: "/other"}), false},
	} {
		if d := s.Deliver(test.event); (d.Withheld() == nil) != test.sent {
			t.Errorf("%s: withheld for %v, want it sent: %v", test.event, d.Withheld(), test.sent)
		}
	}
	if r := call(t, s, "reactions.add", nil); r.Error != "missing_scope" {
		t.Errorf("reactions.add answered %s, want missing_scope", r.body)
	}
}

func TestManifestsThatSlackWouldRefuse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ old, new, want string }{
		{`"name": "drawdown", `, ``, "display_information.name has 0 characters"},
		{`"Answers."},
  "features"`, `"` + long(141) + `"},
  "features"`, "display_information.description has 141 characters"},
		{`"display_name": "drawdown", `, ``, "features.bot_user.display_name has 0"},
		{`"command": "/drawdown"`, `"command": "drawdown"`, `the command "drawdown" is not of the form`},
		{`"description": "Ask"`, `"description": ""`, "description of /drawdown has 0 characters"},
		{`"name": "Check"`, `"name": "` + long(25) + `"`, "name of a shortcut has 25 characters"},
		{`"type": "message"`, `"type": "button"`, "must be message or global"},
		{`"commands", `, ``, "need the scope commands"},
		{`"im:history"]`, `"im:history", "im:history"]`, "stands there twice"},
		{`, "im:history"]`, `]`, `"message.im" needs the scope im:history`},
		{`"app_mentions:read", `, ``, `"app_mention" needs the scope app_mentions:read`},
		{`"assistant:write", `, ``, "need the scope assistant:write"},
		{`"app_home_opened"]`, `"app_home_open"]`, `knows no bot event "app_home_open"`},
		{`"socket_mode_enabled": true`, `"socket_mode_enabled": false`, "must be an https address"},
		{`"agent_view"`, `"agent_wiew"`, `unknown field "agent_wiew"`},
		{`"agent_view": {"agent_description": "Answers."}`, `"agent_view": {"agent_description": "x"}, "assistant_view": {"assistant_description": "x"}`, "an app has one of them"},
	} {
		changed := strings.Replace(good, test.old, test.new, 1)
		if changed == good {
			t.Fatalf("%q is not in the manifest", test.old)
		}
		_, err := slacktest.Install(slacktest.Options{}, []byte(changed))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("with %q: %v, want an error with %q", test.new, err, test.want)
		}
	}
}
