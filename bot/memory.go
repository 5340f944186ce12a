package bot

import (
	"container/list"
	"time"

	"drawdown/knowledge"
)

// maxTurns is how many answered turns a conversation remembers: "back to Iraq" reaches that far.
const maxTurns = 8

// A conversation is what is remembered of one, the latest turn last. It is a value: changing it makes a new one. It is kept as
// JSON where a journal keeps it.
type conversation struct {
	Turns []turn `json:"turns"`
}

// A turn is a question as it was understood, and what it got: the fact by its id, where the answer was one and no passage. An id
// outlives the base that it was found in: after facts were loaded anew, it names the new fact or none.
type turn struct {
	Question string `json:"question"`
	Short    string `json:"short,omitempty"`
	Answered bool   `json:"answered,omitempty"`
	Fact     string `json:"fact,omitempty"`
}

// fact is the fact that a turn was answered with, or nil.
func (b *mind) fact(t turn) *knowledge.Fact {
	if t.Fact == "" {
		return nil
	}
	return b.base.Fact(t.Fact, nil)
}

// last is the latest turn that was answered, or false.
func (c conversation) last() (turn, bool) {
	for i := len(c.Turns) - 1; i >= 0; i-- {
		if c.Turns[i].Answered {
			return c.Turns[i], true
		}
	}
	return turn{}, false
}

// after is the conversation after one more turn.
func (c conversation) after(o outcome) conversation {
	t := turn{Question: o.about, Short: o.answer.Short, Answered: o.answer.Answered}
	if t.Answered && len(o.answer.Facts) > 0 {
		t.Fact = o.answer.Facts[len(o.answer.Facts)-1].ID()
	}
	turns := append(append([]turn{}, c.Turns...), t)
	if len(turns) > maxTurns {
		turns = turns[len(turns)-maxTurns:]
	}
	return conversation{turns}
}

// memory holds conversations, bounded in number (the least recently used is forgotten) and age. Its user locks it.
type memory struct {
	size    int
	age     time.Duration
	entries map[string]*list.Element
	order   *list.List // of *remembered, the most recently used in front
}

type remembered struct {
	key  string
	c    conversation
	used time.Time
}

func newMemory(size int, age time.Duration) memory {
	return memory{size: size, age: age, entries: map[string]*list.Element{}, order: list.New()}
}

func (m *memory) get(key string, now time.Time) (conversation, bool) {
	e, ok := m.entries[key]
	if !ok {
		return conversation{}, false
	}
	r := e.Value.(*remembered)
	if now.Sub(r.used) > m.age {
		m.drop(e)
		return conversation{}, true
	}
	return r.c, true
}

func (m *memory) put(key string, c conversation, now time.Time) {
	if e, ok := m.entries[key]; ok {
		r := e.Value.(*remembered)
		r.c, r.used = c, now
		m.order.MoveToFront(e)
	} else {
		m.entries[key] = m.order.PushFront(&remembered{key, c, now})
	}
	for e := m.order.Back(); e != nil && (m.order.Len() > m.size || now.Sub(e.Value.(*remembered).used) > m.age); e = m.order.Back() {
		m.drop(e)
	}
}

func (m *memory) drop(e *list.Element) {
	delete(m.entries, e.Value.(*remembered).key)
	m.order.Remove(e)
}
