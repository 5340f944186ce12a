package bot

import (
	"time"

	"drawdown/knowledge"
)

// A Message is what somebody said to the bot.
type Message struct {
	Platform     string // "repl", "discord", "slack", "web" …
	Conversation string // unique within the platform: a thread, a channel with a person, a session; "": nothing is remembered
	Author       string // unique within the platform; "" where it is not known
	ID           string // unique within the conversation; "" where the platform gives none
	Text         string

	// Overheard is set where the message was not addressed to the bot, in a conversation that it takes part in. It is answered
	// only if it is a question that the base answers or one that clearly follows up; else the reply is Silent.
	Overheard bool
}

// A Kind says what sort of reply a Reply is.
type Kind int

// The kinds of reply. Answered and Refused carry an Answer; Checked, Verdicts; the others, Text and perhaps Entries.
const (
	Answered Kind = iota // the articles say
	Refused              // the articles do not say
	Talk                 // small talk, thanks, help, an acknowledgement
	Listing              // a list: articles, timeline, summary, sources, gaps
	Invalid              // the message is no question: empty, too long, punctuation alone
	Limited              // asked too often; Text says when to ask again
	Failed               // an internal error: the fixed apology, with an id that is in the log
	Checked              // what the facts say on the claims of a text
	Silent               // nothing is to be said: an overheard message that was not for the bot
)

var kindNames = [...]string{"answered", "refused", "talk", "listing", "invalid", "limited", "failed", "checked", "silent"}

// String is the kind as logs, metrics and the journal name it.
func (k Kind) String() string { return kindNames[k] }

// A Reply is what the bot says. It holds plain text without markup.
type Reply struct {
	Kind    Kind
	Text    string            // for Talk, Listing, Invalid, Limited, Failed and Checked; for Refused what is said before the nearest
	Answer  *knowledge.Answer // for Answered and Refused
	Entries []Entry           // for Listing and Talk
	Asked   string            // the question that was answered, where a follow-up was completed; else ""

	Verdicts []knowledge.Verdict // for Checked, in the order of the text

	// ID names the reply for feedback: the same message, delivered again, gets the same ID. 12 characters of base64url.
	ID string

	Wait time.Duration // for Limited: how long until the next message is answered

	// Private is set where only the person who pressed or asked is to read the reply: sources, thanks for a thumb.
	Private bool
}

// An Entry is a line of a list.
type Entry struct {
	Label     string // a date, a title; may be ""
	Text      string
	Citations []knowledge.Citation
}
