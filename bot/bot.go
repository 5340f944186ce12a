// Package bot is the conversation: a message comes in, a reply goes out.
//
// A [Message] is what an adapter takes from its platform; [Bot.Handle] answers it with a [Reply], which holds no markup: each
// adapter renders it in its platform's. Between the two, Handle looks after what every platform needs alike: limits,
// small talk, commands ("timeline", "what do you know?"), and follow-ups ("and in Syria?", "why?"), for each conversation by
// itself. What is answered, package knowledge decides.
//
// Around that stand, a file each: [Bot.Claim] for once-only delivery (once.go), [Buttons] and [Bot.Act] for what can be pressed
// (action.go), [Bot.Check] for the claims of a text (claims.go), [Pack] for texts that are longer than a platform takes
// (pack.go), [Bot.Link] for the page that a citation leads to (link.go), [Adapter] for what serves a platform (adapter.go), and
// [Journal] for what outlives the process (journal.go; volatile.go where there is none).
//
// The bot remembers conversations in memory that is bounded in number and age (see [Options]), and in the journal. Nothing that a
// person types is ever answered with anything but statements of the base, each with its citation, or fixed words of the
// bot's own.
package bot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"drawdown/knowledge"
)

// Options configure a Bot; the zero value is useful.
type Options struct {
	Conversations int              // conversations remembered, the least recently used forgotten first; 0: DefaultConversations
	Age           time.Duration    // how long a conversation is remembered after its last message; 0: DefaultAge
	Now           func() time.Time // the clock; nil: time.Now
	Limits        Limits           // how often may be asked; zero: as often as one likes
	Public        *url.URL         // where the web page is reached; nil: citations link nowhere
	Journal       Journal          // nil: a bounded memory
	Log           *slog.Logger     // nil: nothing is logged

	// Observe, where set, is called with every message that was handled. It must be quick and safe for concurrent use.
	Observe func(platform string, outcome Kind, took time.Duration)
}

// The bounds of memory: a conversation takes about a kilobyte, so that the default is some ten megabytes; who comes back
// after an hour begins anew.
const (
	DefaultConversations = 10_000
	DefaultAge           = time.Hour
)

// MaxMessage is the longest message that is read, in characters: no question is longer, and a chat message rarely.
const MaxMessage = knowledge.MaxQuestion

// recallPatience is how long the journal may take to say what a conversation was about: people feel no such delay, and a question
// that stands by itself is answered as well without.
const recallPatience = 200 * time.Millisecond

// A Bot answers messages. It is safe for concurrent use.
type Bot struct {
	mind     atomic.Pointer[mind]
	mu       sync.Mutex
	memory   memory
	age      time.Duration
	now      func() time.Time
	public   *url.URL
	log      *slog.Logger
	observe  func(string, Kind, time.Duration)
	people   *limiters
	places   *limiters
	journal  Journal
	shared   bool // other processes write to the journal
	fallback *volatile
	flights  flights
	owner    string
	warned   sync.Map // message → when it was last logged
}

