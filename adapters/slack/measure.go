package slack

import (
	"sync/atomic"

	"drawdown/bot"
)

// counters are what an administrator watches.
type counters struct {
	reconnects, limited, refused, retries, unanswered, dropped, unsigned atomic.Int64
}

// Measures are the figures of the adapter.
func (a *Adapter) Measures() []bot.Measure {
	counter := func(name, help string, n *atomic.Int64) bot.Measure {
		return bot.Measure{Name: name, Help: help, Counter: true, Value: func() float64 { return float64(n.Load()) }}
	}
	gauge := func(name, help string, value func() float64) bot.Measure {
		return bot.Measure{Name: name, Help: help, Value: value}
	}
	return []bot.Measure{
		counter("reconnects_total", "Connections of Socket Mode that were opened in place of one that ended or failed.", &a.count.reconnects),
		counter("rate_limited_total", "Calls that Slack put off.", &a.count.limited),
		counter("refused_total", "Calls that Slack refused.", &a.count.refused),
		counter("retries_total", "Calls that were made again.", &a.count.retries),
		counter("unanswered_total", "Replies that could not be sent.", &a.count.unanswered),
		counter("dropped_total", "Events that were not taken, for too many were in hand.", &a.count.dropped),
		counter("unsigned_total", "Requests without a valid signature.", &a.count.unsigned),
		gauge("connections", "Connections of Socket Mode that are up.", func() float64 { return float64(a.hello.Load()) }),
		gauge("queue_length", "Messages that wait for their channel or are being sent.", func() float64 { return float64(a.lanes.length()) }),
		gauge("in_hand", "Events that were taken and are not answered yet.", a.inHand),
	}
}

func (a *Adapter) inHand() float64 {
	if s := a.shift.Load(); s != nil {
		return float64(len(s.hands))
	}
	return 0
}
