package slacktest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"drawdown/adapters/slack/slacktest"
)

// A frame is what the server sends over a WebSocket.
type frame struct {
	Type    string          `json:"type"`
	Reason  string          `json:"reason"`
	ID      string          `json:"envelope_id"`
	Payload json.RawMessage `json:"payload"`
	Accepts bool            `json:"accepts_response_payload"`
	Attempt int             `json:"retry_attempt"`
	Why     string          `json:"retry_reason"`
	Number  int             `json:"num_connections"`
	Debug   map[string]any  `json:"debug_info"`
	EventID string
}

// A raw is a raw client of Socket Mode, without an SDK.
type raw struct {
	t  *testing.T
	ws *websocket.Conn
}

// address asks for the address of a WebSocket.
func address(t *testing.T, s *slacktest.Server) string {
	t.Helper()
	r := call(t, s, "apps.connections.open", args{"token": s.AppToken()})
	if !r.OK || !strings.HasPrefix(r.URL, "ws://127.0.0.1:") {
		t.Fatalf("apps.connections.open answered %s, want an address of this machine", r.body)
	}
	return r.URL
}

// dial opens a connection.
func dial(t *testing.T, s *slacktest.Server) *raw {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(address(t, s), nil)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	t.Cleanup(func() { ws.Close() })
	return &raw{t, ws}
}

// greeted opens a connection and takes the hello.
func greeted(t *testing.T, s *slacktest.Server) *raw {
	t.Helper()
	c := dial(t, s)
	if f := c.read(); f.Type != "hello" {
		t.Fatalf("the first frame is %+v, want a hello", f)
	}
	return c
}

// read reads one frame.
func (c *raw) read() frame {
	c.t.Helper()
	f, err := c.next()
	if err != nil {
		c.t.Fatalf("read: %v", err)
	}
	return f
}

func (c *raw) next() (frame, error) {
	var f frame
	_ = c.ws.SetReadDeadline(time.Now().Add(patience))
	if err := c.ws.ReadJSON(&f); err != nil {
		return f, err
	}
	var inner struct {
		EventID string `json:"event_id"`
	}
	_ = json.Unmarshal(f.Payload, &inner)
	f.EventID = inner.EventID
	return f, nil
}

// ack acknowledges an envelope, with a payload if there is one.
func (c *raw) ack(id, payload string) {
	c.t.Helper()
	body := `{"envelope_id":"` + id + `"}`
	if payload != "" {
		body = `{"envelope_id":"` + id + `","payload":` + payload + `}`
	}
	c.write(body)
}

func (c *raw) write(text string) {
	c.t.Helper()
	if err := c.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		c.t.Fatalf("write: %v", err)
	}
}

// gone reads until the connection is cut.
func (c *raw) gone() {
	c.t.Helper()
	for {
		if f, err := c.next(); err != nil {
			return
		} else if f.Type == "events_api" {
			c.t.Fatalf("an event came in place of the end: %+v", f)
		}
	}
}

func TestHelloSaysHowManyConnectionsThereAre(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{PingInterval: time.Hour})
	for want := 1; want <= 2; want++ {
		f := dial(t, s).read()
		if f.Type != "hello" || f.Number != want || f.Debug["host"] == "" || f.Debug["approximate_connection_time"] == nil {
			t.Errorf("connection %d was greeted with %+v", want, f)
		}
	}
}

func TestTicketIsGoodForOneConnection(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches(slacktest.CodeTicket)
	to := address(t, s)
	for _, want := range []int{101, 403} {
		ws, res, err := websocket.DefaultDialer.Dial(to, nil)
		if res == nil {
			t.Fatalf("dial: %v", err)
		}
		if res.StatusCode != want {
			t.Errorf("dialling was answered with HTTP %d, want %d", res.StatusCode, want)
		}
		if ws != nil {
			ws.Close()
		}
	}
	if got := codes(s); got != slacktest.CodeTicket {
		t.Errorf("the breaches are %q, want %q", got, slacktest.CodeTicket)
	}
}

func TestPingsAreSentAndPongsCounted(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{PingInterval: time.Millisecond})
	c := greeted(t, s)
	go func() { _, _ = c.next() }() // answers pings until the connection is cut
	if err := s.Wait(soon(t), func() bool { return s.Connections()[0].Pongs() >= 3 }); err != nil {
		t.Error(err)
	}
	s.Close()
}

