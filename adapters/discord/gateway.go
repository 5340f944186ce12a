package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// The gateway's operations.
const (
	opDispatch     = 0
	opHeartbeat    = 1
	opIdentify     = 2
	opResume       = 6
	opReconnect    = 7
	opInvalid      = 9
	opHello        = 10
	opHeartbeatAck = 11
)

// The bounds of a connection.
const (
	// openTime is how long it may take from the first dial to READY or RESUMED: the watchdog around opening. Discord needs a
	// second or two.
	openTime = 20 * time.Second

	// writeTime is how long a message to the gateway may take to be handed to the network.
	writeTime = 5 * time.Second

	// maxFrame is the largest event that is read: READY lists every guild of a shard, of which there are 2,500 at most, with
	// 100 bytes each.
	maxFrame = 4 << 20

	closeGone   = websocket.CloseNormalClosure // ends the session
	closeResume = 4000                         // ends the connection, and keeps the session
)

// intents are what the gateway sends. None is privileged: what mentions the bot, and direct messages, come with their text.
const intents = discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

type frame struct {
	Op   int             `json:"op"`
	Seq  *int64          `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
	Data json.RawMessage `json:"d"`
}

// Why a connection ends, besides the errors of the network.
var (
	errReconnect = errors.New("the gateway asked for another connection")
	errSilent    = errors.New("the gateway left a heartbeat unanswered")
	errInvalid   = errors.New("the gateway gave the session up")
)

// A conn is one connection to the gateway. One goroutine reads; any may write.
type conn struct {
	ws    *websocket.Conn
	write sync.Mutex
	end   sync.Once

	mu       sync.Mutex
	interval time.Duration
	acked    time.Time // when the gateway last answered a heartbeat
	waiting  bool      // for the answer to one
	silent   bool      // it was closed for its silence
}

// dial connects to a gateway's address; what it says first has to come within a time.
func dial(ctx context.Context, address string, within time.Duration) (*conn, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" {
		return nil, fmt.Errorf("%q is no address of a gateway; it begins with wss://", address)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = url.Values{"v": {discordgo.APIVersion}, "encoding": {"json"}}.Encode()
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: within}
	ws, _, err := d.DialContext(ctx, u.String(), nil)
	if err != nil {
		return nil, err
	}
	ws.SetReadLimit(maxFrame)
	ws.SetReadDeadline(time.Now().Add(within)) // an error of it is one of the next read
	return &conn{ws: ws}, nil
}

func (c *conn) read() (f frame, err error) {
	_, data, err := c.ws.ReadMessage()
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.silent {
			return f, errSilent
		}
		return f, err
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return f, fmt.Errorf("the gateway sent what is no event: %w", err)
	}
	return f, nil
}

func (c *conn) send(op int, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return err
	}
	c.write.Lock()
	defer c.write.Unlock()
	c.ws.SetWriteDeadline(time.Now().Add(writeTime))
	return c.ws.WriteJSON(frame{Op: op, Data: body})
}

// close tells the gateway why, and closes the socket. Only the first call counts.
func (c *conn) close(code int) {
	c.end.Do(func() {
		c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(writeTime))
		c.ws.Close()
	})
}

// hello waits for the gateway's greeting, and takes from it how often it wants a heartbeat.
func (c *conn) hello() error {
	f, err := c.read()
	if err != nil {
		return err
	}
	var h struct {
		Interval int64 `json:"heartbeat_interval"` // in milliseconds
	}
	if f.Op != opHello || json.Unmarshal(f.Data, &h) != nil || h.Interval <= 0 {
		return fmt.Errorf("the gateway greeted with operation %d and %.60q; want operation %d and an interval", f.Op, f.Data, opHello)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.interval, c.acked = time.Duration(h.Interval)*time.Millisecond, time.Now()
	return nil
}

// beat sends heartbeats until the context ends, the first after a random part of the interval, so that clients that were cut
// off together do not beat together. A connection that left one unanswered is dead, whatever the network says, and is closed.
func (c *conn) beat(ctx context.Context, seq func() *int64) {
	pause := rand.N(c.interval)
	for sleep(ctx, pause) {
		pause = c.interval
		c.mu.Lock()
		c.silent = c.waiting
		c.waiting = true
		silent := c.silent
		c.mu.Unlock()
		if silent || c.send(opHeartbeat, seq()) != nil {
			c.close(closeResume)
			return
		}
	}
}

func (c *conn) ack() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acked, c.waiting = time.Now(), false
}

// alive tells whether the last answer to a heartbeat is younger than two intervals.
func (c *conn) alive() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Since(c.acked) < 2*c.interval
}

// identify is what begins a session.
type identify struct {
	Token      string            `json:"token"`
	Properties map[string]string `json:"properties"`
	Intents    discordgo.Intent  `json:"intents"`
	Shard      [2]int            `json:"shard"`
}

func newIdentify(token string, shard, shards int) identify {
	return identify{token, map[string]string{"os": runtime.GOOS, "browser": "drawdown", "device": "drawdown"}, intents, [2]int{shard, shards}}
}

// resume is what goes on with one.
type resume struct {
	Token     string `json:"token"`
	SessionID string `json:"session_id"`
	Seq       int64  `json:"seq"`
}
