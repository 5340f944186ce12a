package bot_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"drawdown/bot"
)

// An event that comes in many ways at once, to two bots that share a journal, is answered once.
func TestClaimOnce(t *testing.T) {
	shared := bot.NewVolatile(time.Now)
	bots := []*bot.Bot{newBot(t, bot.Options{Journal: shared}), newBot(t, bot.Options{Journal: shared})}
	const events, deliveries = 40, 6
	var answers [events]atomic.Int32
	var all sync.WaitGroup
	for e := range events {
		for d := range deliveries {
			all.Go(func() {
				names := []string{fmt.Sprintf("ts/%d", e)}
				if d%2 == 0 {
					names = append(names, fmt.Sprintf("event/%d.%d", e, d)) // a retry has an id of its own here
				}
				c := bots[d%2].Claim(t.Context(), "test", names...)
				if mine, again := c.Wait(t.Context()); mine {
					if again {
						t.Errorf("event %d was taken over; nobody gave it up", e)
					}
					answers[e].Add(1)
					c.Settle(true)
				}
			})
		}
	}
	all.Wait()
	for e := range events {
		if n := answers[e].Load(); n != 1 {
			t.Errorf("event %d was answered %d times, want once", e, n)
		}
	}
}

// What was given up is answered by the delivery that waits for it, within the process and from another one.
func TestClaimGivenUp(t *testing.T) {
	shared := bot.NewVolatile(time.Now)
	one, two := newBot(t, bot.Options{Journal: shared}), newBot(t, bot.Options{Journal: shared})
	for _, next := range []*bot.Bot{one, two} {
		first := one.Claim(t.Context(), "test", "e")
		if mine, _ := first.Wait(t.Context()); !mine {
			t.Fatal("the first delivery is not taken")
		}
		waiting := next.Claim(t.Context(), "test", "e")
		got := make(chan bool)
		go func() {
			mine, _ := waiting.Wait(t.Context())
			got <- mine
		}()
		first.Settle(false)
		if !<-got {
			t.Error("what was given up is not taken by the delivery that waits for it")
		}
		waiting.Settle(false)
	}
}

// A claim of a process that died is taken over when its lease is over, and whoever takes it is told.
func TestClaimTakenOver(t *testing.T) {
	c := &clock{now: time.Date(2024, 3, 4, 12, 0, 0, 0, time.UTC)}
	shared := bot.NewVolatile(c.Now)
	dead, living := newBot(t, bot.Options{Journal: shared, Now: c.Now}), newBot(t, bot.Options{Journal: shared, Now: c.Now})
	if mine, again := dead.Claim(t.Context(), "test", "e").Wait(t.Context()); !mine || again {
		t.Fatalf("the first delivery got mine %v, again %v; want true, false", mine, again)
	}
	c.advance(bot.Lease - time.Second)
	soon, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if mine, _ := living.Claim(t.Context(), "test", "e").Wait(soon); mine {
		t.Error("a claim was taken over before its lease was over")
	}
	c.advance(2 * time.Second)
	claim := living.Claim(t.Context(), "test", "e")
	if mine, again := claim.Wait(t.Context()); !mine || !again {
		t.Errorf("after the lease, mine %v and again %v; want both", mine, again)
	}
	claim.Settle(true)
	if mine, _ := dead.Claim(t.Context(), "test", "other", "e").Wait(soon); mine {
		t.Error("what was settled was taken again under one of its names")
	}
}

// Claims are renewed while the bot runs, and Run ends when the last one is settled.
func TestClaimRenewed(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a renewal, some seconds; -short was given")
	}
	t.Parallel()
	shared := &renewals{Journal: bot.NewVolatile(time.Now), renewed: make(chan struct{}, 10)}
	b := newBot(t, bot.Options{Journal: shared})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	claim := b.Claim(t.Context(), "test", "e")
	<-shared.renewed
	cancel()
	<-shared.renewed // what was taken is held to the end
	claim.Settle(true)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

type renewals struct {
	bot.Journal
	renewed chan struct{}
}

func (r *renewals) Renew(ctx context.Context, owner string, lease time.Duration) error {
	r.renewed <- struct{}{}
	return r.Journal.Renew(ctx, owner, lease)
}

// A journal that is away or slow costs some time at most, and memory takes its place: an event is still answered once within
// the process.
func TestClaimWithoutJournal(t *testing.T) {
	for name, j := range map[string]bot.Journal{"away": away{}, "slow": slow{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, bot.Options{Journal: j})
			began := time.Now()
			first := b.Claim(t.Context(), "test", "e")
			if mine, _ := first.Wait(t.Context()); !mine {
				t.Fatal("an event is not answered")
			}
			first.Settle(true)
			if mine, _ := b.Claim(t.Context(), "test", "e").Wait(t.Context()); mine {
				t.Error("an event is answered twice")
			}
			if r := say(b, "c", opening); gist(r) != "answered: Fewer than 12" {
				t.Errorf("%q got %s", opening, gist(r))
			}
			if r := say(b, "c", follow); gist(r) != known {
				t.Errorf("%q after it got %s, want %s", follow, gist(r), known)
			}
			if took := time.Since(began); took > 4*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// Where a journal that other processes share is too slow to say who answers, the answer may be there already.
func TestClaimOfSlowShared(t *testing.T) {
	t.Parallel()
	b := newBot(t, bot.Options{Journal: slowShared{}})
	if mine, again := b.Claim(t.Context(), "test", "e").Wait(t.Context()); !mine || !again {
		t.Errorf("mine %v, again %v; want both", mine, again)
	}
}

type slowShared struct{ slow }

func (slowShared) Shared() bool { return true }

var errAway = errors.New("the database is away")

// away fails at once; slow never answers.
type away struct{ bot.Journal }

func (away) Record(bot.Record)                              {}
func (away) Remember(string, []byte, time.Time)             {}
func (away) Recall(context.Context, string) ([]byte, error) { return nil, errAway }
func (away) Claim(context.Context, string, []string, time.Duration) (bot.Holding, error) {
	return 0, errAway
}
func (away) Settle(context.Context, string, []string, bool) error      { return errAway }
func (away) Renew(context.Context, string, time.Duration) error        { return errAway }
func (away) Thumb(context.Context, bot.Thumb) (bool, error)            { return false, errAway }
func (away) Unanswered(context.Context, int) ([]bot.Unanswered, error) { return nil, errAway }

type slow struct{ away }

func (slow) Recall(ctx context.Context, _ string) ([]byte, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}
func (slow) Claim(ctx context.Context, _ string, _ []string, _ time.Duration) (bot.Holding, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}
func (slow) Settle(ctx context.Context, _ string, _ []string, _ bool) error {
	<-ctx.Done()
	return ctx.Err()
}
