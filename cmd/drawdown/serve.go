package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"drawdown/bot"
	"drawdown/cmd/drawdown/service"
	"drawdown/knowledge"
)

var serveCommand = command{
	name:  "serve",
	usage: "[FLAGS]",
	short: "every adapter whose credentials are set, and the web page, until SIGTERM",
	help:  serveHelp(),
	run:   serve,
}

// serveHelp lists the settings.
func serveHelp() string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, x := range table() {
		var also []string
		if x.env != "" {
			also = append(also, "$"+x.env)
		}
		if x.def != "" {
			also = append(also, "default "+x.def)
		}
		fmt.Fprintf(&b, "  --%s\n        %s", strings.TrimSpace(x.flag+" "+x.value), x.help)
		if len(also) > 0 {
			fmt.Fprintf(&b, " (%s)", strings.Join(also, "; "))
		}
		b.WriteByte('\n')
	}
	b.WriteString(`
A flag goes before the environment. A token belongs into the environment: a command line can be read by others.
SIGTERM and SIGINT end it: what was taken is finished. SIGHUP loads the facts of --facts anew.
`)
	return b.String()
}

func serve(ctx context.Context, c *call) (int, error) {
	s, err := readSettings(c)
	if err != nil {
		return failed, err
	}
	if err := c.flush(); err != nil {
		return failed, err
	}
	return answered, s.serve(ctx, c)
}

// serve builds the service from the bottom up and runs it.
func (s *settings) serve(ctx context.Context, c *call) error {
	log := s.logger(c.err)
	known := options{articles: s.articles, facts: s.facts}
	opened := make(chan journaled, 1) // while the base is loaded
	go func() { opened <- s.openJournal(ctx, c, log) }()
	base, err := known.open(c.err)
	keeper := <-opened
	if err := errors.Join(err, keeper.err); err != nil {
		return errors.Join(err, keeper.close())
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return errors.Join(fmt.Errorf("ADDR %q: %w", s.addr, err), keeper.close())
	}
	defer listener.Close() // the server closes it as well; this is for errors before it runs
	metrics := service.NewMetrics()
	metrics.Loaded(base, time.Now())
	b := bot.New(base, bot.Options{Limits: s.limits, Public: s.public, Journal: keeper.Journal, Log: log, Observe: metrics.Observe})
	adapters, err := s.adapters(b, log)
	if err != nil {
		return errors.Join(err, keeper.close())
	}
	hangups, stop := notifyHangups()
	defer stop()
	reload := service.Reload{
		Bot: b, Files: known.watched(), Asked: hangups, Metrics: metrics, Log: log, Now: time.Now,
		Load: func() (*knowledge.Base, error) { return known.open(c.err) },
	}
	return service.Run(ctx, service.Options{
		Listener: listener, Bot: b, Adapters: adapters, Journal: keeper.Journal, Metrics: metrics, Reload: reload.Run, Drain: s.drain, Log: log,
	})
}

// watched is the folder whose files are loaded anew when they change; nil for the embedded ones.
func (o options) watched() fs.FS {
	if o.facts == "" {
		return nil
	}
	return os.DirFS(o.facts)
}

func (s *settings) logger(w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: s.level}
	if s.jsonLog {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// notifyHangups gives a channel of SIGHUPs.
func notifyHangups() (<-chan struct{}, func()) {
	signals, out := make(chan os.Signal, 1), make(chan struct{}, 1)
	signal.Notify(signals, syscall.SIGHUP)
	go func() {
		for range signals {
			select {
			case out <- struct{}{}:
			default: // one is waiting already
			}
		}
	}()
	return out, func() { signal.Stop(signals); close(signals) }
}
