package journal

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// A Line is a line of an export: a record or a thumb. Ids are hashes in base64url; those of one person, conversation or reply are equal
// within an export of one database, and say nothing to who has not its key.
type Line struct {
	Type         string    `json:"type"` // "record" or "thumb"
	Time         time.Time `json:"time"` // UTC, to the millisecond
	Platform     string    `json:"platform"`
	Reply        string    `json:"reply"`
	Person       string    `json:"person,omitempty"`       // "": not known, or forgotten
	Conversation string    `json:"conversation,omitempty"` // of a record; "" likewise
	Text         string    `json:"text,omitempty"`         // of a record; "": not kept, too old, or forgotten
	Outcome      string    `json:"outcome,omitempty"`      // of a record, as bot.Kind says it
	Fact         string    `json:"fact,omitempty"`         // of a record
	Confidence   *float64  `json:"confidence,omitempty"`   // of a record, 0 to 1
	Milliseconds *float64  `json:"ms,omitempty"`           // of a record: how long the answer took
	Up           *bool     `json:"up,omitempty"`           // of a thumb
}

// Export writes every record and every thumb as JSON lines, as they are at one moment: records without a text, which are the older as a
// rule, records with one, and thumbs, each the oldest first. It gives the number of lines. However many there are, it takes no memory.
func (j *Journal) Export(ctx context.Context, w io.Writer) (lines int, err error) {
	if err := j.reach(ctx); err != nil {
		return 0, err
	}
	tx, err := j.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return 0, fmt.Errorf("export the journal: %w", err)
	}
	defer tx.Rollback() // nothing was changed
	out := json.NewEncoder(w)
	for _, part := range []struct {
		query string
		scan  func(*sql.Rows) (Line, error)
	}{ // each in the order of an index, so that nothing is sorted
		{`SELECT ` + recordColumns + ` FROM records WHERE text IS NULL ORDER BY at`, scanRecord},
		{`SELECT ` + recordColumns + ` FROM records WHERE text IS NOT NULL ORDER BY at`, scanRecord},
		{`SELECT reply, person, platform, up, at FROM thumbs ORDER BY at`, scanThumb},
	} {
		n, err := exportPart(ctx, tx, out, part.query, part.scan)
		if lines += n; err != nil {
			return lines, fmt.Errorf("export the journal: %w", err)
		}
	}
	return lines, nil
}

func exportPart(ctx context.Context, tx *sql.Tx, out *json.Encoder, query string, scan func(*sql.Rows) (Line, error)) (n int, err error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for ; rows.Next(); n++ {
		line, err := scan(rows)
		if err != nil {
			return n, err
		}
		if err := out.Encode(line); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

func scanRecord(rows *sql.Rows) (Line, error) {
	var reply, conversation, person []byte
	var text sql.NullString
	var at, micros int64
	var confidence float64
	l := Line{Type: "record"}
	err := rows.Scan(&reply, &at, &l.Platform, &conversation, &person, &text, &l.Outcome, &l.Fact, &confidence, &micros)
	ms := float64(micros) / 1000
	l.Time, l.Reply, l.Conversation, l.Person, l.Text = time.UnixMilli(at).UTC(), written(reply), written(conversation), written(person), text.String
	l.Confidence, l.Milliseconds = &confidence, &ms
	return l, err
}

func scanThumb(rows *sql.Rows) (Line, error) {
	var reply, person []byte
	var up, at int64
	l := Line{Type: "thumb"}
	err := rows.Scan(&reply, &person, &l.Platform, &up, &at)
	isUp := up != 0
	l.Time, l.Reply, l.Person, l.Up = time.UnixMilli(at).UTC(), written(reply), written(person), &isUp
	return l, err
}

// written is a hash as it is exported.
func written(hash []byte) string { return base64.RawURLEncoding.EncodeToString(hash) }
