package journal

import (
	"context"
	"fmt"
	"time"
)

const (
	// flushEvery is how long a record waits for others to be written with: other replicas are to see a conversation within a tenth of
	// a second, and twenty transactions a second are nothing to any database.
	flushEvery = 50 * time.Millisecond

	// finishPatience is how long the last batches may take when the process is about to end: less than half of the time that
	// serve takes for it by default.
	finishPatience = 3 * time.Second

	// The pauses between two tries of a batch, the first and the longest.
	firstRetry   = 100 * time.Millisecond
	longestRetry = 5 * time.Second
)

// Run writes what is recorded, in batches, until the context ends, and then what is still queued, for a few seconds at most. It also
// deletes what is too old. The error says how many writes were lost at the end; there is no other.
func (j *Journal) Run(ctx context.Context) error {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	working, cancel := lasting(ctx, finishPatience)
	defer cancel()
	w := &writer{journal: j}
	for {
		select {
		case <-ctx.Done():
			return j.finish(working)
		case <-tick.C:
		case <-j.queue.full:
		}
		w.work(working)
	}
}

// A writer is a journal's Run: when it does what next. It is used by one goroutine.
type writer struct {
	journal *Journal
	pause   time.Duration // after the last failure; 0: it succeeded
	resume  time.Time     // when the database is tried again
	beat    time.Time     // when it is looked at next
	sweep   time.Time     // when old things are deleted next
	told    time.Time     // when drops are logged next
	dropped uint64        // drops that were logged
}

// work does what is to be done now.
func (w *writer) work(ctx context.Context) {
	j, now := w.journal, w.journal.now()
	w.tellDrops(now)
	if now.Before(w.resume) {
		return
	}
	err := j.reach(ctx)
	if err == nil {
		err = j.writeQueue(ctx)
	}
	if err == nil && (!now.Before(w.beat) || j.broken() && !now.Before(w.beat.Add(breakerPause-beatEvery))) {
		w.beat = now.Add(beatEvery)
		err = j.ping(ctx)
	}
	if err == nil && !now.Before(w.sweep) {
		w.sweep = now.Add(sweepEvery)
		err = j.sweepAll(ctx)
	}
	w.settle(err)
}

// settle decides when to go on.
func (w *writer) settle(err error) {
	j := w.journal
	if err == nil {
		if w.pause > 0 {
			j.log.Info("the journal's database is back")
		}
		w.pause = 0
		return
	}
	if w.pause == 0 {
		j.log.Warn("the journal's database fails; what is to be written waits", "error", err)
	}
	w.pause = min(max(2*w.pause, firstRetry), longestRetry)
	w.resume = j.now().Add(jitter(w.pause))
}

// tellDrops logs drops, once a minute at most.
func (w *writer) tellDrops(now time.Time) {
	waiting, dropped, _ := w.journal.queue.level()
	if dropped == w.dropped || now.Before(w.told) {
		return
	}
	w.journal.log.Error("journal writes were dropped", "dropped", dropped-w.dropped, "waiting", waiting)
	w.told, w.dropped = now.Add(time.Minute), dropped
}

// finish writes what is still queued, as far as time allows.
func (j *Journal) finish(ctx context.Context) error {
	for pause := firstRetry; ; pause *= 2 {
		if waiting, _, _ := j.queue.level(); waiting == 0 {
			return nil
		}
		err := j.Flush(ctx)
		if err == nil {
			return nil
		}
		if !sleep(ctx, pause) {
			return j.abandon(err)
		}
	}
}

// abandon gives up what could not be written.
func (j *Journal) abandon(cause error) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	lost := 0
	for b := j.pending; ; b = j.queue.take() {
		if lost += b.len(); b.len() == 0 && j.pending.len() == 0 {
			break
		}
		j.pending = batch{}
	}
	j.queue.release()
	j.queue.lose(lost)
	return fmt.Errorf("%d writes to the journal were lost at the end: %w", lost, cause)
}

// lasting is a context that lasts a while longer than another, so that what was begun can be finished.
func lasting(ctx context.Context, longer time.Duration) (context.Context, context.CancelFunc) {
	out, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		if sleep(out, longer) {
			cancel()
		}
	})
	return out, func() { stop(); cancel() }
}
