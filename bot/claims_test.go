package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"drawdown/bot"
	"drawdown/knowledge"
)

func check(b *bot.Bot, author, text string) bot.Reply {
	return b.Check(context.Background(), bot.Message{Platform: "test", Conversation: "c", Author: author, ID: "1", Text: text})
}

func TestCheck(t *testing.T) {
	b := newBot(t, bot.Options{})
	long := strings.Repeat("ä", bot.MaxChecked)
	for _, test := range []struct {
		text  string
		kind  bot.Kind
		holds string
	}{
		{"12 boats are left in Lorne.", bot.Checked, "Held against the articles:"},
		{"", bot.Invalid, "makes no claim"},
		{" \n\t", bot.Invalid, "makes no claim"},
		{"🙂🙂 ?!", bot.Invalid, "makes no claim"},
		{"hello everybody", bot.Invalid, "makes no claim"},
		{"How many boats are left in Lorne?", bot.Invalid, "makes no claim"},
		{"\xff\xfe", bot.Invalid, "makes no claim"},
		{long, bot.Invalid, "makes no claim"},
		{long + "ä", bot.Invalid, "That message is 4001 characters long. I check 4000 at most."},
		{strings.Repeat("12 boats are left in Lorne. ", 140), bot.Checked, "Held against"},
	} {
		r := check(b, "a", test.text)
		if r.Kind != test.kind || !strings.Contains(r.Text, test.holds) {
			t.Errorf("Check(%.60q) is %s, %q; want %s, %q", test.text, r.Kind, r.Text, test.kind, test.holds)
		}
		if (r.Kind == bot.Checked) != (len(r.Verdicts) > 0) || r.Answer != nil || r.Entries != nil {
			t.Errorf("Check(%.60q) is %s with %d verdicts", test.text, r.Kind, len(r.Verdicts))
		}
		if !r.Private || r.ID == "" {
			t.Errorf("Check(%.60q) has the id %q and is private: %v; want an id, and what is checked is for the asker alone", test.text, r.ID, r.Private)
		}
	}
}

// The verdicts come in the order of the text, each with what it stands on.
func TestCheckVerdicts(t *testing.T) {
	r := check(newBot(t, bot.Options{}), "a", "12 boats are left in Lorne. Bread is baked in an oven.")
	if len(r.Verdicts) != 2 {
		t.Fatalf("two claims get the verdicts %+v", r.Verdicts)
	}
	boats, bread := r.Verdicts[0], r.Verdicts[1]
	if boats.Support != knowledge.Contradicted || !strings.Contains(boats.Statement, "fewer than 12") || len(boats.Citations) != 1 || boats.Citations[0].Source != "boats" {
		t.Errorf("12 boats, where fewer than 12 remain, get %+v", boats)
	}
	if bread.Support != knowledge.NotCovered || bread.Claim != "Bread is baked in an oven." || bread.Statement != "" || bread.Citations != nil {
		t.Errorf("what no fact tells of gets %+v", bread)
	}
}

// Checking counts towards the same limit as asking.
func TestCheckLimit(t *testing.T) {
	var seen []bot.Kind
	b := newBot(t, bot.Options{
		Now:     func() time.Time { return time.Unix(0, 0) },
		Limits:  bot.Limits{Person: bot.Rate{Burst: 2, Every: time.Minute}},
		Observe: func(_ string, k bot.Kind, _ time.Duration) { seen = append(seen, k) },
	})
	const text = "12 boats are left in Lorne."
	for i, want := range []bot.Kind{bot.Checked, bot.Checked, bot.Limited} {
		if r := check(b, "a", text); r.Kind != want || !r.Private {
			t.Errorf("check %d is %s, want %s", i+1, r.Kind, want)
		}
	}
	if r := check(b, "b", text); r.Kind != bot.Checked {
		t.Errorf("somebody else's check is %s, want %s", r.Kind, bot.Checked)
	}
	if len(seen) != 4 || seen[2] != bot.Limited {
		t.Errorf("whoever watches saw %v, want all four", seen)
	}
}
