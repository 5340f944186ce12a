package discordtest

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// The gateway's operations.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opRequestMembers = 8
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// Close codes of Discord's gateway.
const (
	CloseUnknownError         = 4000
	CloseUnknownOpcode        = 4001
	CloseDecodeError          = 4002
	CloseNotAuthenticated     = 4003
	CloseAuthenticationFailed = 4004
	CloseAlreadyAuthenticated = 4005
	CloseInvalidSequence      = 4007
	CloseRateLimited          = 4008
	CloseSessionTimedOut      = 4009
	CloseInvalidShard         = 4010
	CloseShardingRequired     = 4011
	CloseInvalidVersion       = 4012
	CloseInvalidIntents       = 4013
	CloseDisallowedIntents    = 4014
)

// endsSession are the close codes after which a session cannot be resumed.
var endsSession = []int{CloseNotAuthenticated, CloseAuthenticationFailed, CloseInvalidSequence, CloseSessionTimedOut, CloseInvalidShard,
	CloseShardingRequired, CloseInvalidVersion, CloseInvalidIntents, CloseDisallowedIntents}

// Intents, as an identify adds them up.
const (
	GuildsIntent         = 1 << 0
	MembersIntent        = 1 << 1 // privileged
	PresencesIntent      = 1 << 8 // privileged
	GuildMessagesIntent  = 1 << 9
	DirectMessagesIntent = 1 << 12
	ContentIntent        = 1 << 15 // privileged

	privilegedIntents = MembersIntent | PresencesIntent | ContentIntent
	knownIntents      = 1<<26 - 1 - (1<<22 | 1<<23) - (1<<17 | 1<<18 | 1<<19)
)

// A gateway is what the server knows of sockets and sessions. The server's lock guards it.
type gateway struct {
	sessions       map[string]*session
	live           []*Connection // sockets that are open
	connections    int           // sockets that were ever opened
	greetings      []Greeting
	always         *Greeting
	identifies     []Identify
	identifiesLeft int
	lastIdentify   map[int]time.Time // by bucket of max_concurrency
	resumes        []Resume
	readies        int
	highest        int64 // sequence number of any session
	tokenReset     bool  // too many identifies: the token holds no more
}

// An Identify is one operation 2 that a client sent.
type Identify struct {
	Time        time.Time // of the machine's clock, not of Options.Now
	Shard       [2]int    // number and count; {0, 1} where the client named none
	Intents     int
	SessionID   string // "" where it was refused
	Refused     int    // the close code, or 9 for an invalid session
	Compress    bool
	HasPresence bool
}

// A Resume is one operation 6 that a client sent.
type Resume struct {
	Time      time.Time
	SessionID string
	Sequence  int64
	Replayed  int // events that were sent again; -1 where the session could not be resumed
}

// Identifies are those that were received, refused ones included.
func (s *Server) Identifies() []Identify {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.identifies)
}

// Resumes are those that were received, refused ones included.
func (s *Server) Resumes() []Resume {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.resumes)
}

// Connections are the sockets that are open now, oldest first.
func (s *Server) Connections() []*Connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gateway.live)
}

// Connected counts the sockets that were ever opened.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.connections
}

// Ready counts the sessions that have a socket and were told READY or RESUMED on it.
func (s *Server) Ready() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, session := range s.gateway.sessions {
		if session.conn != nil {
			n++
		}
	}
	return n
}

// Readies counts the READY and RESUMED that were ever sent, so that a test can wait for the next.
func (s *Server) Readies() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway.readies
}

// WaitReady waits until a session has a socket and was told READY or RESUMED.
func (s *Server) WaitReady(ctx context.Context) error { return s.WaitShards(ctx, 1) }

// WaitShards waits until that many sessions have a socket and were told READY or RESUMED.
func (s *Server) WaitShards(ctx context.Context, n int) error {
	return s.Until(ctx, "sessions to be ready", func() bool { return s.Ready() >= n })
}

// serveGateway takes a client's socket.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	if s.ended() {
		http.Error(w, "the test has ended", http.StatusServiceUnavailable)
		return
	}
	greeting := s.nextGreeting()
	if greeting.Refuse != 0 {
		http.Error(w, http.StatusText(greeting.Refuse), greeting.Refuse)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		s.breach("a request for the gateway is not a WebSocket's: %v", err)
		return
	}
	c := newConnection(s, ws, greeting)
	s.mu.Lock()
	if s.ending {
		s.mu.Unlock()
		_ = ws.Close()
		return
	}
	s.gateway.live = append(s.gateway.live, c)
	s.gateway.connections++
	s.work.Add(1)
	s.change()
	s.mu.Unlock()
	defer s.work.Done()
	c.serve(r.URL.Query())
}

// nextGreeting takes the next scripted greeting.
func (s *Server) nextGreeting() Greeting {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.gateway.greetings) > 0 {
		next := s.gateway.greetings[0]
		s.gateway.greetings = s.gateway.greetings[1:]
		return next
	}
	if s.gateway.always != nil {
		return *s.gateway.always
	}
	return Greeting{}
}
