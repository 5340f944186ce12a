package bot

import (
	"container/list"
	"fmt"
	"sync"
	"time"
)

// A Rate is how often something may be done: Burst times at once, and once more each Every. The zero Rate is no limit.
type Rate struct {
	Burst int
	Every time.Duration
}

// Limits are how often one person, and one conversation, may ask.
type Limits struct{ Person, Conversation Rate }

// limiters holds the rates of those who asked of late; the least recently seen is forgotten, which only ever errs in their favour.
type limiters struct {
	mu   sync.Mutex
	rate Rate
	by   map[string]*list.Element
	all  *list.List
}

// maxLimited is how many people, and conversations, are watched at once: some 3 MB.
const maxLimited = 20_000

// A limited is one whose rate is watched, by the generic cell rate algorithm (ITU-T I.371): the time at which it would be idle
// again if it went on at its rate.
type limited struct {
	key  string
	idle time.Time
}

func newLimiters(r Rate) *limiters {
	return &limiters{rate: r, by: map[string]*list.Element{}, all: list.New()}
}

// take counts one use, and gives how long to wait where it is one too many; that one is not counted.
func (l *limiters) take(key string, now time.Time) time.Duration {
	if l.rate.Burst <= 0 || l.rate.Every <= 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.by[key]
	if !ok {
		e = l.all.PushFront(&limited{key, now})
		l.by[key] = e
		if l.all.Len() > maxLimited {
			oldest := l.all.Back()
			delete(l.by, oldest.Value.(*limited).key)
			l.all.Remove(oldest)
		}
	} else {
		l.all.MoveToFront(e)
	}
	it := e.Value.(*limited)
	if it.idle.Before(now) {
		it.idle = now
	}
	if wait := it.idle.Sub(now) - time.Duration(l.rate.Burst-1)*l.rate.Every; wait > 0 {
		return wait
	}
	it.idle = it.idle.Add(l.rate.Every)
	return 0
}

// limit replies to who asks too often.
func (b *Bot) limit(m Message, now time.Time) (Reply, bool) {
	wait := time.Duration(0)
	if m.Author != "" {
		wait = b.people.take(m.Platform+"\x00"+m.Author, now)
	}
	whose := "You have asked many questions"
	if wait == 0 && m.Conversation != "" {
		wait, whose = b.places.take(conversationKey(m), now), "There were many questions here"
	}
	if wait == 0 {
		return Reply{}, false
	}
	seconds := int((wait + time.Second - 1) / time.Second)
	unit := "seconds"
	if seconds == 1 {
		unit = "second"
	}
	return Reply{Kind: Limited, Private: true, Wait: wait, Text: fmt.Sprintf("%s in a short time. Please ask again in %d %s.", whose, seconds, unit)}, true
}
