package journal

import (
	"context"
	"database/sql"
	"slices"
	"sync"
)

// mostCombined is how many changes go into one transaction: few enough that the last waits no longer than a batch of records takes.
const mostCombined = 64

// A combiner makes the changes that several callers ask for at the same time in one transaction, which of a change to SQLite is
// the dearest part. Nobody waits for others to come: what came while one transaction was under way goes into the next. Whoever asks
// waits as long as its context lasts, even where the disk hangs.
type combiner struct {
	dialect *dialect
	db      *sql.DB
	turn    chan struct{} // holds one while a transaction is under way

	mu      sync.Mutex
	waiting []*change
}

// A change is what one caller asks for.
type change struct {
	do   func(context.Context, *tx) error
	left func() error // not nil when nobody waits for it any more
	err  error        // set before done is closed
	done chan struct{}
}

func newCombiner(d *dialect, db *sql.DB) *combiner {
	return &combiner{dialect: d, db: db, turn: make(chan struct{}, 1)}
}

// make makes a change, which is undone by itself where it fails with errUndo. Where the context ends first, it may be made all the same,
// later, in another goroutine.
func (c *combiner) make(ctx context.Context, do func(context.Context, *tx) error) error {
	mine := &change{do: do, left: ctx.Err, done: make(chan struct{})}
	c.mu.Lock()
	c.waiting = append(c.waiting, mine)
	c.mu.Unlock()
	for {
		select {
		case <-mine.done:
			return mine.err
		case <-ctx.Done():
			return ctx.Err()
		case c.turn <- struct{}{}:
			go c.run() // and not here: whoever asks is to leave when its time is over
		}
	}
}

// run makes the changes that wait, and ends the turn.
func (c *combiner) run() {
	defer func() { <-c.turn }()
	c.mu.Lock()
	n := min(len(c.waiting), mostCombined)
	changes := c.waiting[:n:n]
	if c.waiting = c.waiting[n:]; len(c.waiting) == 0 {
		c.waiting = nil
	}
	c.mu.Unlock()
	changes = slices.DeleteFunc(changes, func(x *change) bool { return x.left() != nil })
	if n = len(changes); n == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), callPatience)
	defer cancel()
	err := c.dialect.transact(ctx, c.db, func(t *sql.Tx) error {
		// Statements do not watch the context: they take no time, and watching takes some.
		ctx, t2 := context.Background(), &tx{Tx: t, prepared: map[string]*sql.Stmt{}}
		defer t2.release()
		if n == 1 {
			return changes[0].do(ctx, t2)
		}
		for _, x := range changes {
			if err := t2.apart(ctx, x.do); err != nil {
				return err
			}
		}
		return nil
	})
	for _, x := range changes {
		x.err = err
		close(x.done)
	}
}

// finish waits until no transaction is under way, and lets no other begin.
func (c *combiner) finish(ctx context.Context) {
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
	}
}

// A tx is a transaction with the statements that were prepared in it.
type tx struct {
	*sql.Tx
	prepared map[string]*sql.Stmt // nil: the driver remembers statements itself
}

// apart makes a change such that, if it is not to be, it alone is undone. Any other failure is the database's, and is everybody's.
func (t *tx) apart(ctx context.Context, do func(context.Context, *tx) error) error {
	if _, err := t.ExecContext(ctx, `SAVEPOINT apart`); err != nil {
		return err
	}
	switch err := do(ctx, t); err {
	case nil:
	case errUndo:
		if _, err := t.ExecContext(ctx, `ROLLBACK TO apart`); err != nil {
			return err
		}
	default:
		return err
	}
	_, err := t.ExecContext(ctx, `RELEASE apart`)
	return err
}

// statement is a prepared statement, prepared if it was not.
func (t *tx) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := t.prepared[query]; ok {
		return s, nil
	}
	s, err := t.Tx.PrepareContext(ctx, query)
	if err == nil {
		t.prepared[query] = s
	}
	return s, err
}

// ExecContext is that of a transaction.
func (t *tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if t.prepared == nil {
		return t.Tx.ExecContext(ctx, query, args...)
	}
	s, err := t.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext is that of a transaction.
func (t *tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if t.prepared == nil {
		return t.Tx.QueryContext(ctx, query, args...)
	}
	s, err := t.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// release gives the prepared statements back.
func (t *tx) release() {
	for _, s := range t.prepared {
		s.Close() // the transaction ends in any case
	}
}
