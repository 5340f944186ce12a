package slacktest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"drawdown/adapters/slack/slacktest"
)

// Every method as the real SDK calls it, and what the server makes of it.
func TestMethodsWithTheSDK(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{LinkPrefixes: []string{prefix}})
	api, room := client(s), slacktest.DefaultChannel
	who, err := api.AuthTest()
	if err != nil || who.UserID != s.BotUser() || who.TeamID != s.Team() {
		t.Errorf("auth.test gives %+v, %v", who, err)
	}
	first := s.Post(slacktest.Said{Text: "how many?"})
	meta := slack.SlackMetadata{EventType: "reply", EventPayload: map[string]any{"event": "1"}}
	_, ts, err := api.PostMessage(room, slack.MsgOptionText("three", false), slack.MsgOptionTS(first.TS), slack.MsgOptionMetadata(meta),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(), slack.MsgOptionBlocks(
			slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "*three* <"+prefix+"1|source>", false, false), nil, nil)))
	if err != nil {
		t.Fatal(err)
	}
	got := s.Replies(room, first.TS)
	if len(got) != 1 || got[0].TS != ts || got[0].Metadata.EventType != "reply" || got[0].UnfurlLinks || got[0].UnfurlMedia {
		t.Errorf("the reply stands as %+v", got)
	}
	thread, more, _, err := api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: room, Timestamp: first.TS, IncludeAllMetadata: true})
	if err != nil || more || len(thread) != 2 || thread[1].Metadata.EventPayload["event"] != "1" || thread[0].ReplyCount != 1 {
		t.Errorf("the thread reads %+v, %v", thread, err)
	}
	if _, _, _, err := api.UpdateMessage(room, ts, slack.MsgOptionText("four", false)); err != nil || s.Replies(room, first.TS)[0].Edited != 1 {
		t.Errorf("the update gives %v and %+v", err, s.Replies(room, first.TS))
	}
	if got := s.Updates(); len(got) != 1 || got[0].Text != "four" || got[0].Via != "chat.update" || got[0].Blocks != nil {
		t.Errorf("the updates are %+v, want one, without the blocks that it did not repeat", got)
	}
	if err := api.AddReaction("eyes", slack.NewRefToMessage(room, first.TS)); err != nil || s.Messages(room)[0].Reacted[0] != "eyes" {
		t.Errorf("the reaction gives %v and %+v", err, s.Messages(room))
	}
	if _, _, err := api.DeleteMessage(room, ts); err != nil || len(s.Posted()) != 0 {
		t.Errorf("the deletion gives %v and %+v", err, s.Posted())
	}
	im, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{slacktest.SecondUser}})
	if err != nil || !strings.HasPrefix(im.ID, "D") {
		t.Fatalf("conversations.open gives %+v, %v", im, err)
	}
	if _, _, err := api.PostMessage(im.ID, slack.MsgOptionText("hello", false)); err != nil {
		t.Errorf("a message in the new conversation: %v", err)
	}
	if user, err := api.GetUserInfo(slacktest.SecondUser); err != nil || user.Name != "ben" {
		t.Errorf("users.info gives %+v, %v", user, err)
	}
	if info, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: room}); err != nil || !info.IsMember || info.Name != "general" {
		t.Errorf("conversations.info gives %+v, %v", info, err)
	}
	file, err := api.UploadFile(slack.UploadFileParameters{Filename: "a.txt", FileSize: 3, Content: "abc", Channel: room, ThreadTimestamp: first.TS})
	if err != nil || file.ID == "" || s.Replies(room, first.TS)[0].Files[0] != "a.txt" {
		t.Errorf("the upload gives %+v, %v", file, err)
	}
}

