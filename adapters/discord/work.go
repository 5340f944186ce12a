package discord

import (
	"context"
	"sync"
	"time"
)

// How much is done at once. What is beyond it waits, and so does, when the room is full, the gateway's socket, and Discord.
const (
	maxInteractions = 256  // being answered; each takes some 30 KB while it is
	maxMessages     = 64   // being answered; Discord takes 50 a second at the most
	maxTaken        = 4096 // being answered or waiting for it, each in a goroutine of 8 KB: twice the largest burst that is tested
)

// crew answers events, each in a goroutine of its own, and knows when the last is done. Interactions and messages have places of
// their own: a channel that takes no messages holds no command up.
type crew struct {
	room         chan struct{} // one for each event that was taken
	interactions chan struct{} // one for each that is being answered
	messages     chan struct{}

	mu     sync.Mutex
	closed bool
	all    sync.WaitGroup
}

func newCrew() *crew {
	return &crew{room: make(chan struct{}, maxTaken), interactions: make(chan struct{}, maxInteractions), messages: make(chan struct{}, maxMessages)}
}

// enter waits for a place. It is false where the context ended first.
func enter(ctx context.Context, places chan struct{}) bool {
	select {
	case places <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// take waits for room. It is false where the context ended first or the crew takes nothing more; else the room is to be left.
func (c *crew) take(ctx context.Context) bool {
	if !enter(ctx, c.room) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		<-c.room
		return false
	}
	c.all.Add(1)
	return true
}

func (c *crew) leave() {
	<-c.room
	c.all.Done()
}

// busy is how many events were taken and are not answered yet.
func (c *crew) busy() int { return len(c.room) }

// close takes nothing more, and waits for what was taken; after patience it calls hurry, which is to end it.
func (c *crew) close(patience time.Duration, hurry func()) {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	late := time.AfterFunc(patience, hurry)
	defer late.Stop()
	c.all.Wait()
}
