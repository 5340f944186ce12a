package journal

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	// The largest batch. As many records take SQLite some 15 ms, which is what a claim then waits for. States are larger.
	batchRecords = 1000
	batchStates  = 500

	// batchPatience is how long a batch may take: a hundred times what it does.
	batchPatience = 5 * time.Second
)

// Flush writes what is queued now. Run does so by itself.
func (j *Journal) Flush(ctx context.Context) error {
	if err := j.reach(ctx); err != nil {
		return err
	}
	return j.writeQueue(ctx)
}

// reach makes the tables if that was not done, within the time that Open has for it.
func (j *Journal) reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, openPatience)
	defer cancel()
	if err := j.establish(ctx); err != nil {
		return fmt.Errorf("the journal's database cannot be reached: %w", err)
	}
	return nil
}

// writeQueue writes batches until the queue is empty. A batch that failed is the first of the next call.
func (j *Journal) writeQueue(ctx context.Context) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	for {
		if j.pending.len() == 0 {
			if j.pending = j.queue.take(); j.pending.len() == 0 {
				return nil
			}
		}
		if err := j.writeWritable(ctx, j.pending); err != nil {
			return err
		}
		j.pending = batch{}
		j.queue.release()
	}
}

// writeWritable writes what can be written of a batch. What never can be is looked for by halves, dropped and counted.
func (j *Journal) writeWritable(ctx context.Context, b batch) error {
	err := j.writeBatch(ctx, b)
	if err == nil || !j.dialect.unwritable(err) {
		return err
	}
	if b.len() == 1 {
		j.log.Error("a journal write was dropped, for it can never be written", "error", err)
		j.queue.lose(1)
		return nil
	}
	one, other := b.halves()
	if err := j.writeWritable(ctx, one); err != nil {
		return err
	}
	return j.writeWritable(ctx, other)
}

// writeBatch writes a batch in one transaction.
func (j *Journal) writeBatch(ctx context.Context, b batch) error {
	ctx, cancel := context.WithTimeout(ctx, batchPatience)
	defer cancel()
	j.health.begin(j.now())
	h := *j.hashes.Load()
	records, states := make([][]any, len(b.records)), make([][]any, len(b.states))
	for i, r := range b.records {
		records[i] = h.recordRow(r)
	}
	for i, s := range b.states {
		states[i] = h.stateRow(s)
	}
	// In one order, so that the batches of two replicas do not wait for each other.
	slices.SortFunc(states, func(a, b []any) int { return slices.Compare(a[0].([]byte), b[0].([]byte)) })
	err := j.dialect.transact(ctx, j.writes, func(tx *sql.Tx) error {
		if err := j.dialect.insert(ctx, tx, "records", recordColumns, recordWidth, `ON CONFLICT DO NOTHING`, records); err != nil {
			return err
		}
		return j.dialect.insert(ctx, tx, "conversations", stateColumns, stateWidth, `ON CONFLICT (key) DO UPDATE SET state = excluded.state, expires = excluded.expires`, states)
	})
	if err == nil {
		j.health.written.Add(uint64(b.len()))
	}
	if err != nil && j.dialect.unwritable(err) {
		j.health.end(j.now(), nil) // it is the batch's fault, and the database is well
		return err
	}
	j.health.end(j.now(), err)
	return err
}

// insert inserts rows of a width. Over a network many rows go into one statement, in lengths that are powers of two, so that the
// server knows them all after a while; within the process one statement is prepared for all rows, for SQLite takes a time to
// prepare that grows with the square of its arguments.
func (d *dialect) insert(ctx context.Context, tx *sql.Tx, table, columns string, width int, onConflict string, rows [][]any) error {
	statement := func(n int) string {
		return fmt.Sprintf(`INSERT INTO %s (%s) VALUES %s %s`, table, columns, places(n, width), onConflict)
	}
	if d.largestInsert == 1 && len(rows) > 0 {
		return repeat(ctx, tx, statement(1), rows)
	}
	for n := d.largestInsert; len(rows) > 0; {
		for n > len(rows) {
			n /= 2
		}
		if _, err := tx.ExecContext(ctx, statement(n), slices.Concat(rows[:n]...)...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// repeat executes a statement with each row of arguments.
func repeat(ctx context.Context, tx *sql.Tx, statement string, rows [][]any) error {
	s, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, row := range rows {
		if _, err := s.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

// places are the places of n rows of arguments: ($1, $2), ($3, $4).
func places(n, width int) string {
	var b strings.Builder
	for i := range n * width {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	b.WriteByte(')')
	return b.String()
}
