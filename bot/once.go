package bot

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"time"
)

// Once-only delivery. Platforms deliver at least once: they try again, several replicas get one event, a mention arrives as a
// mention and as a message. An adapter therefore claims each event under the names that it may come by, acknowledges it, waits
// until the claim is its own, answers, and settles:
//
//	c := b.Claim(ctx, "slack", keys...)
//	acknowledge()
//	if mine, again := c.Wait(ctx); mine {
//		if again { /* somebody died with it: look whether the answer is there already */ }
//		send(b.Handle(ctx, m))
//		c.Settle(true)
//	}
//
// A claim is a lease: it is renewed while its process lives, and when that dies the delivery that waits for it, or the next retry,
// takes it over. What remains is the answer that was sent by a process that died before it could say so; an
// adapter that can look for it on its platform does.

// The times of once-only delivery.
const (
	// Lease is how long a claim lasts without being renewed: well above the time that an answer takes to be sent, and short enough
	// that somebody who asked a replica that died is still there when another one answers.
	Lease = 10 * time.Second

	// claimPatience is how long a journal may take to say who has a claim: platforms want an acknowledgement within 3 s, and an
	// answer that may be given twice is better than none.
	claimPatience = time.Second

	// settlePatience is how long a journal may take to note what was done already, and what a person waits for at a button.
	settlePatience = 500 * time.Millisecond

	// BriefLease is the lease of an event that a platform waits 3 s for an answer to: the answer takes a millisecond, and if its process
	// dies with it, another one that was delivered the event still answers in time.
	BriefLease = 1500 * time.Millisecond

	// The pauses between two looks at a claim that another process has, the first and the longest: after a brief lease there is time
	// left to answer, and a thousand waiting events are 2,000 looks a second at the most.
	firstLook   = 50 * time.Millisecond
	longestLook = 500 * time.Millisecond
)

// A Claim is the right to answer an event, or the wait for it. It is used by one goroutine.
type Claim struct {
	bot     *Bot
	keys    []string
	lease   time.Duration
	holding Holding
	within  *inFlight // the claim of this process that it waits for; nil where it is its own or another process has it
	own     *inFlight
	ledger  Ledger // where it is kept: the journal's, or the bot's memory where the journal did not answer
}

// An inFlight is a claim that this process holds; over is closed when it is settled.
type inFlight struct {
	over chan struct{}
	done bool // set before over is closed
}

// Claim claims an event under its names, unique within the platform. It takes a second at the most, whatever the journal does.
func (b *Bot) Claim(ctx context.Context, platform string, names ...string) *Claim {
	return b.claim(ctx, Lease, platform, names)
}

// ClaimBriefly is Claim for an event that has to be answered within seconds; its lease is BriefLease. Whoever takes such an event over
// answers in a way in which the platform takes one answer alone, for there is no time to look.
func (b *Bot) ClaimBriefly(ctx context.Context, platform string, names ...string) *Claim {
	return b.claim(ctx, BriefLease, platform, names)
}

func (b *Bot) claim(ctx context.Context, lease time.Duration, platform string, names []string) *Claim {
	c := &Claim{bot: b, keys: make([]string, len(names)), lease: lease}
	for i, n := range names {
		c.keys[i] = platform + "\x00" + n
	}
	c.take(ctx)
	return c
}

// take tries once to get the claim.
func (c *Claim) take(ctx context.Context) {
	if c.within = c.bot.flights.enter(c); c.within != nil {
		c.holding = Held
		return
	}
	ctx, cancel := context.WithTimeout(ctx, claimPatience)
	defer cancel()
	c.ledger = c.bot.journal
	var holding Holding
	if c.bot.fallback.settled(c.keys) {
		holding = Settled // while the journal was away
	} else if got, err := c.ledger.Claim(ctx, c.bot.owner, c.keys, c.lease); err == nil {
		holding = got
	} else {
		c.bot.warn("the journal did not say who answers; memory decides", err)
		c.ledger = c.bot.fallback
		holding, _ = c.ledger.Claim(ctx, c.bot.owner, c.keys, c.lease)
		if holding == Taken && c.bot.shared && errors.Is(err, context.DeadlineExceeded) {
			holding = TakenOver // another process may have got its claim in where this one did not
		}
	}
	if c.holding = holding; holding == Held || holding == Settled {
		c.bot.flights.leave(c, holding == Settled)
	}
}

