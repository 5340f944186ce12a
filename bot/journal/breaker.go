package journal

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// The pauses of what is tried again.
const (
	// breakerPause is how long a database that failed is not asked: short, so that it is used soon after it is back; long
	// enough that of the answers of a second one alone waits for it.
	breakerPause = time.Second

	// callPatience bounds a call whose context has no end.
	callPatience = 2 * time.Second

	// The pauses between two tries of a transaction that met others', the first and the longest. One takes a millisecond.
	firstAgain   = time.Millisecond
	longestAgain = 20 * time.Millisecond
)

// errUndo rolls a transaction back that is not to be: it was asked for more than it can get, and that is no error.
var errUndo = errors.New("undo")

// A breaker keeps calls from a database that just failed. After a pause it lets one call through; when that succeeds, all.
type breaker struct {
	mu     sync.Mutex
	cause  error     // why it is open; nil: it is not
	until  time.Time // it stays open until then
	trying bool      // one call is on its way, to see
	worked time.Time // when a call last succeeded
}

// do makes a call unless the breaker is open, in which case it fails at once. The caller's going away is no failure of the
// database's; its time running out is, unless others' calls succeed meanwhile: then there are many, and each may try.
func (b *breaker) do(ctx context.Context, now func() time.Time, call func(context.Context) error) error {
	began := now()
	if err := b.enter(began); err != nil {
		return err
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, callPatience)
		defer cancel()
	}
	err := call(ctx)
	b.leave(began, now(), err)
	return err
}

func (b *breaker) enter(now time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cause == nil {
		return nil
	}
	if b.trying || now.Before(b.until) {
		return fmt.Errorf("the journal's database failed a moment ago: %w", b.cause)
	}
	b.trying = true
	return nil
}

func (b *breaker) leave(began, now time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
	switch {
	case err == nil:
		b.cause, b.worked = nil, now
	case errors.Is(err, context.Canceled):
	case errors.Is(err, context.DeadlineExceeded) && b.worked.After(began):
	default:
		b.cause, b.until = err, now.Add(breakerPause)
	}
}

// open gives why the breaker is open, or nil.
func (b *breaker) open() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.cause
}

// sleep waits, and tells whether the context is still going on.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// jitter is between half a duration and one and a half, so that those who met do not meet again.
func jitter(d time.Duration) time.Duration { return d/2 + rand.N(d) }
