package slack_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// The burst: so many events at once, over so many channels.
const (
	burst            = 2000
	burstChannels    = 1000
	inTime           = 3 * time.Second
	rememberedClaims = 20_000 // as many as the bot remembers without a journal
)

// manyChannels are the channels of a large workspace.
func manyChannels() []slacktest.Channel {
	var out []slacktest.Channel
	for i := range burstChannels {
		out = append(out, slacktest.Channel{ID: fmt.Sprintf("C%05d", i), Members: []string{slacktest.DefaultBotUser, slacktest.DefaultUser}})
	}
	return out
}

// TestBurst delivers 2,000 questions over two connections, each of which is dropped twice in between: none is lost, none is answered
// twice, each is acknowledged in time, no channel gets two messages within a second; and memory is back to where it was. It does not
// run beside other tests, for it counts goroutines.
func TestBurst(t *testing.T) {
	s := slacktest.New(t, slacktest.Options{Channels: manyChannels(), RateBurst: 1})
	b := newBot(t, bot.Options{Conversations: 100})
	ctx, cancel := context.WithCancel(context.Background())
	renewed := make(chan struct{})
	go func() { b.Run(ctx); close(renewed) }()
	defer func() { cancel(); <-renewed }()
	a := run(t, s, b, slack.Options{Connections: 2})
	a.SetPace(time.Second)

	for i := range rememberedClaims { // so that what is kept by design is full
		b.Claim(ctx, "test", fmt.Sprintf("ts:C00000/1700000000.%06d", i)).Settle(true)
	}
	storm(t, s, a, burst/2, 0)
	heap, goroutines := footprint(s)
	began := time.Now()
	storm(t, s, a, burst, 2)
	took := time.Since(began)
	heapAfter, goroutinesAfter := footprint(s)
	t.Logf("%d questions in %v; heap %d KB, then %d KB; goroutines %d, then %d", burst, took.Round(time.Millisecond), heap>>10, heapAfter>>10, goroutines, goroutinesAfter)
	if heapAfter > heap+2<<20 { // a kilobyte an event; timers and idle connections vary by half as much

		t.Errorf("the heap grew from %d to %d KB", heap>>10, heapAfter>>10)
	}
	if goroutinesAfter > goroutines+10 {
		buf := make([]byte, 1<<20)
		t.Errorf("goroutines grew from %d to %d:\n%s", goroutines, goroutinesAfter, buf[:runtime.Stack(buf, true)])
	}
	if got := measure(t, a, "queue_length"); got != 0 {
		t.Errorf("%v messages wait after the burst", got)
	}
}

// storm delivers so many questions at once, and drops every connection so many times meanwhile.
func storm(t *testing.T, s *slacktest.Server, a running, questions, drops int) {
	t.Helper()
	var all []*slacktest.Delivery
	began, worked := time.Now(), cpuTime()
	for i := range questions {
		all = append(all, s.Deliver(s.Mention(slacktest.Said{Channel: fmt.Sprintf("C%05d", i%burstChannels), Text: question})))
		if drops > 0 && i%(questions/(drops+1)) == questions/(drops+1)-1 && i < questions-1 {
			for _, c := range s.Connections() {
				c.Drop()
			}
			if err := s.WaitConnections(soon(t), 2); err != nil {
				t.Fatal(err)
			}
		}
	}
	slowest, ctx := time.Duration(0), soon(t)
	for _, d := range all {
		ack, err := d.Acked(ctx)
		if err != nil {
			t.Fatalf("%s is lost: %v", d.Event, err)
		}
		slowest = max(slowest, ack.After)
	}
	// On a machine that has other things to do, less than a processor is left for both the adapter and the Slack that it talks to.
	share := float64(cpuTime()-worked) / float64(time.Since(began))
	if slowest > inTime && share >= 1 {
		t.Errorf("an event was acknowledged after %v, want %v at most", slowest, inTime)
	}
	t.Logf("the slowest acknowledgement took %v, with %.1f processors to be had", slowest.Round(time.Millisecond), share)
	for ; measure(t, a, "in_hand") > 0; time.Sleep(time.Millisecond) {
		if ctx.Err() != nil {
			t.Fatal("questions stay in hand")
		}
	}
	for _, d := range all {
		if got := len(s.Replies(d.Event.Channel, d.Event.TS)); got != 1 {
			t.Errorf("%s has %d answers, want one", d.Event, got)
		}
	}
}

// footprint is the heap in bytes, and the number of goroutines, when everything is quiet.
func footprint(s *slacktest.Server) (heap uint64, goroutines int) {
	s.Forget()
	for n := -1; n != runtime.NumGoroutine(); time.Sleep(50 * time.Millisecond) {
		n = runtime.NumGoroutine()
	}
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, runtime.NumGoroutine()
}
