package slacktest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/slack/slacktest"
)

// Arguments of calls.
type args = map[string]string

func TestRefusals(t *testing.T) {
	t.Parallel()
	const room = slacktest.DefaultChannel
	home := `{"type":"home","blocks":` + many(1, `{"type":"divider"}`) + `}`
	for _, test := range []struct {
		name, method string
		args         args
		want         string // Slack's error
		soft         bool   // and no breach
	}{
		{"no token", "auth.test", args{"token": ""}, "not_authed", false},
		{"a wrong token", "auth.test", args{"token": "xoxb-other"}, "invalid_auth", false},
		{"the app's token", "auth.test", args{"token": slacktest.DefaultAppToken}, "not_allowed_token_type", false},
		{"the bot's token", "apps.connections.open", nil, "not_allowed_token_type", false},
		{"a method that is none", "chat.shout", nil, "unknown_method", false},
		{"nothing to say", "chat.postMessage", args{"channel": room}, "no_text", false},
		{"a text too long", "chat.postMessage", args{"channel": room, "text": long(40001)}, "msg_too_long", false},
		{"a channel that is none", "chat.postMessage", args{"channel": "C0NONE", "text": "x"}, "channel_not_found", false},
		{"a channel without the bot", "chat.postMessage", args{"channel": slacktest.StrangeChannel, "text": "x"}, "not_in_channel", true},
		{"a thread that is none", "chat.postMessage", args{"channel": room, "text": "x", "thread_ts": "1700000000.000001"}, "thread_not_found", false},
		{"a thread of no form", "chat.postMessage", args{"channel": room, "text": "x", "thread_ts": "1700000000"}, "invalid_thread_ts", false},
		{"blocks that are no list", "chat.postMessage", args{"channel": room, "text": "x", "blocks": `{"type":"divider"}`}, "invalid_blocks_format", false},
		{"attachments", "chat.postMessage", args{"channel": room, "text": "x", "attachments": `[{"text":"x"}]`}, "invalid_attachments", false},
		{"metadata of no form", "chat.postMessage", args{"channel": room, "text": "x", "metadata": `"x"`}, "invalid_metadata_format", false},
		{"metadata without a type", "chat.postMessage", args{"channel": room, "text": "x", "metadata": `{"event_payload":{}}`}, "invalid_metadata_schema", false},
		{"too much metadata", "chat.postMessage", args{"channel": room, "text": "x", "metadata": `{"event_type":"a","event_payload":{"x":"` + long(17000) + `"}}`}, "metadata_too_large", false},
		{"a stranger", "chat.postEphemeral", args{"channel": room, "user": "U0NOBODY", "text": "x"}, "user_not_in_channel", false},
		{"an update of nothing", "chat.update", args{"channel": room, "ts": "1700000000.000001", "text": "x"}, "message_not_found", true},
		{"a deletion of nothing", "chat.delete", args{"channel": room, "ts": "1700000000.000001"}, "message_not_found", true},
		{"replies of nothing", "conversations.replies", args{"channel": room, "ts": "1700000000.000001"}, "thread_not_found", true},
		{"history of elsewhere", "conversations.history", args{"channel": slacktest.StrangeChannel}, "not_in_channel", true},
		{"a limit of too many", "conversations.history", args{"channel": room, "limit": "1000"}, "invalid_limit", false},
		{"a cursor of one's own", "conversations.history", args{"channel": room, "cursor": "abc"}, "invalid_cursor", false},
		{"a conversation with nobody", "conversations.open", args{"users": "U0NOBODY"}, "user_not_found", false},
		{"a conversation with two", "conversations.open", args{"users": "U0ALICE,U0BEN"}, "users_list_not_supplied", false},
		{"nobody's profile", "users.info", args{"user": "U0NOBODY"}, "user_not_found", false},
		{"a Home tab for nobody", "views.publish", args{"user_id": "U0NOBODY", "view": home}, "user_not_found", false},
		{"a Home tab that is a modal", "views.publish", args{"user_id": slacktest.DefaultUser, "view": `{"type":"modal","blocks":[]}`}, "invalid_arguments", false},
		{"a Home tab of 101 blocks", "views.publish", args{"user_id": slacktest.DefaultUser, "view": `{"type":"home","blocks":` + many(101, `{"type":"divider"}`) + `}`}, "invalid_arguments", false},
		{"a Home tab with a title", "views.publish", args{"user_id": slacktest.DefaultUser, "view": `{"type":"home","title":"x","blocks":[]}`}, "invalid_arguments", false},
		{"a Home tab that changed", "views.publish", args{"user_id": slacktest.DefaultUser, "view": home, "hash": "old"}, "hash_conflict", true},
		{"a trigger that is none", "views.open", args{"trigger_id": "1.2.3", "view": `{"type":"modal"}`}, "invalid_trigger_id", false},
		{"a status nowhere", "assistant.threads.setStatus", args{"channel_id": slacktest.DefaultDirect, "thread_ts": "1700000000.000001", "status": "x"}, "invalid_thread_ts", false},
		{"no prompts", "assistant.threads.setSuggestedPrompts", args{"channel_id": slacktest.DefaultDirect, "prompts": `[]`}, "too_many_prompts", false},
		{"five prompts", "assistant.threads.setSuggestedPrompts", args{"channel_id": slacktest.DefaultDirect, "prompts": many(5, `{"title":"a","message":"b"}`)}, "too_many_prompts", false},
		{"a prompt that says nothing", "assistant.threads.setSuggestedPrompts", args{"channel_id": slacktest.DefaultDirect, "prompts": `[{"title":"a"}]`}, "invalid_arguments", false},
		{"a file without a name", "files.getUploadURLExternal", args{"length": "3"}, "invalid_arguments", false},
		{"a file that was not sent", "files.completeUploadExternal", args{"files": `[{"id":"F1"}]`, "channel_id": room}, "file_not_found", false},
		{"a reaction to nothing", "reactions.add", args{"channel": room, "timestamp": "1700000000.000001", "name": "x"}, "message_not_found", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := slacktest.New(t, slacktest.Options{})
			want := test.want
			if test.soft {
				want = ""
			} else {
				s.AllowBreaches(test.want)
			}
			r := call(t, s, test.method, test.args)
			if r.status != http.StatusOK || r.OK || r.Error != test.want {
				t.Errorf("%s answered HTTP %d %s, want HTTP 200 and the error %q", test.method, r.status, r.body, test.want)
			}
			if got := codes(s); got != want {
				t.Errorf("the breaches are %q, want %q", s.Breaches(), want)
			}
			calls := s.Calls(test.method)
			if len(calls) != 1 || calls[0].Error != test.want {
				t.Errorf("the record of calls is %+v, want one with the error %q", calls, test.want)
			}
		})
	}
}

