package discord

import (
	"context"
	"sync"
	"time"
)

// lanes are the rate limits that requests share, one for each channel that is written to: its messages are sent one after
// another, in order, and none before Discord's time for it. Unlike discordgo's buckets, the wait ends with the context, and a
// lane is forgotten when nobody needs it.
type lanes struct {
	mu   sync.Mutex
	open map[string]*lane
}

// maxResting is how many lanes that nobody uses are kept for their time to pass; beyond it the ones whose time has passed are
// dropped.
const maxResting = 1000

type lane struct {
	turn  chan struct{} // holds one while the lane is taken
	users int           // those who have it or wait for it; guarded by lanes.mu
	until time.Time     // no request before; written by who has the turn
}

// enter waits for the lane's turn and time.
func (l *lanes) enter(ctx context.Context, name string) (*lane, error) {
	one := l.join(name)
	select {
	case one.turn <- struct{}{}:
	case <-ctx.Done():
		l.part(name, one)
		return nil, ctx.Err()
	}
	if wait := time.Until(one.until); wait > 0 && !sleep(ctx, wait) {
		l.leave(name, one)
		return nil, ctx.Err()
	}
	return one, nil
}

// leave gives the turn to the next.
func (l *lanes) leave(name string, one *lane) {
	<-one.turn
	l.part(name, one)
}

func (l *lanes) join(name string) *lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	one, ok := l.open[name]
	if !ok {
		if len(l.open) >= maxResting {
			l.sweep()
		}
		one = &lane{turn: make(chan struct{}, 1)}
		l.open[name] = one
	}
	one.users++
	return one
}

func (l *lanes) part(name string, one *lane) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if one.users--; one.users == 0 && !time.Now().Before(one.until) {
		delete(l.open, name)
	}
}

// sweep drops the lanes whose time has passed.
func (l *lanes) sweep() {
	now := time.Now()
	for name, one := range l.open {
		if one.users == 0 && !now.Before(one.until) {
			delete(l.open, name)
		}
	}
}
