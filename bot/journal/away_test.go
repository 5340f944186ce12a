package journal_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/bot"
	"drawdown/bot/journal"
	"drawdown/knowledge"
)

// A proxy stands between a journal and its server. It can stall, as a network does that drops everything, and refuse, as a host does whose
// server is down.
type proxy struct {
	listener net.Listener
	server   string
	mu       sync.Mutex
	flows    *sync.Cond
	stalled  bool
	refusing bool
	conns    []net.Conn
}

func newProxy(t testing.TB, server string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: l, server: server}
	p.flows = sync.NewCond(&p.mu)
	var all sync.WaitGroup
	all.Go(func() { p.accept(&all) })
	t.Cleanup(func() {
		l.Close()
		p.set(false, true)
		all.Wait()
	})
	return p
}

func (p *proxy) accept(all *sync.WaitGroup) {
	for {
		near, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		refusing := p.refusing
		p.mu.Unlock()
		far, err := net.Dial("tcp", p.server)
		if err != nil || refusing {
			near.Close()
			continue
		}
		p.mu.Lock()
		p.conns = append(p.conns, near, far)
		p.mu.Unlock()
		all.Go(func() { p.copy(near, far) })
		all.Go(func() { p.copy(far, near) })
	}
}

func (p *proxy) copy(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		p.mu.Lock()
		for p.stalled {
			p.flows.Wait()
		}
		p.mu.Unlock()
		if _, werr := to.Write(b[:n]); err != nil || werr != nil {
			return
		}
	}
}

// set says how the proxy behaves from now on. One that refuses closes the connections that it has.
func (p *proxy) set(stalled, refusing bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stalled, p.refusing = stalled, refusing
	if refusing {
		for _, c := range p.conns {
			c.Close()
		}
		p.conns = nil
	}
	p.flows.Broadcast()
}

// A trouble is a way in which a database fails, and comes back.
type trouble struct {
	name        string
	address     string
	begin, over func()
}

