package slack_test

import (
	"context"
	"sync"
	"time"

	"drawdown/bot"
)

// ledger is what two replicas share: a journal that keeps claims, and nothing else. A claim of an owner that has died can be taken over.
type ledger struct {
	mu   sync.Mutex
	by   map[string]*holder
	dead map[string]bool
}

type holder struct {
	owner   string
	settled bool
}

func newLedger() *ledger { return &ledger{by: map[string]*holder{}, dead: map[string]bool{}} }

func (l *ledger) Claim(_ context.Context, owner string, keys []string, _ time.Duration) (bot.Holding, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	got := bot.Taken
	for _, k := range keys {
		switch h := l.by[k]; {
		case h == nil:
		case h.settled:
			return bot.Settled, nil
		case l.dead[h.owner]:
			got = bot.TakenOver
		default:
			return bot.Held, nil
		}
	}
	for _, k := range keys {
		l.by[k] = &holder{owner: owner}
	}
	return got, nil
}

func (l *ledger) Settle(_ context.Context, owner string, keys []string, done bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, k := range keys {
		if h := l.by[k]; h != nil && h.owner == owner {
			if h.settled = done; !done {
				delete(l.by, k)
			}
		}
	}
	return nil
}

// kill lets every owner that holds a claim now be dead.
func (l *ledger) kill() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, h := range l.by {
		if !h.settled {
			l.dead[h.owner] = true
		}
	}
}

func (*ledger) Renew(context.Context, string, time.Duration) error        { return nil }
func (*ledger) Record(bot.Record)                                         {}
func (*ledger) Remember(string, []byte, time.Time)                        {}
func (*ledger) Recall(context.Context, string) ([]byte, error)            { return nil, nil }
func (*ledger) Thumb(context.Context, bot.Thumb) (bool, error)            { return true, nil }
func (*ledger) Unanswered(context.Context, int) ([]bot.Unanswered, error) { return nil, nil }

var _ bot.Journal = (*ledger)(nil)
