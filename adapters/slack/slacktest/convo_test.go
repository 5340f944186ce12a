package slacktest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"drawdown/adapters/slack/slacktest"
)

// told are the texts of messages that the SDK read.
func told(all []slack.Message) string {
	var texts []string
	for _, m := range all {
		texts = append(texts, m.Text)
	}
	return strings.Join(texts, " ")
}

func TestHistoryIsReadPageByPage(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	var posts []slacktest.Message
	for i := range 5 {
		posts = append(posts, s.Post(slacktest.Said{Text: fmt.Sprint("m", i)}))
	}
	s.Post(slacktest.Said{Text: "reply", Thread: posts[1].TS})
	s.Post(slacktest.Said{Text: "shown", Thread: posts[1].TS, Subtype: "thread_broadcast"})
	s.Delete(posts[4])
	room := slacktest.DefaultChannel
	for _, test := range []struct {
		ask  slack.GetConversationHistoryParameters
		want string
	}{
		{slack.GetConversationHistoryParameters{}, "shown m3 m2 m1 m0"},
		{slack.GetConversationHistoryParameters{Oldest: posts[1].TS}, "shown m3 m2"},
		{slack.GetConversationHistoryParameters{Oldest: posts[1].TS, Inclusive: true}, "shown m3 m2 m1"},
		{slack.GetConversationHistoryParameters{Latest: posts[2].TS}, "m1 m0"},
		{slack.GetConversationHistoryParameters{Latest: posts[2].TS, Oldest: posts[2].TS, Inclusive: true}, "m2"},
	} {
		test.ask.ChannelID = room
		got, err := client(s).GetConversationHistory(&test.ask)
		if err != nil || told(got.Messages) != test.want {
			t.Errorf("history %+v reads %q, %v, want %q", test.ask, told(got.Messages), err, test.want)
		}
	}
	var pages []string
	ask := slack.GetConversationHistoryParameters{ChannelID: room, Limit: 2}
	for {
		got, err := client(s).GetConversationHistory(&ask)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, told(got.Messages))
		if ask.Cursor = got.ResponseMetaData.NextCursor; !got.HasMore {
			break
		}
	}
	if got, want := strings.Join(pages, "|"), "shown m3|m2 m1|m0"; got != want {
		t.Errorf("the pages are %q, want %q", got, want)
	}
}

func TestRepliesAreReadPageByPage(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	first := s.Post(slacktest.Said{Text: "m0"})
	var last slacktest.Message
	for i := 1; i < 4; i++ {
		last = s.Post(slacktest.Said{Text: fmt.Sprint("m", i), Thread: first.TS})
	}
	var all []string
	ask := slack.GetConversationRepliesParameters{ChannelID: first.Channel, Timestamp: first.TS, Limit: 3}
	for {
		got, more, next, err := client(s).GetConversationReplies(&ask)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, told(got))
		if ask.Cursor = next; !more {
			break
		}
	}
	if got, want := strings.Join(all, "|"), "m0 m1 m2|m3"; got != want {
		t.Errorf("the pages are %q, want %q", got, want)
	}
	alone, _, _, err := client(s).GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: first.Channel, Timestamp: last.TS})
	if err != nil || told(alone) != "m3" {
		t.Errorf("the replies of a reply read %q, %v, want it alone", told(alone), err)
	}
	if got := s.Thread(first.Channel, first.TS); len(got) != 4 {
		t.Errorf("the thread is %+v, want four messages", got)
	}
}

func TestReactionsAndArchives(t *testing.T) {
	t.Parallel()
	channels := append(slacktest.DefaultChannels("U0BOT"), slacktest.Channel{ID: "C0OLD", Members: []string{"U0BOT", "U0ALICE"}, Archived: true})
	s := slacktest.New(t, slacktest.Options{Channels: channels})
	s.AllowBreaches("invalid_name")
	m := s.Post(slacktest.Said{Text: "x"})
	for _, test := range []struct{ name, want string }{{"eyes", ""}, {"eyes", "already_reacted"}, {":eyes:", "invalid_name"}, {"ok", ""}} {
		if r := call(t, s, "reactions.add", args{"channel": m.Channel, "timestamp": m.TS, "name": test.name}); r.Error != test.want {
			t.Errorf("the reaction %q was answered %s, want the error %q", test.name, r.body, test.want)
		}
	}
	if got := s.Messages(m.Channel)[0].Reacted; fmt.Sprint(got) != "[eyes ok]" {
		t.Errorf("the reactions are %v", got)
	}
	if r := call(t, s, "chat.postMessage", args{"channel": "C0OLD", "text": "x"}); r.Error != "is_archived" {
		t.Errorf("a message to an archived channel was answered %s", r.body)
	}
}