// troubles are those of both kinds of database.
func troubles(t *testing.T) []trouble {
	file := onSQLite(t)
	d := onPostgres(t)
	through := func() (string, *proxy) {
		u, err := url.Parse(d.address)
		if err != nil {
			t.Fatal(err)
		}
		p := newProxy(t, u.Host)
		u.Host = p.listener.Addr().String()
		return u.String(), p
	}
	stalling, slow := through()
	refusing, down := through()
	var lock *sql.Conn
	exec := func(statement string) {
		t.Helper()
		if _, err := lock.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return []trouble{
		{"a file that is locked", file.address, func() {
			var err error
			if lock, err = file.driver(t).Conn(context.Background()); err != nil {
				t.Fatal(err)
			}
			exec(`PRAGMA busy_timeout = 5000`)
			exec(`BEGIN EXCLUSIVE`)
		}, func() { exec(`ROLLBACK`) }},
		{"a server that stalls", stalling, func() { slow.set(true, false) }, func() { slow.set(false, false) }},
		{"a server that is down", refusing, func() { down.set(false, true) }, func() { down.set(false, false) }},
	}
}

// A database that is away delays no answer, /readyz says so, and when it is back, what was asked meanwhile is written.
func TestAway(t *testing.T) {
	t.Parallel()
	base, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, trouble := range troubles(t) {
		t.Run(trouble.name, func(t *testing.T) {
			t.Parallel()
			j := running(t, database{address: trouble.address}.open(t))
			b := bot.New(base, bot.Options{Journal: j})
			ask := func(id string) time.Duration {
				began := time.Now()
				m := bot.Message{Platform: "web", Conversation: id, Author: "u", ID: id, Text: "how many troops stay in iraq"}
				if r := b.Handle(context.Background(), m); r.Kind != bot.Answered {
					t.Errorf("while there was %s, a question was %s", trouble.name, r.Kind)
				}
				return time.Since(began)
			}
			ask("before")
			flush(t, j)
			trouble.begin()
			var total time.Duration
			const asked = 300
			for i := range asked {
				total += ask(fmt.Sprint("during ", i))
			}
			if total > 2*time.Second {
				t.Errorf("while there was %s, %d answers took %v, want one of them at most to wait", trouble.name, asked, total)
			}
			c := b.Claim(context.Background(), "web", "event")
			if mine, _ := c.Wait(context.Background()); !mine {
				t.Errorf("while there was %s, a claim is not given", trouble.name)
			}
			began := time.Now()
			for i := range 100 {
				if _, err := j.Claim(context.Background(), "a", []string{fmt.Sprint(i)}, lease); err == nil {
					t.Errorf("while there was %s, the claim %d was taken", trouble.name, i)
				}
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("while there was %s, 100 claims took %v to fail, want nearly all to fail at once", trouble.name, took)
			}
			soon(t, "the journal says that it is not ready", func() bool { return j.Ready() != nil })
			why := fmt.Sprint(j.Ready())
			t.Logf("%d answers took %v; it is not ready: %v", asked, total, why)
			if strings.Contains(why, "127.0.0.1") || strings.Contains(why, "drawdown") {
				t.Errorf("what /readyz says names the server or its user: %s", why)
			}
			trouble.over()
			soon(t, "the journal is ready again", func() bool {
				err := j.Ready()
				return err == nil || strings.Contains(err.Error(), "slow: a batch took") // which is told for a minute
			})
			flush(t, j)
			s, err := j.Stats(context.Background())
			if err != nil || len(s.Questions) == 0 || s.Questions[0].N != asked+1 {
				t.Errorf("after there had been %s, the journal has %+v (%v), want %d", trouble.name, s.Questions, err, asked+1)
			}
			if value(t, j, "dropped_total") != 0 {
				t.Errorf("while there was %s, %v writes were dropped", trouble.name, value(t, j, "dropped_total"))
			}
		})
	}
}

// A journal can be opened while its server is away, and works as soon as it is there.
func TestOpenedAway(t *testing.T) {
	t.Parallel()
	d := onPostgres(t)
	u, err := url.Parse(d.address)
	if err != nil {
		t.Fatal(err)
	}
	p := newProxy(t, u.Host)
	p.set(false, true)
	u.Host = p.listener.Addr().String()
	j := running(t, database{address: u.String()}.open(t))
	if err := j.Ready(); err == nil || !strings.HasPrefix(err.Error(), "away: ") {
		t.Errorf("opened while its server is away, the journal says %v, want that it is away", err)
	}
	began := time.Now()
	_, err = j.Claim(context.Background(), "a", []string{"k"}, lease)
	if _, err2 := j.Recall(context.Background(), "c"); err == nil || err2 == nil || time.Since(began) > time.Second {
		t.Errorf("before its server was there, a claim and a conversation failed with %v and %v after %v, want both to fail at once", err, err2, time.Since(began))
	}
	j.Record(bot.Record{ID: "r", Time: time.Now(), Platform: "web", Text: "early", Outcome: bot.Refused})
	j.Remember("c", []byte("state"), time.Now().Add(time.Hour))
	if got := recall(t, j, "c"); got != "state" {
		t.Errorf("before its server was there, %q is recalled, want what was remembered", got)
	}
	p.set(false, false)
	soon(t, "the journal is ready", func() bool { return j.Ready() == nil })
	if got := claim(t, j, "a", lease, "k"); got != bot.Taken {
		t.Errorf("when its server is there, a claim is %s, want taken", holdings[got])
	}
	soon(t, "what was recorded early is written", func() bool {
		got, err := j.Unanswered(context.Background(), 10)
		return err == nil && len(got) == 1
	})
}

// value is one of a journal's figures.
func value(t testing.TB, j *journal.Journal, name string) float64 {
	t.Helper()
	for _, m := range j.Measures() {
		if m.Name == name {
			return m.Value()
		}
	}
	t.Fatalf("the journal does not measure %q", name)
	return 0
}

// The queue is bounded in number and bytes; what does not fit is dropped, counted, told and logged; what does is kept.
func TestQueueBounds(t *testing.T) {
	for _, test := range []struct {
		name          string
		number, bytes int
		record        bool // or else a conversation
		size          int
		kept          int
	}{
		{"records in number", 100, 0, true, 10, 100},
		{"records in bytes", 0, 1 << 20, true, 10_000, 101}, // 300 bytes are counted beside each
		{"conversations in number", 100, 0, false, 10, 100},
		{"conversations in bytes", 0, 1 << 20, false, 10_000, 101},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			c := newClock()
			j := onSQLite(t).open(t, at(c), func(o *journal.Options) {
				o.Queued, o.QueuedBytes = test.number, test.bytes
				o.Log = slog.New(slog.NewTextHandler(&log, nil))
			})
			const all = 1000
			filler := strings.Repeat("x", test.size)
			for i := range all {
				if test.record {
					j.Record(bot.Record{ID: fmt.Sprint(i), Text: filler})
				} else {
					j.Remember(fmt.Sprint(i), []byte(filler), c.Now().Add(time.Hour))
				}
			}
			if waiting, dropped := value(t, j, "queue_length"), value(t, j, "dropped_total"); waiting != float64(test.kept) || dropped != float64(all-test.kept) {
				t.Errorf("of %d, %v wait and %v were dropped, want %d and the rest", all, waiting, dropped, test.kept)
			}
			if err := j.Ready(); err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("dropping: %d writes", all-test.kept)) {
				t.Errorf("when writes were dropped, the journal says %v", err)
			}
			if !test.record { // what is known of a conversation can change in a queue that is full
				j.Remember("7", []byte("short"), c.Now().Add(time.Hour))
				if got := recall(t, j, "7"); got != "short" {
					t.Errorf("in a full queue, %q is recalled, want what was remembered last", got)
				}
				j.Remember("7", bytes.Repeat([]byte("y"), 2<<20), c.Now().Add(time.Hour))
				if got := recall(t, j, "7"); test.bytes > 0 && got != "short" {
					t.Errorf("after too large a state, %.20q is recalled, want the one before", got)
				}
			}
			stop, end := context.WithCancel(context.Background())
			done := make(chan error, 1)
			go func() { done <- j.Run(stop) }()
			soon(t, "the queue is written", func() bool { return value(t, j, "queue_length") == 0 })
			end()
			if err := <-done; err != nil {
				t.Error(err)
			}
			if got := value(t, j, "written_total"); got != float64(test.kept) {
				t.Errorf("%v were written, want %d", got, test.kept)
			}
			if n := strings.Count(log.String(), "journal writes were dropped"); n != 1 || !strings.Contains(log.String(), fmt.Sprint("dropped=", all-test.kept)) && test.record {
				t.Errorf("drops were logged %d times, want once with their number:\n%s", n, &log)
			}
			if strings.Contains(log.String(), "xxx") {
				t.Errorf("the log holds a text:\n%s", &log)
			}
			c.advance(2 * time.Minute)
			if err := j.Ready(); err != nil {
				t.Errorf("long after writes were dropped, the journal says %v", err)
			}
		})
	}
}

// At the end, what cannot be written is given up within its time, and counted.
func TestEndWhileAway(t *testing.T) {
	t.Parallel()
	d := onPostgres(t)
	u, err := url.Parse(d.address)
	if err != nil {
		t.Fatal(err)
	}
	p := newProxy(t, u.Host)
	u.Host = p.listener.Addr().String()
	j, err := journal.Open(context.Background(), u.String(), journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p.set(true, false)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- j.Run(ctx) }()
	for i := range 700 { // more than a batch
		j.Record(bot.Record{ID: fmt.Sprint(i), Text: "x"})
	}
	began := time.Now()
	stop()
	err = <-done
	if took := time.Since(began); err == nil || !strings.Contains(err.Error(), "700 writes to the journal were lost") || took > 8*time.Second {
		t.Errorf("ended while its server stalls, the journal says %v after %v, want 700 lost after a few seconds", err, took)
	}
	if value(t, j, "dropped_total") != 700 || value(t, j, "queue_length") != 0 {
		t.Errorf("%v were dropped and %v wait, want 700 and none", value(t, j, "dropped_total"), value(t, j, "queue_length"))
	}
	if err := j.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}