// New makes a bot over a base.
func New(base *knowledge.Base, o Options) *Bot {
	if o.Conversations <= 0 {
		o.Conversations = DefaultConversations
	}
	if o.Age <= 0 {
		o.Age = DefaultAge
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Observe == nil {
		o.Observe = func(string, Kind, time.Duration) {}
	}
	b := &Bot{
		memory: newMemory(o.Conversations, o.Age), age: o.Age, now: o.Now, public: o.Public, log: o.Log, observe: o.Observe,
		people: newLimiters(o.Limits.Person), places: newLimiters(o.Limits.Conversation),
		journal: o.Journal, fallback: newVolatile(o.Now), flights: flights{air: map[string]*inFlight{}}, owner: newOwner(),
	}
	if b.journal == nil {
		b.journal = b.fallback
	}
	if s, ok := o.Journal.(Shared); ok {
		b.shared = s.Shared()
	}
	b.Learn(base)
	return b
}

// Base is what the bot answers from.
func (b *Bot) Base() *knowledge.Base { return b.mind.Load().base }

// Learn lets the bot answer from another base from now on. Messages that are being answered are answered from the old one.
func (b *Bot) Learn(base *knowledge.Base) { b.mind.Store(newMind(base)) }

// Handle answers a message. It returns no error: whatever is typed has a reply. It waits for nothing but, where the journal has to
// be asked what the conversation was about, a fifth of a second at most.
func (b *Bot) Handle(ctx context.Context, m Message) (r Reply) {
	began := b.now()
	defer func() {
		if p := recover(); p != nil {
			r = b.Fault(m.Platform, p)
		}
		r.ID = replyID(m)
		b.note(m, r, began)
	}()
	if r, wrong := invalid(m.Text); wrong {
		if m.Overheard {
			return Reply{Kind: Silent}
		}
		return r
	}
	if !m.Overheard { // what is only heard counts once it is found to be for the bot
		if r, tooOften := b.limit(m, began); tooOften {
			return r
		}
	}
	mind, c := b.mind.Load(), b.recall(ctx, m)
	r, next := mind.reply(m.Text, c)
	if m.Overheard {
		if !mind.overheard(m.Text, c, r) {
			return Reply{Kind: Silent}
		}
		if r, tooOften := b.limit(m, began); tooOften {
			return r
		}
	}
	b.remember(m, next)
	return r
}

// recall gives what the message's conversation was about.
func (b *Bot) recall(ctx context.Context, m Message) conversation {
	if m.Conversation == "" {
		return conversation{}
	}
	key := conversationKey(m)
	b.mu.Lock()
	c, known := b.memory.get(key, b.now())
	b.mu.Unlock()
	if known && !b.shared {
		return c
	}
	ctx, cancel := context.WithTimeout(ctx, recallPatience)
	defer cancel()
	state, err := b.journal.Recall(ctx, key)
	if err != nil {
		b.warn("the journal did not say what a conversation was about", err)
		return c
	}
	var kept conversation
	if state == nil || json.Unmarshal(state, &kept) != nil { // what another version kept is no conversation of this one
		return c
	}
	return kept
}

func (b *Bot) remember(m Message, c conversation) {
	if m.Conversation == "" || len(c.Turns) == 0 {
		return
	}
	key, now := conversationKey(m), b.now()
	b.mu.Lock()
	b.memory.put(key, c, now)
	b.mu.Unlock()
	if b.journal == Journal(b.fallback) {
		return
	}
	state, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and booleans always marshal
	}
	b.journal.Remember(key, state, now.Add(b.age))
}

// warnEvery is how often one warning on the journal is logged: while it is away, every message would be a reason.
const warnEvery = time.Minute

func (b *Bot) warn(message string, err error) {
	now := b.now()
	if last, ok := b.warned.Load(message); ok && now.Sub(last.(time.Time)) < warnEvery {
		return
	}
	b.warned.Store(message, now)
	b.log.Warn(message, "error", err)
}

// note tells the journal and whoever watches.
func (b *Bot) note(m Message, r Reply, began time.Time) {
	took := b.now().Sub(began)
	b.observe(m.Platform, r.Kind, took)
	if r.Kind == Silent || r.Kind == Invalid || r.Kind == Limited || r.Kind == Failed {
		return
	}
	rec := Record{ID: r.ID, Time: began, Platform: m.Platform, Conversation: m.Conversation, Author: m.Author, Outcome: r.Kind, Took: took}
	if a := r.Answer; a != nil {
		rec.Confidence = a.Confidence
		if len(a.Facts) > 0 {
			rec.Fact = a.Facts[0].ID()
		}
	}
	rec.Text = b.mind.Load().understand(cmp.Or(r.Asked, m.Text)).folded
	b.journal.Record(rec)
}

// replyID names the reply to a message: the same for the same message, so that a replica that answers in another's place gives the
// buttons of the same reply; where the platform gives no id, any.
func replyID(m Message) string {
	if m.ID == "" {
		return newOwner()
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{m.Platform, m.Conversation, m.ID}, "\x00")))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// Help says what the bot does and how to ask.
func (b *Bot) Help() Reply { return b.mind.Load().help() }

// Articles lists the articles that the bot answers from.
func (b *Bot) Articles() Reply { return b.mind.Load().articles() }

// Summary says the main facts, in the order of the articles.
func (b *Bot) Summary() Reply { return b.mind.Load().summary() }

// Timeline lists the dated facts in order.
func (b *Bot) Timeline() Reply { return b.mind.Load().timeline() }
