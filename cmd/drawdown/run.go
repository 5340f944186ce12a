package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// The exit statuses.
const (
	answered = 0
	notSaid  = 1 // the articles do not say
	failed   = 2 // anything wrong; the reason is on standard error
)

// stdio is what a command reads, writes, and knows of its surroundings.
type stdio struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

// A command is one subcommand. Its function gets the arguments after its name and gives the exit status; an error is printed
// and makes it failed.
type command struct {
	name  string
	usage string // what follows the name
	short string // what it does, for the list
	help  string // the rest of its help text
	run   func(ctx context.Context, c *call) (int, error)
}

// commands in the order in which help lists them.
func commands() []command {
	return []command{
		askCommand, serveCommand, manifestCommand, articlesCommand, factsCommand, gapsCommand, journalCommand, checkCommand, evalCommand, trainCommand, healthCommand, helpCommand(), versionCommand,
	}
}

// A call is one use of a command. Its out is buffered; raw is the stream itself, which knows whether it is a terminal.
type call struct {
	stdio
	raw   io.Writer
	flush func() error
	cmd   command
	args  []string
}

// run carries out a command line.
func run(ctx context.Context, args []string, s stdio) int {
	out := bufio.NewWriter(s.out)
	c := &call{stdio: s, raw: s.out, flush: out.Flush, args: args}
	c.out = out
	status, err := dispatch(ctx, c)
	if e := out.Flush(); e != nil && err == nil {
		err = fmt.Errorf("write the output: %w", e)
	}
	if err != nil {
		fmt.Fprintf(s.err, "drawdown: %v\n", err)
		return failed
	}
	return status
}

// dispatch finds the command. Without one it is a conversation.
func dispatch(ctx context.Context, c *call) (int, error) {
	if len(c.args) == 0 || strings.HasPrefix(c.args[0], "-") && !isHelp(c.args[0]) && c.args[0] != "--version" {
		return converse(ctx, c)
	}
	name := strings.TrimLeft(c.args[0], "-")
	if isHelp(c.args[0]) {
		name = "help"
	}
	i := slices.IndexFunc(commands(), func(cmd command) bool { return cmd.name == name })
	if i < 0 {
		return failed, unknownCommand(c.args)
	}
	c.cmd, c.args = commands()[i], c.args[1:]
	status, err := c.cmd.run(ctx, c)
	if errors.Is(err, flag.ErrHelp) {
		return answered, writeHelp(c.out, c.cmd)
	}
	return status, err
}

func isHelp(arg string) bool { return arg == "-h" || arg == "-help" || arg == "--help" }

// unknownCommand says which commands there are, and what a question asked without one needs.
func unknownCommand(args []string) error {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	if len(args) > 2 || strings.Contains(args[0], " ") {
		return fmt.Errorf("unknown command %q; to ask a question: drawdown ask %s; the commands are %s", shorten(args[0]), shorten(strings.Join(args, " ")), strings.Join(names, ", "))
	}
	return fmt.Errorf("unknown command %q; the commands are %s", shorten(args[0]), strings.Join(names, ", "))
}

// shown is how much of what was typed is quoted back, in characters.
const shown = 60

func shorten(s string) string {
	if r := []rune(s); len(r) > shown {
		return string(r[:shown]) + "…"
	}
	return s
}

// errInterrupted is the error of work that a signal ended.
var errInterrupted = errors.New("interrupted")

// file gives a stream as a file, or nil where it is none.
func file(stream any) *os.File {
	f, _ := stream.(*os.File)
	return f
}
