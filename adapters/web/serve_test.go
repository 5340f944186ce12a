package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"drawdown/adapters/web"
	"drawdown/bot"
	"drawdown/knowledge"
)

// people counts who talks to the bot.
var people atomic.Int64

var embedded = sync.OnceValues(knowledge.Embedded)

// base is the embedded base, loaded once.
func base(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A site is the adapter on a server of its own, as serve mounts it.
type site struct {
	t      testing.TB
	server *httptest.Server
}

// serve runs an adapter on a local server until the test ends.
func serve(t testing.TB, b *bot.Bot, o web.Options) site {
	t.Helper()
	a := web.New(b, o)
	mux := http.NewServeMux()
	for _, pattern := range a.Routes() {
		mux.Handle(pattern, a)
	}
	server := httptest.NewServer(mux)
	start(t, a)
	t.Cleanup(server.Close)
	return site{t, server}
}

// start runs an adapter until the test ends, and waits until it is ready.
func start(t testing.TB, a *web.Adapter) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	for a.Ready() != nil {
		select {
		case err := <-done:
			t.Fatalf("Run ended: %v", err)
		default:
			runtime.Gosched()
		}
	}
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run gave %v, want nil", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// A response is one that was read.
type response struct {
	*http.Response
	body string
}

func (s site) do(r *http.Request) response {
	s.t.Helper()
	// The transport's own, without following where a response leads.
	got, err := s.server.Client().Transport.RoundTrip(r)
	if err != nil {
		s.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		s.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	return response{got, string(body)}
}

func (s site) request(method, path, body string) *http.Request {
	s.t.Helper()
	r, err := http.NewRequest(method, s.server.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s site) get(path string) response {
	s.t.Helper()
	return s.do(s.request(http.MethodGet, path, ""))
}

func (s site) post(body string) response {
	s.t.Helper()
	r := s.request(http.MethodPost, "/v1/ask", body)
	r.Header.Set("Content-Type", "application/json")
	return s.do(r)
}

// page asks on the page, as its form without script does.
func (s site) page(question, session string) response {
	s.t.Helper()
	v := url.Values{"q": {question}}
	if session != "" {
		v.Set("session", session)
	}
	return s.get("/?" + v.Encode())
}

// quoted is the embedded base with sentences of our own in the place of the articles', which are not here: what is verbatim is
// shown, whatever it is.
func quoted(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// made makes that base: documents with the articles' SHA-256, in which every sentence says where it stands.
var made = sync.OnceValues(func() (*knowledge.Base, error) {
	b, err := embedded()
	if err != nil {
		return nil, err
	}
	return b.WithArticles(standIns(b)), nil
})
