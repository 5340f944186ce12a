package slack_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
	"drawdown/knowledge"
)

// related is a question whose answer or refusal offers others.
const related = "How many British troops are in Iraq?"

// withButton finds a button that asks a question.
func withButton(t testing.TB, actions []slacktest.Action) slacktest.Action {
	t.Helper()
	for _, a := range actions {
		if strings.HasPrefix(a.Value, "1q") {
			return a
		}
	}
	t.Fatalf("no button asks a question: %+v", actions)
	return slacktest.Action{}
}

// command gives what an acknowledgement of a command shows.
func command(t testing.TB, s *slacktest.Server, text string) (string, json.RawMessage) {
	t.Helper()
	ack, err := s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Text: text})).Acked(soon(t))
	if err != nil {
		t.Fatalf("/drawdown %s: %v", text, err)
	}
	var said struct {
		Type   string          `json:"response_type"`
		Text   string          `json:"text"`
		Blocks json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(ack.Payload, &said); err != nil || said.Type != "ephemeral" {
		t.Fatalf("/drawdown %s is acknowledged with %q (%v), want an ephemeral message", text, ack.Payload, err)
	}
	return said.Text, said.Blocks
}

func TestCommand(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	b := newBot(t, bot.Options{})
	run(t, s, b, slack.Options{Connections: 1})
	for text, want := range map[string]string{
		question:   short(),
		"help":     b.Help().Text,
		"articles": b.Articles().Entries[0].Label,
		"":         "empty",
	} {
		if got, blocks := command(t, s, text); !strings.Contains(unescaped(got), want) || !strings.Contains(read(t, blocks), want) {
			t.Errorf("/drawdown %s shows %q and says %q, want %q in both", text, read(t, blocks), got, want)
		}
	}
}

// TestLongReply holds what does not fit one message: every part comes, in order, and none is too long.
func TestLongReply(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	claims := ""
	for n := 1; len(claims) < bot.MaxChecked-100; n++ {
		claims += fmt.Sprintf("Fewer than 1,000 U.S. troops remain in Syria, says number %d. ", n)
	}
	s.Deliver(s.Shortcut("check_articles", s.Post(slacktest.Said{Text: claims}), ""))
	got, err := s.WaitWhispers(soon(t), "", 3)
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, m := range got {
		if n := len([]rune(m.Text)); n > 4000 {
			t.Errorf("a message of %d characters, want 4000 at most", n)
		}
		all += reads(t, m) + "\n"
	}
	at := 0
	for _, claim := range knowledge.Sentences(claims) {
		n := strings.Index(all[at:], claim)
		if n < 0 {
			t.Fatalf("the reply lacks %q, or has it out of order:\n%s", claim, all)
		}
		at += n
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, channel := range []string{slacktest.DefaultChannel, slacktest.StrangeChannel} {
		s := slacktest.New(t, slacktest.Options{})
		a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
		asked := s.Slash(slacktest.Command{Name: "/drawdown", Channel: channel, Text: question + " <!channel> *now*"})
		if _, err := s.Deliver(asked).Acked(soon(t)); err != nil {
			t.Fatal(err)
		}
		seen, err := s.WaitWhispers(soon(t), "", 1)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a double click
			s.Deliver(s.Press(seen[0], "Share in this channel", ""))
		}
		settled(t, s, a)
		got := s.Replies(channel, "")
		if len(got) != 1 {
			t.Fatalf("in %s, an answer that is shared twice stands there %d times, want once", channel, len(got))
		}
		if shown := reads(t, got[0]); !strings.Contains(shown, short()) || !strings.Contains(shown, "Asked: How many") || strings.Contains(shown, "*now*") {
			t.Errorf("in %s, shared was %q", channel, shown)
		}
	}
}

// TestSharedButton presses a question under an answer that was shared where the bot is not: the answer comes all the same.
func TestSharedButton(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Channel: slacktest.StrangeChannel, Text: related}))
	seen, err := s.WaitWhispers(soon(t), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	s.Deliver(s.Press(seen[0], "Share in this channel", ""))
	shared, err := s.WaitReplies(soon(t), slacktest.StrangeChannel, "", 1)
	if err != nil {
		t.Fatal(err)
	}
	button := withButton(t, shared[0].Actions())
	got := ask(t, s, s.PressAction(shared[0], button, slacktest.SecondUser), shared[0].TS)
	if !strings.Contains(reads(t, got), button.Value[2:]) {
		t.Errorf("the button %q is answered with %q", button.Text, reads(t, got))
	}
}

// TestShareAgain holds that an answer whose sharing failed can be shared by pressing again, and is not shared twice by itself.
func TestShareAgain(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Text: question}))
	seen, err := s.WaitWhispers(soon(t), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	for n, fault := range []slacktest.Fault{slacktest.CutBefore(), slacktest.Refused("expired_url")} {
		s.Fail(slacktest.ResponseURL, fault)
		s.Deliver(s.Press(seen[0], "Share in this channel", ""))
		settled(t, s, a)
		if got := len(s.Replies(slacktest.DefaultChannel, "")); got != 0 {
			t.Fatalf("after fault %d the answer stands there %d times, want not at all", n, got)
		}
	}
	s.Deliver(s.Press(seen[0], "Share in this channel", ""))
	settled(t, s, a)
	if got := len(s.Replies(slacktest.DefaultChannel, "")); got != 1 {
		t.Errorf("pressed again, the answer stands there %d times, want once", got)
	}
}

