package journal_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"drawdown/bot"
)

// What a journal does, on both kinds of database.
func TestConformance(t *testing.T) {
	t.Parallel()
	for _, part := range []struct {
		name string
		test func(*testing.T, database)
	}{
		{"claims", claims},
		{"claims of several keys", severalKeys},
		{"leases", leases},
		{"conversations", conversations},
		{"conversations of another replica", replicas},
		{"thumbs", thumbs},
		{"unanswered", unanswered},
		{"records", records},
		{"odd texts", oddTexts},
		{"statistics", statistics},
	} {
		t.Run(part.name, func(t *testing.T) { t.Parallel(); each(t, part.test) })
	}
}

const lease = time.Minute

func claim(t *testing.T, l bot.Ledger, owner string, lease time.Duration, keys ...string) bot.Holding {
	t.Helper()
	got, err := l.Claim(context.Background(), owner, keys, lease)
	if err != nil {
		t.Fatalf("claim %q for %s: %v", keys, owner, err)
	}
	return got
}

func settle(t *testing.T, l bot.Ledger, owner string, done bool, keys ...string) {
	t.Helper()
	if err := l.Settle(context.Background(), owner, keys, done); err != nil {
		t.Fatalf("settle %q of %s: %v", keys, owner, err)
	}
}

var holdings = map[bot.Holding]string{bot.Taken: "taken", bot.TakenOver: "taken over", bot.Held: "held", bot.Settled: "settled"}

func claims(t *testing.T, d database) {
	one, other := d.open(t), d.open(t)
	for i, step := range []struct {
		who  bot.Ledger
		do   string // claim, done, free
		by   string
		want bot.Holding // of a claim
	}{
		{one, "claim", "a", bot.Taken},
		{other, "claim", "b", bot.Held},
		{one, "claim", "a", bot.Held}, // by the same owner too: it has it already
		{other, "done", "b", 0},       // which is not b's to settle
		{other, "claim", "b", bot.Held},
		{other, "free", "b", 0},
		{one, "claim", "b", bot.Held},
		{one, "free", "a", 0},
		{other, "claim", "b", bot.Taken},
		{other, "done", "b", 0},
		{one, "claim", "a", bot.Settled},
		{other, "claim", "b", bot.Settled},
		{one, "free", "b", 0}, // whoever settled it can free it
		{one, "claim", "a", bot.Taken},
	} {
		switch step.do {
		case "claim":
			if got := claim(t, step.who, step.by, lease, "k"); got != step.want {
				t.Fatalf("step %d: %s claims and gets %s, want %s", i, step.by, holdings[got], holdings[step.want])
			}
		default:
			settle(t, step.who, step.by, step.do == "done", "k")
		}
	}
	if got := claim(t, one, "a", lease); got != bot.Taken {
		t.Errorf("a claim of no key gets %s, want taken: nobody can have it", holdings[got])
	}
}

// Of several keys one that somebody has is enough, and then none is taken.
func severalKeys(t *testing.T, d database) {
	j := d.open(t)
	claim(t, j, "a", lease, "held", "held too", "held")
	claim(t, j, "a", lease, "settled")
	settle(t, j, "a", true, "settled")
	claim(t, j, "a", time.Millisecond, "left")
	soon(t, "the lease of a millisecond is over", func() bool { return claim(t, j, "a", time.Millisecond, "left") == bot.TakenOver })
	for _, test := range []struct {
		keys string
		want bot.Holding
	}{
		{"new held", bot.Held}, {"held new", bot.Held}, {"new settled", bot.Settled}, {"settled new", bot.Settled},
		{"held settled", bot.Settled}, {"settled held new", bot.Settled},
		{"new", bot.Taken}, // none of the above took it
		{"newer newest", bot.Taken}, {"newest", bot.Held}, {"newer", bot.Held},
	} {
		if got := claim(t, j, "b", lease, strings.Fields(test.keys)...); got != test.want {
			t.Errorf("claiming %q gets %s, want %s", test.keys, holdings[got], holdings[test.want])
		}
	}
	soon(t, "what was left is taken over, with what is fresh beside it", func() bool { return claim(t, j, "b", lease, "fresh", "left") == bot.TakenOver })
	for _, key := range []string{"fresh", "left"} {
		if got := claim(t, j, "a", lease, key); got != bot.Held {
			t.Errorf("after both were taken over, claiming %q gets %s, want held", key, holdings[got])
		}
	}
	settle(t, j, "b", true, "fresh", "left", "unknown")
	if got := claim(t, j, "a", lease, "left"); got != bot.Settled {
		t.Errorf("after both were settled, claiming one gets %s, want settled", holdings[got])
	}
}

