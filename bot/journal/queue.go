package journal

import (
	"bytes"
	"sync"
	"time"

	"drawdown/bot"
)

// The bounds of what waits to be written.
const (
	DefaultQueued      = 20_000   // records and conversations: a minute of several hundred questions a second
	DefaultQueuedBytes = 32 << 20 // several times what as many records and conversations of a usual length take

	// overhead is what a record or a conversation takes beside its text, in bytes, estimated from the sizes of the types.
	overhead = 300
)

// A state is what a conversation was about, until then.
type state struct {
	conversation string
	bytes        []byte
	until        time.Time
}

// A batch is what is written in one transaction.
type batch struct {
	records []bot.Record
	states  []state
}

func (b batch) len() int { return len(b.records) + len(b.states) }

// halves are the two halves of a batch of two or more.
func (b batch) halves() (one, other batch) {
	n, m := len(b.records)/2, len(b.states)/2
	if len(b.records) == 1 && len(b.states) == 1 {
		n = 1
	}
	return batch{b.records[:n], b.states[:m]}, batch{b.records[n:], b.states[m:]}
}

// A queue holds what waits to be written, in the order in which it came. Of a conversation it holds the latest state alone.
type queue struct {
	most, mostBytes int
	full            chan struct{} // gets one when there is enough for a batch
	now             func() time.Time

	mu       sync.Mutex
	records  []bot.Record
	order    []string         // conversations with a state, in the order in which they came
	states   map[string]state // by conversation
	taken    map[string]state // being written
	away     int              // records and states being written
	bytes    int              // of records and states
	dropped  uint64
	dropping time.Time // when the last was dropped
}

func newQueue(most, mostBytes int, now func() time.Time) *queue {
	if most <= 0 {
		most = DefaultQueued
	}
	if mostBytes <= 0 {
		mostBytes = DefaultQueuedBytes
	}
	return &queue{most: most, mostBytes: mostBytes, full: make(chan struct{}, 1), states: map[string]state{}, now: now}
}

func sizeOf(r bot.Record) int {
	return overhead + len(r.ID) + len(r.Platform) + len(r.Conversation) + len(r.Author) + len(r.Text) + len(r.Fact)
}

func (s state) size() int { return overhead + 2*len(s.conversation) + len(s.bytes) }

// record queues a record, or drops it.
func (q *queue) record(r bot.Record) {
	q.mu.Lock()
	defer q.mu.Unlock()
	size := sizeOf(r)
	if !q.admits(size) {
		q.drop(1)
		return
	}
	q.records, q.bytes = append(q.records, r), q.bytes+size
	q.wake()
}

// remember queues a state in place of the conversation's earlier one, or drops it; then the earlier one stays, which is out of date yet
// closer than nothing.
func (q *queue) remember(conversation string, b []byte, until time.Time) {
	s := state{conversation, bytes.Clone(b), until}
	q.mu.Lock()
	defer q.mu.Unlock()
	old, waits := q.states[conversation]
	switch {
	case waits && q.bytes-old.size()+s.size() <= q.mostBytes:
		q.bytes -= old.size()
	case !waits && q.admits(s.size()):
		q.order = append(q.order, conversation)
	default:
		q.drop(1)
		return
	}
	q.states[conversation], q.bytes = s, q.bytes+s.size()
	q.wake()
}

func (q *queue) admits(size int) bool {
	return len(q.records)+len(q.order) < q.most && q.bytes+size <= q.mostBytes
}

// wake tells the writer when there is enough for a batch.
func (q *queue) wake() {
	if len(q.records) >= batchRecords || len(q.order) >= batchStates {
		select {
		case q.full <- struct{}{}:
		default:
		}
	}
}

// recall gives the state of a conversation that waits or is being written.
func (q *queue) recall(conversation string) (state, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	s, ok := q.states[conversation]
	if !ok {
		s, ok = q.taken[conversation]
	}
	return s, ok
}

// take takes the next batch out. Its states are still recalled until release.
func (q *queue) take() batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, m := min(len(q.records), batchRecords), min(len(q.order), batchStates)
	b := batch{records: q.records[:n:n], states: make([]state, m)}
	q.taken = make(map[string]state, m)
	for _, r := range b.records {
		q.bytes -= sizeOf(r)
	}
	for i, c := range q.order[:m] {
		s := q.states[c]
		b.states[i], q.taken[c] = s, s
		q.bytes -= s.size()
		delete(q.states, c)
	}
	if q.records, q.order = q.records[n:], q.order[m:]; len(q.records) == 0 {
		q.records = nil // the array goes with the batch
	}
	if len(q.order) == 0 {
		q.order = nil
	}
	q.away = b.len()
	return b
}

// release ends the recalling of what was taken.
func (q *queue) release() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.taken, q.away = nil, 0
}

// lose counts what was taken and could not be written.
func (q *queue) lose(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.drop(n)
}

// drop counts what is dropped. Its caller has locked the queue.
func (q *queue) drop(n int) {
	q.dropped += uint64(n)
	q.dropping = q.now()
}

// level gives how many wait, what is being written included, how many were dropped so far, and when the last was.
func (q *queue) level() (waiting int, dropped uint64, last time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.records) + len(q.order) + q.away, q.dropped, q.dropping
}
