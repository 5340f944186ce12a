package journal

import (
	"context"
	"database/sql"
	"errors"
)

// errUnmade is the error of calls before the tables could be made.
var errUnmade = errors.New("the journal's database has not been reached yet")

// read reads from the database, unless it failed a moment ago.
func (j *Journal) read(ctx context.Context, do func(context.Context, hasher) error) error {
	return j.call(ctx, &j.lost, do)
}

// write changes the database in a transaction, unless it failed a moment ago. What do sets may be looked at where there is no error, and
// only there: it may go on after the context has ended.
func (j *Journal) write(ctx context.Context, do func(context.Context, *tx, hasher) error) error {
	return j.call(ctx, &j.stuck, func(ctx context.Context, h hasher) error {
		if j.dialect.combines {
			return j.combined.make(ctx, func(ctx context.Context, t *tx) error { return do(ctx, t, h) })
		}
		return j.dialect.transact(ctx, j.writes, func(t *sql.Tx) error { return do(ctx, &tx{Tx: t}, h) })
	})
}

func (j *Journal) call(ctx context.Context, b *breaker, do func(context.Context, hasher) error) error {
	h := j.hashes.Load()
	if h == nil {
		if err := j.health.unmadeFor(); err != nil {
			return err
		}
		return errUnmade
	}
	return b.do(ctx, j.now, func(ctx context.Context) error { return do(ctx, *h) })
}
