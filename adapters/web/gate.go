package web

import (
	"errors"
	"sync"
)

// A gate lets requests in while it is open, and tells when the last one has left after it was closed. The zero gate is closed.
type gate struct {
	mu     sync.Mutex
	opened bool
	inside int
	empty  chan struct{} // set once closed; closed when nobody is inside
}

var errClosed = errors.New("it is starting or stopping, and takes no requests")

func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.opened, g.empty = true, nil
}

// close closes the gate, and gives a channel that is closed when nobody is inside.
func (g *gate) close() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.opened, g.empty = false, make(chan struct{})
	if g.inside == 0 {
		close(g.empty)
	}
	return g.empty
}

func (g *gate) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened {
		g.inside++
	}
	return g.opened
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	if g.inside == 0 && g.empty != nil {
		close(g.empty)
		g.empty = nil
	}
}

func (g *gate) ready() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.opened {
		return errClosed
	}
	return nil
}
