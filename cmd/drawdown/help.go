package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
)

// helpCommand is a function and no variable, for help lists all commands, itself among them.
func helpCommand() command {
	return command{
		name:  "help",
		usage: "[COMMAND]",
		short: "this list, or what a command takes",
		run:   help,
	}
}

var versionCommand = command{
	name:  "version",
	short: "the version of the program",
	run:   version,
}

func help(_ context.Context, c *call) (int, error) {
	words, err := c.parse(c.flags())
	if err != nil {
		return failed, err
	}
	if len(words) == 0 {
		return answered, writeCommands(c.out)
	}
	for _, cmd := range commands() {
		if cmd.name == words[0] {
			return answered, writeHelp(c.out, cmd)
		}
	}
	return failed, unknownCommand(words[:1])
}

func writeCommands(w io.Writer) error {
	var b strings.Builder
	b.WriteString(`Drawdown answers questions on the U.S. military drawdown in Iraq and Syria, each answer with its citation.

usage: drawdown [COMMAND] [FLAGS] [QUESTION...]

  (none)      a conversation; piped lines are answered one by one
`)
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %-10s  %s\n", c.name, c.short)
	}
	b.WriteString(`
"drawdown help COMMAND" tells what a command takes. A conversation takes:
` + knowingHelp + `
Exit status: 0 answered, 1 the articles do not say, 2 anything wrong, with the reason on standard error.
`)
	_, err := io.WriteString(w, b.String())
	return err
}

func writeHelp(w io.Writer, c command) error {
	_, err := fmt.Fprintf(w, "usage: %s\n\n%s%s.\n%s", strings.TrimSpace("drawdown "+c.name+" "+c.usage), strings.ToUpper(c.short[:1]), c.short[1:], c.help)
	return err
}

func version(_ context.Context, c *call) (int, error) {
	if err := c.noWords(c.flags()); err != nil {
		return failed, err
	}
	_, err := fmt.Fprintf(c.out, "drawdown %s %s\n", programVersion(), runtime.Version())
	return answered, err
}

// programVersion is the version that the program was built as.
func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
