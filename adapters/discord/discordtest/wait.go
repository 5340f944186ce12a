package discordtest

import (
	"context"
	"fmt"
	"time"
)

// A signal wakes those who wait for something to change. The server's lock guards it. Its zero value is ready.
type signal struct{ c chan struct{} }

// change wakes all who wait.
func (g *signal) change() {
	if g.c != nil {
		close(g.c)
		g.c = nil
	}
}

// next is closed at the next change.
func (g *signal) next() <-chan struct{} {
	if g.c == nil {
		g.c = make(chan struct{})
	}
	return g.c
}

// lookAgain is how often Until looks at a condition when nothing happens at the server.
const lookAgain = 5 * time.Millisecond

// Until waits until a condition holds, and looks again whenever anything happens at the server, and every few milliseconds, for the
// condition may be about the client. It may call any method of the server. The error says what was waited for, when the context ends first.
func (s *Server) Until(ctx context.Context, what string, condition func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed.next()
		s.mu.Unlock()
		if condition() {
			return nil
		}
		if err := s.pauseFor(ctx, changed, time.After(lookAgain), what); err != nil {
			return err
		}
	}
}

// wait waits until a condition holds, and looks again at each change of one thing. The condition is called with the server's lock held.
func (s *Server) wait(ctx context.Context, of *signal, what string, condition func() bool) error {
	for {
		s.mu.Lock()
		if condition() {
			s.mu.Unlock()
			return nil
		}
		changed := of.next()
		s.mu.Unlock()
		if err := s.pauseFor(ctx, changed, nil, what); err != nil {
			return err
		}
	}
}

func (s *Server) pauseFor(ctx context.Context, changed <-chan struct{}, tick <-chan time.Time, what string) error {
	select {
	case <-changed:
		return nil
	case <-tick:
		return nil
	case <-s.done:
		return fmt.Errorf("discordtest: waiting for %s: the test has ended", what)
	case <-ctx.Done():
		return fmt.Errorf("discordtest: waiting for %s: %w; breaches so far: %q", what, ctx.Err(), s.Breaches())
	}
}
