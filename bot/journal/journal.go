// Package journal keeps in a database what the bot asks of a [bot.Journal]: what was asked, what people thought of the answers, what
// conversations were about, and who answers what. The database is a file (SQLite, embedded) or, for several replicas, a PostgreSQL
// server; [Open] tells by the address.
//
// # Never in the way
//
// A question is answered whether there is a database or not. [Journal.Record] and [Journal.Remember] put what they get into a queue
// (queue.go) that is bounded in number and bytes; [Journal.Run] writes it in batches (run.go, write.go), every 50 ms or as soon as a batch is
// full, and tries again, ever more slowly, while the database is slow, full, locked or away. What finds the queue full is dropped
// and counted. Recall sees what is queued, and so a process always knows its own conversations; other replicas see them a
// twentieth of a second later. What has to be asked of the database at once (claims, thumbs, lists) waits as long as the
// caller's context allows, once: after a failure a breaker (breaker.go) fails for a second at once, for otherwise each
// answer would wait out its patience. [Journal.Ready] and [Journal.Measures] say how it is (health.go).
//
// A journal may be opened while its server is away; Run makes the tables as soon as it can. A mistake in the address, a password
// that is refused, a database of a newer program: these are errors of Open.
//
// # Who answers
//
// A claim is a row a key (claims.go). Claim is one transaction over all of an event's keys, which it locks in one order, so that
// two never wait for each other; whether a lease is over, the database's clock says, not the replicas'. SQLite takes one transaction
// at a time, and so what many ask for at once goes into one (combine.go). Measured on two cores of a small and busy machine, 2,000
// events, claimed under two names each and settled, take SQLite 0.3 s and PostgreSQL 1 s; a record takes 20 and 35 µs, of
// which Record itself takes 0.24 µs; a look-up of a conversation, 50 and 100 µs.
//
// # What is kept of people
//
// Ids of people, conversations and messages are stored as HMAC-SHA256, cut to 16 bytes (hash.go), under a random key that was drawn
// when the database was made. The key is kept in the database, for all replicas need it, and so this protects what leaves it without
// the key: an export, a table or a column that somebody looks at, a log. It does not protect against who has the whole
// database: they can hold an id that they know, or all the ids of a platform, against the hashes. It makes names of no
// one, and is no substitute for keeping the database and its copies safe.
//
// Texts are folded, and deleted when they are older than [Options].Keep; with 0 none is ever written. A row without its text stays for
// statistics, and goes after two years. What a conversation was about is kept for as long as the bot says, an hour, whatever Keep is,
// for without it no replica could follow up. [Journal.Forget] takes a person's texts, thumbs and conversations out. In SQLite
// what is deleted is overwritten and the write-ahead log emptied; PostgreSQL overwrites it when it vacuums. Backups are
// the administrator's.
package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"drawdown/bot"
)

// DefaultKeep is how long texts are kept where nobody says otherwise: a quarter, time to see what people ask and to act on it.
const DefaultKeep = 90 * 24 * time.Hour

// openPatience is how long Open waits for the database to say whether it can be used.
const openPatience = 5 * time.Second

// Options configure a Journal.
type Options struct {
	// Keep is how long texts are kept. 0, as long as nothing is said, keeps none: no text is written, and those of before are
	// deleted. See DefaultKeep.
	Keep time.Duration

	Now func() time.Time // the clock; nil: time.Now
	Log *slog.Logger     // nil: nothing is logged

	// The bounds of the queue; 0: DefaultQueued and DefaultQueuedBytes.
	Queued      int
	QueuedBytes int
}

// A Journal is a journal in a database. It is safe for concurrent use. Run writes what is recorded; a process that only asks of the
// journal need not call it.
type Journal struct {
	keep    time.Duration
	now     func() time.Time
	log     *slog.Logger
	dialect *dialect

	writes *sql.DB
	reads  *sql.DB

	making   sync.Mutex             // held while the tables are made
	hashes   atomic.Pointer[hasher] // nil until they are
	combined *combiner
	stuck    breaker // of what writes
	lost     breaker // of what reads
	queue    *queue
	writing  sync.Mutex // held by who writes batches
	pending  batch      // taken from the queue and not yet written; guarded by writing
	health   health

	unerased atomic.Bool // deleted texts may still be in the files
}

var (
	_ bot.Journal  = (*Journal)(nil)
	_ bot.Shared   = (*Journal)(nil)
	_ bot.Measured = (*Journal)(nil)
)

// Open opens the journal at an address: "sqlite:PATH", where the file and its folder are made if need be, or "postgres://…" as libpq
// writes it. It is an error where somebody has to change something before it can work; where the server is only away, Open succeeds,
// Ready says so, and Run tries again.
func Open(ctx context.Context, address string, o Options) (*Journal, error) {
	if o.Keep < 0 {
		return nil, fmt.Errorf("texts cannot be kept for %v; expected is a time such as 2160h, or 0 for not at all", o.Keep)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	d, err := speaks(address)
	if err != nil {
		return nil, err
	}
	writes, reads, err := d.open(address)
	if err != nil {
		return nil, fmt.Errorf("open the journal's database %q: %w", Redact(address), err)
	}
	j := &Journal{keep: o.Keep, now: o.Now, log: o.Log, dialect: d, writes: writes, reads: reads, combined: newCombiner(d, writes), queue: newQueue(o.Queued, o.QueuedBytes, o.Now)}
	ctx, cancel := context.WithTimeout(ctx, openPatience)
	defer cancel()
	if err := j.establish(ctx); err != nil {
		if !d.away(err) || errors.Is(err, errNewer) || errors.Is(err, context.Canceled) {
			return nil, errors.Join(fmt.Errorf("open the journal's database %q: %w", Redact(address), err), j.Close())
		}
		j.log.Warn("the journal's database is away; questions are answered without it", "error", err)
	}
	return j, nil
}

// establish makes or migrates the tables, unless that is done.
func (j *Journal) establish(ctx context.Context) error {
	if j.hashes.Load() != nil {
		return nil
	}
	j.making.Lock()
	defer j.making.Unlock()
	if j.hashes.Load() != nil {
		return nil
	}
	key, err := migrate(ctx, j.dialect, j.writes, migrations())
	if err != nil {
		j.health.unmade(err)
		return err
	}
	h := hasher(key)
	j.hashes.Store(&h)
	j.health.made()
	return nil
}

// Shared tells whether other processes write to the journal as a matter of course.
func (j *Journal) Shared() bool { return j.dialect.shared }

// Close writes what is still queued, if it can soon, and closes the database. Nothing may be asked of the journal any more, and Run
// must have returned. The error says how many writes were lost.
func (j *Journal) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), finishPatience)
	defer cancel()
	err := j.finish(ctx)
	j.combined.finish(ctx)
	if j.reads != j.writes {
		err = errors.Join(err, j.reads.Close())
	}
	return errors.Join(err, j.writes.Close())
}