func TestViewsWithTheSDK(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	api := client(s)
	text := func(text string) *slack.TextBlockObject {
		return slack.NewTextBlockObject("plain_text", text, false, false)
	}
	blocks := slack.Blocks{BlockSet: []slack.Block{
		slack.NewHeaderBlock(text("What I know")), slack.NewActionBlock("b", slack.NewButtonBlockElement("ask", "v", text("Ask"))),
	}}
	home, err := api.PublishViewContext(soon(t), slack.PublishViewContextRequest{UserID: slacktest.DefaultUser, View: slack.HomeTabViewRequest{Type: "home", Blocks: blocks}})
	if err != nil || len(s.Views(slacktest.DefaultUser)) != 1 {
		t.Fatalf("views.publish gives %v and the views %+v", err, s.Views(""))
	}
	again := slack.PublishViewContextRequest{UserID: slacktest.DefaultUser, View: slack.HomeTabViewRequest{Type: "home", Blocks: blocks}, Hash: &home.Hash}
	if _, err := api.PublishViewContext(soon(t), again); err != nil {
		t.Errorf("publishing with the hash of the view: %v", err)
	}
	press := s.PressView(s.Views("")[1], "Ask", "")
	var callback slack.InteractionCallback
	if err := json.Unmarshal(press.Payload, &callback); err != nil || callback.ActionCallback.BlockActions[0].Value != "v" || callback.View.Type != "home" {
		t.Errorf("the press is %+v, %v", callback, err)
	}
	modal := slack.ModalViewRequest{Type: "modal", Title: text("Answer"), CallbackID: "answer", Blocks: blocks}
	opened, err := api.OpenView(press.TriggerID, modal)
	if err != nil || opened.ID == "" {
		t.Fatalf("views.open gives %v", err)
	}
	s.AllowBreaches("exchanged_trigger_id")
	if _, err := api.OpenView(press.TriggerID, modal); err == nil || err.Error() != "exchanged_trigger_id" {
		t.Errorf("opening twice gives %v", err)
	}
	views := s.Views(slacktest.DefaultUser)
	submit := s.Submit(views[2], "", map[string]map[string]any{"b": {"ask": map[string]any{"value": "x"}}})
	if err := json.Unmarshal(submit.Payload, &callback); err != nil || callback.View.CallbackID != "answer" || callback.Type != slack.InteractionTypeViewSubmission {
		t.Errorf("the submission is %+v, %v", callback, err)
	}
}

func TestTriggerIsGoodForThreeSeconds(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := slacktest.New(t, slacktest.Options{Now: clock.Now})
	e := s.Slash(slacktest.Command{Name: "/drawdown"})
	clock.Advance(3*time.Second + time.Millisecond)
	r := call(t, s, "views.open", args{"trigger_id": e.TriggerID, "view": `{"type":"modal"}`})
	if r.Error != "expired_trigger_id" {
		t.Errorf("answered %s, want expired_trigger_id", r.body)
	}
}

func TestAgentPaneWithTheSDK(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{AssistantView: true})
	api := client(s)
	e := s.StartThread("", slacktest.DefaultChannel)
	prompts := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: e.Channel, ThreadTS: e.ThreadTS, Title: "Try"}
	prompts.AddPrompt("Ships", "How many ships?")
	if err := api.SetAssistantThreadsSuggestedPrompts(prompts); err != nil || s.Suggested()[0].Prompts[0].Message != "How many ships?" {
		t.Errorf("the prompts give %v and %+v", err, s.Suggested())
	}
	if err := api.SetAssistantThreadsTitle(slack.AssistantThreadsSetTitleParameters{ChannelID: e.Channel, ThreadTS: e.ThreadTS, Title: "Ships"}); err != nil || s.Titles()[0].Text != "Ships" {
		t.Errorf("the title gives %v and %+v", err, s.Titles())
	}
	status := slack.AssistantThreadsSetStatusParameters{ChannelID: e.Channel, ThreadTS: e.ThreadTS, Status: "is looking", LoadingMessages: []string{"Reading", "Still reading"}}
	if err := api.SetAssistantThreadsStatus(status); err != nil || len(s.Statuses()[0].Loading) != 2 {
		t.Errorf("the status gives %v and %+v", err, s.Statuses())
	}
	s.AllowBreaches("invalid_arguments")
	status.LoadingMessages = []string{"Reading, still"}
	if err := api.SetAssistantThreadsStatus(status); err == nil {
		t.Error("a loading message with a comma was taken; the SDK joins them with commas")
	}
}