func TestEventIsDeliveredAgainUntilItIsAcknowledged(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{AckTimeout: 500 * time.Millisecond, RetryDelays: []time.Duration{0, time.Millisecond, time.Millisecond}})
	c := greeted(t, s)
	d := s.Deliver(s.Mention(slacktest.Said{Text: "hello"}))
	seen := map[string]bool{}
	for attempt := 0; attempt <= 3; attempt++ {
		f := c.read()
		if f.Type != slacktest.EventsAPI || f.Attempt != attempt || f.EventID != d.Event.ID || seen[f.ID] || f.Accepts {
			t.Fatalf("attempt %d is %+v, want the event %s in a new envelope", attempt, f, d.Event.ID)
		}
		if (f.Why != "") != (attempt > 0) {
			t.Errorf("attempt %d has the reason %q", attempt, f.Why)
		}
		seen[f.ID] = true
		if attempt == 3 {
			c.ack(f.ID, "")
		}
	}
	ack, err := d.Acked(soon(t))
	if err != nil || ack.Attempt != 3 {
		t.Errorf("acknowledged as %+v, %v, want the third retry", ack, err)
	}
	if got := d.Attempts(); len(got) != 4 || got[0].Failed != "http_timeout" || got[3].Failed != "" {
		t.Errorf("the attempts are %+v, want four and all but the last failed", got)
	}
}

func TestEventIsGivenUpAfterItsRetries(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{AckTimeout: 5 * time.Millisecond, RetryDelays: []time.Duration{0}})
	c := greeted(t, s)
	d := s.Deliver(s.Say(slacktest.Said{Text: "hello"}))
	first := c.read()
	c.read()
	if _, err := d.Acked(soon(t)); err == nil || !strings.Contains(err.Error(), "2 attempts") {
		t.Errorf("Acked gave %v, want an error that counts two attempts", err)
	}
	c.ack(first.ID, "")
	if err := s.Wait(soon(t), func() bool { return len(d.Acks()) == 1 }); err != nil {
		t.Fatal(err)
	}
	if ack := d.Acks()[0]; !ack.Late || !d.Lost() {
		t.Errorf("the acknowledgement is %+v, want a late one of a lost event", ack)
	}
}

func TestCommandsAreNotDeliveredAgain(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{AckTimeout: 5 * time.Millisecond})
	c := greeted(t, s)
	d := s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown", Text: "help"}))
	if f := c.read(); f.Type != slacktest.SlashCommands || !f.Accepts {
		t.Errorf("the envelope is %+v, want a slash command that takes a payload", f)
	}
	if _, err := d.Acked(soon(t)); err == nil || len(d.Attempts()) != 1 {
		t.Errorf("after %d attempts Acked gave %v, want one attempt and an error", len(d.Attempts()), err)
	}
}

func TestEventsWaitForAConnection(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	first, second := s.Deliver(s.Say(slacktest.Said{Text: "one"})), s.Deliver(s.Say(slacktest.Said{Text: "two"}))
	if n := len(first.Attempts()); n != 0 {
		t.Errorf("there were %d attempts without a connection", n)
	}
	c := greeted(t, s)
	if a, b := c.read(), c.read(); a.EventID != first.Event.ID || b.EventID != second.Event.ID || a.Attempt != 0 {
		t.Errorf("the connection was given %+v and %+v, want both events in their order", a, b)
	}
}

func TestEventOfADroppedConnectionGoesToAnother(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	one, two := greeted(t, s), greeted(t, s)
	d := s.Deliver(s.Say(slacktest.Said{Text: "hello"}))
	got := d.Attempts()
	if len(got) != 1 {
		t.Fatalf("the attempts are %+v, want one", got)
	}
	other := one
	if got[0].Connection == 1 {
		other = two
	}
	s.Connections()[got[0].Connection-1].Drop()
	f := other.read()
	if f.EventID != d.Event.ID || f.Attempt != 1 {
		t.Fatalf("the other connection was given %+v, want the event again", f)
	}
	other.ack(f.ID, "")
	if _, err := d.Acked(soon(t)); err != nil {
		t.Error(err)
	}
}

