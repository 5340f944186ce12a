package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"drawdown/bot"
)

// Whatever can be pressed works with nothing but its state, on a bot that has never seen the answer.
func TestButtons(t *testing.T) {
	for _, text := range []string{"how many boats are left in lorne", "how many boats are left in tarn"} {
		r := say(newBot(t, bot.Options{}), "c", text)
		buttons := bot.Buttons(r)
		if len(buttons) < 3 {
			t.Fatalf("%q can be followed by %d presses, want some", text, len(buttons))
		}
		seen := map[string]bool{}
		for _, x := range buttons {
			if x.Label == "" || seen[x.State] || utf8.RuneCountInString(x.State) > bot.MaxState {
				t.Errorf("%q has the button %q with state %q: want a label, and a state of its own of at most %d characters", text, x.Label, x.State, bot.MaxState)
			}
			seen[x.State] = true
			verb, got := newBot(t, bot.Options{}).Act(context.Background(), bot.Message{Platform: "test", Conversation: "d", Author: "a"}, x.State)
			if verb != x.Verb || strings.Contains(got.Text, "too old") {
				t.Errorf("pressing %q does %q and says %q, want %q", x.Label, verb, got.Text, x.Verb)
			}
			switch x.Verb {
			case bot.AskAgain:
				if got.Kind != bot.Answered || got.Private {
					t.Errorf("pressing %q got %s, private %v; want its answer", x.Label, gist(got), got.Private)
				}
			case bot.Sources:
				if got.Kind != bot.Listing || !got.Private || len(got.Entries) < len(r.Answer.Citations) {
					t.Errorf("pressing %q got %d sources (private %v), want %d at least, for the presser alone", x.Label, len(got.Entries), got.Private, len(r.Answer.Citations))
				}
				for i, c := range r.Answer.Citations {
					if got.Entries[i].Citations[0] != c {
						t.Errorf("source %d is %v, want %v", i+1, got.Entries[i].Citations[0], c)
					}
				}
			default:
				if got.Kind != bot.Talk || !got.Private {
					t.Errorf("pressing %q got %s, private %v; want a word to the presser alone", x.Label, gist(got), got.Private)
				}
			}
		}
	}
}

// A state of another version, of facts that are gone or of nobody's making says that it is too old, and does nothing.
func TestOldButtons(t *testing.T) {
	b := newBot(t, bot.Options{})
	for _, state := range []string{"", "1", "0qwhat", "2s", "1s", "1sabcdef.1.1", "1s" + bot.ShortName("boats") + ".99.1", "1s" + bot.ShortName("boats") + ".x.1", "1x", "1s,,,", "\x00\x00"} {
		if _, r := b.Act(context.Background(), bot.Message{Platform: "test", Author: "a"}, state); !strings.Contains(r.Text, "too old") || !r.Private {
			t.Errorf("the state %q got %s, %q; want that it is too old", state, gist(r), r.Text)
		}
	}
}

// A person counts once, may think again, and does not count for others.
func TestThumbs(t *testing.T) {
	b := newBot(t, bot.Options{})
	r := say(b, "c", "what does a ticket cost")
	press := func(author string, verb bot.Verb) string {
		for _, x := range bot.Buttons(r) {
			if x.Verb == verb {
				_, got := b.Act(context.Background(), bot.Message{Platform: "test", Author: author}, x.State)
				return got.Text
			}
		}
		t.Fatalf("there is no button %q under %s", verb, gist(r))
		return ""
	}
	for i, test := range []struct {
		author string
		verb   bot.Verb
		want   string
	}{
		{"a", bot.ThumbDown, "did not help"}, {"a", bot.ThumbDown, "already"}, {"b", bot.ThumbDown, "did not help"}, {"a", bot.ThumbUp, "that this helped"}, {"a", bot.ThumbUp, "already"},
	} {
		if got := press(test.author, test.verb); !strings.Contains(got, test.want) {
			t.Errorf("press %d, by %s: %q; want %q in it", i+1, test.author, got, test.want)
		}
	}
	gaps, err := b.Gaps(context.Background(), 10)
	if err != nil || len(gaps) != 1 || gaps[0].Down != 1 {
		t.Errorf("gaps are %+v, error %v; want the one question with one thumb down", gaps, err)
	}
}

// The reply to one message has one ID, however often it is handled and wherever.
func TestReplyID(t *testing.T) {
	m := bot.Message{Platform: "test", Conversation: "c", ID: "7", Text: opening}
	first := newBot(t, bot.Options{}).Handle(context.Background(), m)
	if again := newBot(t, bot.Options{}).Handle(context.Background(), m); again.ID != first.ID || len(first.ID) != 12 {
		t.Errorf("the same message got the IDs %q and %q, want the same of 12 characters", first.ID, again.ID)
	}
	m.ID = "8"
	if other := newBot(t, bot.Options{}).Handle(context.Background(), m); other.ID == first.ID {
		t.Errorf("two messages got one ID %q", other.ID)
	}
}

// Wordings of one question stand together, the most frequent first, with what is nearest.
func TestGaps(t *testing.T) {
	b := newBot(t, bot.Options{})
	for i, text := range []string{"how many boats are left in tarn", "How many boats are left in Tarn??", "number of boats left in tarn", "what is the capital of france", "how many boats are left in lorne", "hello"} {
		b.Handle(context.Background(), bot.Message{Platform: "test", Conversation: fmt.Sprint(i), Text: text})
	}
	gaps, err := b.Gaps(context.Background(), 10)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range gaps {
		got = append(got, fmt.Sprintf("%d %s", g.Refused, strings.Join(g.Texts, " | ")))
	}
	if len(gaps) != 2 || gaps[0].Refused != 3 || !strings.Contains(gaps[0].Texts[0], "tarn") || gaps[1].Refused != 1 {
		t.Errorf("gaps are %q; want the boats of Tarn three times, and France once", got)
	}
	list := b.ListGaps(context.Background())
	if list.Kind != bot.Listing || !list.Private || !strings.Contains(list.Entries[0].Label, "refused 3×") {
		t.Errorf("the list is %+v, want it private and counted", list)
	}
}
