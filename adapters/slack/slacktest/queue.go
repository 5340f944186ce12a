package slacktest

import (
	"encoding/json"
	"time"
)

// maxAck is the size from which Slack silently drops what comes over a WebSocket.
const maxAck = 20 << 10

// Why an attempt to deliver an event failed.
const (
	timedOut       = "http_timeout" // Slack says so over Socket Mode, too
	connectionLost = "connection_closed"
)

// An envelope is one attempt to deliver an event over a WebSocket.
type envelope struct {
	id      string
	d       *Delivery
	attempt int // 0 is the first
	waits   int // how many of the RetryDelays are used up
	reason  string
	conn    *Connection
	sent    time.Time
	over    bool // acknowledged or given up
	acked   bool
	expire  func() // stops the clock that runs until it is given up
}

// Deliver sends an event over Socket Mode: to one of the connections, or, as long as there is none, as soon as there is. An event
// that is not acknowledged in time is sent again as Options.RetryDelays say.
func (s *Server) Deliver(e Event) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.newDelivery(e)
	if d.withheld == nil {
		s.socket.waiting = append(s.socket.waiting, &envelope{d: d})
		s.dispatch()
	}
	return d
}

// dispatch hands what is waiting to connections, turn by turn; the caller holds s.mu.
func (s *Server) dispatch() {
	for len(s.socket.waiting) > 0 {
		ready := s.ready()
		if len(ready) == 0 {
			return
		}
		e := s.socket.waiting[0]
		s.socket.waiting[0], s.socket.waiting = nil, s.socket.waiting[1:]
		s.socket.next++
		s.hand(e, ready[s.socket.next%len(ready)])
	}
}

// hand gives an envelope to a connection; the caller holds s.mu.
func (s *Server) hand(e *envelope, c *Connection) {
	e.id, e.conn, e.sent = s.id("env-"), c, time.Now()
	c.got++
	s.socket.sent[e.id] = e
	e.d.attempts = append(e.d.attempts, Attempt{Number: e.attempt, Envelope: e.id, Connection: c.Number, Sent: e.sent, Reason: e.reason})
	message := map[string]any{
		"envelope_id": e.id, "type": e.d.Event.Kind, "payload": e.d.Event.Payload, "accepts_response_payload": e.d.Event.accepts,
	}
	if e.d.Event.Kind == EventsAPI {
		message["retry_attempt"], message["retry_reason"] = e.attempt, e.reason
	}
	e.expire = s.later(s.o.AckTimeout, func() { s.failed(e, timedOut) })
	c.send(message)
	s.touch()
}

// failed plans the next attempt of what was not acknowledged: at once if its connection was lost, otherwise after the next of the
// RetryDelays; the caller holds s.mu.
func (s *Server) failed(e *envelope, reason string) {
	e.over = true
	e.expire()
	e.d.fail(e.id, reason)
	defer s.touch()
	again := &envelope{d: e.d, attempt: e.attempt + 1, waits: e.waits, reason: reason}
	send := func() {
		s.socket.waiting = append(s.socket.waiting, again)
		s.dispatch()
	}
	switch {
	case e.d.Event.Kind != EventsAPI:
		e.d.lost = true
	case reason == connectionLost:
		send()
	case e.waits < len(s.o.RetryDelays):
		again.waits++
		s.later(s.o.RetryDelays[e.waits], send)
	default:
		e.d.lost = true
	}
}

// later calls a function with s.mu held, unless the server has been closed or what it gives has been called by then; the caller
// holds s.mu.
func (s *Server) later(after time.Duration, do func()) (stop func()) {
	if after <= 0 {
		do()
		return func() {}
	}
	var timer *time.Timer
	timer = time.AfterFunc(after, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if _, planned := s.socket.timers[timer]; planned && !s.closed {
			delete(s.socket.timers, timer)
			do()
		}
	})
	s.socket.timers[timer] = struct{}{}
	return func() {
		timer.Stop()
		delete(s.socket.timers, timer)
	}
}

// stopTimers ends all that is planned; the caller holds s.mu.
func (s *Server) stopTimers() {
	for timer := range s.socket.timers {
		timer.Stop()
	}
}

// take reads one frame of the client: an acknowledgement.
func (s *Server) take(c *Connection, raw []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(raw) >= maxAck {
		s.breach("socket", CodeAckTooLarge, "an acknowledgement of %d bytes; Slack drops those of %d and more", len(raw), maxAck)
		return
	}
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(raw, &ack); err != nil {
		s.breach("socket", CodeNotJSON, "the frame %.100q is not JSON: %v", raw, err)
		return
	}
	e := s.socket.sent[ack.EnvelopeID]
	switch {
	case e == nil:
		s.breach("socket", CodeEnvelope, "an acknowledgement of the envelope %q, which was never sent", ack.EnvelopeID)
	case e.acked:
		s.breach("socket", CodeAckedTwice, "a second acknowledgement of the envelope %q", ack.EnvelopeID)
	default:
		e.acked = true
		s.acknowledged(e, ack.Payload)
	}
}

// acknowledged settles an envelope; one that was given up before stays so.
func (s *Server) acknowledged(e *envelope, payload json.RawMessage) {
	if string(payload) == "null" {
		payload = nil
	}
	now := time.Now()
	if !e.over {
		s.answered(e.d.Event, payload, "socket")
	}
	e.d.ack(Ack{
		Envelope: e.id, Connection: e.conn.Number, Attempt: e.attempt, Payload: payload,
		At: now, After: now.Sub(e.sent), Late: e.over,
	})
	e.over = true
	e.expire()
	s.touch()
}
