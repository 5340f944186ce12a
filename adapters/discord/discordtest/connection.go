package discordtest

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// What Discord allows on one socket.
const (
	maxPayload    = 4096             // bytes that a client may send at once
	maxSends      = 120              // sends in sendsWindow
	sendsWindow   = 60 * time.Second //
	writePatience = 10 * time.Second // a client that does not read for so long is cut off
	beatGrace     = time.Second      // beyond two intervals, for machines that are busy
	compressFrom  = 4096             // bytes from which an event is compressed, for clients that asked for it; READY is in any case
)

// A Connection is one open socket of a client.
type Connection struct {
	s        *Server
	ws       *websocket.Conn
	queued   chan struct{} // has room for one: there is something to write
	finished chan struct{} // closed when the socket is at its end

	// The server's lock guards what follows.
	greeting   Greeting
	session    *session // nil before READY
	queue      []outgoing
	theirs     bool // the client may end the session by closing: we have not closed before
	heartbeats int
	lastBeat   time.Time
	sends      []time.Time
	compress   bool
}

func newConnection(s *Server, ws *websocket.Conn, g Greeting) *Connection {
	ws.SetReadLimit(1 << 20)
	return &Connection{s: s, ws: ws, greeting: g, queued: make(chan struct{}, 1), finished: make(chan struct{}), theirs: true, lastBeat: time.Now()}
}

// serve talks with the client until the socket ends.
func (c *Connection) serve(query url.Values) {
	written := make(chan struct{})
	go func() { defer close(written); c.write() }()
	if c.hello(query) {
		c.s.work.Add(1)
		go func() { defer c.s.work.Done(); c.watch() }()
	}
	c.read()
	close(c.finished)
	<-written
	_ = c.ws.Close()
}

// hello says the first word, and whether heartbeats are due.
func (c *Connection) hello(query url.Values) bool {
	g := c.greeting
	if g.Silent {
		return false
	}
	if v := query.Get("v"); v != "9" && v != "10" || query.Get("encoding") != "json" && query.Get("encoding") != "" {
		c.refuse(CloseInvalidVersion, "the gateway was asked for version %q, encoding %q; want 9 or 10, json", v, query.Get("encoding"))
		return false
	}
	if g.CloseAtHello != 0 {
		c.Close(g.CloseAtHello)
		return false
	}
	if g.TurnAway {
		c.Reconnect()
		return false
	}
	if g.HelloAfter > 0 {
		select {
		case <-time.After(g.HelloAfter):
		case <-c.s.done:
		}
	}
	c.say(opHello, map[string]any{"heartbeat_interval": c.s.o.Heartbeat.Milliseconds(), "_trace": []string{"discordtest"}})
	if g.DropAtHello {
		c.flushAndDrop()
	}
	return true
}

// watch closes the socket when heartbeats stay away.
func (c *Connection) watch() {
	patience := 2*c.s.o.Heartbeat + beatGrace
	ticker := time.NewTicker(c.s.o.Heartbeat)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-c.finished:
			return
		}
		c.s.mu.Lock()
		silent := time.Since(c.lastBeat)
		late := silent > patience && c.theirs
		if late {
			c.refuseLocked(CloseSessionTimedOut, "no heartbeat for %v; one is due every %v", silent.Round(time.Millisecond), c.s.o.Heartbeat)
		}
		c.s.mu.Unlock()
		if late {
			return
		}
	}
}

// read takes what the client sends until the socket ends.
func (c *Connection) read() {
	for {
		_, message, err := c.ws.ReadMessage()
		if err != nil {
			c.ended(err)
			return
		}
		c.take(message)
	}
}

// ended notes how the socket ended. A client that closes with 1000 or 1001 wants no more of its session.
func (c *Connection) ended(err error) {
	var closed *websocket.CloseError
	wantsNoMore := errors.As(err, &closed) && (closed.Code == websocket.CloseNormalClosure || closed.Code == websocket.CloseGoingAway)
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.leave(wantsNoMore && c.theirs)
	c.s.gateway.live = slices.DeleteFunc(c.s.gateway.live, func(other *Connection) bool { return other == c })
	c.s.change()
}

// A payload is what a client sends.
type payload struct {
	Op   *int            `json:"op"`
	Data json.RawMessage `json:"d"`
}

// take handles one message of the client.
func (c *Connection) take(message []byte) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if !c.theirs || c.greeting.Silent {
		return // what comes after we have closed is not heard
	}
	if len(message) > maxPayload {
		c.refuseLocked(CloseDecodeError, "a payload of %d bytes; at most %d", len(message), maxPayload)
		return
	}
	var p payload
	if err := json.Unmarshal(message, &p); err != nil || p.Op == nil {
		c.refuseLocked(CloseDecodeError, "a payload that is no operation: %.60q", message)
		return
	}
	if *p.Op != opHeartbeat && !c.mayLocked() { // heartbeats do not count, for tests ask for many
		c.refuseLocked(CloseRateLimited, "more than %d sends in %v", maxSends, sendsWindow)
		return
	}
	c.operate(*p.Op, p.Data)
	c.s.change()
}

// mayLocked says whether the client may send now.
func (c *Connection) mayLocked() bool {
	now := time.Now()
	for len(c.sends) > 0 && now.Sub(c.sends[0]) > sendsWindow {
		c.sends = c.sends[1:]
	}
	c.sends = append(c.sends, now)
	return len(c.sends) <= maxSends
}

// operate does what one operation asks for. The caller holds the server's lock.
func (c *Connection) operate(op int, data json.RawMessage) {
	switch op {
	case opHeartbeat:
		c.beat(data)
	case opIdentify:
		c.identify(data)
	case opResume:
		c.resume(data)
	case opPresence, opVoice, opRequestMembers:
		if c.session == nil {
			c.refuseLocked(CloseNotAuthenticated, "operation %d before identify", op)
		}
	default:
		c.refuseLocked(CloseUnknownOpcode, "operation %d, which is not a client's", op)
	}
}

// beat takes a heartbeat.
func (c *Connection) beat(data json.RawMessage) {
	c.heartbeats++
	c.lastBeat = time.Now()
	var seq *int64
	if err := json.Unmarshal(data, &seq); err != nil {
		c.refuseLocked(CloseDecodeError, "a heartbeat with %.40q; want the last sequence number or null", data)
		return
	}
	if highest := c.s.gateway.highest; seq != nil && *seq > highest { // of any session: one may just have been given up for another
		c.s.breachLocked("gateway: a heartbeat for event %d, when only %d were sent", *seq, highest)
	}
	if !c.greeting.MuteAcks {
		c.sayLocked(opHeartbeatAck, nil)
	}
}
