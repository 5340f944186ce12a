package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// How a shard comes back.
const (
	firstReconnect   = 100 * time.Millisecond
	longestReconnect = time.Minute

	// steady is how long a connection lasts that is no failure: after it, pauses begin anew.
	steady = time.Minute
)

// A shard is one session at the gateway, over one connection after another. One goroutine runs it.
type shard struct {
	a     *Adapter
	id    int
	tried chan struct{} // closed when it has been tried once to connect

	session string       // "": the next connection begins one
	resume  string       // where the gateway wants it to be gone on with
	seq     atomic.Int64 // of the last event that was taken
	self    string       // the bot's user id

	mu   sync.Mutex
	conn *conn // nil while there is none that is open
}

// run keeps the shard connected until the context ends, or until the gateway says what only a person can change.
func (s *shard) run(ctx, work context.Context) error {
	first := sync.OnceFunc(func() { close(s.tried) })
	defer first()
	for failures := 0; ; {
		began := time.Now()
		err := s.connect(ctx, work, first)
		first()
		if ctx.Err() != nil {
			return nil
		}
		if fatal := advice(err); fatal != nil {
			return fatal
		}
		if time.Since(began) > steady {
			failures = 0
		}
		failures++
		pause := backOff(failures, s.a.o.Reconnect, longestReconnect)
		if lost(err) {
			s.session, s.resume = "", ""
			s.seq.Store(0)
		}
		if errors.Is(err, errInvalid) { // Discord wants a random pause of 1 to 5 s
			pause = max(pause, s.a.o.IdentifyPause/5+rand.N(s.a.o.IdentifyPause*4/5+1))
		}
		s.a.count.reconnects.Add(1)
		s.a.log.Info("the gateway's connection ended and is made again", "shard", s.id, "error", brief(err), "pause", pause, "resumes", s.session != "")
		if !sleep(ctx, pause) {
			return nil
		}
	}
}

// connect makes a connection, and reads from it until it ends; the error says why it did.
func (s *shard) connect(ctx, work context.Context, begun func()) error {
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer c.close(closeResume)
	defer context.AfterFunc(ctx, func() { c.close(closeGone) })()

	var beating sync.WaitGroup
	beats, stop := context.WithCancel(ctx)
	beating.Go(func() { c.beat(beats, s.last) })
	defer beating.Wait()
	defer stop()
	defer s.setOpen(nil)
	for {
		f, err := c.read()
		if err != nil {
			return err
		}
		if err := s.take(ctx, work, c, f, begun); err != nil {
			return err
		}
	}
}

// open connects, and begins a session or goes on with the one that there is. Nothing in it waits without end: the whole of it
// is bounded, by the context until the socket stands, and after that by the time for the first event.
func (s *shard) open(ctx context.Context) (*conn, error) {
	var begun func(bool) = func(bool) {}
	if s.session == "" {
		leave, err := s.a.fleet.turn(ctx, s.id)
		if err != nil {
			return nil, err
		}
		begun = leave
	}
	identified := false
	defer func() { begun(identified) }()

	ctx, cancel := context.WithTimeout(ctx, s.a.o.OpenTime)
	defer cancel()
	address, err := s.address(ctx)
	if err != nil {
		return nil, fmt.Errorf("the gateway's address: %w", err)
	}
	c, err := dial(ctx, address, s.a.o.OpenTime)
	if err != nil {
		s.a.fleet.forget()
		s.resume = ""
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { c.close(closeResume) })()
	if err = c.hello(); err == nil {
		if identified = s.session == ""; identified {
			err = s.identify(c)
		} else {
			err = c.send(opResume, resume{s.a.o.Token, s.session, s.seq.Load()})
		}
	}
	if err != nil {
		c.close(closeResume)
		return nil, err
	}
	return c, nil
}

