// Package service runs the bot for years: every adapter, one HTTP server, one journal, until it is told to stop.
//
// [Run] starts the parts, watches over them and ends them in an order that loses nothing: first it is not ready any more, so that
// nothing new is sent here; then the adapters finish what they took, and the server what it was asked; then the
// journal writes what it holds. An adapter that cannot go on, for its token is wrong, ends alone, with its reason in the log and at
// /readyz; the others run on.
//
// health.go answers /healthz and /readyz, metrics.go /metrics, reload.go loads the facts anew when their files change.
package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"drawdown/bot"
)

// The limits of the HTTP server. A page or an answer is written in milliseconds; what takes longer is a client that is slow on
// purpose, and each would hold a connection.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 15 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = 2 * time.Minute // longer than the minute after which proxies close idle connections
	maxHeader     = 16 << 10        // bytes: ten times what browsers send
)

// A Journal is a journal with a life of its own.
type Journal interface {
	// Run writes until the context ends and then what it still holds.
	Run(ctx context.Context) error
	Ready() error
	Close() error
}

// Options are the parts of a service.
type Options struct {
	Listener net.Listener  // where HTTP is served
	Bot      *bot.Bot      // its claims are renewed
	Adapters []bot.Adapter // the routes of those that are routers are mounted
	Journal  Journal       // nil: none is kept
	Metrics  *Metrics
	Reload   func(context.Context) error // runs beside the adapters; nil: facts are never loaded anew
	Drain    time.Duration               // how long the end may take
	Log      *slog.Logger
}

// A service is the parts while they run.
type service struct {
	Options
	parts    []*part
	draining chan struct{} // closed when the end has begun
}

// A part is an adapter with what became of it.
type part struct {
	bot.Adapter
	mu     sync.Mutex
	failed error // why it ended before it was told to; nil while it runs
}

// Run serves until the context ends, then ends within the time for draining. An error says that the server broke, or what was
// not finished in time.
func Run(ctx context.Context, o Options) error {
	s := &service{Options: o, draining: make(chan struct{})}
	for _, a := range o.Adapters {
		s.parts = append(s.parts, &part{Adapter: a})
	}
	o.Metrics.watch(s)
	server := s.server()
	served := make(chan error, 1)
	go func() { served <- server.Serve(o.Listener) }()

	working, stop := context.WithCancel(ctx)
	defer stop()
	adapters := s.startAdapters(working)
	background, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBackground()
	keeping := s.startKeeping(background)
	o.Log.Info("serving", "address", o.Listener.Addr().String(), "adapters", names(o.Adapters))

	var broken error
	select {
	case <-ctx.Done():
	case err := <-served:
		broken = fmt.Errorf("serve HTTP on %s: %w", o.Listener.Addr(), err)
	}
	close(s.draining)
	stop()
	o.Log.Info("draining", "within", o.Drain.String())
	return errors.Join(broken, s.drain(server, adapters, keeping, stopBackground))
}

func names(adapters []bot.Adapter) []string {
	var out []string
	for _, a := range adapters {
		out = append(out, a.Name())
	}
	return out
}

// server makes the HTTP server with every route.
func (s *service) server() *http.Server {
	mux := http.NewServeMux()
	for _, p := range s.parts {
		if r, ok := p.Adapter.(bot.Router); ok {
			for _, pattern := range r.Routes() {
				mux.Handle(pattern, r)
			}
		}
	}
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", s.Metrics.Handler())
	return &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug), // scanners' broken handshakes are no errors of ours
	}
}

// startAdapters runs every adapter, and closes the channel when all have ended.
func (s *service) startAdapters(ctx context.Context) <-chan struct{} {
	var all sync.WaitGroup
	for _, p := range s.parts {
		all.Go(func() {
			err := p.Run(ctx)
			if err == nil && ctx.Err() == nil {
				err = errors.New("it ended without being told to")
			}
			if err != nil {
				p.fail(err)
				s.Log.Error("an adapter ended; the others run on", "adapter", p.Name(), "error", err)
			}
		})
	}
	if s.Reload != nil {
		all.Go(func() {
			if err := s.Reload(ctx); err != nil {
				s.Log.Error("facts are not loaded anew any more", "error", err)
			}
		})
	}
	return closedAfter(&all)
}

// startKeeping runs what must outlast the adapters: the renewal of claims, and the journal.
func (s *service) startKeeping(ctx context.Context) <-chan struct{} {
	var all sync.WaitGroup
	all.Go(func() {
		if err := s.Bot.Run(ctx); err != nil {
			s.Log.Error("claims are not renewed any more", "error", err)
		}
	})
	if s.Journal != nil {
		all.Go(func() {
			if err := s.Journal.Run(ctx); err != nil {
				s.Log.Error("the journal ended", "error", err)
			}
		})
	}
	return closedAfter(&all)
}

func closedAfter(all *sync.WaitGroup) <-chan struct{} {
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	return done
}

// drain waits until what was taken is finished, then ends what keeps it.
func (s *service) drain(server *http.Server, adapters, keeping <-chan struct{}, stopKeeping func()) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.Drain)
	defer cancel()
	var errs []error
	if err := server.Shutdown(ctx); err != nil {
		errs = append(errs, fmt.Errorf("requests were cut off after %v: %w", s.Drain, errors.Join(err, server.Close())))
	}
	errs = append(errs, within(ctx, adapters, "adapters"))
	stopKeeping()
	errs = append(errs, within(ctx, keeping, "the journal"))
	if s.Journal != nil {
		if err := s.Journal.Close(); err != nil {
			errs = append(errs, fmt.Errorf("close the journal: %w", err))
		}
	}
	err := errors.Join(errs...)
	if err == nil {
		s.Log.Info("stopped")
	}
	return err
}

// within waits for something, until the time for draining is over.
func within(ctx context.Context, done <-chan struct{}, what string) error {
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s did not finish in time", what)
	}
}

func (p *part) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed = err
}

// state is nil where the part takes questions; given up tells that it never will.
func (p *part) state() (err error, givenUp bool) {
	p.mu.Lock()
	failed := p.failed
	p.mu.Unlock()
	if failed != nil {
		return failed, true
	}
	return p.Ready(), false
}
