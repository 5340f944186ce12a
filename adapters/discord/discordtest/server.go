package discordtest

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// What Discord's own servers do where a test asks for nothing else.
const (
	defaultHeartbeat      = 41250 * time.Millisecond // what Discord's hello says
	defaultIdentifyWindow = 5 * time.Second          // the time in which each bucket of max_concurrency takes one identify
	defaultIdentifies     = 1000                     // identifies a day; Discord resets the token of who needs more
)

// Options are what can be set about a Server. The zero value is a bot in one guild, with no privileged intent.
type Options struct {
	ApplicationID string             // "" makes one
	BotID         string             // the bot's user id; "" makes one, which is not the application's
	Token         string             // the bot's token, without "Bot "; "" makes one
	Key           ed25519.PrivateKey // signs interactions over HTTP; nil makes one

	Guilds            int // the guilds that the bot is in; 0 is one. Guild i belongs to shard i modulo the number of shards
	PrivilegedIntents int // those that are switched on in the portal: MembersIntent, PresencesIntent, ContentIntent

	Heartbeat      time.Duration // what hello asks for; 0 is 41.25 seconds
	Shards         int           // what GET /gateway/bot recommends; 0 is 1
	MaxConcurrency int           // identifies that may begin within one IdentifyWindow; 0 is 1
	Identifies     int           // identifies that are left today; 0 is 1000
	IdentifyWindow time.Duration // 0 is five seconds; negative takes identifies at any rate

	Limits bool             // enforces Discord's rate limits: 50 requests a second, 5 messages in 5 seconds in a channel
	Now    func() time.Time // judges how old interactions and signatures are; nil is time.Now. See also Server.Advance
}

// A Server is a Discord of a test's own. All its methods are safe for concurrent use.
type Server struct {
	// Token is the bot's, without the "Bot " that stands before it in the Authorization header.
	Token string
	// ApplicationID and BotID are ids of the application and of its user.
	ApplicationID, BotID string

	tb     testing.TB
	o      Options
	http   *httptest.Server
	poster http.Client   // of its own: other tests' servers close idle connections of the default one when they end
	done   chan struct{} // closed when the test ends: whatever hangs goes on
	work   sync.WaitGroup

	mu       sync.Mutex
	ending   bool          // no more sockets are taken
	changed  signal        // of anything
	offset   time.Duration // of the clock; see Advance
	lastID   int64
	breaches []string
	allowed  []string // parts of breaches that the test expects

	guilds       []string
	channels     map[string]*channel
	commands     []*registered
	interactions []*Interaction
	tokens       map[string]*Interaction
	gateway      gateway
	traffic      traffic
}

// New starts a server on a free port of 127.0.0.1. It ends with the test, which fails where the client has broken a rule that the
// test did not expect to be broken (see Server.AllowBreaches).
func New(tb testing.TB, o Options) *Server {
	tb.Helper()
	s := &Server{tb: tb, o: withDefaults(tb, o), done: make(chan struct{}), channels: map[string]*channel{}, tokens: map[string]*Interaction{}}
	s.Token, s.ApplicationID, s.BotID = s.o.Token, s.o.ApplicationID, s.o.BotID
	if s.ApplicationID == "" {
		s.ApplicationID = s.newID()
	}
	if s.BotID == "" {
		s.BotID = s.newID()
	}
	s.gateway.identifiesLeft = s.o.Identifies
	for i := range s.o.Guilds {
		s.guilds = append(s.guilds, s.newGuild(i))
	}
	s.poster.Transport = &http.Transport{MaxIdleConnsPerHost: 64}
	s.http = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.http.Config.ErrorLog = log.New(complaints{tb}, "", 0)
	s.http.Start()
	tb.Cleanup(s.end)
	return s
}

// complaints fails the test where the HTTP server complains of this package: a panic, an answer written twice.
type complaints struct{ tb testing.TB }

func (c complaints) Write(text []byte) (int, error) {
	c.tb.Errorf("discordtest: %s", text)
	return len(text), nil
}

func withDefaults(tb testing.TB, o Options) Options {
	tb.Helper()
	o.Guilds, o.Shards, o.MaxConcurrency = max(o.Guilds, 1), max(o.Shards, 1), max(o.MaxConcurrency, 1)
	if o.Identifies == 0 {
		o.Identifies = defaultIdentifies
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = defaultHeartbeat
	}
	if o.IdentifyWindow == 0 {
		o.IdentifyWindow = defaultIdentifyWindow
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = "token." + rand.Text()
	}
	if o.Key == nil {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			tb.Fatalf("discordtest: make a key: %v", err)
		}
		o.Key = key
	}
	return o
}

// URL is the scheme and host that stand for https://discord.com.
func (s *Server) URL() string { return s.http.URL }

// PublicKeyHex is the key that interactions over HTTP are signed with, as the portal shows it.
func (s *Server) PublicKeyHex() string {
	return hex.EncodeToString(s.o.Key.Public().(ed25519.PublicKey))
}

// Mention is the text that mentions the bot.
func (s *Server) Mention() string { return "<@" + s.BotID + ">" }

// Guilds are the ids of the guilds that the bot is in.
func (s *Server) Guilds() []string { return slices.Clone(s.guilds) }

// Now is the server's time: that of Options.Now, and what Advance has added to it.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// now is Now for who holds the lock.
func (s *Server) now() time.Time { return s.o.Now().Add(s.offset) }

// Advance puts the server's clock forward, so that interactions and their tokens grow old.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset += d
	s.change()
}

// Breaches are the rules that the client has broken so far, in order, those that were allowed included.
func (s *Server) Breaches() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.breaches)
}

// AllowBreaches says that the test expects breaches that contain one of these texts; without a text, any breach.
func (s *Server) AllowBreaches(containing ...string) {
	if len(containing) == 0 {
		containing = []string{""}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.allowed = append(s.allowed, containing...)
}

// breach records that the client broke a rule. The caller does not hold the lock.
func (s *Server) breach(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.breachLocked(format, args...)
}

func (s *Server) breachLocked(format string, args ...any) {
	s.breaches = append(s.breaches, fmt.Sprintf(format, args...))
	s.change()
}

// change wakes whoever waits for something. The caller holds the lock.
func (s *Server) change() { s.changed.change() }

// maxReported is how many breaches a failing test shows; what follows is as a rule more of the same.
const maxReported = 10

func (s *Server) ended() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ending
}

// end closes everything and reports what was broken.
func (s *Server) end() {
	s.mu.Lock()
	s.ending = true
	s.mu.Unlock()
	close(s.done)
	s.Drop()
	s.http.Close()
	s.poster.CloseIdleConnections()
	s.work.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	unexpected := slices.DeleteFunc(slices.Clone(s.breaches), func(b string) bool {
		return slices.ContainsFunc(s.allowed, func(part string) bool { return strings.Contains(b, part) })
	})
	for i, b := range unexpected {
		if i == maxReported {
			s.tb.Errorf("discordtest: and %d more", len(unexpected)-i)
			break
		}
		s.tb.Errorf("discordtest: the client broke a rule: %s", b)
	}
}
