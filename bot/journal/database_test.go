package journal_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"drawdown/bot/journal"
	"drawdown/bot/journal/postgrestest"
)

var cluster, stopCluster = postgrestest.Shared()

func TestMain(m *testing.M) {
	if address := os.Getenv(victimEnv); address != "" {
		victim(address)
		return
	}
	status := m.Run()
	stopCluster()
	os.Exit(status)
}

// A database is one of the two kinds, empty when it is made.
type database struct {
	kind    string
	address string
	content func(testing.TB) []byte // all that it holds, as it leaves the house: the files, or a dump
}

// each runs a test on both kinds of database.
func each(t *testing.T, test func(*testing.T, database)) {
	t.Run("SQLite", func(t *testing.T) { t.Parallel(); test(t, onSQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { t.Parallel(); test(t, onPostgres(t)) })
}

func onSQLite(t testing.TB) database {
	dir := t.TempDir()
	return database{"SQLite", "sqlite:" + filepath.Join(dir, "journal.db"), func(t testing.TB) []byte {
		t.Helper()
		var out bytes.Buffer
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			out.Write(b)
		}
		return out.Bytes()
	}}
}

func onPostgres(t testing.TB) database {
	c := cluster(t)
	address := c.Database(t)
	return database{"PostgreSQL", address, func(t testing.TB) []byte { t.Helper(); return c.Dump(t, address) }}
}

// open opens a journal that keeps texts unless told otherwise, and closes it with the test.
func (d database) open(t testing.TB, options ...func(*journal.Options)) *journal.Journal {
	t.Helper()
	o := journal.Options{Keep: journal.DefaultKeep}
	for _, change := range options {
		change(&o)
	}
	j, err := journal.Open(context.Background(), d.address, o)
	if err != nil {
		t.Fatalf("open %s: %v", journal.Redact(d.address), err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Errorf("close %s: %v", d.kind, err)
		}
	})
	return j
}

// running runs a journal until the test ends.
func running(t testing.TB, j *journal.Journal) *journal.Journal {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- j.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
	})
	return j
}

func flush(t testing.TB, j *journal.Journal) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := j.Flush(ctx); err != nil {
		t.Fatalf("flush: %v", err)
	}
}

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// soon waits until something holds.
func soon(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after %v, still not: %s", patience, what)
		}
	}
}

// A clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func at(c *clock) func(*journal.Options) { return func(o *journal.Options) { o.Now = c.Now } }