// A lease that is over can be taken by anybody; one that is renewed is not over.
func leases(t *testing.T, d database) {
	const short = 20 * time.Millisecond
	one, other := d.open(t), d.open(t)
	claim(t, one, "a", short, "k")
	soon(t, "b takes over what a left", func() bool { return claim(t, other, "b", lease, "k") == bot.TakenOver })
	settle(t, one, "a", true, "k") // too late: it is b's
	if got := claim(t, one, "a", lease, "k"); got != bot.Held {
		t.Errorf("after a settled what b had taken over, it is %s, want held", holdings[got])
	}

	claim(t, one, "c", short, "own")
	soon(t, "an owner takes over what it left itself", func() bool { return claim(t, one, "c", short, "own") == bot.TakenOver })

	claim(t, one, "d", short, "renewed")
	claim(t, one, "d", short, "answered")
	settle(t, one, "d", true, "answered")
	claim(t, one, "e", short, "another's")
	if err := one.Renew(context.Background(), "d", lease); err != nil {
		t.Fatal(err)
	}
	soon(t, "a claim that was not renewed is over", func() bool { return claim(t, other, "f", lease, "another's") == bot.TakenOver })
	for key, want := range map[string]bot.Holding{"renewed": bot.Held, "answered": bot.Settled} {
		if got := claim(t, other, "f", lease, key); got != want {
			t.Errorf("after d renewed its claims, %q is %s, want %s", key, holdings[got], holdings[want])
		}
	}
}

func recall(t *testing.T, r bot.Recorder, conversation string) string {
	t.Helper()
	b, err := r.Recall(context.Background(), conversation)
	if err != nil {
		t.Fatalf("recall %q: %v", conversation, err)
	}
	return string(b)
}

func conversations(t *testing.T, d database) {
	c := newClock()
	j := d.open(t, at(c))
	remember := func(conversation, state string) {
		b := []byte(state)
		j.Remember(conversation, b, c.Now().Add(time.Hour))
		clear(b) // the journal has its own
	}
	holds := func(when, conversation, want string) {
		t.Helper()
		if got := recall(t, j, conversation); got != want {
			t.Errorf("%s, %q is %q, want %q", when, conversation, got, want)
		}
	}
	holds("at first", "a", "")
	remember("a", "one")
	holds("at once", "a", "one")
	remember("b", "bytes\x00\xff")
	flush(t, j)
	holds("when written", "a", "one")
	holds("when written", "b", "bytes\x00\xff")
	remember("a", "two")
	holds("at once", "a", "two")
	flush(t, j)
	holds("when written anew", "a", "two")
	c.advance(time.Hour - time.Millisecond)
	holds("just before the end", "a", "two")
	remember("b", "longer")
	c.advance(time.Millisecond)
	holds("at the end", "a", "")
	holds("at the end of the first", "b", "longer")
	c.advance(time.Hour)
	holds("at the end, still queued", "b", "")
}

// Another replica sees a conversation a tenth of a second later.
func replicas(t *testing.T, d database) {
	one, other := running(t, d.open(t)), running(t, d.open(t))
	if one.Shared() != (d.kind == "PostgreSQL") {
		t.Errorf("a journal on %s is shared: %v", d.kind, one.Shared())
	}
	var longest time.Duration
	for i := range 5 {
		state, began := fmt.Sprint("state ", i), time.Now()
		one.Remember("c", []byte(state), began.Add(time.Hour))
		soon(t, "the other replica recalls "+state, func() bool { return recall(t, other, "c") == state })
		longest = max(longest, time.Since(began))
	}
	if longest > 2*time.Second {
		t.Errorf("it took up to %v for a conversation to be seen by another replica, want a tenth of a second on an idle machine", longest)
	}
	t.Logf("a conversation was seen by another replica after %v at most", longest)
}