func TestEachEventGoesToOneConnection(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	greeted(t, s)
	greeted(t, s)
	for range 10 {
		s.Deliver(s.Say(slacktest.Said{Text: "hello"}))
	}
	for _, c := range s.Connections() {
		if c.Sent() != 5 {
			t.Errorf("connection %d was given %d envelopes, want 5 of 10", c.Number, c.Sent())
		}
	}
}

func TestDisconnectedConnectionGetsNothingMore(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{slacktest.Warning, slacktest.RefreshRequested, slacktest.LinkDisabled} {
		s := slacktest.New(t, slacktest.Options{})
		leaving := greeted(t, s)
		d := s.Deliver(s.Say(slacktest.Said{Text: "before"}))
		before := leaving.read()
		s.Connections()[0].Disconnect(reason)
		if f := leaving.read(); f.Type != "disconnect" || f.Reason != reason {
			t.Errorf("the frame is %+v, want a disconnect for %s", f, reason)
		}
		staying := greeted(t, s)
		after := s.Deliver(s.Say(slacktest.Said{Text: "after"}))
		if f := staying.read(); f.EventID != after.Event.ID {
			t.Errorf("%s: the new connection was given %+v, want the second event", reason, f)
		}
		leaving.ack(before.ID, "")
		if _, err := d.Acked(soon(t)); err != nil {
			t.Errorf("%s: an acknowledgement over the leaving connection does not count: %v", reason, err)
		}
	}
}

func TestGreetings(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.Greet(slacktest.Greeting{Status: 503}, slacktest.Greeting{Disconnect: slacktest.RefreshRequested, Drop: true}, slacktest.Greeting{Drop: true}, slacktest.Greeting{Silent: true})
	_, res, err := websocket.DefaultDialer.Dial(address(t, s), nil)
	if err == nil || res == nil || res.StatusCode != 503 {
		t.Errorf("dialling gave %v, want HTTP 503", err)
	}
	c := greeted(t, s)
	if f := c.read(); f.Type != "disconnect" || f.Reason != slacktest.RefreshRequested {
		t.Errorf("after the hello came %+v, want a disconnect", f)
	}
	c.gone()
	greeted(t, s).gone()
	silent := dial(t, s)
	d := s.Deliver(s.Say(slacktest.Said{Text: "hello"}))
	c = greeted(t, s)
	if f := c.read(); f.EventID != d.Event.ID {
		t.Errorf("the connection that was greeted got %+v, want the event", f)
	}
	s.Close()
	silent.gone()
	if got, want := s.Connected(), 4; got != want {
		t.Errorf("there were %d connections, want %d: a refused one does not count", got, want)
	}
}

func TestEleventhConnectionIsSentAway(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches(slacktest.CodeTooManyConns)
	for range 10 {
		greeted(t, s)
	}
	c := dial(t, s)
	if f := c.read(); f.Type != "disconnect" || f.Reason != slacktest.TooManyWebSockets {
		t.Errorf("the eleventh connection got %+v, want a disconnect", f)
	}
	c.gone()
	if got := codes(s); got != slacktest.CodeTooManyConns {
		t.Errorf("the breaches are %q", got)
	}
}

