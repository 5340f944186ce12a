package discord_test

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
)

// The burst that the adapter has to bear.
const (
	burst      = 2000
	enough     = 1400 // interactions a second, from which the deadline is Discord's own: twice what is needed
	people     = 50
	maxGrowth  = 4 << 20 // bytes that may stay after a burst: its claims, and the conversations
	redelivers = 10      // every so many interactions are delivered three times
)

// A burst of interactions, during which the gateway is dropped twice: none is lost, none answered twice, each answered in time,
// and memory is back to where it was.
//
// A machine that answers fewer than enough a second could not answer all of them in time, whatever the adapter did. How many it
// answers is measured before and after, and the time in which each has to be answered is stretched by what it falls short.
func TestBurst(t *testing.T) {
	b := bot.New(base(t), bot.Options{})
	var kept []*discord.Adapter // so that what an adapter keeps is not thrown away with it
	heap := make([]uint64, rounds)
	for i := range heap {
		t.Run("", func(t *testing.T) {
			before := slowness(t, b)
			v := serve(t, local(t, discordtest.Options{}), b, discord.Options{}).ready()
			longest := inBurst(t, v)
			v.stop(nil)
			slow := max(before, slowness(t, b))
			if within := time.Duration(slow * float64(deadline)); longest > within {
				t.Errorf("an interaction was answered after %v, want %v at most on this machine", longest, within)
			}
			kept = append(kept, v.adapter)
		})
		heap[i] = inUse()
	}
	if grown := int64(heap[rounds-1]) - int64(heap[0]); grown > maxGrowth {
		t.Errorf("after a burst %d bytes more are in use than before it (%d), want %d at most", grown, heap[0], maxGrowth)
	}
	t.Logf("bytes in use after each burst: %d", heap)
	runtime.KeepAlive(kept)
}

// slowness is how many times slower than what is needed this machine is just now; 1 where it is not.
func slowness(t *testing.T, b *bot.Bot) float64 {
	t.Helper()
	const sample, atOnce = 400, 8
	v := serve(t, local(t, discordtest.Options{}), b, discord.Options{}).ready()
	defer v.stop(nil)
	seat, questions := v.InGuild(), v.questions(t)
	began := time.Now()
	var all sync.WaitGroup
	for one := range atOnce {
		all.Go(func() {
			for n := one; n < sample; n += atOnce {
				i := v.Command(seat, "ask", discordtest.Text("question", questions[n%len(questions)])).Dispatch()
				if _, err := i.Wait(waiting(t)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	rate := sample / time.Since(began).Seconds()
	t.Logf("this machine answers %.0f a second just now", rate)
	return max(1, enough/rate)
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func inBurst(t *testing.T, v *service) time.Duration {
	t.Helper()
	questions := v.questions(t)
	var seats []discordtest.Seat
	for range people {
		seats = append(seats, v.InGuild())
	}
	patient, cancel := context.WithTimeout(context.Background(), stretch*deadline)
	defer cancel()
	began := time.Now()
	var sent []*discordtest.Interaction
	for n := range burst {
		i := v.Command(seats[n%people], "ask", discordtest.Text("question", questions[n%len(questions)])).Dispatch()
		if n%redelivers == 0 {
			i.Dispatch()
			i.Dispatch()
		}
		sent = append(sent, i)
		if n == burst/3 || n == 2*burst/3 {
			if err := v.WaitReady(patient); err != nil { // there is something to drop
				t.Fatal(err)
			}
			v.Drop()
		}
	}
	var took []time.Duration
	for n, i := range sent {
		if _, err := i.Wait(patient); err != nil {
			t.Fatalf("interaction %d of %d: %v", n, burst, err)
		}
		d, _ := i.FirstAfter()
		took = append(took, d)
	}
	v.idle()
	for n, i := range sent {
		if got := len(i.Responses()); got != 1 {
			t.Errorf("interaction %d got %d answers, want 1", n, got)
		}
	}
	if got := len(v.Resumes()); got != 2 || len(v.Identifies()) != 1 {
		t.Errorf("%d resumes and %d identifies, want 2 and 1", got, len(v.Identifies()))
	}
	slices.Sort(took)
	t.Logf("%d interactions in %v; answered after %v at the median, %v at the most", burst, time.Since(began), took[burst/2], took[burst-1])
	return took[burst-1]
}

// questions are what is asked in a burst.
func (v *service) questions(t testing.TB) (out []string) {
	for _, f := range base(t).Facts() {
		if f.Question != "" {
			out = append(out, f.Question)
		}
	}
	return out
}
