package journal

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"drawdown/bot"
)

const (
	// slowBatch is how long a batch takes on a database that does not keep up: a hundred times what it takes.
	slowBatch = time.Second

	// remembered is how long what went wrong is told: longer than the intervals at which health is looked at.
	remembered = time.Minute

	// beatEvery is how often a database is looked at that nobody asks for anything; one that failed, as often as its breaker lets.
	beatEvery = 5 * time.Second
)

// health is how it goes with writing.
type health struct {
	written atomic.Uint64
	errors  atomic.Uint64

	mu      sync.Mutex
	unknown error     // why the tables could not be made; nil: they are, or nobody tried
	failing error     // why the last batch failed; nil: it did not
	since   time.Time // of failing
	begun   time.Time // when the batch that is being written was begun; zero: none is
	slow    time.Time // when the last slow batch ended
	took    time.Duration
}

func (h *health) unmade(err error) {
	h.errors.Add(1)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.unknown = err
}

func (h *health) made() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.unknown = nil
}

func (h *health) unmadeFor() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.unknown == nil {
		return nil
	}
	return fmt.Errorf("the journal's database has not been reached: %w", h.unknown)
}

func (h *health) begin(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.begun = now
}

func (h *health) end(now time.Time, err error) {
	if err != nil {
		h.errors.Add(1)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if took := now.Sub(h.begun); took >= slowBatch {
		h.slow, h.took = now, took
	}
	if h.begun = (time.Time{}); err != nil && h.failing == nil {
		h.since = now
	}
	h.failing = err
}

// wrong says what is wrong with writing, or nil; told says of an error what anybody may read.
func (h *health) wrong(now time.Time, told func(error) string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.unknown != nil:
		return fmt.Errorf("away: the database has not been reached: %s", told(h.unknown))
	case h.failing != nil:
		return fmt.Errorf("away: the database has taken no writes since %s: %s", h.since.UTC().Format(time.RFC3339), told(h.failing))
	case !h.begun.IsZero() && now.Sub(h.begun) >= slowBatch:
		return fmt.Errorf("slow: a batch has been being written for %v", now.Sub(h.begun).Round(time.Millisecond))
	case !h.slow.IsZero() && now.Sub(h.slow) < remembered:
		return fmt.Errorf("slow: a batch took %v", h.took.Round(time.Millisecond))
	}
	return nil
}

// Ready is nil while the journal keeps what it is given and says what it is asked, else it says why not: the database is away or slow,
// or writes were dropped within the last minute. Questions are answered all the same. It waits for nothing, and names neither the
// server nor its users: the log does.
func (j *Journal) Ready() error {
	now := j.now()
	if err := j.health.wrong(now, j.dialect.told); err != nil {
		return err
	}
	for _, b := range []*breaker{&j.stuck, &j.lost} {
		if err := b.open(); err != nil {
			return fmt.Errorf("away: the database failed: %s", j.dialect.told(err))
		}
	}
	if waiting, dropped, last := j.queue.level(); dropped > 0 && now.Sub(last) < remembered {
		return fmt.Errorf("dropping: %d writes were dropped so far, the last at %s; %d wait", dropped, last.UTC().Format(time.RFC3339), waiting)
	}
	return nil
}

// broken tells whether the database failed when it was asked last.
func (j *Journal) broken() bool { return j.stuck.open() != nil || j.lost.open() != nil }

// ping looks whether the database answers, through the breakers, which it closes if so.
func (j *Journal) ping(ctx context.Context) error {
	if err := j.read(ctx, func(ctx context.Context, _ hasher) error { return answers(ctx, j.reads) }); err != nil {
		return err
	}
	if j.stuck.open() == nil {
		return nil
	}
	return j.call(ctx, &j.stuck, func(ctx context.Context, _ hasher) error { return answers(ctx, j.writes) })
}

// Measures are the figures of the journal.
func (j *Journal) Measures() []bot.Measure {
	return []bot.Measure{
		{Name: "queue_length", Help: "Records and conversations that wait to be written.", Value: func() float64 {
			n, _, _ := j.queue.level()
			return float64(n)
		}},
		{Name: "dropped_total", Help: "Records and conversations that were dropped, for the queue was full or the database would not take them.", Counter: true, Value: func() float64 {
			_, n, _ := j.queue.level()
			return float64(n)
		}},
		{Name: "written_total", Help: "Records and conversations that were written.", Counter: true, Value: func() float64 { return float64(j.health.written.Load()) }},
		{Name: "batch_errors_total", Help: "Batches that could not be written and were tried again.", Counter: true, Value: func() float64 { return float64(j.health.errors.Load()) }},
	}
}

// answers asks the least of a database.
func answers(ctx context.Context, db *sql.DB) error {
	var one int
	return db.QueryRowContext(ctx, `SELECT 1`).Scan(&one)
}
