package discordtest

import (
	"bytes"
	"compress/zlib"
	"net"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// outgoing is a message that waits to be written: JSON, or a close code.
type outgoing struct {
	data  []byte
	ready bool
	code  int
}

// flushAndDrop breaks the socket off after what was said.
func (c *Connection) flushAndDrop() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.leave(false)
	c.push(outgoing{code: dropCode})
}

// dropCode, as a code to close with, breaks the socket off without one.
const dropCode = -1

// push puts a message in the queue. The caller holds the server's lock.
func (c *Connection) push(o outgoing) {
	c.queue = append(c.queue, o)
	select {
	case c.queued <- struct{}{}:
	default:
	}
}

// close sends a close code after what waits. The caller holds the server's lock.
func (c *Connection) close(code int) {
	c.leave(slices.Contains(endsSession, code))
	c.push(outgoing{code: code})
	c.s.change()
}

// leave parts the socket from its session, which is kept for a resume unless it has ended. The caller holds the server's lock.
func (c *Connection) leave(ended bool) {
	c.theirs = false
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
		if ended {
			delete(c.s.gateway.sessions, c.session.id)
		}
	}
}

// refuse closes with a code because the client broke a rule.
func (c *Connection) refuse(code int, format string, args ...any) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.refuseLocked(code, format, args...)
}

func (c *Connection) refuseLocked(code int, format string, args ...any) {
	c.s.breachLocked("gateway, close code %d: "+format, append([]any{code}, args...)...)
	c.close(code)
}

// reset breaks the TCP connection off.
func (c *Connection) reset() {
	if tcp, ok := c.ws.UnderlyingConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.ws.UnderlyingConn().Close()
}

// write writes what is in the queue, in order, until the socket ends.
func (c *Connection) write() {
	for {
		select {
		case <-c.queued:
		case <-c.finished:
			return
		}
		c.s.mu.Lock()
		batch, compress := c.queue, c.compress
		c.queue = nil
		c.s.mu.Unlock()
		for _, o := range batch {
			if !c.writeOne(o, compress) {
				return
			}
		}
	}
}

// writeOne writes one message and says whether more can follow.
func (c *Connection) writeOne(o outgoing, compress bool) bool {
	_ = c.ws.SetWriteDeadline(time.Now().Add(writePatience))
	switch {
	case o.code == dropCode:
		c.reset()
		return false
	case o.code != 0:
		_ = c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(o.code, closeReasons[o.code]))
		// The client has a moment to read the code; its own close, or the deadline, ends the socket.
		_ = c.ws.SetReadDeadline(time.Now().Add(2 * time.Second))
		return false
	case compress && (o.ready || len(o.data) >= compressFrom):
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write(o.data)
		_ = z.Close()
		return c.ws.WriteMessage(websocket.BinaryMessage, b.Bytes()) == nil
	}
	return c.ws.WriteMessage(websocket.TextMessage, o.data) == nil
}

// closeReasons are what Discord says beside some codes.
var closeReasons = map[int]string{
	CloseUnknownError: "Unknown error.", CloseUnknownOpcode: "Unknown opcode.", CloseDecodeError: "Error while decoding payload.",
	CloseNotAuthenticated: "Not authenticated.", CloseAuthenticationFailed: "Authentication failed.",
	CloseAlreadyAuthenticated: "Already authenticated.", CloseInvalidSequence: "Invalid seq.", CloseRateLimited: "Rate limited.",
	CloseSessionTimedOut: "Session timed out.", CloseInvalidShard: "Invalid shard.", CloseShardingRequired: "Sharding required.",
	CloseInvalidVersion: "Invalid API version.", CloseInvalidIntents: "Invalid intent(s).", CloseDisallowedIntents: "Disallowed intent(s).",
}
