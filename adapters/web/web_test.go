package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"drawdown/adapters/web"
	"drawdown/bot"
	"drawdown/knowledge"
)

// Every response carries the headers that keep a page to itself.
func TestHeaders(t *testing.T) {
	s := serve(t, bot.New(base(t), bot.Options{}), web.Options{})
	for _, path := range []string{"/", "/?q=timeline", "/articles/iraq-troop-reduction", "/articles/nothing", "/timeline", "/timeline.svg", "/timeline.png", "/assets/ask.js", "/assets/style.css", "/assets/icon.svg", "/v1/ask", "/v1/complete", "/v1/openapi.json", "/v1/nothing"} {
		got, policy := s.get(path), "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
		if path == "/timeline.svg" {
			policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" // no script at all
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": policy,
			"X-Content-Type-Options":  "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": map[bool]string{false: "same-origin"}[strings.HasPrefix(path, "/v1/")], "Strict-Transport-Security": "", "Set-Cookie": "",
		} {
			if h := got.Header.Get(name); h != want {
				t.Errorf("%s got %s: %q, want %q", path, name, h, want)
			}
		}
		for _, inline := range []string{"style=", "onclick=", "onload=", "<style", "javascript:", "<script>"} {
			if strings.Contains(got.Header.Get("Content-Type"), "html") && strings.Contains(got.body, inline) {
				t.Errorf("%s holds %q, which its own policy does not let pass", path, inline)
			}
		}
	}
}

// Browsers are told to keep to HTTPS where it is what they came by.
func TestStrictTransport(t *testing.T) {
	for _, c := range []struct {
		trusted bool
		proto   string
		want    string
	}{{true, "https", "max-age=63072000"}, {true, "http", ""}, {true, "", ""}, {false, "https", ""}} {
		s := serve(t, bot.New(base(t), bot.Options{}), web.Options{TrustedProxy: c.trusted})
		r := s.request(http.MethodGet, "/timeline", "")
		r.Header.Set("X-Forwarded-Proto", c.proto)
		if got := s.do(r).Header.Get("Strict-Transport-Security"); got != c.want {
			t.Errorf("trusted %v, X-Forwarded-Proto %q: %q, want %q", c.trusted, c.proto, got, c.want)
		}
	}
	a := web.New(bot.New(base(t), bot.Options{}), web.Options{})
	start(t, a)
	secure := httptest.NewTLSServer(a)
	defer secure.Close()
	got, err := secure.Client().Get(secure.URL + "/timeline")
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if h := got.Header.Get("Strict-Transport-Security"); h == "" {
		t.Error("over TLS no Strict-Transport-Security")
	}
}

func TestMethods(t *testing.T) {
	s := serve(t, bot.New(base(t), bot.Options{}), web.Options{})
	for _, c := range []struct{ method, path, allow string }{
		{"POST", "/", "GET, HEAD"}, {"DELETE", "/articles/iraq-troop-reduction", "GET, HEAD"}, {"POST", "/timeline", "GET, HEAD"}, {"PUT", "/timeline.svg", "GET, HEAD"},
		{"POST", "/timeline.png", "GET, HEAD"}, {"POST", "/assets/ask.js", "GET, HEAD"}, {"GET", "/v1/ask", "POST"}, {"OPTIONS", "/v1/ask", "POST"}, {"POST", "/v1/openapi.json", "GET, HEAD"},
	} {
		got := s.do(s.request(c.method, c.path, ""))
		if got.StatusCode != http.StatusMethodNotAllowed || got.Header.Get("Allow") != c.allow {
			t.Errorf("%s %s got %s with Allow %q, want 405 and %q", c.method, c.path, got.Status, got.Header.Get("Allow"), c.allow)
		}
	}
	for _, path := range []string{"/", "/timeline", "/assets/ask.js", "/v1/openapi.json", "/v1/complete"} {
		got, want := s.do(s.request(http.MethodHead, path, "")), s.get(path)
		if got.StatusCode != http.StatusOK || got.body != "" || got.Header.Get("Content-Type") != want.Header.Get("Content-Type") {
			t.Errorf("HEAD %s got %s, %q with a body of %d bytes, want what GET gets without the body", path, got.Status, got.Header.Get("Content-Type"), len(got.body))
		}
	}
}

