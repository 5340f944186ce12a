package bot_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"drawdown/bot"
)

const (
	opening = "how many boats are left in lorne"
	follow  = "and in skell?"
	known   = "answered: Around 30"
)

// A clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A conversation is forgotten when it has been silent for longer than its age.
func TestMemoryAge(t *testing.T) {
	for _, test := range []struct {
		age    time.Duration
		pauses []time.Duration
		want   string
	}{
		{0, []time.Duration{bot.DefaultAge}, known},
		{0, []time.Duration{bot.DefaultAge + 1}, "refused"},
		{time.Minute, []time.Duration{59 * time.Second}, known},
		{time.Minute, []time.Duration{61 * time.Second}, "refused"},
		{time.Minute, []time.Duration{40 * time.Second, 40 * time.Second, 40 * time.Second}, known}, // each message renews it
		{time.Minute, []time.Duration{40 * time.Second, 70 * time.Second}, "refused"},
	} {
		c := &clock{now: time.Date(2024, 3, 4, 12, 0, 0, 0, time.UTC)}
		b := newBot(t, bot.Options{Age: test.age, Now: c.Now})
		say(b, "c", opening)
		for i, d := range test.pauses {
			c.advance(d)
			if i < len(test.pauses)-1 {
				say(b, "c", "thanks")
			}
		}
		if r := say(b, "c", follow); gist(r) != test.want {
			t.Errorf("age %v, after pauses of %v, %q got %s, want %s", test.age, test.pauses, follow, gist(r), test.want)
		}
	}
}

// Of too many conversations the least recently used is forgotten.
func TestMemorySize(t *testing.T) {
	b := newBot(t, bot.Options{Conversations: 3})
	for _, c := range []string{"a", "b", "c"} {
		say(b, c, opening)
	}
	say(b, "a", "thanks") // b is now the least recently used
	say(b, "d", opening)
	for _, test := range []struct{ conversation, want string }{{"a", known}, {"c", known}, {"d", known}, {"b", "refused"}} {
		if r := say(b, test.conversation, follow); gist(r) != test.want {
			t.Errorf("of 3 conversations, a follow-up in %s got %s, want %s", test.conversation, gist(r), test.want)
		}
	}
}

// However many conversations there are, the memory holds what it is said to hold: the first of many is forgotten.
func TestMemoryIsBounded(t *testing.T) {
	b := newBot(t, bot.Options{Conversations: 50})
	say(b, "first", opening)
	for i := range 500 {
		say(b, fmt.Sprint(i), opening)
	}
	if r := say(b, "first", follow); gist(r) != "refused" {
		t.Errorf("after 500 other conversations, a follow-up in the first got %s, want refused", gist(r))
	}
}

// A conversation remembers its last turns alone.
func TestTurnsAreBounded(t *testing.T) {
	b := newBot(t, bot.Options{})
	say(b, "c", opening)
	for range 30 {
		say(b, "c", "what does a ticket cost")
	}
	if r := say(b, "c", "back to lorne"); gist(r) == "answered: Fewer than 12" {
		t.Errorf("thirty questions later, %q got %s, want it forgotten", "back to lorne", gist(r))
	}
}

// Many people at once each get their own conversation.
func TestConcurrency(t *testing.T) {
	c := &clock{now: time.Now()}
	b := newBot(t, bot.Options{Conversations: 1000, Now: c.Now})
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			for k := range 5 {
				id := fmt.Sprintf("%d/%d", i, k)
				c.advance(time.Millisecond)
				for _, turn := range []struct{ text, want string }{{opening, "answered: Fewer than 12"}, {"thanks", "talk"}, {follow, known}, {"timeline", "listing"}} {
					r := b.Handle(context.Background(), bot.Message{Platform: "test", Conversation: id, Text: turn.text})
					if gist(r) != turn.want {
						t.Errorf("in conversation %s, %q got %s, want %s", id, turn.text, gist(r), turn.want)
					}
				}
				b.Handle(context.Background(), bot.Message{Platform: "test", Conversation: "shared", Text: follow})
			}
		})
	}
	all.Wait()
}