func TestForeignMessagesStay(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches("cant_update_message", "cant_delete_message", "channel_not_found")
	m := s.Post(slacktest.Said{Channel: slacktest.DefaultDirect, Text: "mine"})
	for method, want := range map[string]string{"chat.update": "cant_update_message", "chat.delete": "cant_delete_message"} {
		if r := call(t, s, method, args{"channel": m.Channel, "ts": m.TS, "text": "yours"}); r.Error != want {
			t.Errorf("%s of a person's message was answered %s, want %s", method, r.body, want)
		}
	}
	// A user's id stands for the conversation with them where something is posted, and nowhere else.
	r := call(t, s, "chat.postMessage", args{"channel": slacktest.DefaultUser, "text": "hello"})
	if !r.OK || len(s.Replies(slacktest.DefaultDirect, "")) != 1 {
		t.Errorf("a message to a user was answered %s", r.body)
	}
	if r := call(t, s, "chat.update", args{"channel": slacktest.DefaultUser, "ts": r.TS, "text": "x"}); r.Error != "channel_not_found" {
		t.Errorf("an update by the user's id was answered %s", r.body)
	}
}

func TestTabsThatAreSwitchedOff(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{NoHomeTab: true, NoMessagesTab: true})
	s.AllowBreaches("not_enabled", "messages_tab_disabled")
	if r := call(t, s, "views.publish", args{"user_id": slacktest.DefaultUser, "view": `{"type":"home","blocks":[]}`}); r.Error != "not_enabled" {
		t.Errorf("views.publish was answered %s", r.body)
	}
	if r := call(t, s, "chat.postMessage", args{"channel": slacktest.DefaultDirect, "text": "x"}); r.Error != "messages_tab_disabled" {
		t.Errorf("a direct message was answered %s", r.body)
	}
}

func TestStillWaitsForRest(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	ctx, cancel := context.WithCancel(soon(t))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			s.Post(slacktest.Said{Text: "x"})
		}
	}()
	short, end := context.WithTimeout(soon(t), 50*time.Millisecond)
	defer end()
	if err := s.Still(short, time.Minute); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with somebody talking all the time, Still gives %v, want the end of the time", err)
	}
	cancel()
	<-done
	if err := s.Still(soon(t), time.Millisecond); err != nil {
		t.Errorf("with nobody talking, Still gives %v", err)
	}
}

func TestWaitingEndsWithTheServer(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	call(t, s, "chat.postEphemeral", args{"channel": slacktest.DefaultChannel, "user": slacktest.SecondUser, "text": "x"})
	if got, err := s.WaitWhispers(soon(t), slacktest.SecondUser, 1); err != nil || got[0].Text != "x" || got[0].For != slacktest.SecondUser {
		t.Errorf("the whispers are %+v, %v", got, err)
	}
	s.Close()
	if _, err := s.WaitReplies(soon(t), slacktest.DefaultChannel, "", 1); err == nil || !strings.Contains(err.Error(), "there are 0") {
		t.Errorf("waiting on a closed server gives %v, want an error that counts", err)
	}
	if err := s.WaitConnections(soon(t), 1); err == nil {
		t.Error("a closed server has a connection")
	}
}

func TestMistakesOfTheTestAreItsFailures(t *testing.T) {
	t.Parallel()
	for name, mistake := range map[string]func(*slacktest.Server){
		"a channel that is none": func(s *slacktest.Server) { s.Say(slacktest.Said{Channel: "C0NONE", Text: "x"}) },
		"a button that is none":  func(s *slacktest.Server) { s.Press(s.Post(slacktest.Said{Text: "x"}), "Press", "") },
		"a view without buttons": func(s *slacktest.Server) { s.PressView(slacktest.View{}, "Press", "") },
		"a user without a pane":  func(s *slacktest.Server) { s.OpenHome("U0NOBODY", "home") },
	} {
		w := &witness{TB: t}
		mistake(slacktest.New(w, slacktest.Options{}))
		if got := w.end(); len(got) != 1 {
			t.Errorf("%s: the test failed with %q, want one failure", name, got)
		}
	}
}
