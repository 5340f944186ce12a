package bot

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"drawdown/knowledge"
)

// What can be pressed. All that a press needs is in the button's State, a text of at most [MaxState] characters that a platform hands
// back: a button works after a restart and on another replica, and nothing is kept for it. It reads
//
//	version verb payload      "1q" + a question · "1s" + locators, each "article.paragraph.sentence" with the article's short
//	                          name · "1u" or "1d" (thumbs up, down) + the id of the reply

// The verbs.
const (
	AskAgain  Verb = 'q' // answers another question, in place
	Sources   Verb = 's' // shows what the answer stands on, to the presser alone
	ThumbUp   Verb = 'u' // counted once a person, acknowledged to the presser alone
	ThumbDown Verb = 'd'
)

// A Verb is what a button does.
type Verb byte

// MaxState is the longest state, in characters: the least that a platform takes (Discord's custom_id).
const MaxState = 100

// stateVersion opens every state. A state of another version is of a button that another version of the bot made.
const stateVersion = '1'

// maxRelated is how many related questions are offered as buttons: as many as fit a line.
const maxRelated = 3

// A Button can be pressed under a reply.
type Button struct {
	Verb  Verb
	Label string // plain text, at most knowledge.MaxShown characters; never a colour or sign alone
	State string // what Act takes; unique under a reply
}

// Buttons are what can be pressed under a reply, in the order in which they are shown.
func Buttons(r Reply) []Button {
	var out []Button
	offer := func(questions []string) {
		for _, q := range questions {
			state := string(stateVersion) + string(AskAgain) + q
			if len(out) < maxRelated && utf8.RuneCountInString(q) <= knowledge.MaxShown && utf8.RuneCountInString(state) <= MaxState {
				out = append(out, Button{AskAgain, q, state})
			}
		}
	}
	switch r.Kind {
	case Answered:
		offer(r.Answer.Related)
		if s := sourcesState(r.Answer); s != "" {
			out = append(out, Button{Sources, "Sources", s})
		}
	case Refused:
		offer(r.Answer.Suggestions)
	default:
		return nil
	}
	head := string(stateVersion)
	return append(out,
		Button{ThumbUp, "👍 Helpful", head + string(ThumbUp) + r.ID},
		Button{ThumbDown, "👎 Not helpful", head + string(ThumbDown) + r.ID})
}

// sourcesState names the sentences that an answer and what differs from it stand on, as many as fit.
func sourcesState(a *knowledge.Answer) string {
	state := string(stateVersion) + string(Sources)
	cited := append([]knowledge.Citation{}, a.Citations...)
	for _, d := range a.Differs {
		cited = append(cited, d.Citation)
	}
	n := 0
	for _, c := range cited {
		one := fmt.Sprintf("%s.%d.%d", shortName(c.Source), c.Paragraph, c.Sentence)
		if n > 0 {
			one = "," + one
		}
		if len(state)+len(one) > MaxState {
			break
		}
		state, n = state+one, n+1
	}
	if n == 0 {
		return ""
	}
	return state
}

// shortName stands for an article's id, which may be long, in a state: 36 bits of its SHA-256, so that among a thousand articles two
// share one with a probability of one in 100,000.
func shortName(article string) string {
	sum := sha256.Sum256([]byte(article))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:6]
}

// tooOld replies to a press of a button that this version or these facts do not know.
var tooOld = Reply{Kind: Talk, Private: true, Text: "That button is too old: I have learnt other facts since. Please ask the question again."}

// Act replies to the press of a button with a state, by the message's author in its conversation; the message's text is not used.
// A reply to AskAgain takes the place of the one under which the button was; any other is for the presser alone (Private).
func (b *Bot) Act(ctx context.Context, m Message, state string) (Verb, Reply) {
	if len(state) < 2 || state[0] != stateVersion {
		return 0, tooOld
	}
	verb, payload := Verb(state[1]), state[2:]
	switch verb {
	case AskAgain:
		m.Text, m.Overheard = payload, false
		return verb, b.Handle(ctx, m)
	case Sources:
		return verb, b.sources(payload)
	case ThumbUp, ThumbDown:
		return verb, b.thumb(ctx, m, payload, verb == ThumbUp)
	}
	return 0, tooOld
}

// sources lists the sentences of a state with all that is known of them.
func (b *Bot) sources(payload string) Reply {
	mind := b.mind.Load()
	r := Reply{Kind: Listing, Private: true, Text: "The answer stands on:"}
	for _, one := range strings.Split(payload, ",") {
		parts := strings.Split(one, ".")
		if len(parts) != 3 {
			return tooOld
		}
		paragraph, err1 := strconv.Atoi(parts[1])
		sentence, err2 := strconv.Atoi(parts[2])
		c, says, ok := mind.base.Cite(func(article string) bool { return shortName(article) == parts[0] }, paragraph, sentence)
		if err1 != nil || err2 != nil || !ok {
			return tooOld
		}
		r.Entries = append(r.Entries, Entry{Text: says, Citations: []knowledge.Citation{c}})
	}
	return r
}

func (b *Bot) thumb(ctx context.Context, m Message, reply string, up bool) Reply {
	ctx, cancel := context.WithTimeout(ctx, settlePatience)
	defer cancel()
	changed, err := b.journal.Thumb(ctx, Thumb{Reply: reply, Platform: m.Platform, Author: m.Author, Up: up, Time: b.now()})
	say := func(s string) Reply { return Reply{Kind: Talk, Private: true, Text: s} }
	switch {
	case err != nil:
		b.log.Warn("a thumb could not be counted", "error", err)
		return say("I could not note that just now. Please try again later.")
	case !changed:
		return say("I have noted that already; each person counts once.")
	case up:
		return say("Thank you. I have noted that this helped.")
	}
	return say("Thank you. I have noted that this did not help; whoever runs me can see which question it was.")
}