func TestAssets(t *testing.T) {
	s := serve(t, bot.New(base(t), bot.Options{}), web.Options{})
	page := s.get("/").body
	for _, name := range []string{"style.css", "ask.js", "icon.svg"} {
		at := strings.Index(page, "assets/"+name)
		if at < 0 {
			t.Fatalf("the page does not name %s:\n%s", name, page)
		}
		address, _, _ := strings.Cut(page[at:], `"`)
		if got := s.get("/" + address); !strings.Contains(got.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s, as the page names it, got Cache-Control %q, want one for good", address, got.Header.Get("Cache-Control"))
		}
		if got := s.get("/assets/" + name + "?v=another"); got.StatusCode != http.StatusOK || got.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s, as another version names it, got %s and Cache-Control %q, want it for once", name, got.Status, got.Header.Get("Cache-Control"))
		}
	}
}

// Before Run and after its context has ended, nothing is taken.
func TestGate(t *testing.T) {
	a := web.New(bot.New(base(t), bot.Options{}), web.Options{})
	server := httptest.NewServer(a)
	defer server.Close()
	s := site{t, server}
	d := describeBy(t, serve(t, bot.New(base(t), bot.Options{}), web.Options{}).get("/v1/openapi.json").body, s)
	closed := func(when string) {
		t.Helper()
		if a.Ready() == nil {
			t.Errorf("%s it is ready", when)
		}
		for _, path := range []string{"/", "/v1/complete"} {
			got := s.get(path)
			if got.StatusCode != http.StatusServiceUnavailable || got.Header.Get("Retry-After") != "1" {
				t.Errorf("%s %s got %s with Retry-After %q, want 503 and 1", when, path, got.Status, got.Header.Get("Retry-After"))
			}
		}
		r := d.request(http.MethodPost, "/v1/ask", "")
		r.Header.Set("Content-Type", "application/json")
		if got := d.hold(t, r, body("x", inSyria), true); got.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s the API got %s, want 503", when, got.Status)
		}
	}
	closed("before Run")
	stop := start(t, a)
	if got := s.get("/"); got.StatusCode != http.StatusOK {
		t.Errorf("while Run runs, / got %s", got.Status)
	}
	stop()
	closed("after Run")
}

// A slow reader of a body holds Run up, and no longer than it was told to wait.
func TestRunWaits(t *testing.T) {
	for _, c := range []struct {
		name     string
		finished bool
	}{{"finished", true}, {"abandoned", false}} {
		t.Run(c.name, func(t *testing.T) {
			o := web.Options{}
			if !c.finished {
				o.Drain = 1 // nanosecond
			}
			a := web.New(bot.New(base(t), bot.Options{}), o)
			stop := start(t, a)
			body, inside, left := newSlowBody(), make(chan struct{}), make(chan *httptest.ResponseRecorder, 1)
			body.reading = func() { close(inside) }
			go func() {
				r := httptest.NewRequest(http.MethodPost, "/v1/ask", body)
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				a.ServeHTTP(w, r)
				left <- w
			}()
			<-inside
			stopped := make(chan struct{})
			go func() { stop(); close(stopped) }()
			if !c.finished {
				<-stopped
			}
			for a.Ready() == nil { // until Run has seen that its context ended
				runtime.Gosched()
			}
			close(body.more)
			if w := <-left; w.Code != http.StatusOK {
				t.Errorf("what was taken got %d %s, want 200", w.Code, w.Body)
			}
			<-stopped
		})
	}
}

// A slowBody is a request that goes on when more is closed.
type slowBody struct {
	more    chan struct{}
	reading func()
	rest    *strings.Reader
}

func newSlowBody() *slowBody {
	return &slowBody{more: make(chan struct{}), rest: strings.NewReader(`{"question":"hello"}`)}
}

func (b *slowBody) Read(p []byte) (int, error) {
	if b.reading != nil {
		b.reading()
		b.reading = nil
		<-b.more
	}
	return b.rest.Read(p)
}

// recorder is a journal that remembers who asked.
type recorder struct {
	bot.Journal
	records []bot.Record
}

func (r *recorder) Record(it bot.Record)                           { r.records = append(r.records, it) }
func (r *recorder) Recall(context.Context, string) ([]byte, error) { return nil, nil }