// With agent_view, prompts for a thread are answered with ok and come to nothing.
func TestPromptsForAThreadAreIgnoredWithAgentView(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches(slacktest.CodeSilent)
	e := s.OpenHome("", "messages")
	prompts := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: e.Channel}
	prompts.AddPrompt("Ships", "How many ships?")
	if err := client(s).SetAssistantThreadsSuggestedPrompts(prompts); err != nil || len(s.Suggested()) != 1 {
		t.Errorf("prompts without a thread give %v and %+v", err, s.Suggested())
	}
	prompts.ThreadTS = s.Post(slacktest.Said{Channel: e.Channel, Text: "x"}).TS
	if err := client(s).SetAssistantThreadsSuggestedPrompts(prompts); err != nil || len(s.Suggested()) != 1 || codes(s) != slacktest.CodeSilent {
		t.Errorf("prompts for a thread give %v, %+v and the breaches %v", err, s.Suggested(), s.Breaches())
	}
}

// Every event as the real SDK reads it over Socket Mode.
func TestEventsAsTheSDKReadsThem(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{AssistantView: true})
	got := make(chan socketmode.Event, 100)
	listen(t, s, func(e socketmode.Event) {
		if e.Request != nil && e.Request.EnvelopeID != "" {
			got <- e
		}
	})
	message := func(check func(*slackevents.MessageEvent) bool) func(socketmode.Event) bool {
		return func(e socketmode.Event) bool {
			m, ok := inner(e).(*slackevents.MessageEvent)
			return ok && check(m)
		}
	}
	old := s.Post(slacktest.Said{Text: "old"})
	call(t, s, "chat.postMessage", args{"channel": slacktest.DefaultChannel, "text": "bot's", "blocks": button(`,"action_id":"a","value":"v"`)})
	posted := s.Posted()[0]
	for name, test := range map[string]struct {
		event slacktest.Event
		right func(socketmode.Event) bool
	}{
		"a mention": {s.Mention(slacktest.Said{Text: "hi"}), func(e socketmode.Event) bool {
			m, ok := inner(e).(*slackevents.AppMentionEvent)
			return ok && m.Text == "<@U0BOT> hi" && m.User == slacktest.DefaultUser && m.TimeStamp != "" && m.ThreadTimeStamp == ""
		}},
		"a reply": {s.Say(slacktest.Said{Text: "hi", Thread: old.TS}), message(func(m *slackevents.MessageEvent) bool {
			return m.ThreadTimeStamp == old.TS && m.ChannelType == "channel" && m.ClientMsgID != "" && m.SubType == ""
		})},
		"a direct message": {s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: "hi"}), message(func(m *slackevents.MessageEvent) bool {
			return m.ChannelType == "im" && m.Text == "hi"
		})},
		"a message in a group": {s.Say(slacktest.Said{Channel: slacktest.DefaultGroup, Text: "hi"}), message(func(m *slackevents.MessageEvent) bool {
			return m.ChannelType == "mpim"
		})},
		"another bot": {s.Say(slacktest.Said{Text: "beep", Subtype: "bot_message"}), message(func(m *slackevents.MessageEvent) bool {
			return m.SubType == "bot_message" && m.BotID != "" && m.User == ""
		})},
		"the bot itself": {s.Echo(posted), message(func(m *slackevents.MessageEvent) bool {
			return m.BotID == slacktest.DefaultBotID && m.User == slacktest.DefaultBotUser
		})},
		"a file": {s.Say(slacktest.Said{Text: "look", Subtype: "file_share", File: "a.png"}), message(func(m *slackevents.MessageEvent) bool {
			return m.SubType == "file_share" && m.Message != nil && len(m.Message.Files) == 1
		})},
		"an edit": {s.Edit(old, "older"), message(func(m *slackevents.MessageEvent) bool {
			return m.SubType == "message_changed" && m.Message.Text == "older" && m.PreviousMessage.Text == "old"
		})},
		"a deletion": {s.Delete(s.Post(slacktest.Said{Text: "gone"})), message(func(m *slackevents.MessageEvent) bool {
			return m.SubType == "message_deleted" && m.PreviousMessage.Text == "gone"
		})},
		"the Home tab": {s.OpenHome("", "home"), func(e socketmode.Event) bool {
			m, ok := inner(e).(*slackevents.AppHomeOpenedEvent)
			return ok && m.Tab == "home" && m.User == slacktest.DefaultUser
		}},
		"a thread of the pane": {s.StartThread("", ""), func(e socketmode.Event) bool {
			m, ok := inner(e).(*slackevents.AssistantThreadStartedEvent)
			return ok && m.AssistantThread.ChannelID == slacktest.DefaultDirect && m.AssistantThread.ThreadTimeStamp != ""
		}},
		"another channel in view": {s.ChangeContext("", s.Post(slacktest.Said{Channel: slacktest.DefaultDirect, Text: "x"}).TS, slacktest.DefaultChannel), func(e socketmode.Event) bool {
			m, ok := inner(e).(*slackevents.AssistantThreadContextChangedEvent)
			return ok && m.AssistantThread.Context.ChannelID == slacktest.DefaultChannel
		}},
		"a command": {s.Slash(slacktest.Command{Name: "/drawdown", Text: "help"}), func(e socketmode.Event) bool {
			c, ok := e.Data.(slack.SlashCommand)
			return ok && c.Command == "/drawdown" && c.Text == "help" && c.TriggerID != "" && c.ResponseURL != "" && c.ChannelName == "general"
		}},
		"a press": {s.Press(posted, "Press", slacktest.SecondUser), func(e socketmode.Event) bool {
			c, ok := e.Data.(slack.InteractionCallback)
			return ok && c.ActionCallback.BlockActions[0].Value == "v" && c.User.ID == slacktest.SecondUser &&
				c.Message.Timestamp == posted.TS && c.Container.MessageTs == posted.TS && c.ResponseURL != ""
		}},
		"a shortcut": {s.Shortcut("check", posted, ""), func(e socketmode.Event) bool {
			c, ok := e.Data.(slack.InteractionCallback)
			return ok && c.Type == slack.InteractionTypeMessageAction && c.CallbackID == "check" && c.Message.Text == "bot's" && c.Channel.ID == posted.Channel
		}},
	} {
		s.Deliver(test.event)
		select {
		case e := <-got:
			if !test.right(e) {
				t.Errorf("%s was read as %T %s", name, e.Data, e.Request.Payload)
			}
		case <-soon(t).Done():
			t.Errorf("%s was never read", name)
		}
	}
}

