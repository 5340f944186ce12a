package slack

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// pace is how far apart Slack wants the messages of one channel.
	pace = time.Second

	// maxWaiting is how many messages may wait for one channel: who asks after that is told to ask again later, for an answer that
	// comes a minute late helps nobody.
	maxWaiting = 60
)

// errBusy says that too many messages wait for a channel.
var errBusy = errors.New("too many messages wait for the channel")

// lanes let one message at a time, and one a second, into each channel, in the order in which they came. They need no goroutines: who
// sends waits. What is known of a channel is forgotten when its second is over.
type lanes struct {
	pace time.Duration

	mu      sync.Mutex
	by      map[string]*lane
	idle    []idle // in the order in which they became so
	waiting int
}

type lane struct {
	turn chan struct{} // holds who may send
	next time.Time     // when the next message may go; touched by who holds the turn
	in   int           // who has entered and not left
}

// An idle is a lane that nobody is in, and when it can be forgotten.
type idle struct {
	channel string
	at      time.Time
}

func newLanes() *lanes { return &lanes{pace: pace, by: map[string]*lane{}} }

// enter waits for the turn to send into a channel; leave gives it back. It fails with errBusy at once, but for what goes on with
// something that was begun, or with the context.
func (l *lanes) enter(ctx context.Context, channel string, begun bool) (leave func(), err error) {
	at, err := l.join(channel, begun)
	if err != nil {
		return nil, err
	}
	select {
	case at.turn <- struct{}{}: // Go serves those who wait in their order
	case <-ctx.Done():
		l.quit(channel, at, time.Now())
		return nil, ctx.Err()
	}
	leave = func() {
		next := time.Now().Add(l.pace)
		at.next = next
		<-at.turn
		l.quit(channel, at, next)
	}
	if !sleep(ctx, time.Until(at.next)) {
		next := at.next
		<-at.turn
		l.quit(channel, at, next)
		return nil, ctx.Err()
	}
	return leave, nil
}

func (l *lanes) join(channel string, begun bool) (*lane, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(time.Now())
	at := l.by[channel]
	if at == nil {
		at = &lane{turn: make(chan struct{}, 1)}
		l.by[channel] = at
	}
	if at.in > maxWaiting && !begun {
		return nil, errBusy
	}
	at.in++
	l.waiting++
	return at, nil
}

func (l *lanes) quit(channel string, at *lane, forget time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting--
	if at.in--; at.in == 0 {
		l.idle = append(l.idle, idle{channel, forget})
	}
	l.sweep(time.Now())
}

// sweep forgets the lanes whose time is over. One that was used again since stands further back as well.
func (l *lanes) sweep(now time.Time) {
	n := 0
	for _, i := range l.idle {
		if i.at.After(now) {
			break
		}
		if at := l.by[i.channel]; at != nil && at.in == 0 && !at.next.After(now) {
			delete(l.by, i.channel)
		}
		n++
	}
	if l.idle = l.idle[n:]; len(l.idle) == 0 {
		l.idle = nil
	}
}

// length is how many messages wait or are being sent.
func (l *lanes) length() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waiting
}
