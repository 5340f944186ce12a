package slack

import (
	"context"
	"sync"
	"time"
)

// politeness is how long an answer lets acknowledgements go first: Slack waits three seconds for those and then sends the event again;
// people wait longer.
const politeness = 2 * time.Second

// A gate is closed while events wait to be acknowledged. Answers wait before it, for a while, so that a burst of events is acknowledged
// before the processor is busy with answering them.
type gate struct {
	mu    sync.Mutex
	n     int           // events that wait
	clear chan struct{} // closed when there are none any more; nil while nobody waits for that
}

// enter notes an event that is to be acknowledged.
func (g *gate) enter() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.n++
}

// leave notes that one is.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.n--; g.n == 0 && g.clear != nil {
		close(g.clear)
		g.clear = nil
	}
}

// pass waits until the gate is open, politeness or the context over.
func (g *gate) pass(ctx context.Context) {
	g.mu.Lock()
	if g.n == 0 {
		g.mu.Unlock()
		return
	}
	if g.clear == nil {
		g.clear = make(chan struct{})
	}
	clear := g.clear
	g.mu.Unlock()
	timer := time.NewTimer(politeness)
	defer timer.Stop()
	select {
	case <-clear:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// think works something out, when it is its turn: as many at once as calls, so that an acknowledgement has to wait for few. What is
// worked out makes no call.
func (a *Adapter) think(ctx context.Context, f func()) {
	select {
	case a.crew <- struct{}{}:
		defer func() { <-a.crew }()
	case <-ctx.Done():
	}
	f()
}
