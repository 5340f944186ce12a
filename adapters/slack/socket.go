package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	slackgo "github.com/slack-go/slack"
)

// The times and sizes of a connection.
const (
	// handshake is how long a connection may take to be opened, and Slack to say hello on it: longer, and events go elsewhere.
	handshake = 10 * time.Second

	// silence is how long a connection may be silent before it is taken for dead: Slack pings several times a minute.
	silence = 30 * time.Second

	// writeTimeout is how long an acknowledgement may take to be written: after 3 s Slack has given up on it.
	writeTimeout = 3 * time.Second

	// linger is how long a connection is still read after Slack said that it will end it, while another is opened.
	linger = 5 * time.Second

	// steady is how long a connection has to last for the next one to be opened without growing pauses.
	steady = 30 * time.Second

	// maxEnvelope is the largest message that is read, in bytes: Slack's own events are some kilobytes.
	maxEnvelope = 1 << 20

	// maxPayload is the size from which Slack drops an acknowledgement with a payload without a word, in bytes.
	maxPayload = 20_000
)

// An envelope is what comes over a connection.
type envelope struct {
	Type   string `json:"type"`
	ID     string `json:"envelope_id"`
	Reason string `json:"reason"` // of a disconnect

	Payload json.RawMessage `json:"payload"`
}

// errLinkDisabled is Slack's word for Socket Mode being switched off.
var errLinkDisabled = slackgo.SlackErrorResponse{Err: "link_disabled"}

// keepConnected keeps one connection up until the context ends, or Slack says that there will never be one.
func (a *Adapter) keepConnected(ctx context.Context, s *shift) error {
	wait := backoff{a.times.retry, longestRetry}
	var all sync.WaitGroup
	defer all.Wait()
	for {
		began, left := time.Now(), make(chan error, 1)
		all.Go(func() { a.connect(ctx, s, left) })
		err := <-left
		if ctx.Err() != nil {
			return nil
		}
		if hopeless(err) {
			return advice(err, "SLACK_APP_TOKEN")
		}
		if time.Since(began) >= steady {
			wait = backoff{a.times.retry, longestRetry}
		}
		a.count.reconnects.Add(1)
		a.log.Debug("a connection to Slack ended; opening another", "reason", err)
		if !sleep(ctx, max(wait.pause(), retryAfter(err))) {
			return nil
		}
	}
}

// hopeless tells whether a connection failed for a reason that only an administrator can change.
func hopeless(err error) bool {
	if outcomeOf(err) == fatal {
		return true
	}
	said, ok := errors.AsType[slackgo.SlackErrorResponse](err)
	if ok && said.Err == "missing_scope" {
		return true
	}
	status, ok := errors.AsType[slackgo.StatusCodeError](err)
	return ok && status.Code == http.StatusNotFound
}

// connect opens a connection and serves it. It reports on left, once, as soon as another one is needed: when this one ended, or
// earlier where Slack said that it will.
func (a *Adapter) connect(ctx context.Context, s *shift, left chan<- error) {
	c, err := a.dial(ctx)
	if err != nil {
		left <- err
		return
	}
	defer c.ws.Close()
	stop := context.AfterFunc(ctx, c.alive)
	defer stop()
	err = c.serve(a, s, func(err error) {
		select {
		case left <- err:
		default:
		}
	})
	c.farewell(a)
	c.pending.Wait() // what was read is acknowledged before the connection is closed
	c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(writeTimeout))
	select {
	case left <- err:
	default:
	}
}

// dial asks Slack for an address and opens a connection to it.
func (a *Adapter) dial(ctx context.Context) (*connection, error) {
	address := ""
	err := a.call(ctx, connectionsOpen, func(ctx context.Context) (err error) {
		if _, address, err = a.api.StartSocketModeContext(ctx); err == nil && address == "" {
			err = errNoAnswer
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: a.times.hello}
	ws, response, err := dialer.DialContext(ctx, address, nil)
	if err != nil {
		if response != nil {
			err = fmt.Errorf("%w (%s)", err, response.Status)
		}
		return nil, fmt.Errorf("open a connection of Socket Mode: %w", err)
	}
	c := &connection{ws: ws, over: ctx.Done(), wait: a.times.hello}
	ws.SetReadLimit(maxEnvelope)
	ws.SetPingHandler(func(data string) error {
		c.alive()
		return ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeTimeout))
	})
	c.alive()
	return c, nil
}

