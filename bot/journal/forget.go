package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Forgotten is how much was forgotten.
type Forgotten struct {
	Records       int // lost their text, their author and their conversation
	Thumbs        int
	Conversations int // in which the person spoke, and which were still remembered
}

// Forget takes out what a person of a platform wrote and thought, and what is remembered of conversations in which they spoke, others'
// part in them included. Rows without text, author and conversation stay for statistics. A bot that is running may
// remember a conversation in its own memory for an hour.
func (j *Journal) Forget(ctx context.Context, platform, person string) (f Forgotten, err error) {
	if err := j.Flush(ctx); err != nil {
		return f, err
	}
	who := j.hashes.Load().of(aPerson, within(platform, person))
	err = j.dialect.transact(ctx, j.writes, func(tx *sql.Tx) error {
		for _, step := range []struct {
			count     *int
			statement string
		}{
			{&f.Conversations, `DELETE FROM conversations WHERE key IN (SELECT key FROM conversations
				WHERE key IN (SELECT conversation FROM records WHERE person = $1) ORDER BY key` + j.dialect.forUpdate + `)`},
			{&f.Records, `UPDATE records SET text = NULL, person = NULL, conversation = NULL WHERE person = $1`},
			{&f.Thumbs, `DELETE FROM thumbs WHERE person = $1`},
		} {
			result, err := tx.ExecContext(ctx, step.statement, who)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			*step.count = int(n)
		}
		return nil
	})
	if err != nil {
		return Forgotten{}, fmt.Errorf("forget a person: %w", err)
	}
	if err := j.erase(ctx); err != nil {
		return f, err
	}
	if j.unerased.Load() {
		return f, errors.New("what was forgotten is deleted, yet may be in the database's files until those who read it now have ended and the journal is used again")
	}
	return f, nil
}
