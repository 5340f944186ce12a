package journal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"drawdown/bot"
)

// Claim takes the keys for an owner, all of them or none. It takes a millisecond; where the database is away it fails, at once
// if that is known.
func (j *Journal) Claim(ctx context.Context, owner string, keys []string, lease time.Duration) (bot.Holding, error) {
	if len(keys) == 0 {
		return bot.Taken, nil
	}
	var got bot.Holding
	err := j.write(ctx, func(ctx context.Context, tx *tx, h hasher) (err error) {
		claims := h.ofAll(aClaim, keys)
		if got, err = j.meet(ctx, tx, owner, claims, lease); err != nil {
			return err
		}
		switch got {
		case bot.Taken:
			return nil
		case bot.TakenOver:
			_, err = tx.ExecContext(ctx, `UPDATE claims SET owner = $1, expires = `+j.dialect.now+` + $2 WHERE key IN `+list(3, len(claims)),
				args(claims, owner, lease.Milliseconds())...)
			return err
		}
		return errUndo
	})
	if err != nil { // then the change may still be under way, and got is not to be looked at
		return 0, err
	}
	return got, nil
}

// meet makes the rows of claims that are nobody's, locks the others, and says whose they are. Rows are locked in the claims' order,
// which is everybody's.
func (j *Journal) meet(ctx context.Context, tx *tx, owner string, claims [][]byte, lease time.Duration) (bot.Holding, error) {
	var values strings.Builder
	for i := range claims {
		if i > 0 {
			values.WriteString(", ")
		}
		fmt.Fprintf(&values, "($%d, $1, %s + $2)", i+3, j.dialect.now)
	}
	rows, err := tx.QueryContext(ctx, `INSERT INTO claims (key, owner, expires) VALUES `+values.String()+`
		ON CONFLICT (key) DO UPDATE SET tries = claims.tries + 1
		RETURNING tries, settled, CASE WHEN expires > `+j.dialect.now+` THEN 1 ELSE 0 END`, args(claims, owner, lease.Milliseconds())...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var met, settled, held bool
	for rows.Next() {
		var tries, isSettled, lasts int64
		if err := rows.Scan(&tries, &isSettled, &lasts); err != nil {
			return 0, err
		}
		met = met || tries > 0
		settled = settled || isSettled != 0
		held = held || tries > 0 && lasts != 0
	}
	switch {
	case settled:
		return bot.Settled, rows.Err()
	case held:
		return bot.Held, rows.Err()
	case met:
		return bot.TakenOver, rows.Err()
	}
	return bot.Taken, rows.Err()
}

// Settle ends an owner's claim: done, nobody answers the event again; else it is free for anybody. What is not the owner's stays as
// it is.
func (j *Journal) Settle(ctx context.Context, owner string, keys []string, done bool) error {
	if len(keys) == 0 {
		return nil
	}
	return j.write(ctx, func(ctx context.Context, tx *tx, h hasher) error {
		claims := h.ofAll(aClaim, keys)
		change := `DELETE FROM claims`
		if done {
			change = `UPDATE claims SET settled = 1`
		}
		_, err := tx.ExecContext(ctx, change+j.locking(`owner = $1 AND key IN `+list(2, len(claims))), args(claims, owner)...)
		return err
	})
}

// Renew lets every claim that an owner has not settled last for a lease from now.
func (j *Journal) Renew(ctx context.Context, owner string, lease time.Duration) error {
	return j.write(ctx, func(ctx context.Context, tx *tx, _ hasher) error {
		_, err := tx.ExecContext(ctx, `UPDATE claims SET expires = `+j.dialect.now+` + $1`+j.locking(`owner = $2 AND settled = 0`), lease.Milliseconds(), owner)
		return err
	})
}

// locking is the end of a statement that changes the claims of which something holds. It locks them in everybody's order before it
// changes one: what does not depend on a row is found out before the first is looked at.
func (j *Journal) locking(which string) string {
	if j.dialect.forUpdate == "" {
		return ` WHERE ` + which
	}
	return ` WHERE ` + which + ` AND (SELECT COUNT(*) FROM (SELECT 1 FROM claims WHERE ` + which + ` ORDER BY key` + j.dialect.forUpdate + `) locked) > 0`
}

// list is a list of n places of arguments, beginning with one: ($3, $4).
func list(first, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ", $%d", first+i)
	}
	return "(" + b.String()[2:] + ")"
}

// args are arguments, the hashes last.
func args(hashes [][]byte, first ...any) []any {
	for _, h := range hashes {
		first = append(first, h)
	}
	return first
}
