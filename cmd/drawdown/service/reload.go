package service

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"drawdown/bot"
	"drawdown/knowledge"
)

// Reload loads the facts anew when somebody asks for it or their files change. Its functions are called by one goroutine at a time.
type Reload struct {
	Bot     *bot.Bot
	Load    func() (*knowledge.Base, error)
	Files   fs.FS           // the folder that is looked at; nil: no look, asking alone
	Asked   <-chan struct{} // somebody asks: SIGHUP
	Every   time.Duration   // between two looks; 0: LookEvery
	Metrics *Metrics
	Log     *slog.Logger
	Now     func() time.Time
}

// LookEvery is how often the folder of the facts is looked at. Looking, and not a notification of the system, works on every file
// system, a network's and a container's mounted configuration included, and costs some microseconds.
const LookEvery = 2 * time.Second

// Run loads anew until the context ends. A base that does not load is reported, and the one before stays.
func (r Reload) Run(ctx context.Context) error {
	if r.Every <= 0 {
		r.Every = LookEvery
	}
	tick := time.NewTicker(r.Every)
	defer tick.Stop()
	seen, changed := r.look(), ""
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-r.Asked:
			seen = r.look()
			r.learn()
		case <-tick.C:
			now := r.look()
			switch {
			case now == seen:
			case now != changed:
				changed = now // still being written, perhaps: it must look the same twice
			default:
				seen = now
				r.learn()
			}
		}
	}
}

// look describes the folder: each file with its size and time.
func (r Reload) look() string {
	if r.Files == nil {
		return ""
	}
	var b strings.Builder
	entries, err := fs.ReadDir(r.Files, ".")
	if err != nil {
		return err.Error()
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && !e.IsDir() {
			fmt.Fprintln(&b, e.Name(), info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}

func (r Reload) learn() {
	base, err := r.Load()
	r.Metrics.Reloaded(err)
	if err != nil {
		r.Log.Error("the facts do not load; the ones before stay", "error", err)
		return
	}
	r.Bot.Learn(base)
	r.Metrics.Loaded(base, r.Now())
	r.Log.Info("facts loaded anew", "fingerprint", base.Fingerprint, "facts", len(base.Facts()))
}
