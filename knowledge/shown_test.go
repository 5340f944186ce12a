package knowledge_test

import (
	"testing"

	"drawdown/knowledge"
)

// A suggestion that leads elsewhere is a broken promise: every fact's question is answered, by that fact or by one that an
// editor calls as good.
func TestShownQuestions(t *testing.T) {
	b, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range b.Facts() {
		a := b.Ask(f.Question)
		if !a.Answered {
			t.Errorf("%s: %q is refused (%.2f)", f.ID(), f.Question, a.Confidence)
		} else if a.Facts[0] != f {
			t.Errorf("%s: %q is answered by %s", f.ID(), f.Question, a.Facts[0].ID())
		}
	}
}
