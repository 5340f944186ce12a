package slack

import (
	"context"
	"math/rand/v2"
	"time"
)

// times are the constants that tests shorten.
type times struct {
	hello   time.Duration // handshake
	silence time.Duration
	retry   time.Duration // firstRetry
	limited time.Duration // unnamedWait
}

// A backoff is the growing pause between attempts: doubled each time, and a random half of it left out, so that replicas do not all
// come back at once.
type backoff struct{ next, most time.Duration }

// pause is how long to wait now.
func (b *backoff) pause() time.Duration {
	p := b.next
	b.next = min(2*p, b.most)
	return p/2 + rand.N(p/2+1)
}

// sleep waits, and tells whether the context is still good.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