// address is where the gateway is: for a session, where Discord wants it to be gone on with, unless all goes to another server.
func (s *shard) address(ctx context.Context) (string, error) {
	if s.session != "" && s.resume != "" && s.a.o.APIURL == "" {
		return s.resume, nil
	}
	return s.a.fleet.gateway(ctx, s.a.rest)
}

func (s *shard) identify(c *conn) error {
	if err := s.a.fleet.spend(s.a.o.Now(), s.a.o.Identifies); err != nil {
		return err
	}
	s.a.count.identifies.Add(1)
	return c.send(opIdentify, newIdentify(s.a.o.Token, s.id, s.a.fleet.size()))
}

// take handles what the gateway sends.
func (s *shard) take(ctx, work context.Context, c *conn, f frame, begun func()) error {
	switch f.Op {
	case opHeartbeat:
		return c.send(opHeartbeat, s.last())
	case opHeartbeatAck:
		c.ack()
	case opReconnect:
		return errReconnect
	case opInvalid:
		if string(f.Data) == "true" { // the session lasts: another connection goes on with it
			return errReconnect
		}
		return errInvalid
	case opDispatch:
		switch f.Type {
		case "READY":
			if err := s.ready(f.Data); err != nil {
				return err
			}
			begun()
		case "RESUMED":
			s.a.count.resumes.Add(1)
		}
		s.setOpen(c) // whatever is dispatched: a session is gone on with
		if !s.dispatch(ctx, work, f) {
			return ctx.Err()
		}
		if f.Seq != nil { // only now: an event that was not taken comes again
			s.seq.Store(*f.Seq)
		}
	}
	return nil
}

func (s *shard) ready(data json.RawMessage) error {
	var r struct {
		SessionID string `json:"session_id"`
		ResumeURL string `json:"resume_gateway_url"`
		User      user   `json:"user"`
		App       struct {
			ID string `json:"id"`
		} `json:"application"`
	}
	if err := json.Unmarshal(data, &r); err != nil || r.SessionID == "" || r.User.ID == "" {
		return fmt.Errorf("the gateway's READY names no session or no user: %.60q", data)
	}
	s.session, s.resume, s.self = r.SessionID, r.ResumeURL, r.User.ID
	s.a.fleet.meet(r.App.ID)
	return nil
}

// dispatch has an event answered. It is false where nothing is taken any more.
func (s *shard) dispatch(ctx, work context.Context, f frame) bool {
	received, self := time.Now(), s.self
	switch f.Type {
	case "INTERACTION_CREATE":
		var i interaction
		if json.Unmarshal(f.Data, &i) != nil || i.ID == "" || i.Token == "" {
			s.a.log.Warn("an interaction could not be read", "shard", s.id)
			return true
		}
		return s.a.hand(ctx, work, s.a.crew.interactions, func() { s.a.overGateway(work, &i, received) })
	case "MESSAGE_CREATE":
		var m heard
		if json.Unmarshal(f.Data, &m) != nil || !m.isFor(self) {
			return true
		}
		return s.a.hand(ctx, work, s.a.crew.messages, func() { s.a.answerMessage(work, &m, self) })
	}
	return true
}

// hand has an event answered by the crew, in a goroutine of its own, when there is a place.
func (a *Adapter) hand(ctx, work context.Context, places chan struct{}, answer func()) bool {
	if !a.crew.take(ctx) {
		return false
	}
	go func() {
		defer a.crew.leave()
		defer a.calm()
		if enter(work, places) {
			defer func() { <-places }()
			answer()
		}
	}()
	return true
}

// last is the sequence number of the last event, nil before the first.
func (s *shard) last() *int64 {
	if n := s.seq.Load(); n > 0 {
		return &n
	}
	return nil
}

func (s *shard) setOpen(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c != nil && s.conn != c {
		c.ws.SetReadDeadline(time.Time{}) // the watchdog's; from here on, heartbeats watch
	}
	s.conn = c
}

// up tells whether the shard has a connection that answers its heartbeats.
func (s *shard) up() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn != nil && s.conn.alive()
}
