package bot_test

import (
	"testing"

	"drawdown/bot"
)

// Conversations, each message with what it gets.
func TestFollowUps(t *testing.T) {
	type turn struct{ text, want string }
	for _, turns := range [][]turn{
		{ // another place
			{"how many boats are left in lorne", "answered: Fewer than 12"},
			{"and in skell?", "answered: Around 30"},
			{"and in tarn?", "refused"}, // beyond the articles
		},
		{ // facets
			{"when did they decide to sell", "answered: March 4, 2024"},
			{"who was it?", "answered: Mayor Ada Quill"},
			{"where?", "answered: At the town hall"},
			{"why?", "answered: The price of diesel"}, // told by another fact
		},
		{ // small talk between does not interrupt
			{"how many boats are left in lorne", "answered: Fewer than 12"},
			{"thanks", "talk"},
			{"?", "invalid"},
			{"timeline", "listing"},
			{"and in skell?", "answered: Around 30"},
		},
		{ // nor does a refusal
			{"how many boats are left in lorne", "answered: Fewer than 12"},
			{"what is the capital of france", "refused"},
			{"and in skell?", "answered: Around 30"},
		},
		{ // back to what was said before
			{"how many boats are left in lorne", "answered: Fewer than 12"},
			{"why are the boats sold", "answered: The price of diesel"},
			{"how many boats are left in skell", "answered: Around 30"},
			{"back to lorne", "answered: Fewer than 12"},
		},
		{ // a question that stands by itself is asked as it is
			{"how many boats are left in lorne", "answered: Fewer than 12"},
			{"how many hulls does the ledger list", "answered: 17"},
		},
		{{"and in skell?", "refused"}}, // nothing went before
		{{"why?", "refused"}},
		{{"where?", "refused"}},
	} {
		b := newBot(t, bot.Options{})
		var before []string
		for _, turn := range turns {
			r := say(b, "c", turn.text)
			if gist(r) != turn.want {
				t.Errorf("after %q, %q got %s, want %s", before, turn.text, gist(r), turn.want)
			}
			fitting(t, turn.text, r)
			before = append(before, turn.text)
		}
	}
}

// A follow-up that was put together shows what was asked in its place; a question that stands by itself does not.
func TestAsked(t *testing.T) {
	b := newBot(t, bot.Options{})
	if r := say(b, "c", "how many boats are left in lorne"); r.Asked != "" {
		t.Errorf("a question by itself was asked as %q, want as it is", r.Asked)
	}
	if r := say(b, "c", "and in skell?"); r.Asked != "how many boats are left in skell" {
		t.Errorf(`"and in skell?" was asked as %q, want the first question with the place replaced`, r.Asked)
	}
}

// Conversations know nothing of one another, nor do platforms.
func TestConversationsAreSeparate(t *testing.T) {
	b := newBot(t, bot.Options{})
	say(b, "one", "how many boats are left in lorne")
	say(b, "two", "when did they decide to sell")
	for _, test := range []struct{ conversation, text, want string }{
		{"three", "and in skell?", "refused"},
		{"two", "where?", "answered: At the town hall"},
		{"one", "and in skell?", "answered: Around 30"},
	} {
		if r := say(b, test.conversation, test.text); gist(r) != test.want {
			t.Errorf("in conversation %s, %q got %s, want %s", test.conversation, test.text, gist(r), test.want)
		}
	}
	m := bot.Message{Platform: "other", Conversation: "one", Text: "and in skell?"}
	if r := b.Handle(t.Context(), m); gist(r) != "refused" {
		t.Errorf("on another platform, %q got %s, want refused", m.Text, gist(r))
	}
	// Where platform ends and conversation begins is no matter of gluing the two together.
	b.Handle(t.Context(), bot.Message{Platform: "ab", Conversation: "c", Text: "how many boats are left in lorne"})
	if r := b.Handle(t.Context(), bot.Message{Platform: "a", Conversation: "bc", Text: "and in skell?"}); gist(r) != "refused" {
		t.Errorf("in conversation bc of platform a, a follow-up to c of ab got %s, want refused", gist(r))
	}
}
