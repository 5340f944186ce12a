package discord_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
)

// overHTTP runs an adapter without a token: stateless, with no gateway.
func overHTTP(t testing.TB, s *discordtest.Server, o discord.Options) *service {
	t.Helper()
	o.PublicKey = s.PublicKeyHex()
	v := serve(t, s, bot.New(base(t), bot.Options{}), o)
	v.until("the adapter is ready", func() bool { return v.adapter.Ready() == nil })
	return v
}

func TestHTTP(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := overHTTP(t, s, discord.Options{})
	if err := s.CheckEndpoint(waiting(t), v.endpoint()); err != nil {
		t.Fatalf("Discord would not take the endpoint: %v", err)
	}
	if err := s.Ping(waiting(t), v.endpoint()); err != nil {
		t.Error(err)
	}
	seat := s.InGuild()
	i := s.Command(seat, "ask", discordtest.Text("question", troops))
	a, err := i.Post(waiting(t), v.endpoint(), discordtest.Signed)
	if err != nil || a.Status != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") {
		t.Fatalf("got status %d, %v, type %q", a.Status, err, a.Header.Get("Content-Type"))
	}
	m := i.Messages()[0]
	if got := read(m); !strings.Contains(got, "1,000") {
		t.Errorf("%q got %q", troops, got)
	}
	b, _ := m.Button("Sources")
	press := s.Press(seat, m.ID, b.CustomID)
	if _, err := press.Post(waiting(t), v.endpoint(), discordtest.Signed); err != nil || !press.Messages()[0].Ephemeral() {
		t.Errorf("pressing got %v, %v", press.Messages(), err)
	}
	if got := len(s.Identifies()); got != 0 {
		t.Errorf("without a token there were %d identifies", got)
	}
}

// What does not fit into the response follows it, as soon as Discord has read that.
func TestHTTPFollowUps(t *testing.T) {
	s := local(t, discordtest.Options{})
	s.AllowBreaches("10015") // it had not read it yet
	v := overHTTP(t, s, discord.Options{})
	text := strings.Repeat("The moons are blue and round. ", 130)
	i := s.MessageCommand(s.InGuild(), "Check against the articles", text)
	a, err := i.Post(waiting(t), v.endpoint(), discordtest.Signed)
	if err != nil || a.Status != http.StatusOK {
		t.Fatalf("got status %d, %v", a.Status, err)
	}
	v.idle()
	claims := 0
	for _, m := range i.Messages() {
		claims += strings.Count(read(m), "The moons are blue and round.")
		if !m.Ephemeral() {
			t.Error("a part of what is for the asker alone is for all")
		}
	}
	if claims != 130 || len(i.Messages()) < 2 {
		t.Errorf("%d claims in %d messages, want 130 in several", claims, len(i.Messages()))
	}
}

// Nothing that is not signed by Discord, and lately, is answered.
func TestSignatures(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := overHTTP(t, s, discord.Options{})
	bad := []discordtest.Signing{discordtest.WrongSignature, discordtest.ForeignKey, discordtest.NoSignature, discordtest.NoTimestamp, discordtest.ShortSignature,
		discordtest.NotHexadecimal, discordtest.OldTimestamp, discordtest.FutureTimestamp, discordtest.NotATime}
	for _, signing := range bad {
		i := s.Command(s.InGuild(), "ask", discordtest.Text("question", troops))
		a, err := i.Post(waiting(t), v.endpoint(), signing)
		if err != nil || a.Status != http.StatusUnauthorized || len(i.Responses()) > 0 {
			t.Errorf("signed in way %d: got status %d and %q, %v; want 401 and no answer", signing, a.Status, a.Body, err)
		}
	}
	if got := v.measure("unsigned_total"); got != len(bad) {
		t.Errorf("%d requests were counted as unsigned, want %d", got, len(bad))
	}
}

// The clock is Options.Now's: five minutes either way.
func TestFreshness(t *testing.T) {
	var mu sync.Mutex
	now := time.Now()
	s := local(t, discordtest.Options{})
	v := overHTTP(t, s, discord.Options{Now: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}})
	for _, test := range []struct {
		off  time.Duration
		want int
	}{{0, 200}, {290 * time.Second, 200}, {-290 * time.Second, 200}, {302 * time.Second, 401}, {-302 * time.Second, 401}} {
		mu.Lock()
		now = time.Now().Add(test.off)
		mu.Unlock()
		a, err := s.PostSigned(waiting(t), v.endpoint(), []byte(`{"type":1}`), discordtest.Signed)
		if err != nil || a.Status != test.want {
			t.Errorf("with the clock off by %v a ping got status %d, %v; want %d", test.off, a.Status, err, test.want)
		}
	}
}