// inner is the inner event of one of the Events API.
func inner(e socketmode.Event) any {
	if outer, ok := e.Data.(slackevents.EventsAPIEvent); ok {
		return outer.InnerEvent.Data
	}
	return nil
}

// Modals lie on one another, are changed in place and closed.
func TestModals(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches("not_found", "push_limit_reached")
	modal := func(title string) string {
		return `{"type":"modal","title":{"type":"plain_text","text":"` + title + `"},"blocks":` + button(`,"action_id":"a"`) + `}`
	}
	user := slacktest.DefaultUser
	show := func(method, title string, more args) reply {
		more["view"] = modal(title)
		return call(t, s, method, more)
	}
	if r := show("views.push", "zero", args{"trigger_id": s.Slash(slacktest.Command{Name: "/drawdown"}).TriggerID}); r.Error != "not_found" {
		t.Errorf("pushing on nothing was answered %s", r.body)
	}
	show("views.open", "one", args{"trigger_id": s.Slash(slacktest.Command{Name: "/drawdown"}).TriggerID})
	for i, want := range []string{"", "", "push_limit_reached"} {
		top, ok := s.Modal(user)
		if !ok {
			t.Fatal("no modal is open")
		}
		if r := show("views.push", []string{"two", "three", "four"}[i], args{"trigger_id": s.PressView(top, "Press", "").TriggerID}); r.Error != want {
			t.Errorf("push %d was answered %s, want the error %q", i, r.body, want)
		}
	}
	top, _ := s.Modal(user)
	if r := show("views.update", "five", args{"view_id": top.ID, "hash": top.Hash}); !r.OK {
		t.Errorf("the update was answered %s", r.body)
	}
	if r := show("views.update", "six", args{"view_id": top.ID, "hash": top.Hash}); r.Error != "hash_conflict" {
		t.Errorf("an update of what was updated since was answered %s", r.body)
	}
	if home, ok := s.Home(user); ok {
		t.Errorf("the Home tab is %+v, want none", home)
	}
	if now, _ := s.Modal(user); now.ID != top.ID || !strings.Contains(string(now.JSON), "five") || now.Via != "views.update" {
		t.Errorf("the user sees %+v", now)
	}
	s.CloseModal(user)
	if now, _ := s.Modal(user); !strings.Contains(string(now.JSON), "two") {
		t.Errorf("below lies %+v", now)
	}
	if r := show("views.update", "seven", args{"view_id": top.ID}); r.Error != "not_found" {
		t.Errorf("an update of a closed modal was answered %s", r.body)
	}
}

