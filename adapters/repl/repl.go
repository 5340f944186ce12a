// Package repl is the conversation on a terminal, and for piped input line by line.
//
// An [Adapter] reads a line, hands it to the bot, and prints the reply with [Render], which is also what the command
// prints single answers with. From the bottom up: lines.go reads piped lines of bounded length; editor.go edits a line on a
// terminal, with completion on Tab; history.go keeps what was typed between runs; wrap.go and render.go lay replies out;
// commands.go holds what begins with a slash and the numbers that pick a question. Below the timeline stands the drawing of
// package bot/chart.
//
// # Line editing
//
// The editor is golang.org/x/term (BSD licence, one dependency, golang.org/x/sys, which the network library has brought
// along anyway): the Go project keeps it, releases it every month, and it edits over any io.ReadWriter, so that a test
// can type. Turned down: peterh/liner reads file descriptor 0 alone and so cannot be tested in process; chzyer/readline
// had its last release in 2022; reeflective/readline is a shell's editor of many times the size. What x/term lacks is
// added here in a filter before it: Ctrl-C that clears the line instead of ending the input, and input that is not UTF-8,
// on which it would wait for ever.
//
// An Adapter serves one person; only Run's own goroutines touch it.
package repl

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"drawdown/bot"
	"drawdown/bot/chart"
)

// Options say what an Adapter reads and writes; the zero value of the others is useful.
type Options struct {
	In       io.Reader
	Out, Err io.Writer

	Terminal bool       // a person types: prompt, greeting, line editing
	Dumb     bool       // the terminal knows no escape sequences: a prompt, but no line editing
	Color    bool       // answers are coloured
	History  string     // the file that keeps what was typed; "": it is forgotten
	Width    func() int // columns of the terminal, 0 for no wrapping; nil: DefaultWidth on a terminal, else 0

	Explain  func(question string) string          // nil: the base's explanation
	Complete func(typed string, most int) []string // nil: the questions of the base
}

// DefaultWidth is that of a terminal which does not tell its own.
const DefaultWidth = 80

// An Adapter is the bot on a terminal or in a pipe.
type Adapter struct {
	bot  *bot.Bot
	o    Options
	last turn
	line int // lines read
}

// A turn is the last answer: what /why, /sources, /related and numbers are about.
type turn struct {
	question string
	reply    bot.Reply
	choices  []string
}

// New makes an adapter over a bot.
func New(b *bot.Bot, o Options) *Adapter {
	if o.Explain == nil {
		o.Explain = func(q string) string { return b.Base().Explain(q).String() }
	}
	if o.Complete == nil {
		o.Complete = b.Base().Complete
	}
	if o.Width == nil {
		o.Width = func() int {
			if o.Terminal {
				return DefaultWidth
			}
			return 0
		}
	}
	return &Adapter{bot: b, o: o}
}

// A reader gives the lines that are answered. io.EOF is the end of them; a *LongLine is the fault of one line alone.
type reader interface {
	read() (string, error)
	close()
}

const greeting = "Ask about the U.S. military drawdown in Iraq and Syria. Tab completes, /help lists the commands, Ctrl-D leaves."

// Run answers line by line until the input or the context ends. Where the context ends while a line is awaited, that read is
// left behind, for a read from a terminal cannot be called off; the terminal is put back as it was.
func (a *Adapter) Run(ctx context.Context) error {
	lines := a.reader()
	defer lines.close()
	if a.o.Terminal {
		fmt.Fprintln(a.o.Out, strings.Join(wrap(greeting, a.o.Width()), "\n"))
	}
	next, got := make(chan struct{}), make(chan read)
	defer close(next)
	go func() {
		for range next {
			line, err := lines.read()
			select {
			case got <- read{line, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	for {
		select {
		case next <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case r := <-got:
			if leave, err := a.take(ctx, r); leave || err != nil {
				return err
			}
		}
	}
}

// A read is a line that was read, or why none was.
type read struct {
	line string
	err  error
}

func (a *Adapter) reader() reader {
	if a.o.Terminal && !a.o.Dumb {
		return newEditor(a.o)
	}
	prompt := ""
	if a.o.Terminal {
		prompt = prompted
	}
	return &pipe{lines: NewLines(a.o.In, maxLine), out: a.o.Out, prompt: prompt}
}

// take answers what was read, and tells whether that was the end.
func (a *Adapter) take(ctx context.Context, r read) (leave bool, err error) {
	a.line++
	var long *LongLine
	switch {
	case errors.Is(r.err, io.EOF):
		return true, nil
	case errors.As(r.err, &long):
		return false, a.complain(fmt.Sprintf("That is %d bytes long. Please ask in %d characters or fewer; one sentence is best.", long.Bytes, bot.MaxMessage))
	case r.err != nil:
		return true, fmt.Errorf("read a question: %w", r.err)
	}
	line := strings.TrimSpace(r.line)
	if line == "" {
		return false, nil
	}
	out := bufio.NewWriter(a.o.Out)
	leave, err = a.answer(ctx, line, out)
	return leave, errors.Join(err, out.Flush())
}

// answer replies to a line that is not empty: a command, a number, or something for the bot.
func (a *Adapter) answer(ctx context.Context, line string, out *bufio.Writer) (leave bool, err error) {
	if line[0] == '/' {
		return a.command(ctx, line, out)
	}
	if n, ok := number(line); ok {
		return false, a.pick(ctx, n, out)
	}
	return false, a.ask(ctx, line, out)
}

// ask hands a text to the bot and prints the reply.
func (a *Adapter) ask(ctx context.Context, text string, out io.Writer) error {
	r := a.bot.Handle(ctx, bot.Message{Platform: "repl", Conversation: "terminal", Text: text})
	if r.Kind == bot.Invalid {
		return a.complain(r.Text)
	}
	if choices := Choices(r); choices != nil || r.Answer != nil {
		a.last.choices = choices
	}
	if r.Answer != nil {
		a.last.question, a.last.reply = text, r
		if r.Asked != "" {
			a.last.question = r.Asked
		}
	}
	return a.print(out, r)
}

func (a *Adapter) print(out io.Writer, r bot.Reply) error {
	if err := Render(out, r, a.style()); err != nil {
		return err
	}
	if r.Kind == bot.Listing && r.Text == a.bot.Timeline().Text {
		if err := a.draw(out); err != nil {
			return err
		}
	}
	_, err := io.WriteString(out, "\n")
	return err
}

// draw draws the numbers of troops over time, below the timeline.
func (a *Adapter) draw(out io.Writer) error {
	drawing := chart.Text(a.bot.Base(), a.o.Width())
	if drawing == "" {
		return nil
	}
	_, err := io.WriteString(out, "\n"+strings.Map(harmlessLine, drawing))
	return err
}

func (a *Adapter) style() Style { return Style{Width: a.o.Width(), Color: a.o.Color} }

// complain says what is wrong with a line: on a terminal in the conversation, else where errors go, with the line's number.
func (a *Adapter) complain(text string) error {
	if a.o.Terminal {
		_, err := fmt.Fprintf(a.o.Out, "%s\n\n", strings.Join(wrap(clean(text), a.o.Width()), "\n"))
		return err
	}
	_, err := fmt.Fprintf(a.o.Err, "line %d: %s\n", a.line, clean(text))
	return err
}
