package service

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"drawdown/bot"
	"drawdown/knowledge"
)

// A part of a service for tests: what it says of itself is set, and how it runs.
type fake struct {
	name  string
	ready error
	run   func(ctx context.Context) error
}

func (f *fake) Name() string                  { return f.name }
func (f *fake) Ready() error                  { return f.ready }
func (f *fake) Run(ctx context.Context) error { return f.run(ctx) }

func untilEnd(ctx context.Context) error { <-ctx.Done(); return nil }

// slowEnd takes a request while it runs and finishes it some time after it was told to end.
type slowEnd struct {
	fake
	began, finish chan struct{}
}

func (s *slowEnd) Routes() []string { return []string{"/slow"} }
func (s *slowEnd) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	close(s.began)
	<-s.finish
	io.WriteString(w, "finished")
}

// keeper is a journal that notes in which order it was ended.
type keeper struct {
	mu    sync.Mutex
	state error
	order []string
}

func (k *keeper) note(s string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.order = append(k.order, s)
}
func (k *keeper) Run(ctx context.Context) error { <-ctx.Done(); k.note("journal flushed"); return nil }
func (k *keeper) Ready() error                  { return k.state }
func (k *keeper) Close() error                  { k.note("journal closed"); return nil }

// base loads the embedded facts once.
var base = sync.OnceValues(knowledge.Embedded)

type running struct {
	addr string
	end  context.CancelFunc
	done chan error
}

func start(t *testing.T, drain time.Duration, k Journal, adapters ...bot.Adapter) running {
	t.Helper()
	b, err := base()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	r := running{"http://" + l.Addr().String(), cancel, make(chan error, 1)}
	o := Options{Listener: l, Bot: bot.New(b, bot.Options{}), Adapters: adapters, Journal: k, Metrics: NewMetrics(), Drain: drain, Log: slog.New(slog.DiscardHandler)}
	go func() { r.done <- Run(ctx, o) }()
	return r
}

func (r running) readyz(t *testing.T) (int, Health) {
	t.Helper()
	resp, err := http.Get(r.addr + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var h Health
	if err := json.NewDecoder(resp.Body).Decode(&h); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, h
}

// Each row: the adapters, by what became of them, and whether questions may be sent here.
func TestReady(t *testing.T) {
	connecting, wrong := errors.New("connecting"), errors.New("the token is wrong")
	gone := func(context.Context) error { return wrong }
	for name, test := range map[string]struct {
		adapters []bot.Adapter
		ready    bool
		says     map[string]string
	}{
		"the page alone":           {[]bot.Adapter{&fake{webName, nil, untilEnd}}, true, map[string]string{webName: ready}},
		"a platform that serves":   {[]bot.Adapter{&fake{webName, nil, untilEnd}, &fake{"one", nil, untilEnd}}, true, map[string]string{"one": ready}},
		"a platform on its way":    {[]bot.Adapter{&fake{webName, nil, untilEnd}, &fake{"one", connecting, untilEnd}, &fake{"two", nil, untilEnd}}, false, map[string]string{"one": "connecting", "two": ready}},
		"one platform given up":    {[]bot.Adapter{&fake{"one", nil, gone}, &fake{"two", nil, untilEnd}}, true, map[string]string{"one": "the token is wrong", "two": ready}},
		"every platform given up":  {[]bot.Adapter{&fake{webName, nil, untilEnd}, &fake{"one", nil, gone}}, false, map[string]string{webName: ready, "one": "the token is wrong"}},
		"a platform ended unasked": {[]bot.Adapter{&fake{"one", nil, func(context.Context) error { return nil }}}, false, map[string]string{"one": "it ended without being told to"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, time.Second, &keeper{state: errors.New("the database is away")}, test.adapters...)
			var status int
			var h Health
			for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
				status, h = r.readyz(t)
				if same := len(test.says) > 0; same {
					for part, want := range test.says {
						same = same && h.Adapters[part] == want
					}
					if same {
						break
					}
				}
			}
			for part, want := range test.says {
				if h.Adapters[part] != want {
					t.Errorf("%s is %q, want %q", part, h.Adapters[part], want)
				}
			}
			if h.Ready != test.ready || (status == http.StatusOK) != test.ready || h.Journal != "the database is away" {
				t.Errorf("readyz says %d %+v, want ready %v and the journal's trouble", status, h, test.ready)
			}
			r.end()
			if err := <-r.done; err != nil {
				t.Error(err)
			}
		})
	}
}

// What was taken is finished after the end has begun, and the journal is ended last.
func TestDrain(t *testing.T) {
	k := &keeper{}
	s := &slowEnd{fake: fake{name: "slow", run: untilEnd}, began: make(chan struct{}), finish: make(chan struct{})}
	late := &fake{name: "late", run: func(ctx context.Context) error { <-ctx.Done(); k.note("adapter ended"); return nil }}
	r := start(t, 10*time.Second, k, s, late)
	got := make(chan string)
	go func() {
		resp, err := http.Get(r.addr + "/slow")
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		got <- string(body)
	}()
	<-s.began
	r.end()
	close(s.finish)
	if body := <-got; body != "finished" {
		t.Errorf("a request that was taken got %q", body)
	}
	if err := <-r.done; err != nil {
		t.Error(err)
	}
	if order := strings.Join(k.order, ", "); order != "adapter ended, journal flushed, journal closed" {
		t.Errorf("it ended in the order %s", order)
	}
}

// What does not finish in time is cut off, and told.
func TestDrainTooLong(t *testing.T) {
	forever := make(chan struct{})
	t.Cleanup(func() { close(forever) })
	r := start(t, 50*time.Millisecond, nil, &fake{name: "stuck", run: func(context.Context) error { <-forever; return nil }})
	r.end()
	if err := <-r.done; err == nil || !strings.Contains(err.Error(), "adapters did not finish in time") {
		t.Errorf("the error is %v, want that the adapters did not finish", err)
	}
}

// A changed folder is loaded once it has come to rest; one that does not load leaves the base before.
func TestReload(t *testing.T) {
	b, err := base()
	if err != nil {
		t.Fatal(err)
	}
	files := &folder{fs: fstest.MapFS{"a.facts": {Data: []byte("1")}}}
	asked, loads := make(chan struct{}), make(chan struct{}, 10)
	var log bytes.Buffer
	var broken error
	r := Reload{
		Bot: bot.New(b, bot.Options{}), Files: files, Asked: asked, Every: time.Millisecond, Metrics: NewMetrics(), Log: slog.New(slog.NewTextHandler(&log, nil)), Now: time.Now,
		Load: func() (*knowledge.Base, error) {
			defer func() { loads <- struct{}{} }()
			return b.WithArticles(nil), broken
		},
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { r.Run(ctx); close(ended) }()
	before := r.Bot.Base()
	asked <- struct{}{}
	<-loads
	files.set("a.facts", "22")
	<-loads
	cancel()
	<-ended
	after := r.Bot.Base()
	if after == before {
		t.Error("the base is the one before")
	}
	broken = errors.New("a.facts:1: nonsense")
	r.learn()
	if r.Bot.Base() != after || !strings.Contains(log.String(), "a.facts:1: nonsense") {
		t.Errorf("a broken folder changed the base, or is not reported:\n%s", &log)
	}
}
