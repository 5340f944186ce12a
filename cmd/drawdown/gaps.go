package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"drawdown/bot"
	"drawdown/knowledge"
)

var gapsCommand = command{
	name:  "gaps",
	usage: "[--asked [--database URL]]",
	short: "what is known not to be known: questions that the articles do not answer",
	help: `
  --asked          what people asked in vain or thought badly answered, out of the journal: wordings of one question
                   together, the most frequent first, each with the nearest fact
  --most N         so many of those at most (default 50)
  --facts DIR      fact files, lexicon and model from a folder instead of the embedded ones
` + databaseHelp + `
With --database alone, --asked is meant. Where $DATABASE_URL or $DATA_DIR names a journal, both are listed, what was asked first.
`,
	run: listGaps,
}

const (
	defaultAsked = 50 // what somebody who writes facts reads at a time
	mostWordings = 5  // of one question; the rest are counted

	// askedPatience is how long the journal may take: a million questions take some seconds.
	askedPatience = time.Minute
)

func listGaps(ctx context.Context, c *call) (int, error) {
	var o options
	fs := c.flags()
	fs.StringVar(&o.facts, "facts", "", "`DIR` with fact files, lexicon and model")
	asked := fs.Bool("asked", false, "")
	database := fs.String("database", "", "`URL` of the journal")
	most := fs.Int("most", defaultAsked, "`N`")
	if err := c.noWords(fs); err != nil {
		return failed, err
	}
	if *most < 1 {
		return failed, fmt.Errorf("--most %d lists nothing; expected is 1 or more", *most)
	}
	if *asked || *database != "" {
		return c.listAsked(ctx, o, *database, *most)
	}
	if c.namesJournal() {
		fmt.Fprintln(c.out, "asked, and not answered or not well:")
		if status, err := c.listAsked(ctx, o, "", *most); err != nil {
			return status, err
		}
		fmt.Fprintln(c.out, "\nknown not to be known:")
	}
	dir, err := o.factFiles()
	if err != nil {
		return failed, err
	}
	corpus, err := knowledge.ReadCorpus(dir)
	if err != nil {
		return failed, err
	}
	c.writeKnownGaps(corpus)
	return answered, nil
}

// namesJournal tells whether the environment names a journal that is there: then whoever asks for gaps wants those of it as well.
func (c *call) namesJournal() bool {
	if c.env(databaseEnv) == "" && c.env(dataDirEnv) == "" {
		return false
	}
	address, err := c.databaseURL("")
	return err == nil && existing(address) == nil
}

// writeKnownGaps lists the gaps that the fact files name.
func (c *call) writeKnownGaps(corpus *knowledge.Corpus) {
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

// listAsked lists what the journal has of questions in vain.
func (c *call) listAsked(ctx context.Context, o options, database string, most int) (status int, err error) {
	base, err := o.open(c.err)
	if err != nil {
		return failed, err
	}
	j, err := c.journal(ctx, database)
	if err != nil {
		return failed, err
	}
	defer func() { err = errors.Join(err, j.Close()) }()
	ctx, cancel := context.WithTimeout(ctx, askedPatience)
	defer cancel()
	gaps, err := bot.New(base, bot.Options{Journal: j}).Gaps(ctx, most)
	if err != nil {
		return failed, fmt.Errorf("read the journal: %w", err)
	}
	if len(gaps) == 0 {
		fmt.Fprintln(c.out, "nobody has asked anything yet that the articles do not say")
	}
	for _, g := range gaps {
		c.writeAsked(g)
	}
	return answered, nil
}

func (c *call) writeAsked(g bot.Gap) {
	fmt.Fprintf(c.out, "%d× refused, %d thumbs down, last on %s: %s\n", g.Refused, g.Down, g.Last.UTC().Format(time.DateOnly), g.Texts[0])
	if others := g.Texts[1:]; len(others) > mostWordings {
		fmt.Fprintf(c.out, "  also: %s | and %d more wordings\n", strings.Join(others[:mostWordings], " | "), len(others)-mostWordings)
	} else if len(others) > 0 {
		fmt.Fprintf(c.out, "  also: %s\n", strings.Join(others, " | "))
	}
	if g.Nearest != "" {
		fmt.Fprintf(c.out, "  nearest: %s\n", g.Nearest)
	}
}
