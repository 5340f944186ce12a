package discordtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"drawdown/adapters/discord/discordtest"
)

// A socket is a client of the gateway that says what a test wants, wrong things included.
type socket struct {
	t  *testing.T
	ws *websocket.Conn
}

// A frame is what the gateway says.
type frame struct {
	Op   int             `json:"op"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
	Data json.RawMessage `json:"d"`
}

func (f frame) String() string { return fmt.Sprintf("op %d %s %s", f.Op, f.Type, f.Data) }

// dial opens a socket and, unless there is none, takes hello.
func dial(t *testing.T, s *discordtest.Server) socket {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL(), "http")+"/?v=9&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(patience))
	return socket{t, ws}
}

// connect opens a socket, takes hello and identifies.
func connect(t *testing.T, s *discordtest.Server, more string) (socket, string) {
	t.Helper()
	c := dial(t, s)
	c.want(10, "")
	c.say(identify(s, more))
	var ready struct {
		SessionID string `json:"session_id"`
	}
	if err := json.Unmarshal(c.want(0, "READY").Data, &ready); err != nil {
		t.Fatal(err)
	}
	return c, ready.SessionID
}

// identify is an identify with more fields than the token.
func identify(s *discordtest.Server, more string) string {
	return `{"op":2,"d":{"token":"` + s.Token + `","properties":{"os":"linux"}` + more + `}}`
}

const messages = `,"intents":4608`

func resume(s *discordtest.Server, session string, seq int) string {
	return fmt.Sprintf(`{"op":6,"d":{"token":"%s","session_id":"%s","seq":%d}}`, s.Token, session, seq)
}

func (c socket) say(text string) {
	c.t.Helper()
	if err := c.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		c.t.Fatalf("say %s: %v", text, err)
	}
}

// next is the next frame.
func (c socket) next() (frame, error) {
	var f frame
	return f, c.ws.ReadJSON(&f)
}

// want takes the next frame, which has to be of an operation and type.
func (c socket) want(op int, kind string) frame {
	c.t.Helper()
	f, err := c.next()
	if err != nil {
		c.t.Fatalf("read: %v; want op %d %s", err, op, kind)
	}
	if f.Op != op || f.Type != kind {
		c.t.Fatalf("got %v; want op %d %s", f, op, kind)
	}
	return f
}

// wantClose takes what is still said until the socket is closed with a code.
func (c socket) wantClose(code int) {
	c.t.Helper()
	for {
		f, err := c.next()
		if err == nil {
			if f.Op == 0 {
				c.t.Fatalf("got %v; want the close code %d", f, code)
			}
			continue
		}
		var closed *websocket.CloseError
		if !errors.As(err, &closed) || closed.Code != code {
			c.t.Fatalf("got %v; want the close code %d", err, code)
		}
		return
	}
}

// TestRefusedLogins: what is wrong with what a client says at the gateway, and the code that it gets.
func TestRefusedLogins(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, say string
		code      int
	}{
		{"a wrong token", `{"op":2,"d":{"token":"other","properties":{"os":"linux"},"intents":0}}`, 4004},
		{"no intents", `{"op":2,"d":{"token":"TOKEN","properties":{"os":"linux"}}}`, 4013},
		{"unknown intents", `{"op":2,"d":{"token":"TOKEN","properties":{"os":"linux"},"intents":4194304}}`, 4013},
		{"privileged intents", `{"op":2,"d":{"token":"TOKEN","properties":{"os":"linux"},"intents":33280}}`, 4014},
		{"a shard out of range", `{"op":2,"d":{"token":"TOKEN","properties":{"os":"linux"},"intents":0,"shard":[2,2]}}`, 4010},
		{"no properties", `{"op":2,"d":{"token":"TOKEN","intents":0}}`, 4002},
		{"no JSON", `{"op":`, 4002},
		{"no operation", `{"d":null}`, 4002},
		{"too much", `{"op":2,"d":{"token":"` + x(4096) + `"}}`, 4002},
		{"an unknown operation", `{"op":42,"d":null}`, 4001},
		{"a presence before identify", `{"op":3,"d":{}}`, 4003},
		{"a resume with a wrong token", `{"op":6,"d":{"token":"other","session_id":"s","seq":1}}`, 4004},
		{"a resume without a number", `{"op":6,"d":{"token":"TOKEN","session_id":"s"}}`, 4002},
		{"a heartbeat that is none", `{"op":1,"d":"now"}`, 4002},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{Token: "TOKEN"})
			s.AllowBreaches("close code")
			c := dial(t, s)
			c.want(10, "")
			c.say(test.say)
			c.wantClose(test.code)
			wantBreach(t, s, fmt.Sprintf("close code %d", test.code))
		})
	}
}

func TestWrongAfterReady(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, say string
		code      int
	}{
		{"a second identify", `{"op":2,"d":{"token":"TOKEN","properties":{"os":"linux"},"intents":0}}`, 4005},
		{"a resume", `{"op":6,"d":{"token":"TOKEN","session_id":"s","seq":1}}`, 4005},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{Token: "TOKEN"})
			s.AllowBreaches("close code")
			c, _ := connect(t, s, messages)
			c.say(test.say)
			c.wantClose(test.code)
		})
	}
}

func TestTooMuchSaid(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	s.AllowBreaches("close code 4008")
	c, _ := connect(t, s, messages)
	for range 120 { // the identify counts too
		c.say(`{"op":3,"d":{}}`)
	}
	c.wantClose(4008)
}

func TestHeartbeats(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	c, _ := connect(t, s, messages)
	c.say(`{"op":1,"d":1}`)
	c.want(11, "")
	s.Beat()
	c.want(1, "")
	c.say(`{"op":1,"d":null}`)
	c.want(11, "")
	if n := s.Connections()[0].Heartbeats(); n != 2 {
		t.Errorf("%d heartbeats; want 2", n)
	}
	s.MuteAcks(true)
	c.say(`{"op":1,"d":1}`)
	seat := s.InDM()
	s.Message(seat, "still there").Dispatch()
	c.want(0, "MESSAGE_CREATE") // and no ack before
	s.MuteAcks(false)
	c.say(`{"op":1,"d":99}`)
	c.want(11, "")
	s.AllowBreaches("a heartbeat for event 99")
	wantBreach(t, s, "a heartbeat for event 99")
}

func TestMissedHeartbeats(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Heartbeat: 10 * time.Millisecond})
	s.AllowBreaches("close code 4009")
	c, _ := connect(t, s, messages)
	c.wantClose(4009)
	wantBreach(t, s, "close code 4009")
	if n := s.Ready(); n != 0 {
		t.Errorf("%d sessions are ready; want none", n)
	}
}

// TestResume: a client that comes back gets what it has missed, and no more.
func TestResume(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	seat := s.InDM()
	c, session := connect(t, s, messages)
	s.Message(seat, "one").Dispatch()
	if got := c.want(0, "MESSAGE_CREATE").Seq; got != 2 {
		t.Fatalf("the first message has the number %d; want 2", got)
	}
	s.Drop()
	if _, err := c.next(); err == nil {
		t.Fatal("the socket still speaks after it was dropped")
	}
	s.Message(seat, "two").Dispatch()
	s.Message(seat, "three").Dispatch()

	c = dial(t, s)
	c.want(10, "")
	c.say(resume(s, session, 2))
	for _, want := range []string{"two", "three"} {
		var m struct{ Content string }
		if err := json.Unmarshal(c.want(0, "MESSAGE_CREATE").Data, &m); err != nil || m.Content != want {
			t.Fatalf("replayed %q (%v); want %q", m.Content, err, want)
		}
	}
	c.want(0, "RESUMED")
	s.Message(seat, "four").Dispatch()
	c.want(0, "MESSAGE_CREATE")
	if r := s.Resumes(); len(r) != 1 || r[0].Replayed != 2 || r[0].Sequence != 2 {
		t.Errorf("resumes %+v; want one from 2, of 2 events", r)
	}
}

// TestFrozen: a dead socket says nothing, hears nothing, and its session goes on elsewhere.
func TestFrozen(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	dead, session := connect(t, s, messages)
	s.Freeze()
	seat := s.InDM()
	s.Message(seat, "one").Dispatch()
	dead.say(`{"op":1,"d":1}`)
	_ = dead.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
	c := dial(t, s)
	c.want(10, "")
	c.say(resume(s, session, 1))
	c.want(0, "MESSAGE_CREATE")
	c.want(0, "RESUMED")
	if f, err := dead.next(); err == nil {
		t.Errorf("the dead socket said %v; want nothing", f)
	}
}

// TestNoResume: how a session ends.
func TestNoResume(t *testing.T) {
	t.Parallel()
	normally := func(code int) func(*discordtest.Server, socket) {
		return func(_ *discordtest.Server, c socket) {
			_ = c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
		}
	}
	closed := func(code int) func(*discordtest.Server, socket) {
		return func(s *discordtest.Server, _ socket) { s.Close(code) }
	}
	for _, test := range []struct {
		name string
		end  func(*discordtest.Server, socket)
		kept bool
	}{
		{"the client closes with 1000", normally(1000), false},
		{"the client closes with 1001", normally(1001), false},
		{"the client closes with 1012", normally(1012), true},
		{"the server closes with 4000", closed(4000), true},
		{"the server closes with 4009", closed(4009), false},
		{"the server closes with 4014", closed(4014), false},
		{"the server says that it is over", func(s *discordtest.Server, _ socket) { s.InvalidateSession(false) }, false},
		{"the server asks for a resume", func(s *discordtest.Server, _ socket) { s.InvalidateSession(true) }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			c, session := connect(t, s, messages)
			test.end(s, c)
			if err := s.Until(testContext(t), "the end", func() bool { return s.Ready() == 0 }); err != nil {
				t.Fatal(err)
			}
			c = dial(t, s)
			c.want(10, "")
			c.say(resume(s, session, 1))
			if test.kept {
				c.want(0, "RESUMED")
			} else if f := c.want(9, ""); string(f.Data) != "false" {
				t.Errorf("got %v; want op 9 false", f)
			}
		})
	}
}

func TestResumeFromTheFuture(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	s.AllowBreaches("close code 4007")
	_, session := connect(t, s, messages)
	c := dial(t, s)
	c.want(10, "")
	c.say(resume(s, session, 99))
	c.wantClose(4007)
}

// TestGreetings: how sockets can be received.
func TestGreetings(t *testing.T) {
	t.Parallel()
	login := func(s *discordtest.Server, c socket) { c.want(10, ""); c.say(identify(s, messages)) }
	for _, test := range []struct {
		name string
		g    discordtest.Greeting
		want func(s *discordtest.Server, c socket)
	}{
		{"closed at hello", discordtest.Greeting{CloseAtHello: 4000}, func(_ *discordtest.Server, c socket) { c.wantClose(4000) }},
		{"turned away", discordtest.Greeting{TurnAway: true}, func(_ *discordtest.Server, c socket) { c.want(7, "") }},
		{"hello after a while", discordtest.Greeting{HelloAfter: time.Millisecond}, func(_ *discordtest.Server, c socket) { c.want(10, "") }},
		{"closed at login", discordtest.Greeting{CloseAtLogin: 4014}, func(s *discordtest.Server, c socket) { login(s, c); c.wantClose(4014) }},
		{"reconnect in place of READY", discordtest.Greeting{Reconnect: true}, func(s *discordtest.Server, c socket) { login(s, c); c.want(7, "") }},
		{"invalid in place of READY", discordtest.Greeting{Invalid: true}, func(s *discordtest.Server, c socket) {
			login(s, c)
			c.want(9, "")
			c.say(identify(s, messages))
			c.want(0, "READY")
		}},
		{"login ignored", discordtest.Greeting{IgnoreLogin: true}, func(s *discordtest.Server, c socket) {
			login(s, c)
			c.say(`{"op":1,"d":null}`)
			c.want(11, "")
		}},
		{"acks muted", discordtest.Greeting{MuteAcks: true}, func(s *discordtest.Server, c socket) {
			login(s, c)
			c.want(0, "READY")
			c.say(`{"op":1,"d":null}`)
			s.Reconnect()
			c.want(7, "")
		}},
		{"dropped at hello", discordtest.Greeting{DropAtHello: true}, func(_ *discordtest.Server, c socket) {
			for {
				if _, err := c.next(); err != nil {
					return
				}
			}
		}},
		{"dropped at login", discordtest.Greeting{DropAtLogin: true}, func(s *discordtest.Server, c socket) {
			login(s, c)
			if f, err := c.next(); err == nil {
				c.t.Errorf("got %v; want the socket broken off", f)
			}
		}},
		{"garbage", discordtest.Greeting{Garbage: true}, func(s *discordtest.Server, c socket) {
			login(s, c)
			if f, err := c.next(); err == nil {
				c.t.Errorf("got %v; want what is not JSON", f)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			s.Next(test.g)
			test.want(s, dial(t, s))
		})
	}
}

func TestRefusedUpgrade(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	s.Always(discordtest.Greeting{Refuse: 503})
	_, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL(), "http")+"/?v=9&encoding=json", nil)
	if err == nil || res == nil || res.StatusCode != 503 {
		t.Errorf("got %v, %v; want status 503", res, err)
	}
}

func TestSilentSocket(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	s.Next(discordtest.Greeting{Silent: true})
	c := dial(t, s)
	if err := s.Until(testContext(t), "the socket", func() bool { return len(s.Connections()) == 1 && s.Connected() == 1 }); err != nil {
		t.Error(err)
	}
	_ = c.ws.Close()
	if err := s.Until(testContext(t), "the end", func() bool { return len(s.Connections()) == 0 }); err != nil {
		t.Error(err)
	}
}

// TestIdentifyRate: each bucket of max_concurrency takes one identify in a while, and there are only so many a day.
func TestIdentifyRate(t *testing.T) {
	t.Parallel()
	t.Run("too soon", func(t *testing.T) {
		t.Parallel()
		s := discordtest.New(t, discordtest.Options{MaxConcurrency: 2, IdentifyWindow: time.Hour})
		s.AllowBreaches("identified")
		for shard, op := range []int{0, 0, 9, 9} {
			c := dial(t, s)
			c.want(10, "")
			c.say(identify(s, fmt.Sprintf(`,"intents":0,"shard":[%d,4]`, shard)))
			if f, err := c.next(); err != nil || f.Op != op {
				t.Errorf("shard %d got %v, %v; want op %d", shard, f, err, op)
			}
		}
		if n := len(s.Breaches()); n != 2 {
			t.Errorf("breaches %q; want 2", s.Breaches())
		}
	})
	t.Run("too many", func(t *testing.T) {
		t.Parallel()
		s := discordtest.New(t, discordtest.Options{Identifies: 1, IdentifyWindow: -1})
		s.AllowBreaches("resets the token", "401")
		connect(t, s, messages)
		c := dial(t, s)
		c.want(10, "")
		c.say(identify(s, messages))
		c.wantClose(4004)
		if status, _ := raw(t, s, "GET", "/users/@me", ""); status != 401 {
			t.Errorf("REST says %d; want 401", status)
		}
	})
}

// TestWhoGetsWhat: an event goes to its shard, and to those whose intents ask for it; what is written, to whom it concerns.
func TestWhoGetsWhat(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Guilds: 2, IdentifyWindow: -1, PrivilegedIntents: discordtest.ContentIntent})
	zero, _ := connect(t, s, `,"intents":4608,"shard":[0,2]`)
	one, _ := connect(t, s, `,"intents":33280,"shard":[1,2]`) // GUILD_MESSAGES and MESSAGE_CONTENT
	for _, test := range []struct {
		name    string
		seat    discordtest.Seat
		text    string
		options []discordtest.Option
		at      socket
		want    string
	}{
		{"a direct message", s.InDM(), "hello", nil, zero, "hello"},
		{"a mention", s.InGuildNumber(0), s.Mention() + " hello", nil, zero, s.Mention() + " hello"},
		{"what does not concern the bot", s.InGuildNumber(0), "hello", nil, zero, ""},
		{"the same with the content intent", s.InGuildNumber(1), "hello", nil, one, "hello"},
	} {
		s.Message(test.seat, test.text, test.options...).Dispatch()
		var m struct {
			Content string
			Guild   string `json:"guild_id"`
		}
		if err := json.Unmarshal(test.at.want(0, "MESSAGE_CREATE").Data, &m); err != nil || m.Content != test.want || m.Guild != test.seat.Guild {
			t.Errorf("%s: got %+v, %v; want %q", test.name, m, err, test.want)
		}
	}
	if n := s.Command(s.InGuildNumber(1), "ask").Dispatch().Sessions(); n != 1 {
		t.Errorf("a command went to %d sessions; want 1", n)
	}
	one.want(0, "INTERACTION_CREATE")
}

// TestReplies: who answers the bot concerns it only where that tells it.
func TestReplies(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	c, _ := connect(t, s, messages)
	seat := s.InThread()
	var sent struct{ ID string }
	mustRaw(t, s, "POST", "/channels/"+seat.Channel+"/messages", with(`"content":"I am the bot"`), &sent)
	c.want(0, "MESSAGE_CREATE")
	for _, test := range []struct {
		options []discordtest.Option
		want    string
	}{
		{[]discordtest.Option{discordtest.ReplyTo(sent.ID)}, "why?"},
		{[]discordtest.Option{discordtest.ReplyTo(sent.ID), discordtest.Quietly()}, ""},
	} {
		s.Message(seat, "why?", test.options...).Dispatch()
		var m struct {
			Content    string
			Type       int
			Referenced struct {
				ID      string
				Content string
			} `json:"referenced_message"`
		}
		if err := json.Unmarshal(c.want(0, "MESSAGE_CREATE").Data, &m); err != nil {
			t.Fatal(err)
		}
		if m.Content != test.want || m.Type != 19 || m.Referenced.ID != sent.ID || m.Referenced.Content != "I am the bot" {
			t.Errorf("got %+v; want %q and the bot's own words", m, test.want)
		}
	}
}

// FuzzPayloads: whatever a client says at the gateway is answered, or closed with a code.
func FuzzPayloads(f *testing.F) {
	for _, seed := range []string{`{"op":1,"d":null}`, `{"op":2,"d":{"token":"TOKEN","properties":{"os":"x"},"intents":0}}`, `{"op":6,"d":{"token":"TOKEN","session_id":"s","seq":-1}}`,
		`{"op":2,"d":{"shard":[1]}}`, `{"op":3,"d":5}`, `{"op":null}`, `[]`, `{"op":8}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := discordtest.New(t, discordtest.Options{Token: "TOKEN"})
		s.AllowBreaches()
		c := dial(t, s)
		c.want(10, "")
		c.say(text)
		if f, err := c.next(); err != nil {
			var closed *websocket.CloseError
			if !errors.As(err, &closed) || closed.Code < 4000 {
				t.Errorf("%q: %v; want an answer, or a close code of the gateway", text, err)
			}
		} else if f.Op != 11 && f.Op != 9 && f.Type != "READY" {
			t.Errorf("%q: got %v; want an ack, READY or an invalid session", text, f)
		}
	})
}
