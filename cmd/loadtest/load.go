package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A load is the questions, and how they are sent.
type load struct {
	options
	questions []string
}

// counter numbers requests over all measurements, so that "new words" are new ones.
var counter atomic.Int64

// bodies makes the body of the next request.
func (l load) body() []byte {
	n := counter.Add(1)
	body := map[string]string{"question": l.questions[int(n)%len(l.questions)]}
	if l.fresh {
		body["question"] += fmt.Sprintf(" (%d)", n)
	}
	if l.sessions {
		body["session"] = fmt.Sprintf("s%d", n%1000)
	}
	b, err := json.Marshal(body)
	if err != nil {
		panic(err) // strings always marshal
	}
	return b
}

// closed sends requests on every connection, each as soon as the one before is answered, and gives how many a second were.
func (l load) closed(ctx context.Context, addr string, during time.Duration) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, during)
	defer cancel()
	var done atomic.Int64
	began := time.Now()
	err := l.each(addr, func(c *conn) error {
		for ctx.Err() == nil {
			if err := c.ask(l.body()); err != nil {
				return err
			}
			done.Add(1)
		}
		return nil
	})
	return float64(done.Load()) / time.Since(began).Seconds(), err
}

// many sends a number of requests as fast as they are answered.
func (l load) many(ctx context.Context, addr string, n int) error {
	var sent atomic.Int64
	return l.each(addr, func(c *conn) error {
		for ctx.Err() == nil && sent.Add(1) <= int64(n) {
			if err := c.ask(l.body()); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}

// open sends requests by the clock, and gives how long each took from when it was due.
func (l load) open(ctx context.Context, addr string, rate float64, during time.Duration) (durations, error) {
	ctx, cancel := context.WithTimeout(ctx, during)
	defer cancel()
	pause := time.Duration(float64(time.Second) / rate)
	began := time.Now()
	var next atomic.Int64
	var mu sync.Mutex
	var all durations
	err := l.each(addr, func(c *conn) error {
		var own durations
		for {
			due := began.Add(time.Duration(next.Add(1)) * pause)
			if due.Sub(began) > during || ctx.Err() != nil {
				mu.Lock()
				defer mu.Unlock()
				all = append(all, own...)
				return nil
			}
			time.Sleep(time.Until(due))
			if err := c.ask(l.body()); err != nil {
				return err
			}
			own = append(own, time.Since(due))
		}
	})
	slices.Sort(all)
	return all, err
}

// each runs a function on every connection.
func (l load) each(addr string, do func(*conn) error) error {
	var first atomic.Pointer[error] // the others fail alike
	var all sync.WaitGroup
	for range l.conns {
		all.Go(func() {
			c, err := dial(addr)
			if err != nil {
				first.CompareAndSwap(nil, &err)
				return
			}
			defer c.Close()
			if err := do(c); err != nil {
				first.CompareAndSwap(nil, &err)
			}
		})
	}
	all.Wait()
	if err := first.Load(); err != nil {
		return *err
	}
	return nil
}

// durations are sorted.
type durations []time.Duration

// at gives a quantile.
func (d durations) at(q float64) time.Duration {
	if len(d) == 0 {
		return 0
	}
	return d[min(len(d)-1, int(q*float64(len(d))))].Round(time.Microsecond)
}