// What an app answers to a submission changes what the user sees.
func TestSubmissions(t *testing.T) {
	t.Parallel()
	modal := func(title string) string {
		return `{"type":"modal","title":{"type":"plain_text","text":"` + title + `"},"submit":{"type":"plain_text","text":"Ask"},"blocks":[` +
			`{"type":"input","block_id":"q","label":{"type":"plain_text","text":"Question"},"element":{"type":"plain_text_input","action_id":"a"}}]}`
	}
	for _, test := range []struct {
		payload string
		sees    string // part of the uppermost modal, empty for none
		breach  string
	}{
		{``, "first", ""},
		{`{"response_action":"clear"}`, "", ""},
		{`{"response_action":"errors","errors":{"q":"too short"}}`, "first", ""},
		{`{"response_action":"update","view":` + modal("second") + `}`, "second", ""},
		{`{"response_action":"push","view":` + modal("second") + `}`, "second", ""},
		{`{"response_action":"errors"}`, "first", slacktest.CodeAckPayload},
		{`{"response_action":"update","view":{"type":"modal"}}`, "first", slacktest.CodeAckPayload},
		{`{"response_action":"update","view":` + strings.Replace(modal("second"), `"submit"`, `"close"`, 1) + `}`, "first", slacktest.CodeAckPayload},
		{`{"response_action":"vanish"}`, "first", slacktest.CodeAckPayload},
	} {
		s := slacktest.New(t, slacktest.Options{})
		if test.breach != "" {
			s.AllowBreaches(test.breach)
		}
		trigger := s.Slash(slacktest.Command{Name: "/drawdown"}).TriggerID
		if r := call(t, s, "views.open", args{"trigger_id": trigger, "view": modal("first")}); !r.OK {
			t.Fatalf("views.open was answered %s", r.body)
		}
		c := greeted(t, s)
		open, _ := s.Modal(slacktest.DefaultUser)
		d := s.Deliver(s.Submit(open, "", map[string]map[string]any{"q": {"a": map[string]any{"value": "how many?"}}}))
		f := c.read()
		if !f.Accepts || !strings.Contains(string(f.Payload), "how many?") {
			t.Errorf("the submission came as %s", f.Payload)
		}
		c.ack(f.ID, test.payload)
		if _, err := d.Acked(soon(t)); err != nil {
			t.Fatal(err)
		}
		now, _ := s.Modal(slacktest.DefaultUser)
		if title := string(now.JSON); (title == "") != (test.sees == "") || !strings.Contains(title, test.sees) || codes(s) != test.breach {
			t.Errorf("answered with %s the user sees %s and the breaches are %q, want %q and %q", test.payload, now.JSON, s.Breaches(), test.sees, test.breach)
		}
	}
}

func TestUploadsMustBeAsLongAsTheySay(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches("bad_upload", "file_not_found")
	r := call(t, s, "files.getUploadURLExternal", args{"filename": "a.txt", "length": "3"})
	var held struct {
		URL string `json:"upload_url"`
		ID  string `json:"file_id"`
	}
	if err := json.Unmarshal(r.body, &held); err != nil || !r.OK {
		t.Fatalf("files.getUploadURLExternal was answered %s", r.body)
	}
	share := args{"files": `[{"id":"` + held.ID + `"}]`, "channel_id": slacktest.DefaultChannel}
	for _, test := range []struct {
		body   string
		status int
		want   string // when it is shared
	}{
		{"abcd", 400, "file_not_found"}, {"abc", 200, ""},
	} {
		if got := post(t, held.URL, "text/plain", test.body); got.status != test.status {
			t.Errorf("sending %q was answered with HTTP %d %s, want %d", test.body, got.status, got.body, test.status)
		}
		if got := call(t, s, "files.completeUploadExternal", share); got.Error != test.want {
			t.Errorf("sharing %q was answered %s, want the error %q", test.body, got.body, test.want)
		}
	}
}
