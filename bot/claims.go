package bot

import (
	"context"
	"fmt"
)

// MaxChecked is the longest text whose claims are checked, in characters: the longest message that Discord takes with Nitro, and ten
// paragraphs.
const MaxChecked = 4000

// Check says what the facts say on the claims of a text: supported, contradicted or not covered, each with its citation. The reply is
// Checked, or Invalid where the text makes no claim.
func (b *Bot) Check(_ context.Context, m Message) (r Reply) {
	began := b.now()
	defer func() {
		if p := recover(); p != nil {
			r = b.Fault(m.Platform, p)
		}
		r.ID, r.Private = replyID(m), true
		b.observe(m.Platform, r.Kind, b.now().Sub(began))
	}()
	if r, tooOften := b.limit(m, began); tooOften {
		return r
	}
	if n := len([]rune(m.Text)); n > MaxChecked {
		return Reply{Kind: Invalid, Text: fmt.Sprintf("That message is %d characters long. I check %d at most.", n, MaxChecked)}
	}
	verdicts := b.Base().Verify(m.Text)
	if len(verdicts) == 0 {
		return Reply{Kind: Invalid, Text: "That message makes no claim that I could hold against the articles."}
	}
	return Reply{Kind: Checked, Text: "Held against the articles:", Verdicts: verdicts}
}