// A connection is one of Socket Mode. One goroutine reads it; acknowledgements come from many.
type connection struct {
	ws      *websocket.Conn
	over    <-chan struct{} // of the run
	pending sync.WaitGroup  // events that are not acknowledged yet
	up      bool            // it counts as up: between hello and goodbye

	mu   sync.Mutex
	wait time.Duration // how long it may be silent
	last time.Time     // when it is read no longer; zero: no such time

	write sync.Mutex
}

// alive notes that something came, or that the run is over and nothing more is to be read.
func (c *connection) alive() {
	c.mu.Lock()
	defer c.mu.Unlock()
	until := time.Now().Add(c.wait)
	if !c.last.IsZero() && c.last.Before(until) {
		until = c.last
	}
	select {
	case <-c.over:
		until = time.Unix(1, 0)
	default:
	}
	c.ws.SetReadDeadline(until)
}

// allow changes how long the connection may be silent; last is the time after which it is not read any more, or zero.
func (c *connection) allow(wait time.Duration, last time.Time) {
	c.mu.Lock()
	c.wait, c.last = wait, last
	c.mu.Unlock()
	c.alive()
}

// farewell lets the connection count as up no longer.
func (c *connection) farewell(a *Adapter) {
	if c.up {
		c.up = false
		a.hello.Add(-1)
	}
}

// serve reads envelopes until the connection ends. Leave is called when another one is needed already.
func (c *connection) serve(a *Adapter, s *shift, leave func(error)) error {
	for {
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			return err
		}
		c.alive()
		var e envelope
		if err := json.Unmarshal(raw, &e); err != nil {
			a.log.Warn("Slack sent what is no envelope", "bytes", len(raw), "error", err)
		}
		switch {
		case e.Type == "hello" && !c.up:
			c.up = true
			a.hello.Add(1)
			c.allow(a.times.silence, time.Time{})
		case e.Type == "disconnect" && e.Reason == "link_disabled":
			return errLinkDisabled
		case e.Type == "disconnect":
			c.farewell(a)
			c.allow(a.times.silence, time.Now().Add(linger))
			leave(fmt.Errorf("asked for another connection: %q", e.Reason))
		case e.ID != "":
			c.receive(a, s, e)
		}
	}
}

// receive hands an envelope over; it does not wait for it.
func (c *connection) receive(a *Adapter, s *shift, e envelope) {
	done, ok := s.take()
	if !ok {
		a.count.dropped.Add(1)
		return
	}
	c.pending.Add(1)
	go func() {
		defer c.pending.Done()
		t := a.understand(func() task { return a.taskOf(s, e) })
		a.handle(context.Background(), s, t, func(payload json.RawMessage) error { return c.acknowledge(e.ID, payload) }, done)
	}()
}

// acknowledge writes an acknowledgement. Where that fails, nothing more can be written to the connection, and it is closed so that another
// one is opened.
func (c *connection) acknowledge(id string, payload json.RawMessage) error {
	c.write.Lock()
	defer c.write.Unlock()
	c.ws.SetWriteDeadline(time.Now().Add(writeTimeout))
	err := c.ws.WriteJSON(struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{id, payload})
	if err != nil {
		c.ws.Close()
	}
	return err
}

// taskOf reads what came in an envelope. What is of no known kind asks for nothing.
func (a *Adapter) taskOf(s *shift, e envelope) task {
	switch e.Type {
	case "events_api":
		return a.event(s, e.Payload)
	case "slash_commands":
		var c command
		if json.Unmarshal(e.Payload, &c) == nil {
			return a.command(c)
		}
	case "interactive":
		return a.interaction(s, e.Payload)
	}
	return task{}
}
