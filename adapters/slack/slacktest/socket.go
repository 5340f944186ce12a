package slacktest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// maxConnections is how many WebSockets Slack allows an app.
const maxConnections = 10

// ticketLife is how long an address of apps.connections.open is good for; Slack does not say, but it is short.
const ticketLife = 30 * time.Second

// approximateLife is what hello says about how long a connection will last, in seconds.
const approximateLife = 18060

// disconnectGrace is the time between a disconnect message and the end of the connection, ten seconds as Slack has it.
const disconnectGrace = 10 * time.Second

// The reasons of a disconnect message.
const (
	Warning           = "warning"             // the connection will be closed in about ten seconds
	RefreshRequested  = "refresh_requested"   // the host is to be replaced: connect anew
	LinkDisabled      = "link_disabled"       // Socket Mode was switched off for the app
	TooManyWebSockets = "too_many_websockets" // more than ten connections
)

// socketState is what Socket Mode keeps.
type socketState struct {
	tickets   map[string]time.Time
	live      []*Connection
	seen      int // connections that were ever made
	next      int // whose turn it is
	waiting   []*envelope
	sent      map[string]*envelope
	timers    map[*time.Timer]struct{}
	greetings []Greeting
}

func (x *socketState) start() {
	x.tickets, x.timers, x.sent = map[string]time.Time{}, map[*time.Timer]struct{}{}, map[string]*envelope{}
}

// forget drops the envelopes that are settled. Maps and lists are made anew, for they never shrink.
func (x *socketState) forget() {
	old := x.sent
	x.sent, x.timers, x.waiting = map[string]*envelope{}, maps.Clone(x.timers), slices.Clone(x.waiting)
	for id, e := range old {
		if !e.over {
			x.sent[id] = e
		}
	}
}

// A Greeting is how a new connection begins, in place of a hello.
type Greeting struct {
	// Status refuses the WebSocket with this HTTP status.
	Status int
	// Silent says no hello and nothing after it.
	Silent bool
	// Disconnect is the reason of a disconnect message right after the hello.
	Disconnect string
	// Drop cuts the connection right after the hello, and after the disconnect if there is one.
	Drop bool
}

// Greet lets the next connections begin in such a way, one greeting a connection.
func (s *Server) Greet(greetings ...Greeting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.socket.greetings = append(s.socket.greetings, greetings...)
}

// openConnection hands out the address of a WebSocket.
func (s *Server) openConnection(*call) (answer, *refusal) {
	ticket := s.id("ticket")
	s.socket.tickets[ticket] = time.Now()
	base := "ws" + strings.TrimPrefix(s.http.URL, "http")
	return answer{"url": fmt.Sprintf("%s/link/?ticket=%s&app_id=%s", base, ticket, s.o.AppID)}, nil
}

// Connections are the open WebSockets, those that were told to disconnect included.
func (s *Server) Connections() []*Connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.socket.live)
}

// Connected is how many WebSockets there ever were.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.socket.seen
}

// WaitConnections waits until so many connections are open and take envelopes.
func (s *Server) WaitConnections(ctx context.Context, n int) error {
	err := s.Wait(ctx, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.ready()) >= n
	})
	if err != nil {
		return fmt.Errorf("waiting for %d connections, %d are open: %w", n, len(s.Connections()), err)
	}
	return nil
}

// serveLink is the WebSocket endpoint.
func (s *Server) serveLink(w http.ResponseWriter, r *http.Request) {
	greeting, allowed := s.admit(r)
	if !allowed || greeting.Status != 0 {
		status := greeting.Status
		if status == 0 {
			status = http.StatusForbidden
		}
		http.Error(w, http.StatusText(status), status)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	s.run(ws, greeting)
}

// admit takes the ticket and the greeting for a new connection.
func (s *Server) admit(r *http.Request) (Greeting, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ticket := r.URL.Query().Get("ticket")
	made, ok := s.socket.tickets[ticket]
	delete(s.socket.tickets, ticket)
	if !ok || time.Since(made) > ticketLife {
		s.breach("socket", CodeTicket, "the ticket %q was made up, used before or is older than %v", ticket, ticketLife)
		return Greeting{}, false
	}
	var g Greeting
	if len(s.socket.greetings) > 0 {
		g, s.socket.greetings = s.socket.greetings[0], s.socket.greetings[1:]
	}
	return g, !s.closed
}

// run serves one connection until it ends.
func (s *Server) run(ws *websocket.Conn, g Greeting) {
	c := &Connection{s: s, ws: ws, gone: make(chan struct{}), post: make(chan struct{}, 1)}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		_ = ws.Close()
		return
	}
	s.wg.Add(3)
	defer s.wg.Done()
	s.socket.seen++
	c.Number = s.socket.seen
	tooMany := len(s.socket.live) >= maxConnections
	if tooMany {
		s.breach("socket", CodeTooManyConns, "the app has %d connections already", maxConnections)
		g.Disconnect, g.Drop = TooManyWebSockets, true
	}
	c.leaving = g.Silent || g.Disconnect != "" || g.Drop
	s.socket.live = append(s.socket.live, c)
	n := len(s.socket.live)
	s.mu.Unlock()

	go c.ping()
	go c.write()
	c.greet(g, n, tooMany)
	s.mu.Lock()
	c.greeted = true
	s.touch()
	s.dispatch()
	s.mu.Unlock()
	c.read()
	s.lose(c)
}
