package journal

import (
	"context"
	"database/sql"
	"errors"
)

// A dialect is all in which the two databases differ once they are open. The statements themselves are the same: both take $1 for
// the first argument, ON CONFLICT, RETURNING and window functions.
type dialect struct {
	name   string // for messages
	shared bool   // other processes write to it as a matter of course

	now        string // milliseconds since 1970 by the database's clock, which all replicas share
	forUpdate  string // ends a SELECT whose rows are about to be changed
	skipLocked string // the same, passing over rows that somebody else is changing
	exclusive  string // begins a migration: no other transaction gets past it until this one ends; "" where every one is so
	size       string // SELECT of how many bytes the journal takes
	erase      string // takes what was deleted out of the files as well, and says first whether it could not (1); "" where there is no such thing

	combines      bool // one transaction at a time: changes that wait for each other go into one
	largestInsert int  // how many rows a statement inserts at most, a power of two

	// open gives the pools for writing and for reading. It does not wait for the database.
	open func(address string) (writes, reads *sql.DB, err error)

	again      func(error) bool // two transactions met: try it again at once
	unwritable func(error) bool // what was written can never be, whoever tries
	away       func(error) bool // trying again later may help, nobody has to change anything

	told func(error) string // an error as anybody may read it
}

// toldOf is what anybody may read of an error that is not the database's own.
func toldOf(err error) string {
	switch {
	case errors.Is(err, errNewer):
		return err.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return "it did not answer in time"
	}
	return "it could not be used; the log says why"
}

// transact does something in a transaction, again and again where it meets others', until it is done or the context ends. Where it
// fails with errUndo, the transaction is rolled back, and that is no error.
func (d *dialect) transact(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	for pause := firstAgain; ; pause = min(2*pause, longestAgain) {
		err := once(ctx, db, do)
		if err == nil || !d.again(err) || !sleep(ctx, jitter(pause)) {
			return err
		}
	}
}

func once(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		tx.Rollback() // its error says no more than the one at hand
		if err == errUndo {
			return nil
		}
		return err
	}
	return tx.Commit()
}
