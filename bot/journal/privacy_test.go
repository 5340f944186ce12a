package journal_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"drawdown/bot"
	"drawdown/bot/journal"
	"drawdown/knowledge"
)

// holds tells which of several texts a database holds, in clear or as hexadecimal digits, as a dump writes bytes.
func (d database) holds(t *testing.T, texts ...string) []string {
	t.Helper()
	content := bytes.ToLower(d.content(t))
	var out []string
	for _, s := range texts {
		if bytes.Contains(content, []byte(strings.ToLower(s))) || bytes.Contains(content, []byte(hex.EncodeToString([]byte(s)))) {
			out = append(out, s)
		}
	}
	return out
}

// A person's texts and thumbs, and the conversations in which they spoke, are forgotten; others' stay. No id is ever kept in clear.
func TestForget(t *testing.T) {
	t.Parallel()
	base, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, d database) {
		j := d.open(t)
		b := bot.New(base, bot.Options{Journal: j})
		ask := func(person, conversation, text string) bot.Reply {
			return b.Handle(context.Background(), bot.Message{Platform: "slack", Conversation: conversation, Author: person, ID: "msgid-" + text, Text: text})
		}
		const private, shared, others = "will zyxwvu be withdrawn soon", "does zyxwvu stay anywhere", "who commands qponml there"
		ids := []string{"UALICE77", "UBOB88", "CDIRECT99", "CCHANNEL66", "COTHER55", "msgid-"}
		ask("UALICE77", "CDIRECT99", private)
		ask("UALICE77", "CCHANNEL66", shared)
		down := ask("UBOB88", "CCHANNEL66", others)
		ask("UBOB88", "COTHER55", others+" now")
		for _, who := range []string{"UALICE77", "UBOB88"} {
			if _, err := j.Thumb(context.Background(), bot.Thumb{Reply: down.ID, Platform: "slack", Author: who, Time: time.Now()}); err != nil {
				t.Fatal(err)
			}
		}
		claim(t, j, "a", lease, "slack\x00CDIRECT99", "EVENT4711")
		flush(t, j)
		if got := d.holds(t, append(ids, "EVENT4711", down.ID)...); len(got) > 0 {
			t.Errorf("the database holds the ids %q in clear", got)
		}
		if got := d.holds(t, private, shared, others); len(got) != 3 {
			t.Fatalf("the database holds the texts %q alone; the test looks in the wrong place", got)
		}

		f, err := j.Forget(context.Background(), "slack", "UALICE77")
		if want := (journal.Forgotten{Records: 2, Thumbs: 1, Conversations: 2}); err != nil || f != want {
			t.Errorf("forgotten is %+v (%v), want %+v", f, err, want)
		}
		if got := d.holds(t, "zyxwvu"); len(got) > 0 {
			t.Errorf("after it was forgotten, the database holds %q", got)
		}
		if got := d.holds(t, others, others+" now"); len(got) != 2 {
			t.Errorf("after somebody else was forgotten, of another's texts only %q are kept", got)
		}
		for conversation, kept := range map[string]bool{"CDIRECT99": false, "CCHANNEL66": false, "COTHER55": true} {
			if got := recall(t, j, "slack\x00"+conversation); (got != "") != kept {
				t.Errorf("after she was forgotten, of the conversation %s %q is recalled, want anything: %v", conversation, got, kept)
			}
		}
		if f, err := j.Forget(context.Background(), "discord", "UBOB88"); err != nil || f != (journal.Forgotten{}) {
			t.Errorf("on another platform, of the same id %+v was forgotten (%v), want nothing", f, err)
		}
		s, err := j.Stats(context.Background())
		if err != nil || s.Down != 1 || s.Texts != 2 || len(s.Questions) == 0 {
			t.Errorf("afterwards the journal counts %+v (%v), want one thumb, two texts, and the questions as before", s, err)
		}
	})
}

// A text is kept for its time, and then its row without it; a conversation for its own.
func TestKeep(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		keep  time.Duration
		pass  time.Duration
		text  bool // it is there at first
		later bool // it is there then
	}{
		{"just before", 10 * time.Hour, 10 * time.Hour, true, true},
		{"just after", 10 * time.Hour, 10*time.Hour + time.Millisecond, true, false},
		{"none", 0, 0, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			each(t, func(t *testing.T, d database) {
				c := newClock()
				j := d.open(t, at(c), func(o *journal.Options) { o.Keep = test.keep })
				const text, state = "where does wvutsr go", "the state of wvutsr in short"
				j.Record(bot.Record{ID: "r", Time: c.Now(), Platform: "web", Author: "u", Text: text, Outcome: bot.Refused})
				j.Remember("c", []byte(state), c.Now().Add(time.Minute))
				flush(t, j)
				if got := d.holds(t, text); (len(got) > 0) != test.text {
					t.Errorf("kept for %v, at first the database holds %q", test.keep, got)
				}
				c.advance(max(test.pass, time.Minute))
				run, stop := context.WithCancel(context.Background())
				done := make(chan error, 1)
				go func() { done <- j.Run(run) }()
				soon(t, "the conversation is deleted", func() bool { return len(d.holds(t, state)) == 0 })
				if got := d.holds(t, text); test.later && len(got) == 0 {
					t.Errorf("kept for %v, after %v the database does not hold it", test.keep, test.pass)
				} else if !test.later {
					soon(t, "the text is deleted", func() bool { return len(d.holds(t, text)) == 0 })
				}
				lines, _ := export(t, j)
				if len(lines) != 1 || lines[0].Person == "" || (lines[0].Text != "") != test.later {
					t.Errorf("kept for %v, after %v the export is %+v, want its line, and the text in it: %v", test.keep, test.pass, lines, test.later)
				}
				if got, err := j.Unanswered(context.Background(), 10); err != nil || (len(got) > 0) != test.later {
					t.Errorf("kept for %v, after %v there are the gaps %+v (%v)", test.keep, test.pass, got, err)
				}
				stop()
				if err := <-done; err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// Texts that were kept go when none are to be kept any more; rows without text, and thumbs, go after two years.
func TestKeepLess(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		c := newClock()
		const text = "where does utsrqp go"
		j := d.open(t, at(c))
		for i := range 1200 { // more than a batch of sweeping
			j.Record(bot.Record{ID: fmt.Sprint(i), Time: c.Now(), Platform: "web", Text: text, Outcome: bot.Refused})
		}
		flush(t, j)
		if _, err := j.Thumb(context.Background(), bot.Thumb{Reply: "1", Platform: "web", Author: "a", Time: c.Now()}); err != nil {
			t.Fatal(err)
		}
		less := running(t, d.open(t, at(c), func(o *journal.Options) { o.Keep = 0 }))
		count := func() string {
			s, err := j.Stats(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(s.Questions, s.Texts, s.Down)
		}
		soon(t, "no text is kept, and every row is", func() bool { return count() == "[{web refused 1200}] 0 1" })
		less.Record(bot.Record{ID: "new", Time: c.Now(), Platform: "web", Text: text, Outcome: bot.Refused})
		flush(t, less)
		soon(t, "the database holds no text", func() bool { return len(d.holds(t, text)) == 0 })
		c.advance(2*366*24*time.Hour + time.Minute)
		soon(t, "after two years nothing is left", func() bool { return count() == "[] 0 0" })
	})
}