func TestAcknowledgementsAreChecked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		send func(c *raw, event, command frame)
		want string
	}{
		{"right ones", func(c *raw, e, k frame) { c.ack(e.ID, ""); c.ack(k.ID, `{"text":"fine"}`) }, ""},
		{"an envelope that is none", func(c *raw, e, k frame) { c.ack("env-none", "") }, slacktest.CodeEnvelope},
		{"one twice", func(c *raw, e, k frame) { c.ack(e.ID, ""); c.ack(e.ID, "") }, slacktest.CodeAckedTwice},
		{"a payload to an event", func(c *raw, e, k frame) { c.ack(e.ID, `{"text":"x"}`) }, slacktest.CodeAckPayload},
		{"a payload that is no message", func(c *raw, e, k frame) { c.ack(k.ID, `{"response_type":"ephemeral"}`) }, slacktest.CodeAckPayload},
		{"a payload of an unknown kind", func(c *raw, e, k frame) { c.ack(k.ID, `{"text":"x","response_type":"loud"}`) }, slacktest.CodeAckPayload},
		{"wrong blocks", func(c *raw, e, k frame) { c.ack(k.ID, `{"text":"x","blocks":[{"type":"section"}]}`) }, slacktest.CodeAckPayload},
		{"too much", func(c *raw, e, k frame) { c.ack(k.ID, `{"text":"`+long(20<<10)+`"}`) }, slacktest.CodeAckTooLarge},
		{"no JSON", func(c *raw, e, k frame) { c.write("ack") }, slacktest.CodeNotJSON},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := slacktest.New(t, slacktest.Options{})
			if test.want != "" {
				s.AllowBreaches(test.want)
			}
			c := greeted(t, s)
			d := s.Deliver(s.Say(slacktest.Said{Text: "hello"}))
			k := s.Deliver(s.Slash(slacktest.Command{Name: "/drawdown"}))
			test.send(c, c.read(), c.read())
			err := s.Wait(soon(t), func() bool {
				if test.want != "" {
					return codes(s) != ""
				}
				return len(d.Acks())+len(k.Acks()) == 2
			})
			if got := codes(s); err != nil || got != test.want {
				t.Errorf("the breaches are %q (%v), want %q", s.Breaches(), err, test.want)
			}
			if test.want != "" {
				return
			}
			w := s.Whispers(slacktest.DefaultUser)
			if len(w) != 1 || w[0].Text != "fine" || w[0].Via != "ack" || string(k.Acks()[0].Payload) != `{"text":"fine"}` {
				t.Errorf("the user was shown %+v, want what came with the acknowledgement", w)
			}
		})
	}
}

func TestEventsThatAreNotForTheAppAreWithheld(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{
		Scopes: []string{"app_mentions:read", "commands", "channels:history"}, Events: []string{"app_mention"},
		Commands: []string{"/drawdown"}, Shortcuts: []string{"check"}, NoInteractivity: true,
	})
	m := s.Post(slacktest.Said{Text: "x"})
	mention, message := s.MentionPair(slacktest.Said{Text: "x"})
	for _, test := range []struct {
		event slacktest.Event
		want  string // part of the reason, empty if it is sent
	}{
		{mention, ""},
		{message, `"message.channels" is not among the subscribed events`},
		{s.Say(slacktest.Said{Channel: slacktest.DefaultDirect, Text: "x"}), "im:history"},
		{s.Slash(slacktest.Command{Name: "/drawdown"}), ""},
		{s.Slash(slacktest.Command{Name: "/other"}), `"/other" is not among the registered commands`},
		{s.Shortcut("check", m, ""), "interactivity is switched off"},
		{s.Shortcut("other", m, ""), `"other" is not among the registered shortcuts`},
	} {
		d := s.Deliver(test.event)
		err := d.Withheld()
		if (err == nil) != (test.want == "") || err != nil && (!strings.Contains(err.Error(), test.want) || !errors.Is(err, slacktest.ErrWithheld)) {
			t.Errorf("%s was withheld for %v, want %q", test.event, err, test.want)
		}
	}
	s = slacktest.New(t, slacktest.Options{})
	if err := s.Deliver(s.StartThread("", "")).Withheld(); err == nil {
		t.Error("a thread of the pane was told to an app with agent_view, want it withheld")
	}
}

func TestFramesOfAnyKindCanBeSent(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	c := greeted(t, s)
	s.Connections()[0].SendRaw("not JSON")
	_ = c.ws.SetReadDeadline(time.Now().Add(patience))
	if _, got, err := c.ws.ReadMessage(); err != nil || string(got) != "not JSON" {
		t.Errorf("read %q, %v", got, err)
	}
	d := s.Deliver(s.Happening("team_rename", map[string]any{"name": "x"}))
	if f := c.read(); f.EventID != d.Event.ID || !strings.Contains(string(f.Payload), `"team_rename"`) {
		t.Errorf("the envelope is %+v", f)
	}
	s.Deliver(s.Raw(slacktest.Interactive, json.RawMessage(`[1]`)))
	if f := c.read(); string(f.Payload) != "[1]" || f.Type != slacktest.Interactive {
		t.Errorf("the envelope is %+v, want the payload as it was given", f)
	}
	res, err := http.Get(strings.Replace(address(t, s), "ws://", "http://", 1))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("a request that is no WebSocket was answered with HTTP %d, want 400", res.StatusCode)
	}
}