func TestBadBodies(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := overHTTP(t, s, discord.Options{})
	for _, test := range []struct {
		body string
		want int
	}{
		{"", http.StatusBadRequest},
		{"{", http.StatusBadRequest},
		{"[]", http.StatusBadRequest},
		{`{"type":"x"}`, http.StatusBadRequest},
		{`{}`, http.StatusBadRequest},
		{`{"type":1}`, http.StatusOK},
		{`{"type":99,"id":"1","token":"t"}`, http.StatusOK},
		{`{"type":2,"id":"2","token":"t","data":{"name":"nonsense"}}`, http.StatusOK},
		{`{"type":3,"id":"3","token":"t","data":{}}`, http.StatusOK},
		{`{"type":2,"id":"5","token":"t","data":{"name":"ask","options":[{"name":"question","value":7}]}}`, http.StatusOK},
		{`{"type":1,"x":"` + strings.Repeat("x", 300_000) + `"}`, http.StatusRequestEntityTooLarge},
	} {
		a, err := s.PostSigned(waiting(t), v.endpoint(), []byte(test.body), discordtest.Signed)
		if err != nil || a.Status != test.want {
			t.Errorf("%.60q got status %d (%.100q), %v; want %d", test.body, a.Status, a.Body, err, test.want)
		}
	}
	r, err := http.Get(v.endpoint())
	if err != nil || r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET got %v, %v; want status 405", r, err)
	}
	r.Body.Close()
}

// Before Run, and after its context's end, Discord is asked to try again elsewhere.
func TestHTTPOutsideOfRun(t *testing.T) {
	s := local(t, discordtest.Options{})
	a, err := discord.New(bot.New(base(t), bot.Options{}), discord.Options{PublicKey: s.PublicKeyHex()})
	if err != nil {
		t.Fatal(err)
	}
	v := overHTTP(t, s, discord.Options{})
	ended := v.adapter
	v.stop(nil)
	for name, a := range map[string]*discord.Adapter{"before Run": a, "after Run": ended} {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, s.Command(s.InGuild(), "ask", discordtest.Text("question", troops)).Request("http://x.example/discord/interactions", discordtest.Signed))
		if w.Code != http.StatusServiceUnavailable || a.Ready() == nil {
			t.Errorf("%s: status %d, ready %v; want 503 and not ready", name, w.Code, a.Ready())
		}
	}
}

// The same interaction, delivered three times at once and once more, has one answer.
func TestHTTPDeliveredThreeTimes(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := overHTTP(t, s, discord.Options{})
	body := s.Command(s.InGuild(), "ask", discordtest.Text("question", troops)).Request(v.endpoint(), discordtest.Signed)
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(body.Body); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	count := map[int]int{}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			a, err := s.PostSigned(waiting(t), v.endpoint(), raw.Bytes(), discordtest.Signed)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			count[a.Status]++
			if a.Status == http.StatusAccepted && len(a.Body) > 0 {
				t.Errorf("another delivery got the body %q", a.Body)
			}
		})
	}
	all.Wait()
	if count[http.StatusOK] != 1 || count[http.StatusAccepted] != 2 {
		t.Errorf("three deliveries got the statuses %v; want one 200 and two 202", count)
	}
}

// Without a public key there are no interactions over HTTP.
func TestNoRoutes(t *testing.T) {
	a, err := discord.New(bot.New(base(t), bot.Options{}), discord.Options{Token: "x"})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest("POST", "/discord/interactions", strings.NewReader("{}")))
	if len(a.Routes()) > 0 || w.Code != http.StatusNotFound {
		t.Errorf("the routes are %q, and one got status %d", a.Routes(), w.Code)
	}
}

func TestNew(t *testing.T) {
	key := strings.Repeat("ab", 32)
	for _, test := range []struct {
		o    discord.Options
		want string // in the error; "": there is none
	}{
		{discord.Options{Token: "x"}, ""},
		{discord.Options{Token: "Bot x"}, ""},
		{discord.Options{PublicKey: key}, ""},
		{discord.Options{PublicKey: key, Token: "x", Shards: discord.Automatic, GuildID: "123456789012345678", APIURL: "http://127.0.0.1:1"}, ""},
		{discord.Options{}, "neither a token nor a public key"},
		{discord.Options{PublicKey: key[1:]}, "64 hexadecimal digits"},
		{discord.Options{PublicKey: key[2:]}, "64 hexadecimal digits"},
		{discord.Options{Token: "x y"}, "developer portal"},
		{discord.Options{Token: "x", Shards: -2}, "-2 shards"},
		{discord.Options{Token: "x", Shards: 1 << 20}, "shards cannot be"},
		{discord.Options{Token: "x", GuildID: "my server"}, `"my server" is no id`},
		{discord.Options{Token: "x", APIURL: "127.0.0.1:1"}, "scheme and host"},
	} {
		_, err := discord.New(bot.New(base(t), bot.Options{}), test.o)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("New(%+v) gave %v, want %q", test.o, err, test.want)
		}
		if err != nil && test.o.Token == "x y" && strings.Contains(err.Error(), "x y") {
			t.Errorf("the error %q holds the token", err)
		}
	}
}
