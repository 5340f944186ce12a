package bot

import (
	"context"
	"time"
)

// A Journal is what the bot asks of the thing that remembers beyond a process: what was asked, what people thought of the answers,
// who answers what, and what conversations were about. Package journal keeps it in a database; without one the bot keeps
// to its own bounded memory.
//
// Ids of conversations and people are handed over as the platform has them; a journal stores no id in clear. Every method is
// safe for concurrent use.
type Journal interface {
	Recorder
	Ledger
	Feedback
}

// A Recorder keeps records and conversations. Neither Record nor Remember waits for anything: what cannot be kept is dropped, and
// counted.
type Recorder interface {
	Record(Record)

	// Remember keeps what a conversation was about, until then. The conversation is named by its platform, the sign 0, and its name
	// as a Record has it, so that a journal knows which conversations a person spoke in.
	Remember(conversation string, state []byte, until time.Time)

	// Recall gives what Remember kept, nil where there is nothing or its time is over.
	Recall(ctx context.Context, conversation string) ([]byte, error)
}

// A Record is one message that was answered.
type Record struct {
	ID           string // the reply's
	Time         time.Time
	Platform     string
	Conversation string // as the platform has it
	Author       string // as the platform has it; "" where it is not known
	Text         string // folded: small letters without accents
	Outcome      Kind
	Fact         string // the id of the fact that answered, or of the one nearest to a refusal; or ""
	Confidence   float64
	Took         time.Duration
}

// A Ledger says who answers what, so that of several deliveries of one event one is answered.
type Ledger interface {
	// Claim takes the keys for an owner. All of them belong to one event: where one is held or settled, none is taken. A lease
	// that ran out without being settled can be taken by anybody, the same owner included.
	Claim(ctx context.Context, owner string, keys []string, lease time.Duration) (Holding, error)

	// Settle ends a claim: done, nobody answers the event again; else it is free for anybody.
	Settle(ctx context.Context, owner string, keys []string, done bool) error

	// Renew lets every claim that an owner has not settled last for a lease from now.
	Renew(ctx context.Context, owner string, lease time.Duration) error
}

// A Holding says what became of a claim.
type Holding int

// The holdings.
const (
	Taken     Holding = iota // it is the caller's, and nobody had it before
	TakenOver                // it is the caller's; somebody had it, did not settle it, and may have answered
	Held                     // somebody else has it
	Settled                  // it is answered
)

// Feedback is what people thought of answers.
type Feedback interface {
	// Thumb counts a thumb once a person and reply; a later one of the same person takes its place. It tells whether anything
	// changed.
	Thumb(context.Context, Thumb) (changed bool, err error)

	// Unanswered gives the texts that were refused or thumbed down, most frequent first, most of them at most.
	Unanswered(ctx context.Context, most int) ([]Unanswered, error)
}

// A Thumb is what a person thought of a reply.
type Thumb struct {
	Reply    string // Reply.ID
	Platform string
	Author   string // as the platform has it
	Up       bool
	Time     time.Time
}

// An Unanswered is a text that people sent in vain.
type Unanswered struct {
	Text    string // folded
	Refused int    // how often it was refused
	Down    int    // how many thumbs down its answers got
	Fact    string // the id of the nearest fact, or ""
	Last    time.Time
}

// Shared is implemented by a journal that other processes write to as well: there, what is remembered of a conversation is asked
// for with every message, for another process may have had the last one.
type Shared interface{ Shared() bool }