func thumbs(t *testing.T, d database) {
	j, other := d.open(t), d.open(t)
	for i, step := range []struct {
		reply, platform, author string
		up, changed             bool
	}{
		{"r", "slack", "u", true, true},
		{"r", "slack", "u", true, false},
		{"r", "slack", "u", false, true},
		{"r", "slack", "u", false, false},
		{"r", "slack", "v", false, true},
		{"r", "discord", "u", false, true}, // another person
		{"s", "slack", "u", false, true},
		{"r", "slack", "", true, true},
		{"r", "slack", "", true, false},
	} {
		changed, err := []bot.Feedback{j, other}[i%2].Thumb(context.Background(), bot.Thumb{Reply: step.reply, Platform: step.platform, Author: step.author, Up: step.up, Time: time.Now()})
		if err != nil || changed != step.changed {
			t.Errorf("step %d: %+v changed anything: %v (%v), want %v", i, step, changed, err, step.changed)
		}
	}
	s, err := j.Stats(context.Background())
	if err != nil || s.Up != 1 || s.Down != 4 {
		t.Errorf("there are %d thumbs up and %d down (%v), want 1 and 4", s.Up, s.Down, err)
	}
}

func unanswered(t *testing.T, d database) {
	j := d.open(t)
	start := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	n := 0
	record := func(text string, outcome bot.Kind, fact string) string {
		n++
		r := bot.Record{ID: fmt.Sprint("reply ", n), Time: start.Add(time.Duration(n) * time.Second), Platform: "p", Text: text, Outcome: outcome, Fact: fact}
		j.Record(r)
		return r.ID
	}
	thumb := func(reply, who string, up bool) {
		t.Helper()
		if _, err := j.Thumb(context.Background(), bot.Thumb{Reply: reply, Platform: "p", Author: who, Up: up, Time: start}); err != nil {
			t.Fatal(err)
		}
	}
	record("where is it", bot.Refused, "f/1")
	record("fine", bot.Answered, "f/2")
	record("where is it", bot.Refused, "f/3")
	bad := record("bad", bot.Answered, "f/4")
	worse := record("refused and disliked", bot.Refused, "")
	good := record("good", bot.Answered, "f/5")
	record("hello", bot.Talk, "")
	record("early", bot.Refused, "f/6")
	record("late", bot.Refused, "f/6")
	thumb(bad, "a", false)
	thumb(bad, "b", false)
	thumb(bad, "c", false)
	thumb(bad, "d", true)
	thumb(worse, "a", false)
	thumb(good, "a", false)
	thumb(good, "a", true) // a changed their mind
	thumb("of no reply", "a", false)
	twice := bot.Record{ID: "twice", Time: start.Add(time.Second), Platform: "p", Text: "early", Outcome: bot.Refused}
	j.Record(twice)
	twice.Time = start.Add(2 * time.Second) // by the replica that took over
	j.Record(twice)
	flush(t, j)
	second := func(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }
	want := []bot.Unanswered{
		{Text: "bad", Down: 3, Fact: "f/4", Last: second(4)},
		{Text: "early", Refused: 2, Fact: "f/6", Last: second(8)},
		{Text: "refused and disliked", Refused: 1, Down: 1, Last: second(5)},
		{Text: "where is it", Refused: 2, Fact: "f/3", Last: second(3)},
		{Text: "late", Refused: 1, Fact: "f/6", Last: second(9)},
	}
	for _, most := range []int{100, 5, 2, 1, 0} {
		got, err := j.Unanswered(context.Background(), most)
		if err != nil {
			t.Fatal(err)
		}
		if want := want[:min(most, len(want))]; len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("the %d most unanswered are\n%+v, want\n%+v", most, got, want)
		}
	}
}

