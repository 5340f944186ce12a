package knowledge_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"drawdown/knowledge"
	"drawdown/knowledge/articles"
	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// unranked is a base over the embedded facts that can complete, but not answer.
func unranked(t testing.TB) *knowledge.Base {
	t.Helper()
	c, err := knowledge.ReadCorpus(articles.Files)
	if err != nil {
		t.Fatal(err)
	}
	return knowledge.FromIndex(c, &index.Index{Facts: len(c.Facts())}, &text.Analyzer{Lexicon: c.Lexicon})
}

func TestComplete(t *testing.T) {
	b := unranked(t)
	for _, typed := range []string{"how many", "Which b", "who", "  WHO   is ", "soleimani", "trpsyr"} {
		got := b.Complete(typed, 5)
		if len(got) == 0 || len(got) > 5 {
			t.Errorf("Complete(%q) gave %d questions, want 1 to 5", typed, len(got))
		}
		want := strings.ToLower(strings.Join(strings.Fields(typed), " "))
		if len(got) > 0 && !subsequence(strings.ReplaceAll(want, " ", ""), strings.ToLower(got[0])) {
			t.Errorf("Complete(%q) = %q, which does not hold the letters in order", typed, got[0])
		}
		if sorted := slices.Compact(slices.Sorted(slices.Values(got))); len(sorted) != len(got) {
			t.Errorf("Complete(%q) = %q repeats a question", typed, got)
		}
	}
	if got := b.Complete("zqxzqx", 5); len(got) != 0 {
		t.Errorf("Complete(%q) = %q, want none", "zqxzqx", got)
	}
	if got := b.Complete("", 5); len(got) != 5 {
		t.Errorf("Complete of nothing gave %d questions, want 5 to begin with", len(got))
	}
}

func TestCompletePrefersBeginnings(t *testing.T) {
	b := unranked(t)
	whole := b.Complete("", 1)[0]
	if got := b.Complete(strings.ToLower(whole[:20]), 1); len(got) != 1 || !strings.HasPrefix(got[0], whole[:20]) {
		t.Errorf("Complete(%q) = %q, want a question that begins so", whole[:20], got)
	}
}

func subsequence(letters, s string) bool {
	for i := 0; i < len(s) && letters != ""; i++ {
		if s[i] == letters[0] {
			letters = letters[1:]
		}
	}
	return letters == ""
}

// perKey is how long a completion may take: a key press that takes longer is felt.
const perKey = 5 * time.Millisecond

func BenchmarkComplete(b *testing.B) {
	base := unranked(b)
	for _, typed := range []string{"how many", "trpsyr", "zqxzqx"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				base.Complete(typed, 8)
			}
			if per := b.Elapsed() / time.Duration(b.N); per > perKey {
				b.Errorf("Complete(%q) takes %v, want %v at most", typed, per, perKey)
			}
		})
	}
}
