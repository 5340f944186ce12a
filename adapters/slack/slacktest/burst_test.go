package slacktest_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"drawdown/adapters/slack/slacktest"
)

// Many events over two connections of the real SDK, each dropped twice in between: every one is acknowledged, none is lost.
func TestBurstOverDroppedConnections(t *testing.T) {
	t.Parallel()
	const events = 500
	s := slacktest.New(t, slacktest.Options{})
	var mu sync.Mutex
	seen := map[string]int{}
	for range 2 {
		listen(t, s, func(e socketmode.Event) {
			outer, ok := e.Data.(slackevents.EventsAPIEvent)
			if !ok {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			seen[outer.InnerEvent.Data.(*slackevents.MessageEvent).Text]++
		})
	}
	if err := s.WaitConnections(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	var all []*slacktest.Delivery
	for i := range events {
		all = append(all, s.Deliver(s.Say(slacktest.Said{Text: fmt.Sprint(i)})))
		if i%(events/3) == events/6 {
			for _, c := range s.Connections() {
				c.Drop()
			}
			if err := s.WaitConnections(soon(t), 2); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, d := range all {
		ack, err := d.Acked(soon(t))
		if err != nil {
			t.Fatal(err)
		}
		if ack.After > 3*time.Second {
			t.Errorf("event %d was acknowledged after %v", i, ack.After)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != events {
		t.Errorf("%d of %d events arrived", len(seen), events)
	}
	if n := s.Connected(); n < 6 {
		t.Errorf("there were %d connections, want 6 at least", n)
	}
}

func TestForgetDropsWhatWasRecorded(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.AllowBreaches("no_text")
	c := greeted(t, s)
	d := s.Deliver(s.Say(slacktest.Said{Text: "hello"}))
	f := c.read()
	call(t, s, "chat.postMessage", args{"channel": slacktest.DefaultChannel})
	s.Forget()
	if n := len(s.Messages(slacktest.DefaultChannel)) + len(s.Calls("")) + len(s.Deliveries()) + len(s.Breaches()); n != 0 {
		t.Errorf("%d things are remembered", n)
	}
	c.ack(f.ID, "")
	if _, err := d.Acked(soon(t)); err != nil {
		t.Errorf("what was under way is forgotten: %v", err)
	}
}
