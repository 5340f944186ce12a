package discordtest

import (
	"encoding/json"
	"slices"
	"time"
)

// A Greeting is how the gateway receives one socket. The zero value is how Discord does it.
type Greeting struct {
	Refuse     int           // answers the upgrade with this HTTP status instead
	Silent     bool          // takes the socket and never says anything: no hello, no acks
	HelloAfter time.Duration // waits before it says hello

	CloseAtHello  int  // closes with this code instead of saying hello
	TurnAway      bool // operation 7 instead of hello
	DropAtHello   bool // breaks the socket off after hello
	CloseAtLogin  int  // answers identify and resume with this close code
	DropAtLogin   bool // answers identify and resume by breaking the socket off
	IgnoreLogin   bool // never answers identify and resume, though heartbeats are acknowledged
	Reconnect     bool // answers identify and resume with operation 7, in place of READY and RESUMED
	Invalid       bool // answers the first identify or resume with operation 9, session not resumable
	InvalidResume bool // answers the first identify or resume with operation 9, session resumable
	Garbage       bool // answers identify and resume with what is not JSON

	MuteAcks bool // never acknowledges a heartbeat; all else goes on
}

// Next says how the next sockets are received, one greeting each. After them, sockets are received as Always says.
func (s *Server) Next(greetings ...Greeting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.greetings = append(s.gateway.greetings, greetings...)
}

// Always says how every further socket is received for which Next has said nothing.
func (s *Server) Always(g Greeting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.always = &g
}

// Drop breaks every socket off, without a word: TCP connections are reset. Sessions can be resumed.
func (s *Server) Drop() { s.each((*Connection).Drop) }

// Close closes every socket with a code. Whether the sessions can be resumed then depends on the code, as with Discord.
func (s *Server) Close(code int) { s.each(func(c *Connection) { c.Close(code) }) }

// Reconnect tells every client to connect again and to resume (operation 7). A socket that is still open after five seconds is closed.
// To wait for the client to be back, compare Readies with what it was before.
func (s *Server) Reconnect() { s.each((*Connection).Reconnect) }

// InvalidateSession ends every session, on open sockets and waiting for a resume alike, and says so on the sockets (operation 9).
// With resumable, nothing is ended: clients are asked to connect again and to resume.
func (s *Server) InvalidateSession(resumable bool) {
	s.mu.Lock()
	if !resumable {
		for id, session := range s.gateway.sessions {
			if session.conn == nil {
				delete(s.gateway.sessions, id)
			}
		}
	}
	s.mu.Unlock()
	s.each(func(c *Connection) { c.Invalidate(resumable) })
}

// Freeze lets every open socket die without an end: it stays open, and nothing is said or heard on it any more, a close frame included.
// Sessions can be resumed on another socket.
func (s *Server) Freeze() { s.each((*Connection).Freeze) }

// MuteAcks stops, or starts again, acknowledging heartbeats on all sockets that are open; events still come.
func (s *Server) MuteAcks(mute bool) { s.each(func(c *Connection) { c.MuteAcks(mute) }) }

// Beat asks every client for a heartbeat at once (operation 1).
func (s *Server) Beat() { s.each((*Connection).Beat) }

func (s *Server) each(do func(*Connection)) {
	for _, c := range s.Connections() {
		do(c)
	}
}

// Close closes the socket with a code, after what was sent.
func (c *Connection) Close(code int) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.close(code)
}

// Drop breaks the socket off at once; what was sent last may be lost on the way.
func (c *Connection) Drop() {
	c.s.mu.Lock()
	c.leave(false)
	c.s.change()
	c.s.mu.Unlock()
	c.reset()
}

// Freeze lets the socket die without an end: nothing is said or heard on it any more.
func (c *Connection) Freeze() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.leave(false)
	c.s.change()
}

// Reconnect tells the client to connect again and to resume (operation 7). The socket is closed if it is still open after five seconds.
func (c *Connection) Reconnect() {
	c.say(opReconnect, nil)
	time.AfterFunc(reconnectPatience, func() {
		c.s.mu.Lock()
		defer c.s.mu.Unlock()
		if slices.Contains(c.s.gateway.live, c) {
			c.close(CloseUnknownError)
		}
	})
}

// reconnectPatience is how long a client has after operation 7.
const reconnectPatience = 5 * time.Second

// Beat asks the client for a heartbeat at once (operation 1).
func (c *Connection) Beat() { c.say(opHeartbeat, nil) }

// Invalidate says that the session is invalid (operation 9); it ends unless it is resumable. The client may identify on the same
// socket.
func (c *Connection) Invalidate(resumable bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.invalidate(resumable)
}

// MuteAcks stops, or starts again, acknowledging heartbeats.
func (c *Connection) MuteAcks(mute bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.greeting.MuteAcks = mute
}

// Shard is the number of the shard that identified or resumed on the socket, or -1.
func (c *Connection) Shard() int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.session == nil {
		return -1
	}
	return c.session.shard[0]
}

// Heartbeats counts the heartbeats that came in.
func (c *Connection) Heartbeats() int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.heartbeats
}

// say sends an operation that is no event.
func (c *Connection) say(op int, data any) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.sayLocked(op, data)
}

func (c *Connection) sayLocked(op int, data any) {
	c.push(outgoing{data: encode(struct {
		Type *string `json:"t"`
		Seq  *int64  `json:"s"`
		Op   int     `json:"op"`
		Data any     `json:"d"`
	}{Op: op, Data: data})})
}

// encode writes JSON of a value of this package's own, which cannot fail.
func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("discordtest: " + err.Error())
	}
	return b
}