// Who asked is the address that the nearest proxy saw, where there is one that is trusted; of an IPv6 address it is the network.
func TestClient(t *testing.T) {
	for _, c := range []struct {
		trusted   bool
		remote    string
		forwarded []string
		want      string
	}{
		{false, "192.0.2.7:1234", nil, "192.0.2.7"},
		{false, "192.0.2.7:1234", []string{"203.0.113.5"}, "192.0.2.7"},
		{true, "192.0.2.7:1234", []string{"203.0.113.5"}, "203.0.113.5"},
		{true, "192.0.2.7:1234", []string{"198.51.100.1, 203.0.113.5"}, "203.0.113.5"},
		{true, "192.0.2.7:1234", []string{"198.51.100.1", "203.0.113.5"}, "203.0.113.5"},
		{true, "192.0.2.7:1234", []string{"203.0.113.5:9999"}, "203.0.113.5"},
		{true, "192.0.2.7:1234", []string{"[2001:db8::1]"}, "2001:db8::/64"},
		{true, "192.0.2.7:1234", []string{"nonsense"}, "192.0.2.7"},
		{true, "192.0.2.7:1234", nil, "192.0.2.7"},
		{false, "[2001:db8:1:2:3:4:5:6]:1234", nil, "2001:db8:1:2::/64"},
		{false, "[fe80::1%eth0]:1234", nil, "fe80::/64"},
		{true, "192.0.2.7:1234", []string{"::ffff:203.0.113.5"}, "203.0.113.5"},
		{false, "@", nil, ""},
		{false, "127.0.0.1:1234", nil, ""},
		{false, "[::1]:1234", []string{"203.0.113.5"}, ""},
		{true, "127.0.0.1:1234", []string{"203.0.113.5"}, "203.0.113.5"},
	} {
		kept := &recorder{}
		a := web.New(bot.New(base(t), bot.Options{Journal: kept}), web.Options{TrustedProxy: c.trusted})
		start(t, a)
		r := httptest.NewRequest(http.MethodGet, "/?q=hello", nil)
		r.RemoteAddr = c.remote
		r.Header["X-Forwarded-For"] = c.forwarded
		a.ServeHTTP(httptest.NewRecorder(), r)
		if len(kept.records) != 1 || kept.records[0].Author != c.want || kept.records[0].Platform != "web" {
			t.Errorf("trusted %v, from %s for %q: %+v, want one of %q on web", c.trusted, c.remote, c.forwarded, kept.records, c.want)
		}
	}
}

// What goes wrong within is an apology with a number, in the form of the address, and the log has the number with the cause.
func TestFault(t *testing.T) {
	var log strings.Builder
	b := bot.New(base(t), bot.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	s := serve(t, b, web.Options{})
	b.Learn(&knowledge.Base{}) // a base that was made by nobody: whoever asks it anything falls
	d := describe(t, s)
	r := d.request(http.MethodPost, "/v1/ask", "")
	r.Header.Set("Content-Type", "application/json")
	for where, got := range map[string]response{
		"/v1/ask": d.hold(t, r, body("x", inSyria), true), "/timeline": s.get("/timeline"), "/": s.get("/"),
	} {
		number := regexp.MustCompile(`the number ([A-Za-z0-9_-]+)`).FindStringSubmatch(got.body)
		if got.StatusCode != http.StatusInternalServerError || number == nil || !strings.Contains(log.String(), number[1]) {
			t.Errorf("%s got %s %s, want 500 and a number that is in the log\n%s", where, got.Status, got.body, &log)
		}
	}
}

// Bodies that do not say how long they are, and bodies that break off.
func TestBodies(t *testing.T) {
	s := serve(t, bot.New(base(t), bot.Options{}), web.Options{})
	chunked := func(body string) response {
		r := s.request(http.MethodPost, "/v1/ask", "")
		r.Header.Set("Content-Type", "application/json")
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), -1
		return s.do(r)
	}
	if got := chunked(body("x", inSyria)); got.StatusCode != http.StatusOK {
		t.Errorf("a body in chunks got %s %s, want 200", got.Status, got.body)
	}
	if got := chunked(body("x", strings.Repeat("x", web.MaxBody))); got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a large body in chunks got %s %s, want 413", got.Status, got.body)
	}
	c, err := net.Dial("tcp", s.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	if err := c.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(c); err != nil || !strings.HasPrefix(string(got), "HTTP/1.1 400 ") || !strings.Contains(string(got), "broke off") {
		t.Errorf("a body that breaks off got %s (%v), want 400", got, err)
	}
}

func TestRoutesAreServed(t *testing.T) {
	a := web.New(bot.New(base(t), bot.Options{}), web.Options{})
	if got := a.Name(); got != "web" {
		t.Errorf("its name is %q", got)
	}
	for _, want := range []string{"/{$}", "/articles/{id}", "/timeline", "/timeline.svg", "/timeline.png", "/v1/ask", "/v1/complete", "/v1/openapi.json"} {
		if !slices.Contains(a.Routes(), want) {
			t.Errorf("no route %s in %q", want, a.Routes())
		}
	}
}
