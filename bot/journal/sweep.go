package journal

import (
	"context"
	"database/sql"
	"time"
)

const (
	// sweepEvery is how often what is too old is deleted: nobody counts on its being there for a minute more or less.
	sweepEvery = time.Minute

	// sweepBatch is how many rows one transaction deletes, and sweepBatches how many there are at a time: some 5 ms each, and as
	// many rows in a minute as a busy service ever makes.
	sweepBatch   = 500
	sweepBatches = 40

	// claimsKept is how long claims are kept after their lease: the platforms' last retry comes after minutes, their tokens end
	// after a quarter of an hour.
	claimsKept = time.Hour

	// rowsKept is how long records without texts, and thumbs, are kept: one year can be compared with the one before.
	rowsKept = 2 * 366 * 24 * time.Hour
)

// A sweeping deletes what is older than a time, in batches.
type sweeping struct {
	statement string // of a time in milliseconds, and of how many at most
	time      int64
	texts     bool // it deletes what people wrote
}

func (j *Journal) sweepings() []sweeping {
	d, now := j.dialect, j.now()
	before := func(kept time.Duration) int64 { return now.Add(-kept).UnixMilli() }
	texts := before(j.keep)
	if j.keep == 0 {
		texts = now.AddDate(100, 0, 0).UnixMilli() // every one, whatever its writer's clock said
	}
	return []sweeping{
		{`UPDATE records SET text = NULL WHERE (at, reply) IN (SELECT at, reply FROM records WHERE text IS NOT NULL AND at < $1 ORDER BY at LIMIT $2` + d.skipLocked + `)`, texts, true},
		{`DELETE FROM conversations WHERE key IN (SELECT key FROM conversations WHERE expires <= $1 ORDER BY expires LIMIT $2` + d.skipLocked + `)`, before(0), true},
		{`DELETE FROM claims WHERE key IN (SELECT key FROM claims WHERE expires < ` + d.now + ` - $1 ORDER BY expires LIMIT $2` + d.skipLocked + `)`, claimsKept.Milliseconds(), false},
		{`DELETE FROM thumbs WHERE (reply, person) IN (SELECT reply, person FROM thumbs WHERE at < $1 ORDER BY at LIMIT $2` + d.skipLocked + `)`, before(rowsKept), false},
		{`DELETE FROM records WHERE (at, reply) IN (SELECT at, reply FROM records WHERE text IS NULL AND at < $1 ORDER BY at LIMIT $2` + d.skipLocked + `)`, before(rowsKept), false},
	}
}

// sweepAll deletes what is too old.
func (j *Journal) sweepAll(ctx context.Context) error {
	var texts int64
	for _, s := range j.sweepings() {
		for range sweepBatches {
			n, err := j.sweepBatch(ctx, s)
			if err != nil {
				return err
			}
			if s.texts {
				texts += n
			}
			if n < sweepBatch {
				break
			}
		}
	}
	if texts > 0 || j.unerased.Load() {
		return j.erase(ctx)
	}
	return nil
}

func (j *Journal) sweepBatch(ctx context.Context, s sweeping) (n int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, batchPatience)
	defer cancel()
	err = j.dialect.transact(ctx, j.writes, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, s.statement, s.time, sweepBatch)
		if err != nil {
			return err
		}
		n, err = result.RowsAffected()
		return err
	})
	return n, err
}

// eraseTries is how often erase tries while others read what it is to overwrite, for a millisecond as a rule; then the next sweep does.
const eraseTries = 20

// erase takes what was deleted out of the database's files as well.
func (j *Journal) erase(ctx context.Context) error {
	if j.dialect.erase == "" {
		return nil
	}
	for range eraseTries {
		var busy, pages, moved int
		if err := j.writes.QueryRowContext(ctx, j.dialect.erase).Scan(&busy, &pages, &moved); err != nil && !j.dialect.again(err) {
			return err
		} else if err == nil && busy == 0 {
			j.unerased.Store(false)
			return nil
		}
		if !sleep(ctx, jitter(longestAgain)) {
			break
		}
	}
	j.unerased.Store(true)
	return nil
}
