package bot_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"drawdown/bot"
	"drawdown/knowledge"
)

// Who asks too often is told when to ask again, and may; others may meanwhile.
func TestLimits(t *testing.T) {
	c := &clock{now: time.Date(2024, 3, 4, 12, 0, 0, 0, time.UTC)}
	b := newBot(t, bot.Options{Now: c.Now, Limits: bot.Limits{Person: bot.Rate{Burst: 3, Every: 10 * time.Second}, Conversation: bot.Rate{Burst: 5, Every: time.Second}}})
	ask := func(author, conversation string) bot.Reply {
		return b.Handle(context.Background(), bot.Message{Platform: "test", Author: author, Conversation: conversation, Text: opening})
	}
	for i, test := range []struct {
		advance              time.Duration
		author, conversation string
		want                 string
	}{
		{0, "a", "1", "answered"}, {0, "a", "2", "answered"}, {0, "a", "3", "answered"},
		{0, "a", "4", "again in 10 seconds"},
		{0, "b", "1", "answered"},
		{9500 * time.Millisecond, "a", "1", "again in 1 second."},
		{500 * time.Millisecond, "a", "1", "answered"},
		{0, "a", "1", "again in 10 seconds"},
		{0, "", "9", "answered"}, {0, "", "9", "answered"}, {0, "", "9", "answered"}, {0, "", "9", "answered"}, {0, "", "9", "answered"},
		{0, "", "9", "There were many questions here in a short time. Please ask again in 1 second."},
		{0, "", "", "answered"}, // nobody in particular, in no conversation
	} {
		c.advance(test.advance)
		r := ask(test.author, test.conversation)
		if got := r.Kind.String() + " " + r.Text; !strings.Contains(got, test.want) {
			t.Errorf("message %d, by %q in %q, got %q; want %q", i+1, test.author, test.conversation, got, test.want)
		}
	}
}

// An overheard message is answered only if it is a question for the bot.
func TestOverheard(t *testing.T) {
	b := newBot(t, bot.Options{})
	hear := func(conversation, text string) bot.Reply {
		return b.Handle(context.Background(), bot.Message{Platform: "test", Conversation: conversation, Text: text, Overheard: true})
	}
	say(b, "c", opening)
	for _, test := range []struct{ conversation, text, want string }{
		{"nowhere", "how many boats are left in skell?", "silent"},
		{"c", "how many boats are left in skell?", "answered: Around 30"},
		{"c", "when did they decide to sell?", "answered"},
		{"c", "i think we should have lunch now", "silent"},
		{"c", "thanks everybody", "silent"},
		{"c", "timeline", "silent"},
		{"c", "the boats of lorne are fewer than 12", "silent"},
		{"c", "who wants coffee?", "silent"},
		{"c", "lol", "silent"},
		{"c", "", "silent"},
		{"c", "?!", "silent"},
	} {
		if r := hear(test.conversation, test.text); !strings.HasPrefix(gist(r), test.want) {
			t.Errorf("overhearing %q in %s got %s, want %s", test.text, test.conversation, gist(r), test.want)
		}
	}
}

// A panic becomes the apology, with an id that is in the log.
func TestFault(t *testing.T) {
	var log strings.Builder
	b := newBot(t, bot.Options{Journal: broken{}, Log: logger(&log)})
	r := say(b, "c", "how many "+secret+" boats")
	if r.Kind != bot.Failed || !r.Private {
		t.Fatalf("a panic within got %s, want the apology", gist(r))
	}
	words := strings.Fields(strings.TrimSuffix(r.Text, "."))
	id := words[len(words)-1]
	if !strings.Contains(log.String(), "id="+id) || !strings.Contains(log.String(), "the journal broke") {
		t.Errorf("the apology is %q, and the log has\n%s\nwant its id and the cause there", r.Text, log.String())
	}
	if strings.Contains(log.String(), secret) {
		t.Errorf("the log has what was typed:\n%s", log.String())
	}
}

const secret = "xyzzy"

type broken struct{ away }

func (broken) Recall(context.Context, string) ([]byte, error) { panic(fmt.Errorf("the journal broke")) }

func TestLink(t *testing.T) {
	public, err := bot.ParsePublicURL("https://news.example/bot/")
	if err != nil {
		t.Fatal(err)
	}
	c := knowledge.Citation{Source: "boats", Paragraph: 2, Sentence: 1}
	for _, test := range []struct {
		public *url.URL
		source string
		want   string
	}{
		{public, "boats", "https://news.example/bot/articles/boats#p2s1"},
		{public, "loaded-text", ""},
		{nil, "boats", ""},
	} {
		c.Source = test.source
		if got := newBot(t, bot.Options{Public: test.public}).Link(c); got != test.want {
			t.Errorf("the link to %v under %v is %q, want %q", c.Locator(), test.public, got, test.want)
		}
	}
	for _, wrong := range []string{"news.example", "ftp://news.example", "https://", "https://u:p@news.example", "https://news.example/?q=1", "https://news.example/#x", "://"} {
		if _, err := bot.ParsePublicURL(wrong); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("ParsePublicURL(%q) gave the error %v, want one that quotes it", wrong, err)
		}
	}
}