func TestButtons(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	a := run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	asked := s.Mention(slacktest.Said{Text: question})
	answer := ask(t, s, asked, asked.TS)

	whisper := func(button, user string) slacktest.Message {
		t.Helper()
		before := len(s.Whispers(user))
		s.Deliver(s.Press(answer, button, user))
		got, err := s.WaitWhispers(soon(t), user, before+1)
		if err != nil {
			t.Fatal(err)
		}
		return got[before]
	}
	if got := whisper("Sources", slacktest.DefaultUser); !strings.Contains(reads(t, got), where()) || got.ThreadTS != asked.TS {
		t.Errorf("Sources shows %q in the thread %q", reads(t, got), got.ThreadTS)
	}
	for _, c := range []struct{ button, user, want string }{
		{"👍 Helpful", slacktest.DefaultUser, "helped"},
		{"👍 Helpful", slacktest.DefaultUser, "already"},
		{"👎 Not helpful", slacktest.SecondUser, "did not help"},
	} {
		if got := reads(t, whisper(c.button, c.user)); !strings.Contains(got, c.want) {
			t.Errorf("%s, pressed by %s, shows %q, want %q in it", c.button, c.user, got, c.want)
		}
	}

	refused := s.Mention(slacktest.Said{Text: related})
	refusal := ask(t, s, refused, refused.TS)
	button := withButton(t, refusal.Actions())
	reply := ask(t, s, s.PressAction(refusal, button, slacktest.SecondUser), refused.TS)
	if got := reads(t, reply); !strings.Contains(got, "Asked: "+button.Value[2:]) {
		t.Errorf("the button %q is answered with %q, want the question in it", button.Text, got)
	}
	if still := s.Replies(refused.Channel, refused.TS)[0]; still.Edited != 0 {
		t.Error("a press changed what the bot had said")
	}
	before := len(s.Posted())
	s.Deliver(s.PressAction(answer, slacktest.Action{ActionID: "act-9", Value: "0zold", Type: "button"}, ""))
	if got, err := s.WaitWhispers(soon(t), slacktest.DefaultUser, 4); err != nil || !strings.Contains(reads(t, got[3]), "too old") {
		t.Errorf("a button of another version shows %+v (%v)", got, err)
	}
	s.Deliver(s.PressAction(answer, slacktest.Action{ActionID: "somebody-elses", Value: "x", Type: "button"}, ""))
	settled(t, s, a)
	if got := len(s.Posted()); got != before {
		t.Errorf("a button of another version, and one of nobody, made the bot post %d messages", got-before)
	}
}

// TestEphemeralButton presses a question under an answer that one person sees: the new answer takes its place.
func TestEphemeralButton(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	if _, err := s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Text: related})).Acked(soon(t)); err != nil {
		t.Fatal(err)
	}
	seen, err := s.WaitWhispers(soon(t), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	button := withButton(t, seen[0].Actions())
	s.Deliver(s.PressAction(seen[0], button, ""))
	if err := s.Wait(soon(t), func() bool { return len(s.Responses()) == 1 }); err != nil {
		t.Fatal(err)
	}
	got := s.Responses()[0]
	if !got.ReplaceOriginal || !strings.Contains(reads(t, got.Message), button.Value[2:]) {
		t.Errorf("the press of %q was answered with %+v", button.Text, got)
	}
	if _, ok := got.Message.Action("Share in this channel"); !ok {
		t.Error("the new answer cannot be shared")
	}
}

func TestShortcut(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	claims := "Fewer than 1,000 U.S. troops remain in Syria. The moon is made of green cheese & <!channel>."
	s.Deliver(s.Shortcut("check_articles", s.Post(slacktest.Said{Channel: slacktest.StrangeChannel, Text: typed(claims)}), ""))
	got, err := s.WaitWhispers(soon(t), slacktest.DefaultUser, 1)
	if err != nil {
		t.Fatal(err)
	}
	shown := reads(t, got[0])
	for _, want := range []string{"Supported: ", "[1] ", "Not covered: ", where(), "green cheese"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the check of %q shows\n%s\nwant %q in it", claims, shown, want)
		}
	}
}

func TestGapsAreForAdministrators(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{Admin: slacktest.SecondUser})
	run(t, s, newBot(t, bot.Options{}), slack.Options{Connections: 1})
	asked := s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: "how do I *bake* sourdough bread"})
	ask(t, s, asked, "")
	for _, c := range []struct{ user, want, not string }{
		{slacktest.DefaultUser, "Only those who administer", "sourdough"},
		{slacktest.SecondUser, "sourdough", "*bake*"},
	} {
		s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Text: "gaps", User: c.user}))
		got, err := s.WaitWhispers(soon(t), c.user, 1)
		if err != nil {
			t.Fatal(err)
		}
		if shown := reads(t, got[0]); !strings.Contains(shown, c.want) || strings.Contains(shown, c.not) {
			t.Errorf("/drawdown gaps shows %s %q, want %q and not %q", c.user, shown, c.want, c.not)
		}
	}
}

func TestTimelinePicture(t *testing.T) {
	t.Parallel()
	public, err := url.Parse("https://drawdown.example.org")
	if err != nil {
		t.Fatal(err)
	}
	s := slacktest.New(t, slacktest.Options{LinkPrefixes: []string{public.String() + "/"}})
	b := newBot(t, bot.Options{Public: public})
	run(t, s, b, slack.Options{Connections: 1})
	s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Text: "timeline"}))
	got, err := s.WaitWhispers(soon(t), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{public.String() + "/timeline.png", `"alt_text":"The dated facts`} {
		if !strings.Contains(string(got[0].Blocks), want) {
			t.Errorf("the timeline is %s, want %q in it", got[0].Blocks, want)
		}
	}
}