// What is recorded is exported, and no id with it.
func records(t *testing.T, d database) {
	j := d.open(t)
	noon := time.Date(2026, 3, 4, 12, 0, 0, 123e6, time.FixedZone("", 3600))
	j.Record(bot.Record{ID: "reply-1", Time: noon, Platform: "slack", Conversation: "channel-1", Author: "person-1", Text: "who is it", Outcome: bot.Answered, Fact: "f/1", Confidence: 0.75, Took: 1500 * time.Microsecond})
	j.Record(bot.Record{ID: "reply-2", Time: noon.Add(time.Second), Platform: "slack", Conversation: "channel-1", Author: "person-2", Text: "and why", Outcome: bot.Refused})
	j.Record(bot.Record{Time: noon.Add(2 * time.Second), Platform: "web", Text: "no ids", Outcome: bot.Listing})
	j.Record(bot.Record{Time: noon.Add(2 * time.Second), Platform: "web", Outcome: bot.Talk})
	flush(t, j)
	for _, up := range []bool{false, true} {
		if _, err := j.Thumb(context.Background(), bot.Thumb{Reply: "reply-1", Platform: "slack", Author: "person-2", Up: up, Time: noon.Add(time.Minute)}); err != nil {
			t.Fatal(err)
		}
	}
	lines, text := export(t, j)
	if len(lines) != 5 {
		t.Fatalf("the export has %d lines, want 4 records and a thumb:\n%s", len(lines), text)
	}
	bare, first, second, noIDs, thumb := lines[0], lines[1], lines[2], lines[3], lines[4]
	if !first.Time.Equal(noon) || first.Text != "who is it" || first.Outcome != "answered" || first.Fact != "f/1" || *first.Confidence != 0.75 || *first.Milliseconds != 1.5 || first.Platform != "slack" || first.Type != "record" {
		t.Errorf("the first record is exported as %+v", first)
	}
	if first.Conversation != second.Conversation || first.Person == second.Person || thumb.Reply != first.Reply || thumb.Person != second.Person || !*thumb.Up || thumb.Type != "thumb" {
		t.Errorf("two records of one conversation, and the second's author's thumb for the first, are exported as\n%+v\n%+v\n%+v", first, second, thumb)
	}
	if noIDs.Reply == bare.Reply || noIDs.Person+noIDs.Conversation != "" || noIDs.Text != "no ids" || bare.Text != "" {
		t.Errorf("records without ids are exported as\n%+v\n%+v, want replies that differ, nobody and nowhere", noIDs, bare)
	}
	for _, id := range []string{"reply-1", "channel-1", "person-1", "person-2"} {
		if strings.Contains(text, id) {
			t.Errorf("the export holds the id %q:\n%s", id, text)
		}
	}
}

// Whatever a text holds, it is written, and keeps nothing else from being written.
func oddTexts(t *testing.T, d database) {
	j := d.open(t)
	odd := []string{"nul \x00 within", "broken \xff\xfe", strings.Repeat("é", 4000), "quote ' \" ` \\ $1 ?1 %s", "😀 \u202e turned", "line\nline\r\t", "\x00"}
	for i, s := range odd {
		j.Record(bot.Record{ID: s, Time: time.Now(), Platform: s, Conversation: s, Author: s, Text: s, Fact: s, Outcome: bot.Refused})
		j.Remember(s, []byte(s), time.Now().Add(time.Hour))
		if _, err := j.Thumb(context.Background(), bot.Thumb{Reply: s, Platform: s, Author: s, Time: time.Now()}); err != nil {
			t.Errorf("a thumb for %.30q: %v", s, err)
		}
		if got := claim(t, j, fmt.Sprint(i), lease, s); got != bot.Taken {
			t.Errorf("the claim %.30q is %s, want taken", s, holdings[got])
		}
	}
	flush(t, j)
	for _, s := range odd {
		if got := recall(t, j, s); got != s {
			t.Errorf("of %.30q, %.30q is recalled", s, got)
		}
	}
	got, err := j.Unanswered(context.Background(), 100)
	if err != nil || len(got) != len(odd) {
		t.Fatalf("of %d odd texts, %d are listed (%v)", len(odd), len(got), err)
	}
	for _, u := range got {
		if u.Refused != 1 || u.Down != 1 {
			t.Errorf("%.30q was refused %d times and got %d thumbs down, want 1 and 1", u.Text, u.Refused, u.Down)
		}
	}
}

func statistics(t *testing.T, d database) {
	j := d.open(t)
	s, err := j.Stats(context.Background())
	if err != nil || len(s.Questions) != 0 || !s.Oldest.IsZero() || s.Bytes <= 0 || s.Database != d.kind {
		t.Errorf("an empty journal has the statistics %+v (%v), want a size and nothing else", s, err)
	}
	start := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for i, r := range []bot.Record{{Platform: "web"}, {Platform: "slack", Text: "x", Outcome: bot.Refused}, {Platform: "slack"}, {Platform: "slack", Text: "y"}} {
		r.Time = start.Add(time.Duration(i) * time.Hour)
		j.Record(r)
	}
	j.Remember("c", []byte("{}"), time.Now().Add(time.Hour))
	flush(t, j)
	if s, err = j.Stats(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(s.Questions), "[{slack answered 2} {slack refused 1} {web answered 1}]"; got != want || s.Texts != 2 || s.Conversations != 1 {
		t.Errorf("the journal counts %s, %d texts and %d conversations; want %s, 2 and 1", got, s.Texts, s.Conversations, want)
	}
	if !s.Oldest.Equal(start) || !s.Newest.Equal(start.Add(3*time.Hour)) {
		t.Errorf("the journal reaches from %v to %v, want from %v for three hours", s.Oldest, s.Newest, start)
	}
}
