package slack

import (
	"context"
	"encoding/json"
	"time"

	"drawdown/bot"
)

// What the tests of the package need and nobody else does.

// SetPace changes how far apart the messages of one channel are.
func (a *Adapter) SetPace(d time.Duration) { a.lanes.pace = d }

// SetTimeout changes how long a call may take.
func (a *Adapter) SetTimeout(d time.Duration) { a.client.Timeout = d }

// SetTimes changes how long a connection may take to say hello, and be silent.
func (a *Adapter) SetTimes(hello, silence time.Duration) {
	a.times.hello, a.times.silence = hello, silence
}

// SetRetry changes the first pause between attempts, and how long to wait where Slack does not say how long.
func (a *Adapter) SetRetry(first, limited time.Duration) {
	a.times.retry, a.times.limited = first, limited
}

// SetHands changes how many events are taken at once.
func (a *Adapter) SetHands(n int) { a.hands = n }

// Methods is the table that the manifest is made from.
func Methods() map[string][]string {
	out := map[string][]string{}
	for m, s := range scopes {
		out[string(m)] = s
	}
	return out
}

var (
	Plain  = plain
	Quoted = quoted
	Verify = verify
	Sign   = sign
)

// A Rendered is a message before it is sent.
type Rendered struct {
	Text   string          `json:"text"`
	Blocks json.RawMessage `json:"blocks"`
}

// Render lays a reply out.
func (a *Adapter) Render(r bot.Reply) []Rendered {
	var out []Rendered
	for _, m := range a.render(r) {
		blocks, err := json.Marshal(m.blocks)
		if err != nil {
			panic(err)
		}
		out = append(out, Rendered{m.text, blocks})
	}
	return out
}

// Attend lets the adapter take requests without Slack having said who it is; the end waits until all is answered.
func (a *Adapter) Attend(self string) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	s := newShift(self, a.hands, &a.gate, ctx, func(error) {})
	a.shift.Store(s)
	return func() {
		s.close()
		s.work.Wait()
		cancel()
	}
}
