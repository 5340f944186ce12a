package slacktest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Server is one workspace of Slack with one app installed in it. See the package comment for what it does.
type Server struct {
	t    testing.TB
	o    Options
	http *httptest.Server
	done chan struct{} // closed when the server closes: whatever hangs lets go

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced whenever anything changes, for those who wait
	closed   bool
	serial   int
	lastTS   string
	breaches []Breach
	allowAll bool
	allowed  map[string]bool

	record
	web    webState
	socket socketState
	wg     sync.WaitGroup
}

// record is what the server saw and what stands in its conversations.
type record struct {
	channels   map[string]*conversation
	order      []string // of the conversations
	views      []View   // published and opened, in their order
	statuses   []Status
	titles     []Title
	prompts    []Prompts
	responses  []Response
	updates    []Message
	calls      []Call
	deliveries []*Delivery
	files      map[string]*upload
	threads    map[string]bool // channel and ts of the threads of the agent pane
}

// A conversation is a channel and what was said in it.
type conversation struct {
	Channel
	messages []*Message
	byTS     map[string]*Message
	whispers []*Message // that one user alone sees

	allowance float64 // messages that may come now
	paced     time.Time
}

// New starts a server; it closes, and its breaches are judged, when the test ends.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{t: t, o: o.filled(), done: make(chan struct{}), changed: make(chan struct{}), allowed: map[string]bool{}}
	s.record = s.o.blank()
	s.web.start()
	s.socket.start()
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveAPI)
	mux.HandleFunc("/link/", s.serveLink)
	mux.HandleFunc("/response/", s.serveResponse)
	mux.HandleFunc("/upload/", s.serveUpload)
	s.http = httptest.NewServer(mux)
	t.Cleanup(func() { s.Close(); s.judge() })
	return s
}

// blank is the record of a workspace in which nothing has happened.
func (o Options) blank() record {
	r := record{channels: map[string]*conversation{}, files: map[string]*upload{}, threads: map[string]bool{}}
	for _, c := range o.Channels {
		if c.Kind = c.kind(); c.Kind == KindDirect {
			c.Members = []string{c.User, o.BotUser}
		}
		r.channels[c.ID] = &conversation{Channel: c, byTS: map[string]*Message{}}
		r.order = append(r.order, c.ID)
	}
	return r
}

// Close ends the server before the test does: connections are cut, whatever hangs lets go. Closing twice is harmless.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.done)
	s.stopTimers()
	s.touch()
	s.mu.Unlock()
	for _, c := range s.Connections() {
		c.Drop()
	}
	s.http.Close()
	s.wg.Wait()
}

// APIURL is where the Web API is; it ends with "/api/".
func (s *Server) APIURL() string { return s.http.URL + "/api/" }

// BotToken is the bot token that the server accepts.
func (s *Server) BotToken() string { return s.o.BotToken }

// AppToken is the app-level token that the server accepts.
func (s *Server) AppToken() string { return s.o.AppToken }

// SigningSecret is what a Sender signs its requests with.
func (s *Server) SigningSecret() string { return s.o.SigningSecret }

// BotUser is the user that the bot is in the workspace.
func (s *Server) BotUser() string { return s.o.BotUser }

// Team is the workspace's id.
func (s *Server) Team() string { return s.o.Team }

// Forget drops all that was recorded, what was said and breaches that are allowed included, so that a test can measure the memory of a
// client that shares the process. Connections stay, and so do faults and what is under way.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kept []Breach
	for _, b := range s.breaches {
		if !s.allowAll && !s.allowed[b.Code] {
			kept = append(kept, b)
		}
	}
	s.breaches = kept
	s.record = s.o.blank()
	s.web.forget()
	s.socket.forget()
	s.touch()
}

// Wait returns when the condition holds, which is looked at whenever anything changes, or with the context's error. The condition
// may call the server's methods.
func (s *Server) Wait(ctx context.Context, condition func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-s.done:
			return fmt.Errorf("the server was closed before what was waited for happened")
		case <-ctx.Done():
			return fmt.Errorf("what was waited for did not happen: %w", ctx.Err())
		}
	}
}

// Still returns when nothing has changed for that long, or with the context's error. Use it before claiming that something did not
// happen a second time.
func (s *Server) Still(ctx context.Context, long time.Duration) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		timer := time.NewTimer(long)
		select {
		case <-timer.C:
			return nil
		case <-changed:
			timer.Stop()
		case <-ctx.Done():
			timer.Stop()
			return fmt.Errorf("the server does not come to rest: %w", ctx.Err())
		}
	}
}

// bounded is a context that ends after that time, or when the server closes.
func (s *Server) bounded(long time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.Background(), long)
	go func() {
		select {
		case <-s.done:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// touch tells those who wait that something changed; the caller holds s.mu.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// id makes a new identifier of Slack's form; the caller holds s.mu.
func (s *Server) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%08X", prefix, s.serial)
}

// ts makes the next timestamp: Slack's name of a message, unique and rising; the caller holds s.mu.
func (s *Server) ts() string {
	now := s.o.Now()
	ts := stamp(now)
	for ts <= s.lastTS && len(ts) == len(s.lastTS) {
		now = unstamp(s.lastTS).Add(time.Microsecond)
		ts = stamp(now)
	}
	s.lastTS = ts
	return ts
}

// stamp writes a time as Slack names messages: seconds, a dot, microseconds.
func stamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/int(time.Microsecond))
}

// unstamp reads it; what is not of that form is the zero time.
func unstamp(ts string) time.Time {
	whole, part, _ := strings.Cut(ts, ".")
	seconds, err := strconv.ParseUint(whole, 10, 40)
	micros, wrong := strconv.ParseUint(part, 10, 32)
	if err != nil || wrong != nil || len(part) != len("000000") {
		return time.Time{}
	}
	return time.Unix(int64(seconds), int64(micros)*int64(time.Microsecond))
}
