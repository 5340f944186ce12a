package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"strings"
	"time"

	"drawdown/bot"
)

// Record keeps a record. It waits for nothing. Two records of one reply and one millisecond are one, so that a batch may be written
// twice; a record without the reply's id is always one of its own.
func (j *Journal) Record(r bot.Record) {
	if j.keep == 0 {
		r.Text = ""
	}
	if r.ID == "" {
		r.ID = rand.Text()
	}
	j.queue.record(r)
}

// Remember keeps what a conversation was about, until then. It waits for nothing.
func (j *Journal) Remember(conversation string, b []byte, until time.Time) {
	j.queue.remember(conversation, b, until)
}

// Recall gives what Remember kept, nil where there is nothing or its time is over.
func (j *Journal) Recall(ctx context.Context, conversation string) (b []byte, err error) {
	now := j.now()
	if s, ok := j.queue.recall(conversation); ok {
		if !s.until.After(now) {
			return nil, nil
		}
		return s.bytes, nil
	}
	err = j.read(ctx, func(ctx context.Context, h hasher) error {
		err := j.reads.QueryRowContext(ctx, `SELECT state FROM conversations WHERE key = $1 AND expires > $2`,
			h.of(aConversation, conversation), now.UnixMilli()).Scan(&b)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return b, err
}

// recordColumns and the like are in the order in which a row's function gives them.
const (
	recordColumns = `reply, at, platform, conversation, person, text, outcome, fact, confidence, micros`
	recordWidth   = 10
	stateColumns  = `key, state, expires`
	stateWidth    = 3
)

func (h hasher) recordRow(r bot.Record) []any {
	var conversation, person, text any
	if r.Conversation != "" {
		conversation = h.of(aConversation, within(r.Platform, r.Conversation))
	}
	if r.Author != "" {
		person = h.of(aPerson, within(r.Platform, r.Author))
	}
	if r.Text != "" {
		text = storable(r.Text)
	}
	return []any{h.of(aReply, r.ID), r.Time.UnixMilli(), storable(r.Platform), conversation, person, text,
		r.Outcome.String(), storable(r.Fact), r.Confidence, r.Took.Microseconds()}
}

func (h hasher) stateRow(s state) []any {
	b := s.bytes
	if b == nil {
		b = []byte{}
	}
	return []any{h.of(aConversation, s.conversation), b, s.until.UnixMilli()}
}

// storable is a text as PostgreSQL takes it: UTF-8, and without the sign 0.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