func TestEveryMethodWantsItsScope(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{Scopes: []string{"im:read"}})
	s.AllowBreaches("missing_scope")
	for method, need := range map[string]string{
		"chat.postMessage": "chat:write", "chat.postEphemeral": "chat:write", "chat.update": "chat:write", "chat.delete": "chat:write",
		"conversations.replies": "channels:history", "conversations.history": "channels:history", "conversations.info": "channels:read",
		"conversations.open": "im:write", "users.info": "users:read", "reactions.add": "reactions:write",
		"assistant.threads.setStatus": "chat:write,assistant:write", "assistant.threads.setTitle": "assistant:write",
		"assistant.threads.setSuggestedPrompts": "assistant:write", "files.getUploadURLExternal": "files:write",
		"files.completeUploadExternal": "files:write",
	} {
		r := call(t, s, method, args{"channel": slacktest.DefaultChannel})
		if r.Error != "missing_scope" || r.Needed != need {
			t.Errorf("%s answered %s, want missing_scope and needed %q", method, r.body, need)
		}
	}
	for _, method := range []string{"auth.test"} {
		if r := call(t, s, method, nil); !r.OK {
			t.Errorf("%s answered %s, want ok: it needs no scope", method, r.body)
		}
	}
}

func TestTokenIsTakenFromFormHeaderQueryAndJSON(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	to := s.APIURL() + "auth.test"
	for name, r := range map[string]reply{
		"form":  post(t, to, "application/x-www-form-urlencoded", "token="+s.BotToken()),
		"query": post(t, to+"?token="+s.BotToken(), "text/plain", ""),
		"json":  post(t, to, "application/json", `{"token":"`+s.BotToken()+`"}`),
	} {
		if !r.OK {
			t.Errorf("token in the %s: %s", name, r.body)
		}
	}
	req, err := http.NewRequest(http.MethodPost, to, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.BotToken())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var r reply
	if err := json.NewDecoder(res.Body).Decode(&r); err != nil || !r.OK {
		t.Errorf("token in the header: %+v, %v", r, err)
	}
}

