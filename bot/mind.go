package bot

import "drawdown/knowledge"

// A mind is what the bot answers with: a base, and what was understood of messages with it. It is replaced as a whole when the
// facts are loaded anew, so that no answer mixes two bases.
type mind struct {
	base    *knowledge.Base
	phrases phrasebook
	known   *understandings
}

func newMind(base *knowledge.Base) *mind {
	return &mind{base: base, phrases: readPhrasebook(wordings), known: newUnderstandings(understood)}
}

// reply answers a text in a conversation, and gives the conversation after it. Conversations are values: two messages at
// once in one conversation both see what was before, and the later one is remembered.
func (b *mind) reply(text string, c conversation) (Reply, conversation) {
	u := b.understand(text)
	if r, ok := b.say(u.heading); ok {
		return r, c
	}
	if u.gibberish {
		r, _ := b.say("gibberish")
		return r, c
	}
	o := b.ask(u, c)
	if !o.answer.Answered {
		if r, ok := b.say(b.phrases.nearly(u.followUp.q)); ok {
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

// overheard tells whether a message that was not addressed to the bot is for it all the same: in a conversation that it takes part
// in, a question that the base answers, or one that leans on what was said.
func (b *mind) overheard(text string, c conversation, r Reply) bool {
	if len(c.Turns) == 0 || r.Answer == nil {
		return false
	}
	f := b.understand(text).followUp
	if !f.inquires(text) {
		return false
	}
	return r.Kind == Answered || f.bareKind() || f.opening && len(f.content) <= maxFragment
}
