package main

import (
	"context"
	"fmt"

	"drawdown/knowledge"
)

var gapsCommand = command{
	name:  "gaps",
	short: "what is known not to be known: questions that the articles do not answer",
	help: `
  --facts DIR      fact files and lexicon from a folder instead of the embedded ones
`,
	run: listGaps,
}

func listGaps(_ context.Context, c *call) (int, error) {
	corpus, err := c.corpus(c.flags())
	if err != nil {
		return failed, err
	}
	for _, f := range corpus.Facts() {
		if len(f.Gaps) > 0 {
			fmt.Fprintf(c.out, "nearest to %s:\n", f.ID())
			c.writeGaps(f.Gaps, func(knowledge.Gap) bool { return true })
		}
	}
	fmt.Fprintln(c.out, "near the topic:")
	c.writeGaps(corpus.Gaps, func(g knowledge.Gap) bool { return !g.OffTopic })
	fmt.Fprintln(c.out, "off the topic:")
	c.writeGaps(corpus.Gaps, func(g knowledge.Gap) bool { return g.OffTopic })
	return answered, nil
}

func (c *call) writeGaps(gaps []knowledge.Gap, which func(knowledge.Gap) bool) {
	for _, g := range gaps {
		switch {
		case !which(g):
		case g.Reason != "":
			fmt.Fprintf(c.out, "  %s (%s)\n", g.Question, g.Reason)
		default:
			fmt.Fprintf(c.out, "  %s\n", g.Question)
		}
	}
}
