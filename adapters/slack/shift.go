package slack

import (
	"context"
	"encoding/json"
	"errors"
	"sync"

	"drawdown/bot"
)

// maxInHand is how many events are taken at once: a burst of twice the largest size that is tested, at some 20 KB each. What is
// beyond it is not acknowledged, so that Slack delivers it again, here or to another replica.
const maxInHand = 4096

// A shift is one run of the adapter: it takes events until it is closed, and ends when the last of them is answered.
type shift struct {
	self    string                      // the bot's own user
	end     context.CancelCauseFunc     // ends the run, with what an administrator has to change
	start   func(func(context.Context)) // starts work under the context that the drain ends
	sockets sync.WaitGroup
	work    sync.WaitGroup
	hands   chan struct{}
	gate    *gate // of the events that were taken and are not acknowledged yet

	mu     sync.Mutex
	closed bool
}

func newShift(self string, hands int, g *gate, work context.Context, end context.CancelCauseFunc) *shift {
	return &shift{self: self, gate: g, end: end, hands: make(chan struct{}, hands), start: func(f func(context.Context)) { go f(work) }}
}

// close lets the shift take nothing more.
func (s *shift) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
}

// take reserves a hand for an event, which is then to be handled; done gives the hand back. It is false where the shift is over or has its
// hands full.
func (s *shift) take() (done func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, false
	}
	select {
	case s.hands <- struct{}{}:
	default:
		return nil, false
	}
	s.work.Add(1)
	s.gate.enter()
	return func() { <-s.hands; s.work.Done() }, true
}

// A task is what an event asks for.
type task struct {
	names []string // that the event may come by; none: there is nothing to do
	reply func(context.Context) bot.Reply
	say   func(ctx context.Context, r bot.Reply, again bool) error

	// calls is set where the reply itself takes a call of Slack.
	calls bool

	// payload, where set, is the reply as the acknowledgement itself carries it; nil where it cannot.
	payload func(bot.Reply) json.RawMessage
}

// An acknowledge tells Slack that its event has come, with a payload or nil. It is called once.
type acknowledge func(payload json.RawMessage) error

// handle claims the task of an event that was taken, acknowledges the event, and has it answered. It returns when the event is
// acknowledged, and calls done when it is answered.
func (a *Adapter) handle(ctx context.Context, s *shift, t task, tell acknowledge, done func()) {
	ack := func(payload json.RawMessage) error {
		defer a.gate.leave()
		return tell(payload)
	}
	if len(t.names) == 0 {
		defer done()
		a.acknowledge(ack)
		return
	}
	claim := a.bot.Claim(ctx, platform, t.names...)
	if t.payload == nil || !ours(claim) {
		a.acknowledge(ack)
		s.start(func(ctx context.Context) {
			defer done()
			a.gate.pass(ctx)
			if mine, again := claim.Wait(ctx); mine {
				var r bot.Reply
				if t.calls {
					r = a.reply(ctx, t)
				} else {
					a.think(ctx, func() { r = a.reply(ctx, t) })
				}
				a.tell(ctx, s, claim, t, r, again)
			}
		})
		return
	}
	r := a.reply(ctx, t)
	var carried json.RawMessage
	if fault, _ := a.safely(func() error { carried = t.payload(r); return nil }); fault != nil {
		r = *fault
	}
	if carried == nil {
		a.acknowledge(ack)
	} else if err := ack(carried); err == nil {
		claim.Settle(true)
		done()
		return
	}
	s.start(func(ctx context.Context) {
		defer done()
		a.tell(ctx, s, claim, t, r, false)
	})
}

// ours tells, without waiting, whether a claim is the caller's.
func ours(claim *bot.Claim) bool {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	mine, _ := claim.Wait(over)
	return mine
}

// acknowledge sends an acknowledgement without payload. Where that fails the event is answered all the same: it comes again, and is
// found to be answered.
func (a *Adapter) acknowledge(ack acknowledge) {
	if err := ack(nil); err != nil {
		a.log.Debug("an event could not be acknowledged", "error", err)
	}
}

// understand reads an event; one on which that panics asks for nothing, and is acknowledged, for it would only come again.
func (a *Adapter) understand(read func() task) (t task) {
	a.safely(func() error { t = read(); return nil })
	return t
}

// reply works a reply out; a panic becomes the fixed apology.
func (a *Adapter) reply(ctx context.Context, t task) (r bot.Reply) {
	fault, _ := a.safely(func() error { r = t.reply(ctx); return nil })
	if fault != nil {
		return *fault
	}
	return r
}

// tell says a reply, and settles the claim.
func (a *Adapter) tell(ctx context.Context, s *shift, claim *bot.Claim, t task, r bot.Reply, again bool) {
	if r.Kind == bot.Silent {
		claim.Settle(true)
		return
	}
	fault, err := a.safely(func() error { return t.say(ctx, r, again) })
	if fault != nil {
		_, err = a.safely(func() error { return t.say(ctx, *fault, again) })
	}
	if outcomeOf(err) == fatal {
		s.end(advice(err, "SLACK_BOT_TOKEN"))
	}
	claim.Settle(err == nil || errors.Is(err, errRefused))
	if err != nil {
		a.count.unanswered.Add(1)
		a.log.Error("an answer could not be sent", "error", err)
	}
}

// safely is where panics end: as the fixed apology, whose cause is in the log.
func (a *Adapter) safely(f func() error) (fault *bot.Reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			r := a.bot.Fault(platform, p)
			fault = &r
		}
	}()
	return nil, f()
}
