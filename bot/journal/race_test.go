package journal_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/bot"
	"drawdown/bot/journal"
)

// However many ask at once, on however many replicas and in whatever order of the keys, one gets it.
func TestClaimRace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		const rivals = 8
		events := 40
		if slowly {
			events = 10
		}
		replicas := []*journal.Journal{d.open(t), d.open(t)}
		var mu sync.Mutex
		taken := map[string][]string{}
		var all sync.WaitGroup
		for r := range rivals {
			all.Go(func() {
				owner := fmt.Sprint("owner ", r)
				for e := range events {
					keys := []string{fmt.Sprint("event ", e), fmt.Sprint("mention ", e), fmt.Sprint("message ", e)}
					rand.Shuffle(len(keys), func(i, k int) { keys[i], keys[k] = keys[k], keys[i] })
					keys = keys[:1+rand.IntN(len(keys))]
					if !slices.Contains(keys, fmt.Sprint("event ", e)) {
						keys = append(keys, fmt.Sprint("event ", e))
					}
					got, err := replicas[r%2].Claim(longContext(t), owner, keys, lease)
					if err != nil {
						t.Errorf("%s claims %q: %v", owner, keys, err)
						return
					}
					switch got {
					case bot.Taken:
						mu.Lock()
						taken[fmt.Sprint("event ", e)] = append(taken[fmt.Sprint("event ", e)], owner)
						mu.Unlock()
						if rand.IntN(2) == 0 {
							if err := replicas[r%2].Settle(longContext(t), owner, keys, true); err != nil {
								t.Errorf("%s settles %q: %v", owner, keys, err)
							}
						}
					case bot.TakenOver:
						t.Errorf("%s takes %q over, and nobody let it go", owner, keys)
					}
				}
			})
		}
		all.Wait()
		for e := range events {
			if who := taken[fmt.Sprint("event ", e)]; len(who) != 1 {
				t.Errorf("event %d was taken by %q, want one", e, who)
			}
		}
	})
}

// longContext has the time of a machine that does many things at once.
func longContext(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// A lease that is over is taken over by one.
func TestTakeOverRace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		replicas := []*journal.Journal{d.open(t), d.open(t)}
		keys := []string{"b", "a", "c"}
		claim(t, replicas[0], "gone", time.Millisecond, keys...)
		var mu sync.Mutex
		var over []int
		var all sync.WaitGroup
		for r := range 12 {
			all.Go(func() {
				for {
					got, err := replicas[r%2].Claim(longContext(t), fmt.Sprint(r), keys, lease)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					if got == bot.TakenOver {
						over = append(over, r)
					}
					done := len(over) > 0
					mu.Unlock()
					if done {
						return
					}
				}
			})
		}
		all.Wait()
		if len(over) != 1 {
			t.Errorf("a lease that was over was taken over by %v, want one", over)
		}
	})
}

// Batches, claims, renewals, sweeps and forgetting of two replicas at once do not stop each other.
func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		replicas := []*journal.Journal{running(t, d.open(t)), running(t, d.open(t))}
		var all sync.WaitGroup
		for i, j := range replicas {
			all.Go(func() {
				for n := range 300 {
					j.Record(bot.Record{ID: fmt.Sprint(i, n), Time: time.Now(), Platform: "p", Conversation: fmt.Sprint(n % 50), Author: fmt.Sprint(n % 7), Text: "t", Outcome: bot.Refused})
					j.Remember(fmt.Sprint("p\x00", n%50), []byte("{}"), time.Now().Add(time.Hour))
				}
			})
			all.Go(func() {
				for n := range 30 {
					keys := []string{fmt.Sprint("k", n), fmt.Sprint("l", n)}
					if got, err := j.Claim(longContext(t), fmt.Sprint(i), keys, lease); err != nil {
						t.Errorf("claim: %v", err)
					} else if got == bot.Taken {
						err = j.Settle(longContext(t), fmt.Sprint(i), keys, n%2 == 0)
						if err != nil {
							t.Errorf("settle: %v", err)
						}
					}
					if err := j.Renew(longContext(t), fmt.Sprint(i), lease); err != nil {
						t.Errorf("renew: %v", err)
					}
				}
			})
			all.Go(func() {
				for n := range 7 {
					if _, err := j.Forget(longContext(t), "p", fmt.Sprint(n)); err != nil {
						t.Errorf("forget: %v", err)
					}
				}
			})
		}
		all.Wait()
		for _, j := range replicas {
			flush(t, j)
			if err := j.Ready(); err != nil && !strings.HasPrefix(err.Error(), "slow: ") { // the machine may be
				t.Errorf("afterwards the journal is not ready: %v", err)
			}
		}
		s, err := replicas[0].Stats(context.Background())
		if err != nil || len(s.Questions) != 1 || s.Questions[0].N != 600 {
			t.Errorf("of 600 records %+v were written (%v)", s.Questions, err)
		}
	})
}

// Replicas that start at once make the tables once, with one key.
func TestMigrationRace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		const replicas = 6
		journals := make([]*journal.Journal, replicas)
		var all sync.WaitGroup
		for i := range replicas {
			all.Go(func() {
				j, err := journal.Open(context.Background(), d.address, journal.Options{})
				if err != nil {
					t.Errorf("open at once: %v", err)
					return
				}
				if err := j.Ready(); err != nil {
					t.Errorf("opened at once: %v", err)
				}
				journals[i] = j
			})
		}
		all.Wait()
		if t.Failed() {
			return
		}
		for i, j := range journals {
			if got, want := claim(t, j, "a", lease, "k"), map[bool]bot.Holding{true: bot.Taken, false: bot.Held}[i == 0]; got != want {
				t.Errorf("replica %d claims and gets %s, want %s: all hash alike", i, holdings[got], holdings[want])
			}
			if err := j.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}
