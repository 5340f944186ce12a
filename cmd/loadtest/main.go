// Loadtest measures what a question costs over HTTP: drawdown serve, journal on, against a bare handler of the same HTTP library that
// answers the same requests with a fixed body, one after the other on the same machine, load generator included.
//
//	go build -o drawdown ./cmd/drawdown && go run ./cmd/loadtest --serve ./drawdown
//
// It prints, for each: requests a second with every connection asking again as soon as it is answered (a closed loop), then the
// latency at half that rate with requests sent by the clock (an open loop: a request that is late because the one before was
// slow counts from when it was due, so that no wait is omitted); then start to ready, and memory while many requests
// run through. Questions are those that the facts are shown with, each in turn; with --new, each is asked in words never
// used before, so that nothing that was understood before helps.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"time"
)

// options are what is measured, and how long.
type options struct {
	serve    string
	seconds  int
	conns    int
	memory   int
	sessions bool
	fresh    bool
	bare     string
}

func main() {
	var o options
	flag.StringVar(&o.serve, "serve", "", "`PATH` of the drawdown binary")
	flag.IntVar(&o.seconds, "seconds", 10, "each measurement takes that `LONG`")
	flag.IntVar(&o.conns, "connections", 16, "`N` connections at once")
	flag.IntVar(&o.memory, "memory", 720_000, "`N` requests for the look at the memory: an hour of 200 a second; 0 leaves it out")
	flag.BoolVar(&o.sessions, "sessions", false, "each request belongs to a conversation, one of a thousand")
	flag.BoolVar(&o.fresh, "new", false, "every question is in new words")
	flag.StringVar(&o.bare, "bare", "", "serve the bare handler on `ADDR` and do nothing else")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "loadtest:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, o options) error {
	switch {
	case o.bare != "":
		return serveBare(ctx, o.bare)
	case o.serve == "":
		return errors.New("--serve is missing: the path of the drawdown binary, such as ./drawdown")
	}
	questions, err := readQuestions(ctx, o.serve)
	if err != nil {
		return err
	}
	fmt.Printf("%d cores, %d connections, %d s each, load generator on the same cores\n\n", runtime.NumCPU(), o.conns, o.seconds)
	bare, err := startBare(ctx)
	if err != nil {
		return err
	}
	defer bare.stop()
	bot, err := startService(ctx, o.serve)
	if err != nil {
		return err
	}
	defer bot.stop()
	l := load{options: o, questions: questions}
	fmt.Printf("%-14s %12s %10s %10s %10s %10s\n", "", "requests/s", "at half:", "p50", "p99", "p99.9")
	rates := map[string]float64{}
	for _, s := range []*server{bare, bot} {
		l.closed(ctx, s.addr, time.Second) // connections, caches and the journal warm up
		rate, err := l.closed(ctx, s.addr, time.Duration(o.seconds)*time.Second)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		times, err := l.open(ctx, s.addr, rate/2, time.Duration(o.seconds)*time.Second)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		rates[s.name] = rate
		fmt.Printf("%-14s %12.0f %10.0f %10v %10v %10v\n", s.name, rate, rate/2, times.at(0.5), times.at(0.99), times.at(0.999))
	}
	fmt.Printf("\n%s has %.0f %% of the throughput of %s\n", bot.name, 100*rates[bot.name]/rates[bare.name], bare.name)
	if err := l.watchMemory(ctx, bot); err != nil {
		return err
	}
	bot.stop()
	starts, err := startTimes(ctx, o.serve)
	if err != nil {
		return err
	}
	fmt.Printf("start to ready, %d starts: median %v, longest %v\n", len(starts), starts.at(0.5).Round(time.Millisecond), starts[len(starts)-1].Round(time.Millisecond))
	return nil
}

// watchMemory prints the memory of the service while many requests run through.
func (l load) watchMemory(ctx context.Context, s *server) error {
	if l.memory == 0 {
		return nil
	}
	fmt.Printf("\nmemory (resident) while %d requests run through\n", l.memory)
	const looks = 10
	for i := 0; i <= looks; i++ {
		fmt.Printf("%9d  %5.1f MB\n", i*l.memory/looks, s.resident())
		if i < looks {
			if err := l.many(ctx, s.addr, l.memory/looks); err != nil {
				return err
			}
		}
	}
	return nil
}