// Wait waits until the claim is the caller's (mine) or the event was answered by somebody else. Again tells that somebody had it
// and did not settle it, so that the answer may be there already. Where the context ends first, it is not mine.
func (c *Claim) Wait(ctx context.Context) (mine, again bool) {
	for pause := firstLook; ; pause = min(2*pause, longestLook) {
		switch c.holding {
		case Taken, TakenOver:
			return true, c.holding == TakenOver
		case Settled:
			return false, false
		}
		if c.within != nil {
			select {
			case <-ctx.Done():
				return false, false
			case <-c.within.over:
				if c.within.done {
					return false, false
				}
			}
		} else {
			select {
			case <-ctx.Done():
				return false, false
			case <-time.After(pause):
			}
		}
		c.take(ctx)
	}
}

// Settle ends a claim that is the caller's: done, the event was answered; else anybody may take it, the next delivery for one.
func (c *Claim) Settle(done bool) {
	if c.own == nil {
		return
	}
	// What was answered is settled even while the process is being ended.
	ctx, cancel := context.WithTimeout(context.Background(), settlePatience)
	defer cancel()
	// The journal is told also where memory decided: a claim that it did not confirm in time may be there all the same.
	if err := c.bot.journal.Settle(ctx, c.bot.owner, c.keys, done); err != nil {
		c.bot.warn("a claim could not be settled", err)
	} else if c.ledger == c.bot.journal {
		c.bot.flights.leave(c, done)
		return
	}
	c.bot.fallback.Claim(ctx, c.bot.owner, c.keys, c.lease)
	c.bot.fallback.Settle(ctx, c.bot.owner, c.keys, done)
	c.bot.flights.leave(c, done)
}

// flights are the claims that this process holds, by key, so that deliveries within it wait for each other without the journal.
type flights struct {
	mu  sync.Mutex
	air map[string]*inFlight
}

// enter notes a claim, or gives the one that has one of its keys.
func (f *flights) enter(c *Claim) *inFlight {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, k := range c.keys {
		if other, ok := f.air[k]; ok {
			return other
		}
	}
	c.own = &inFlight{over: make(chan struct{})}
	for _, k := range c.keys {
		f.air[k] = c.own
	}
	return nil
}

func (f *flights) leave(c *Claim, done bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.own == nil {
		return
	}
	for _, k := range c.keys {
		delete(f.air, k)
	}
	c.own.done = done
	close(c.own.over)
	c.own = nil
}

func (f *flights) any() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.air) > 0
}

// Run renews the claims of the process until the context ends and every claim is settled, or the context's end lies a lease back.
func (b *Bot) Run(ctx context.Context) error {
	tick := time.NewTicker(Lease / 3)
	defer tick.Stop()
	for end := (<-chan time.Time)(nil); ; {
		select {
		case <-ctx.Done():
			if end == nil {
				end = time.After(Lease)
			}
			if !b.flights.any() {
				return nil
			}
			ctx = context.WithoutCancel(ctx)
		case <-end:
			return nil
		case <-tick.C:
		}
		if end != nil && !b.flights.any() {
			return nil
		}
		if !b.flights.any() {
			continue
		}
		within, cancel := context.WithTimeout(ctx, Lease/3)
		if err := b.journal.Renew(within, b.owner, Lease); err != nil {
			b.warn("claims could not be renewed", err)
		}
		cancel()
	}
}

// newOwner names this process among those that share a journal.
func newOwner() string {
	var b [9]byte
	rand.Read(b[:]) // never fails, as of Go 1.24
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// conversationKey is the name of a conversation among all platforms'.
func conversationKey(m Message) string {
	return strings.Join([]string{m.Platform, m.Conversation}, "\x00")
}
