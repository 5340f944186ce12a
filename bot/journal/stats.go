package journal

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Stats is what a journal holds, in numbers.
type Stats struct {
	Questions      []Count   // by platform and outcome, in their order
	Up, Down       int       // thumbs
	Texts          int       // records that still have theirs
	Conversations  int       // that are remembered
	Oldest, Newest time.Time // records; zero where there are none
	Bytes          int64     // on disk, without what is still in a write-ahead log
	Database       string    // "SQLite" or "PostgreSQL"
}

// A Count is how often a platform's questions had an outcome.
type Count struct {
	Platform, Outcome string
	N                 int
}

// Stats counts what the journal holds. A reply that was recorded twice counts once.
func (j *Journal) Stats(ctx context.Context) (Stats, error) {
	s := Stats{Database: j.dialect.name}
	if err := j.reach(ctx); err != nil {
		return s, err
	}
	for _, read := range []func(context.Context, *Stats) error{j.countQuestions, j.countRest} {
		if err := read(ctx, &s); err != nil {
			return s, fmt.Errorf("count what the journal holds: %w", err)
		}
	}
	return s, nil
}

func (j *Journal) countQuestions(ctx context.Context, s *Stats) error {
	rows, err := j.reads.QueryContext(ctx, `SELECT platform, outcome, COUNT(DISTINCT reply) FROM records GROUP BY platform, outcome ORDER BY platform, outcome`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Platform, &c.Outcome, &c.N); err != nil {
			return err
		}
		s.Questions = append(s.Questions, c)
	}
	return rows.Err()
}

func (j *Journal) countRest(ctx context.Context, s *Stats) error {
	var oldest, newest sql.NullInt64
	one := func(query string, to ...any) error { return j.reads.QueryRowContext(ctx, query).Scan(to...) }
	if err := one(`SELECT MIN(at), MAX(at), COUNT(text) FROM records`, &oldest, &newest, &s.Texts); err != nil {
		return err
	}
	if oldest.Valid {
		s.Oldest, s.Newest = time.UnixMilli(oldest.Int64).UTC(), time.UnixMilli(newest.Int64).UTC()
	}
	if err := one(`SELECT COUNT(CASE WHEN up = 1 THEN 1 END), COUNT(CASE WHEN up = 0 THEN 1 END) FROM thumbs`, &s.Up, &s.Down); err != nil {
		return err
	}
	if err := j.reads.QueryRowContext(ctx, `SELECT COUNT(*) FROM conversations WHERE expires > $1`, j.now().UnixMilli()).Scan(&s.Conversations); err != nil {
		return err
	}
	return one(j.dialect.size, &s.Bytes)
}