func TestBlocksNeedATextForThoseWhoCannotSeeThem(t *testing.T) {
	t.Parallel()
	for _, without := range []bool{false, true} {
		s := slacktest.New(t, slacktest.Options{NoFallbackRule: without})
		s.AllowBreaches(slacktest.CodeNoFallback)
		r := call(t, s, "chat.postMessage", args{"channel": slacktest.DefaultChannel, "blocks": section("x")})
		want := slacktest.CodeNoFallback
		if without {
			want = ""
		}
		if got := codes(s); !r.OK || got != want {
			t.Errorf("NoFallbackRule %v: answered %s with breaches %q, want ok and %q", without, r.body, got, want)
		}
	}
}

func TestNamesInAFormAreNoMentions(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches(slacktest.CodeMention)
	call(t, s, "chat.postMessage", args{"channel": slacktest.DefaultChannel, "text": "@ben", "link_names": "1"})
	call(t, s, "chat.postMessage", args{"channel": slacktest.DefaultChannel, "text": "@ben", "parse": "full"})
	if got, want := codes(s), "mention mention"; got != want {
		t.Errorf("the breaches are %q, want %q", got, want)
	}
}

func TestRepliesGoToTheBeginningOfAThread(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches("cannot_reply_to_message")
	first := s.Post(slacktest.Said{Text: "first"})
	reply := s.Post(slacktest.Said{Text: "reply", Thread: first.TS})
	r := call(t, s, "chat.postMessage", args{"channel": first.Channel, "text": "x", "thread_ts": reply.TS})
	if r.Error != "cannot_reply_to_message" {
		t.Errorf("a reply to a reply was answered %s", r.body)
	}
	s.Delete(first)
	r = call(t, s, "chat.postMessage", args{"channel": first.Channel, "text": "x", "thread_ts": first.TS})
	if posted := s.Posted(); !r.OK || len(posted) != 1 || posted[0].ThreadTS != "" {
		t.Errorf("a reply to a deleted message was answered %s and stands as %+v, want it outside of the thread", r.body, posted)
	}
}

func TestOneMessageASecond(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := slacktest.New(t, slacktest.Options{RateBurst: 2, Now: clock.Now})
	s.AllowBreaches("ratelimited")
	post := func(channel string) reply {
		return call(t, s, "chat.postMessage", args{"channel": channel, "text": "x"})
	}
	for i, want := range []int{200, 200, 429} {
		if r := post(slacktest.DefaultChannel); r.status != want {
			t.Errorf("message %d was answered with HTTP %d, want %d", i, r.status, want)
		} else if want == 429 && (r.header.Get("Retry-After") != "1" || r.Error != "ratelimited") {
			t.Errorf("429 came with Retry-After %q and %s", r.header.Get("Retry-After"), r.body)
		}
	}
	if r := post(slacktest.DefaultDirect); !r.OK {
		t.Errorf("another channel has a limit of its own, answered %s", r.body)
	}
	clock.Advance(time.Second)
	if a, b := post(slacktest.DefaultChannel), post(slacktest.DefaultChannel); !a.OK || b.OK {
		t.Errorf("a second later: %s and %s, want one more message and no two", a.body, b.body)
	}
	if n := strings.Count(codes(s), "ratelimited"); n != 2 {
		t.Errorf("%d breaches of the limit are recorded, want 2", n)
	}
}
