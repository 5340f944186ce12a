package journal

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/bot"
)

func openFile(t *testing.T) *Journal {
	t.Helper()
	j, err := Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "journal.db"), Options{Keep: DefaultKeep, Queued: 100})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return j
}

func (j *Journal) exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := j.writes.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// When the disk is full, the queue fills, what does not fit is dropped, and when there is room again, the rest is written.
func TestFullDisk(t *testing.T) {
	j := openFile(t)
	j.exec(t, `PRAGMA max_page_count = 1`) // SQLite takes it for as many as there are
	for i := range 150 {
		j.Record(bot.Record{ID: fmt.Sprint(i), Time: time.Now(), Platform: "p", Text: strings.Repeat("x", 1000), Outcome: bot.Refused})
	}
	err := j.Flush(context.Background())
	if err == nil || !strings.Contains(err.Error(), "full") {
		t.Fatalf("on a full disk, writing fails with %v, want that it is full", err)
	}
	if err := j.Ready(); err == nil || !strings.Contains(err.Error(), "full") || !strings.HasPrefix(err.Error(), "away: ") {
		t.Errorf("on a full disk, the journal says %v, want that it is full", err)
	}
	if waiting, dropped, _ := j.queue.level(); waiting != 100 || dropped != 50 {
		t.Errorf("on a full disk, %d wait and %d were dropped, want 100 and 50", waiting, dropped)
	}
	j.exec(t, `PRAGMA max_page_count = 100000`)
	if err := j.Flush(context.Background()); err != nil {
		t.Errorf("with room on the disk, writing fails with %v", err)
	}
	s, err := j.Stats(context.Background())
	if err != nil || len(s.Questions) != 1 || s.Questions[0].N != 100 {
		t.Errorf("afterwards the journal has %+v (%v), want 100 records", s.Questions, err)
	}
}

// What can never be written is dropped by itself, and what is with it in a batch is written.
func TestUnwritable(t *testing.T) {
	j := openFile(t)
	j.exec(t, `CREATE TRIGGER poison BEFORE INSERT ON records WHEN NEW.text LIKE '%7' BEGIN SELECT RAISE(ABORT, 'no'); END`)
	j.exec(t, `CREATE TRIGGER venom BEFORE INSERT ON conversations WHEN NEW.state = x'37' BEGIN SELECT RAISE(ABORT, 'no'); END`)
	for i := range 30 {
		j.Record(bot.Record{ID: fmt.Sprint(i), Time: time.Now(), Platform: "p", Text: fmt.Sprint(i), Outcome: bot.Refused})
		j.Remember(fmt.Sprint(i), fmt.Append(nil, i), time.Now().Add(time.Hour))
	}
	if err := j.Flush(context.Background()); err != nil {
		t.Fatalf("a batch with what cannot be written fails with %v", err)
	}
	s, err := j.Stats(context.Background())
	if _, dropped, _ := j.queue.level(); err != nil || s.Texts != 27 || s.Conversations != 29 || dropped != 4 {
		t.Errorf("of 30 records, 3 of them poison, and 30 conversations, one of them, %d and %d were written and %d dropped (%v)", s.Texts, s.Conversations, dropped, err)
	}
}

// A breaker lets a call through when nothing is wrong; after a failure none for a second, then one.
func TestBreaker(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	var b breaker
	called := 0
	do := func(result error) error {
		return b.do(context.Background(), clock, func(context.Context) error { called++; return result })
	}
	for i, step := range []struct {
		pass   time.Duration
		result error
		called bool
		closed bool // afterwards
	}{
		{0, nil, true, true},
		{0, context.Canceled, true, true}, // who asked went away
		{0, context.DeadlineExceeded, true, false},
		{0, nil, false, false},
		{breakerPause - 1, nil, false, false},
		{1, errUnmade, true, false},
		{breakerPause - 1, nil, false, false},
		{1, context.Canceled, true, false},
		{0, nil, true, true},
		{0, nil, true, true},
	} {
		now = now.Add(step.pass)
		before := called
		err := do(step.result)
		if (called > before) != step.called || (b.open() == nil) != step.closed || !step.called && err == nil {
			t.Errorf("step %d: called %v, closed %v, error %v; want %+v", i, called > before, b.open() == nil, err, step)
		}
	}
	b.leave(now, now, errUnmade)
	now = now.Add(breakerPause)
	err := b.do(context.Background(), clock, func(context.Context) error {
		if err := do(nil); err == nil {
			t.Error("while one call looks whether the database is back, another goes through")
		}
		return nil
	})
	if err != nil || b.open() != nil {
		t.Errorf("the call that looks whether the database is back gives %v, the breaker %v", err, b.open())
	}
	err = b.do(context.Background(), clock, func(context.Context) error {
		now = now.Add(time.Second)
		do(nil)
		return context.DeadlineExceeded
	})
	if err == nil || b.open() != nil {
		t.Errorf("a call whose time ran out while another succeeded gives %v, the breaker %v; want it closed, for the database is only busy", err, b.open())
	}
}

// What waits for a transaction goes into the next, all of it into one; each change that is not to be is undone by itself, and who goes
// away is not waited for.
func TestCombiner(t *testing.T) {
	j := openFile(t)
	j.exec(t, `CREATE TABLE numbers (n BIGINT PRIMARY KEY)`)
	ctx := context.Background()
	add := func(n int, result error) func(context.Context, *tx) error {
		return func(ctx context.Context, tx *tx) error {
			if _, err := tx.ExecContext(ctx, `INSERT INTO numbers VALUES ($1)`, n); err != nil {
				return err
			}
			return result
		}
	}
	gone, leave := context.WithCancel(ctx)
	c := j.combined
	c.turn <- struct{}{} // somebody's transaction is under way
	errs := make([]error, 10)
	var all, left sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = c.make(ctx, add(i, map[bool]error{true: errUndo}[i%3 == 0])) })
	}
	left.Go(func() {
		if err := c.make(gone, add(100, nil)); err != context.Canceled {
			t.Errorf("who went away gets %v", err)
		}
	})
	for waiting := 0; waiting < len(errs)+1; time.Sleep(time.Millisecond) {
		c.mu.Lock()
		waiting = len(c.waiting)
		c.mu.Unlock()
	}
	leave()
	left.Wait()
	<-c.turn
	all.Wait()
	for i, err := range errs {
		if err != nil {
			t.Errorf("the change %d fails with %v", i, err)
		}
	}
	sum := func() (n int) {
		if err := j.reads.QueryRow(`SELECT COALESCE(SUM(n), 0) FROM numbers`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got, want := sum(), 1+2+4+5+7+8; got != want {
		t.Errorf("the changes that were to be have the sum %d, want %d", got, want)
	}
	if err := c.make(ctx, add(200, errUndo)); err != nil || sum() > 100 {
		t.Errorf("alone, a change that is not to be gives %v and the sum %d", err, sum())
	}
	if err := c.make(ctx, add(1, nil)); err == nil || !strings.Contains(err.Error(), "UNIQUE") {
		t.Errorf("a change that the database refuses gives %v", err)
	}
}
