package knowledge

import (
	"fmt"
	"math"
	"strings"
)

// String is the explanation as plain text, one thing a line.
func (e Explanation) String() string {
	var b strings.Builder
	if len(e.Parts) > 0 {
		fmt.Fprintf(&b, "%q was read as %d questions.\n", e.Question, len(e.Parts))
		for _, p := range e.Parts {
			b.WriteString("\n" + p.String())
		}
		return b.String()
	}
	e.writeReading(&b)
	if len(e.Candidates) == 0 {
		b.WriteString("candidates  none: the question holds no word\n")
		return b.String()
	}
	best := e.Candidates[0]
	verdict := "answered"
	if best.Probability < Threshold {
		verdict = "refused"
	}
	fmt.Fprintf(&b, "%-10s  the best candidate has probability %.3f, the threshold is %.2f\n", verdict, best.Probability, Threshold)
	for i, c := range e.Candidates {
		c.write(&b, i+1)
	}
	b.WriteString("\nnearest asks and gaps\n")
	for _, n := range e.Nearest {
		fmt.Fprintf(&b, "  %s\n", n)
	}
	if len(e.Nearest) == 0 {
		b.WriteString("  none is near the question\n")
	}
	return b.String()
}

// writeReading says how the question was read.
func (e Explanation) writeReading(b *strings.Builder) {
	line := func(label, text string) { fmt.Fprintf(b, "%-10s  %s\n", label, text) }
	line("question", e.Question)
	line("folded", e.Folded)
	var repairs, concepts []string
	for _, r := range e.Repairs {
		repairs = append(repairs, r[0]+" → "+r[1])
	}
	for _, c := range e.Concepts {
		concepts = append(concepts, fmt.Sprintf("%s → %s (%s)", c.Words, c.Concept, c.Class))
	}
	line("repairs", orNone(strings.Join(repairs, ", ")))
	line("concepts", orNone(strings.Join(concepts, ", ")))
	kind := e.Kind
	if e.Head != "" {
		kind += ", of " + e.Head
	}
	line("asks for", kind)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// shownContribution is the least contribution that has a line of its own: smaller ones are nought at two decimals.
const shownContribution = 0.005

// write prints a candidate with every named part of its score; those that contributed next to nothing share the last line.
func (w Weighed) write(b *strings.Builder, rank int) {
	fmt.Fprintf(b, "\n%d. %s  probability %.3f, log-odds %+.2f\n", rank, w.Fact.ID(), w.Probability, w.LogOdds)
	fmt.Fprintf(b, "   %+6.2f  before anything is known\n", w.Base)
	var idle []string
	for _, s := range w.Scores {
		if math.Abs(s.Contribution) < shownContribution {
			idle = append(idle, fmt.Sprintf("%s %.3g", s.Name, s.Value))
			continue
		}
		fmt.Fprintf(b, "   %+6.2f  %s: %.3g\n", s.Contribution, s.Name, s.Value)
	}
	if len(idle) > 0 {
		fmt.Fprintf(b, "   %+6.2f  %s\n", 0.0, strings.Join(idle, ", "))
	}
}

// String is the neighbour on one line: its cosine, what it is, the question, and where it leads.
func (n Neighbour) String() string {
	what, leads := "ask", ""
	if n.Gap {
		what = "gap"
	}
	if n.Fact != nil {
		leads = " → " + n.Fact.ID()
	}
	if n.Short != "" {
		leads += fmt.Sprintf(" (%s)", n.Short)
	}
	return fmt.Sprintf("%.2f  %s  %q%s", n.Score, what, n.Question, leads)
}
