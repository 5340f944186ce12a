package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"drawdown/bot/journal"
)

var journalCommand = command{
	name:  "journal",
	usage: "export | forget PLATFORM PERSON | stats",
	short: "what was asked and what people thought of it: as JSON lines, without a person, in numbers",
	help: `
  export                    every record and thumb as a JSON line; ids of people, conversations and
                            replies are hashes
  forget PLATFORM PERSON    takes out what a person wrote and thought, and the conversations in which they spoke, by the
                            id that the platform (discord, slack, web) gives them
  stats                     questions by platform and outcome, thumbs, the time they span, the size
` + databaseHelp,
	run: keepJournal,
}

// databaseHelp is what databaseFlag adds to a help text.
const databaseHelp = `
  --database URL   the journal: sqlite:PATH or postgres://… (default: $DATABASE_URL, else drawdown.db in $DATA_DIR, or in
                   $XDG_DATA_HOME/drawdown or ~/.local/share/drawdown)
`

// keepJournal carries out one of the journal's own commands.
func keepJournal(ctx context.Context, c *call) (int, error) {
	fs := c.flags()
	database := fs.String("database", "", "`URL` of the journal")
	words, err := c.parse(fs)
	if err != nil {
		return failed, err
	}
	name := strings.Join(words[:min(1, len(words))], "")
	do, n := map[string]func(context.Context, *call, *journal.Journal, []string) error{
		"export": exportJournal, "forget": forgetPerson, "stats": countJournal,
	}[name], map[string]int{"forget": 2}[name]
	if do == nil || len(words)-1 != n {
		return failed, fmt.Errorf("journal %q is no command; the commands are export, forget PLATFORM PERSON, and stats", shorten(strings.Join(words, " ")))
	}
	j, err := c.journal(ctx, *database)
	if err != nil {
		return failed, err
	}
	return answered, errors.Join(do(ctx, c, j, words[1:]), j.Close())
}

// journal opens the journal to be read.
func (c *call) journal(ctx context.Context, flag string) (*journal.Journal, error) {
	address, err := c.databaseURL(flag)
	if err != nil {
		return nil, err
	}
	if err := existing(address); err != nil {
		return nil, err
	}
	quiet := slog.New(slog.DiscardHandler) // that the database is away, the command says itself
	return journal.Open(ctx, address, journal.Options{Keep: journal.DefaultKeep, Log: quiet})
}

func exportJournal(ctx context.Context, c *call, j *journal.Journal, _ []string) error {
	_, err := j.Export(ctx, c.out)
	return err
}

func forgetPerson(ctx context.Context, c *call, j *journal.Journal, words []string) error {
	f, err := j.Forget(ctx, words[0], words[1])
	if err != nil {
		return err
	}
	if f == (journal.Forgotten{}) {
		fmt.Fprintf(c.out, "nothing of %q on %q is kept; the platforms are discord, slack and web, and a person is named by the id that the platform gives\n", shorten(words[1]), shorten(words[0]))
		return nil
	}
	fmt.Fprintf(c.out, "forgotten: the texts of %d questions, %d thumbs, %d conversations\n", f.Records, f.Thumbs, f.Conversations)
	return nil
}

func countJournal(ctx context.Context, c *call, j *journal.Journal, _ []string) error {
	s, err := j.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s, %s\n", s.Database, megabytes(s.Bytes))
	if s.Oldest.IsZero() {
		fmt.Fprintln(c.out, "nothing was asked yet")
	} else {
		fmt.Fprintf(c.out, "asked from %s to %s\n", s.Oldest.Format(time.RFC3339), s.Newest.Format(time.RFC3339))
	}
	for _, q := range s.Questions {
		fmt.Fprintf(c.out, "  %-10s %-10s %8d\n", q.Platform, q.Outcome, q.N)
	}
	fmt.Fprintf(c.out, "texts still kept: %d\nthumbs: %d up, %d down\nconversations remembered: %d\n", s.Texts, s.Up, s.Down, s.Conversations)
	return nil
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
