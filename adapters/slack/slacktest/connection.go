package slacktest

import (
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A Connection is one open WebSocket.
type Connection struct {
	// Number counts the connections that the server has had, from 1.
	Number int

	s       *Server
	ws      *websocket.Conn
	greeted bool // the hello was sent: envelopes may follow
	leaving bool // a disconnect was sent: no more envelopes
	gone    chan struct{}
	once    sync.Once
	pongs   int
	got     int

	out  sync.Mutex
	mail [][]byte      // frames to be written
	post chan struct{} // says that there are some
}

// greet says hello, or what the greeting says in its place.
func (c *Connection) greet(g Greeting, n int, refused bool) {
	if g.Silent {
		return
	}
	if !refused {
		c.send(map[string]any{
			"type": "hello", "num_connections": n, "connection_info": map[string]any{"app_id": c.s.o.AppID},
			"debug_info": map[string]any{"host": "applink-slacktest", "build_number": 1, "approximate_connection_time": approximateLife},
		})
	}
	if g.Disconnect != "" {
		c.Disconnect(g.Disconnect)
	}
	if g.Drop {
		c.enqueue(nil)
	}
}

// send writes one JSON message, soon and in order; a connection that has gone is noticed by its reader.
func (c *Connection) send(message any) { c.SendRaw(string(encode(message))) }

// SendRaw writes any text as a frame: something that is not JSON, or a type that nobody knows.
func (c *Connection) SendRaw(text string) { c.enqueue([]byte(text)) }

// enqueue puts a frame behind what is to be written; nil drops the connection when all before it is written.
func (c *Connection) enqueue(frame []byte) {
	c.out.Lock()
	c.mail = append(c.mail, frame)
	c.out.Unlock()
	select {
	case c.post <- struct{}{}:
	default:
	}
}

// write writes what is to be sent until the connection ends. A client that does not read holds up nobody else.
func (c *Connection) write() {
	defer c.s.wg.Done()
	for {
		select {
		case <-c.post:
		case <-c.gone:
			return
		}
		c.out.Lock()
		mail := c.mail
		c.mail = nil
		c.out.Unlock()
		for _, frame := range mail {
			if frame == nil || c.ws.WriteMessage(websocket.TextMessage, frame) != nil {
				c.cut()
				return
			}
		}
	}
}

// Disconnect tells the client to leave, for one of the reasons above. No envelope is sent to the connection any more;
// acknowledgements are still taken. It is cut ten seconds later, if the client has not left by then.
func (c *Connection) Disconnect(reason string) {
	c.s.mu.Lock()
	c.leaving = true
	c.s.later(disconnectGrace, c.cut)
	c.s.mu.Unlock()
	c.send(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "applink-slacktest"}})
}

// Drop cuts the connection without a word, as a network does. What was sent on it and not acknowledged is delivered again.
func (c *Connection) Drop() {
	c.s.mu.Lock()
	c.leaving = true
	c.s.mu.Unlock()
	c.cut()
}

// cut closes the connection under the WebSocket.
func (c *Connection) cut() { c.once.Do(func() { close(c.gone); _ = c.ws.NetConn().Close() }) }

// Pongs is how many pings the client has answered.
func (c *Connection) Pongs() int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.pongs
}

// Sent is how many envelopes the connection was given.
func (c *Connection) Sent() int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.got
}

// ping sends WebSocket pings until the connection ends.
func (c *Connection) ping() {
	defer c.s.wg.Done()
	ticker := time.NewTicker(c.s.o.PingInterval)
	defer ticker.Stop()
	for {
		_ = c.ws.WriteControl(websocket.PingMessage, []byte("Ping from applink-slacktest"), time.Now().Add(time.Second))
		select {
		case <-ticker.C:
		case <-c.gone:
			return
		}
	}
}

// read takes acknowledgements until the connection ends.
func (c *Connection) read() {
	c.ws.SetPongHandler(func(string) error {
		c.s.mu.Lock()
		defer c.s.mu.Unlock()
		c.pongs++
		c.s.touch()
		return nil
	})
	for {
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		c.s.take(c, raw)
	}
}

// lose forgets a connection; what it has not acknowledged is delivered again.
func (s *Server) lose(c *Connection) {
	c.cut()
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.socket.live, c); i >= 0 {
		s.socket.live = slices.Delete(s.socket.live, i, i+1)
	}
	var lost []*envelope
	for _, e := range s.socket.sent {
		if e.conn == c && !e.over {
			lost = append(lost, e)
		}
	}
	slices.SortFunc(lost, func(a, b *envelope) int { return a.sent.Compare(b.sent) })
	for _, e := range lost {
		s.failed(e, connectionLost)
	}
	s.touch()
}

// ready are the connections that take envelopes; the caller holds s.mu.
func (s *Server) ready() []*Connection {
	var r []*Connection
	for _, c := range s.socket.live {
		if c.greeted && !c.leaving {
			r = append(r, c)
		}
	}
	return r
}
