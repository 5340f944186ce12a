package journal

import (
	"context"
	"time"

	"drawdown/bot"
)

// Thumb counts a thumb once a person and reply; a later one of the same person takes its place. It tells whether anything changed.
func (j *Journal) Thumb(ctx context.Context, t bot.Thumb) (changed bool, err error) {
	up := 0
	if t.Up {
		up = 1
	}
	var n int64
	err = j.write(ctx, func(ctx context.Context, tx *tx, h hasher) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO thumbs (reply, person, platform, up, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (reply, person) DO UPDATE SET up = excluded.up, at = excluded.at WHERE thumbs.up <> excluded.up`,
			h.of(aReply, t.Reply), h.of(aPerson, within(t.Platform, t.Author)), storable(t.Platform), up, t.Time.UnixMilli())
		if err != nil {
			return err
		}
		n, err = result.RowsAffected()
		return err
	})
	if err != nil { // then the change may still be under way, and n is not to be looked at
		return false, err
	}
	return n > 0, nil
}

// unanswered finds, of each text that was refused or thumbed down, how often that was, and when and nearest to what it was last. A
// reply that was recorded twice, for a replica died in between, counts once.
const unanswered = `
	WITH vain AS (
		SELECT text, at, fact, reply AS refused, 0 AS down FROM records WHERE text IS NOT NULL AND outcome = 'refused'
		UNION ALL
		SELECT r.text, r.at, r.fact, NULL, d.n FROM (SELECT reply, COUNT(*) AS n FROM thumbs WHERE up = 0 GROUP BY reply) d
			JOIN records r ON r.reply = d.reply WHERE r.text IS NOT NULL
	), ranked AS (
		SELECT *, ROW_NUMBER() OVER (PARTITION BY text ORDER BY at DESC) AS nth FROM vain
	)
	SELECT text, COUNT(DISTINCT refused), CAST(SUM(down) AS BIGINT), MAX(CASE WHEN nth = 1 THEN fact END), MAX(at)
	FROM ranked GROUP BY text
	ORDER BY COUNT(DISTINCT refused) + SUM(down) DESC, MAX(at) DESC, text LIMIT $1`

// Unanswered gives the texts that were refused or thumbed down, most frequent first, most of them at most. Of what is queued it
// knows nothing yet.
func (j *Journal) Unanswered(ctx context.Context, most int) (out []bot.Unanswered, err error) {
	err = j.read(ctx, func(ctx context.Context, _ hasher) error {
		rows, err := j.reads.QueryContext(ctx, unanswered, most)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var u bot.Unanswered
			var last int64
			if err := rows.Scan(&u.Text, &u.Refused, &u.Down, &u.Fact, &last); err != nil {
				return err
			}
			u.Last = time.UnixMilli(last).UTC()
			out = append(out, u)
		}
		return rows.Err()
	})
	return out, err
}
