package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"drawdown/adapters/repl"
	"drawdown/bot"
)

// converse is the command without a subcommand: a conversation on a terminal, or the lines of a pipe answered one by one.
func converse(ctx context.Context, c *call) (int, error) {
	var o options
	fs := c.flags()
	o.knowing(c, fs)
	if err := c.noWords(fs); err != nil {
		return helpOr(c, err)
	}
	base, err := o.open(c.err)
	if err != nil {
		return failed, err
	}
	b := bot.New(base, bot.Options{})
	terminal := isTerminal(c.in) && isTerminal(c.raw)
	a := repl.New(b, repl.Options{
		In: c.in, Out: c.raw, Err: c.err,
		Terminal: terminal,
		Dumb:     c.env("TERM") == "dumb",
		Color:    c.colored(c.raw),
		History:  c.history(terminal),
		Width:    columns(c.raw),
	})
	return answered, a.Run(ctx)
}

// helpOr gives the list of commands where help was asked for.
func helpOr(c *call, err error) (int, error) {
	if errors.Is(err, flag.ErrHelp) {
		return answered, writeCommands(c.out)
	}
	return failed, err
}

func isTerminal(stream any) bool {
	f := file(stream)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// colored tells whether a stream is shown in colour: on a terminal that can, unless NO_COLOR (no-color.org) is set to anything.
func (c *call) colored(stream any) bool {
	return isTerminal(stream) && c.env("NO_COLOR") == "" && c.env("TERM") != "dumb"
}

// columns gives the function that tells a stream's width: 0, for no wrapping, where it is no terminal.
func columns(stream any) func() int {
	f := file(stream)
	if f == nil || !term.IsTerminal(int(f.Fd())) {
		return func() int { return 0 }
	}
	return func() int {
		w, _, err := term.GetSize(int(f.Fd()))
		if err != nil || w <= 0 {
			return repl.DefaultWidth
		}
		return w
	}
}

// history is the file that keeps what was typed: in DATA_DIR, or where the XDG base directory specification puts state. "" where
// nobody types, or there is no home.
func (c *call) history(terminal bool) string {
	if !terminal {
		return ""
	}
	if dir := c.env("DATA_DIR"); dir != "" {
		return filepath.Join(dir, "history")
	}
	dir := c.env("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) { // the specification has relative paths passed over
		home, err := os.UserHomeDir()
		if err != nil {
			fmt.Fprintf(c.err, "drawdown: no history is kept: %v\n", err)
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "drawdown", "history")
}
