// Package bot is the conversation: a message comes in, a reply goes out.
//
// A [Message] is what an adapter takes from its platform; [Bot.Handle] answers it with a [Reply], which holds no markup: each
// adapter renders it in its platform's. Between the two, Handle looks after what every platform needs alike: limits,
// small talk, commands ("timeline", "what do you know?"), and follow-ups ("and in Syria?", "why?"), for each conversation by
// itself. What is answered, package knowledge decides.
//
// The bot remembers conversations in memory that is bounded in number and age (see [Options]). Nothing that a person types
// is ever answered with anything but statements of the base, each with its citation, or fixed words of the bot's own.
package bot

import (
	"context"
	"sync"
	"time"

	"drawdown/knowledge"
)

// A Message is what somebody said to the bot.
type Message struct {
	Platform     string // "repl", "discord", "slack", "web" …
	Conversation string // unique within the platform: a thread, a channel with a person, a session
	Author       string // unique within the platform; "" where it is not known
	ID           string // unique within the conversation; "" where the platform gives none
	Text         string
}

// A Kind says what sort of reply a Reply is.
type Kind int

// The kinds of reply. Answered and Refused carry an Answer; the others, Text and perhaps Entries.
const (
	Answered Kind = iota // the articles say
	Refused              // the articles do not say
	Talk                 // small talk, thanks, help
	Listing              // a list: articles, timeline, summary
	Invalid              // the message is no question: empty, too long, punctuation alone
)

// A Reply is what the bot says. It holds plain text without markup.
type Reply struct {
	Kind    Kind
	Text    string            // for Talk, Listing and Invalid; for Refused what is said before the suggestions
	Answer  *knowledge.Answer // for Answered and Refused
	Entries []Entry           // for Listing
	Asked   string            // the question that was answered, where a follow-up was completed; else ""
}

// An Entry is a line of a list.
type Entry struct {
	Label     string // a date, a title; may be ""
	Text      string
	Citations []knowledge.Citation
}

// Options configure a Bot; the zero value is useful.
type Options struct {
	Conversations int              // conversations remembered, the least recently used forgotten first; 0: DefaultConversations
	Age           time.Duration    // how long a conversation is remembered after its last message; 0: DefaultAge
	Now           func() time.Time // the clock; nil: time.Now
}

// The bounds of memory: a conversation takes about a kilobyte, so that the default is some ten megabytes; who comes back
// after an hour begins anew.
const (
	DefaultConversations = 10_000
	DefaultAge           = time.Hour
)

// MaxMessage is the longest message that is read, in characters: no question is longer, and a chat message rarely.
const MaxMessage = knowledge.MaxQuestion

// A Bot answers messages. It is safe for concurrent use.
type Bot struct {
	base    *knowledge.Base
	phrases phrasebook
	mu      sync.Mutex
	memory  memory
	now     func() time.Time
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
	return &Bot{base: base, phrases: readPhrasebook(wordings), memory: newMemory(o.Conversations, o.Age), now: o.Now}
}

// Base is what the bot answers from.
func (b *Bot) Base() *knowledge.Base { return b.base }

// Handle answers a message. It does not block and returns no error: whatever is typed has a reply.
func (b *Bot) Handle(_ context.Context, m Message) Reply {
	if r, wrong := invalid(m.Text); wrong {
		return r
	}
	key := m.Platform + "\x00" + m.Conversation
	b.mu.Lock()
	c := b.memory.get(key, b.now())
	b.mu.Unlock()
	r, next := b.reply(m.Text, c)
	b.mu.Lock()
	b.memory.put(key, next, b.now())
	b.mu.Unlock()
	return r
}

// reply answers a text in a conversation, and gives the conversation after it. Conversations are values: two messages at
// once in one conversation both see what was before, and the later one is remembered.
func (b *Bot) reply(text string, c conversation) (Reply, conversation) {
	if r, ok := b.say(b.phrases.certain(text)); ok {
		return r, c
	}
	if gibberish(b.base.Analyzer().Analyze(text)) {
		r, _ := b.say("gibberish")
		return r, c
	}
	o := b.ask(text, c)
	if !o.answer.Answered {
		if r, ok := b.talk(text); ok {
			return r, c
		}
	}
	r := Reply{Kind: Answered, Answer: &o.answer, Asked: o.completed}
	if !o.answer.Answered {
		r.Kind, r.Text = Refused, refusal(o.answer)
	}
	return r, c.after(o)
}

// refusal is what is said when the articles do not say.
func refusal(a knowledge.Answer) string {
	if a.Nearest != "" {
		return "The articles do not say that. The nearest thing that they do say, which is not the answer:"
	}
	return "The articles do not say that."
}
