// Package web is the bot on a web page, and its API for programs.
//
// An [Adapter] serves, from the bottom up:
//
//   - the API under /v1: request.go reads a request strictly, answer.go holds the answer's form as JSON, problem.go what is said
//     to a wrong request (RFC 9457), ask.go and complete.go answer; static/openapi.json describes all of it, and a test holds
//     the handlers against it;
//   - the pages: page.go (the conversation at /), article.go (/articles/{id}, where every citation of every platform leads to) and
//     timeline.go; view.go turns a reply into what templates/*.tmpl show;
//   - static/style.css and static/ask.js, by assets.go, and the picture of the timeline, by picture.go.
//
// gate.go opens with Run and closes with its context; secure.go sets the headers that every response carries; session.go and
// client.go say who asks in which conversation.
//
// # One renderer
//
// The page works without its script: a form with GET, and the session in a hidden field. The script asks POST /v1/ask for the same
// reply as text/html (content negotiation, RFC 9110, section 12), made by the same template, and appends it. So there is no second
// renderer in JavaScript that could say something else, and the script is small enough to be read. Turned down: rendering
// the JSON in the browser (two renderers), and a framework (one more thing to keep up to date, for a form and a list).
//
// All links are relative, so that the page can be mounted below a path by a proxy. Nothing on any page is fetched from another
// host, and nothing is kept in the browser but the conversation, in the history entry of its tab; there are no cookies.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"drawdown/bot"
)

// Options configure an Adapter; the zero value is useful.
type Options struct {
	Version string // of the program, as /v1/openapi.json says it; "": "dev"

	// TrustedProxy says that requests come through a proxy that sets X-Forwarded-For and X-Forwarded-Proto. Then the address of who
	// asks is the last one that the proxy added. Without a proxy that does, anybody could ask under any address.
	TrustedProxy bool

	// LimitLocal has the limits for a person hold for addresses of this machine as well. Otherwise who asks from here is nobody in
	// particular: a proxy that was not said to be trusted, behind which is everybody, or a program of whoever runs the service.
	LimitLocal bool

	Drain time.Duration // how long Run waits for requests in flight once its context has ended; 0: DefaultDrain
	Log   *slog.Logger  // nil: nothing is logged
}

// DefaultDrain is how long requests in flight are waited for. None takes longer than its journal, a fifth of a second; the
// rest is for slow clients.
const DefaultDrain = 5 * time.Second

// An Adapter serves the page and the API. It is safe for concurrent use.
type Adapter struct {
	bot      *bot.Bot
	o        Options
	gate     gate
	mux      *http.ServeMux
	assets   map[string]asset
	openapi  asset
	pictures pictures

	completing chan struct{} // as many as atOnce
}

var (
	_ bot.Adapter = (*Adapter)(nil)
	_ bot.Router  = (*Adapter)(nil)
)

// New makes an adapter over a bot.
func New(b *bot.Bot, o Options) *Adapter {
	if o.Version == "" {
		o.Version = "dev"
	}
	if o.Drain <= 0 {
		o.Drain = DefaultDrain
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	a := &Adapter{bot: b, o: o, mux: http.NewServeMux(), assets: loadAssets(), openapi: describe(o.Version), completing: make(chan struct{}, atOnce)}
	for pattern, r := range a.routes() {
		a.mux.Handle(pattern, r)
	}
	return a
}

// Name is "web".
func (*Adapter) Name() string { return "web" }

// Run takes requests until the context ends, and then waits for those in flight.
func (a *Adapter) Run(ctx context.Context) error {
	a.gate.open()
	<-ctx.Done()
	select {
	case <-a.gate.close():
	case <-time.After(a.o.Drain):
		a.o.Log.Warn("requests were still in flight when their time was over", "platform", a.Name(), "after", a.o.Drain)
	}
	return nil
}

// Ready is nil while Run runs.
func (a *Adapter) Ready() error { return a.gate.ready() }

// routes are the patterns with what serves them. The patterns name no method, so that what is wrong with one is said by us.
func (a *Adapter) routes() map[string]http.Handler {
	read := []string{http.MethodGet, http.MethodHead}
	return map[string]http.Handler{
		"/{$}":             page{read, a.home},
		"/articles/{id}":   page{read, a.article},
		"/timeline":        page{read, a.timeline},
		"/timeline.svg":    page{read, a.svg},
		"/timeline.png":    page{read, a.png},
		"/assets/{name}":   page{read, a.asset},
		"/v1/ask":          endpoint{[]string{http.MethodPost}, a.ask},
		"/v1/complete":     endpoint{read, a.complete},
		"/v1/openapi.json": endpoint{read, a.describe},
		"/v1/":             http.HandlerFunc(nowhere),
	}
}

// Routes are the patterns that the adapter serves.
func (a *Adapter) Routes() []string {
	var out []string
	for pattern := range a.routes() {
		out = append(out, pattern)
	}
	return out
}

// ServeHTTP answers a request, with status 503 before Run and after it.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.secure(w.Header(), r)
	if !a.gate.enter() {
		retryAfter(w, 0) // another replica, or this one when it has started
		refuse(w, r, http.StatusServiceUnavailable, "The service is starting or stopping. Please try again.")
		return
	}
	defer a.leave(w, r)
	a.mux.ServeHTTP(w, r)
}

// leave ends a request. Where it ended in a panic, the log has the cause and who asked an apology.
func (a *Adapter) leave(w http.ResponseWriter, r *http.Request) {
	a.gate.leave()
	switch p := recover(); p {
	case nil:
	case http.ErrAbortHandler:
		panic(p)
	default:
		refuse(w, r, http.StatusInternalServerError, a.bot.Fault(a.Name(), p).Text)
	}
}

// refuse says why there is no answer: to a program as a problem.
func refuse(w http.ResponseWriter, r *http.Request, status int, says string) {
	if strings.HasPrefix(r.URL.Path, "/v1/") {
		newProblem(status, says, "").write(w)
		return
	}
	http.Error(w, says, status)
}
