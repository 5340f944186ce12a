package bot

import (
	"strings"
	"sync"

	"drawdown/knowledge"
	"drawdown/knowledge/text"
)

// An understanding is all that can be known of a text without its conversation. It costs some 250 µs and depends on nothing
// else, and people ask the same things: it is kept for the texts that were said last.
type understanding struct {
	text      string
	folded    string // as records have it: small letters without accents, single blanks
	heading   string // of the phrasebook, where the text is one of its wordings
	gibberish bool
	followUp  followUp
	alone     knowledge.Answer // to the text by itself; not set where it has a heading or is gibberish
}

func (b *mind) understand(message string) *understanding {
	if u, ok := b.known.get(message); ok {
		return u
	}
	u := &understanding{text: message, folded: folded(message), heading: b.phrases.certain(message), followUp: b.read(message)}
	if u.heading == "" {
		u.gibberish = gibberish(u.followUp.q)
		if !u.gibberish {
			u.alone = b.base.Ask(message)
		}
	}
	b.known.put(message, u)
	return u
}

// folded leaves out what ends a sentence, so that "why" and "why?" count as one.
func folded(s string) string {
	return strings.TrimRight(strings.Join(strings.Fields(text.Fold(s)), " "), " ?!.")
}

// understood is how many texts are kept at the least; twice as many at most. One takes some 4 KB, so that this is some 16 MB.
const understood = 2048

// understandings is a cache of two generations (as in the CLOCK family, with one bit that is a whole map): when the young one
// is full it becomes the old one, and what is used in the old one moves to the young one. It is safe for concurrent use.
type understandings struct {
	mu         sync.Mutex
	size       int
	young, old map[string]*understanding
}

func newUnderstandings(size int) *understandings {
	return &understandings{size: size, young: map[string]*understanding{}}
}

func (c *understandings) get(text string) (*understanding, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if u, ok := c.young[text]; ok {
		return u, true
	}
	u, ok := c.old[text]
	if ok {
		c.add(text, u)
	}
	return u, ok
}

func (c *understandings) put(text string, u *understanding) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(text, u)
}

func (c *understandings) add(text string, u *understanding) {
	if len(c.young) >= c.size {
		c.young, c.old = map[string]*understanding{}, c.young
	}
	c.young[text] = u
}
