package repl

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"drawdown/bot"
)

// slash lists the commands, with what each does.
var slash = []struct{ name, does string }{
	{"/why", "how the last answer was found"},
	{"/sources", "the sentences that the last answer stands on"},
	{"/related", "the questions that lead on from it"},
	{"/articles", "the articles that are known"},
	{"/summary", "what they say, in short"},
	{"/timeline", "what they date, in order"},
	{"/check", "what they say on the claims of the text that follows"},
	{"/help", "how to ask, and this list"},
	{"/quit", "leave (so does Ctrl-D, or Ctrl-C twice)"},
}

// command does what a line with a slash says.
func (a *Adapter) command(ctx context.Context, line string, out *bufio.Writer) (leave bool, err error) {
	name := strings.ToLower(strings.Fields(line)[0])
	switch name {
	case "/quit", "/exit":
		return true, nil
	case "/articles", "/summary", "/timeline":
		return false, a.ask(ctx, name[1:], out)
	case "/check":
		return false, a.check(ctx, strings.TrimSpace(line[len(strings.Fields(line)[0]):]), out)
	case "/help":
		if err := a.ask(ctx, "help", out); err != nil {
			return false, err
		}
		return false, a.list(out)
	case "/why", "/sources", "/related":
		return false, a.about(name, out)
	}
	return false, a.complain(fmt.Sprintf("There is no command %q. The commands are %s.", clip(name), strings.Join(commandNames(), ", ")))
}

func commandNames() []string {
	out := make([]string, len(slash))
	for i, c := range slash {
		out[i] = c.name
	}
	return out
}

func (a *Adapter) list(out io.Writer) error {
	p := &page{style: a.style()}
	for _, c := range slash {
		p.text(c.does, "", fmt.Sprintf("%-*s", commandColumn, c.name), strings.Repeat(" ", commandColumn))
	}
	p.blank()
	p.text("A number picks one of the questions shown last.", "")
	p.blank()
	_, err := io.WriteString(out, p.String())
	return err
}

// check prints what the facts say on the claims of a text.
func (a *Adapter) check(ctx context.Context, text string, out io.Writer) error {
	if text == "" {
		return a.complain("/check needs a text: what was said, after a blank, such as /check There are no U.S. troops in Syria.")
	}
	r := a.bot.Check(ctx, bot.Message{Platform: "repl", Conversation: "terminal", Text: text})
	if r.Kind == bot.Invalid {
		return a.complain(r.Text)
	}
	return a.print(out, r)
}

// commandColumn is as wide as the longest command and two blanks.
const commandColumn = 11

// about prints what a command says of the last answer.
func (a *Adapter) about(name string, out io.Writer) error {
	if a.last.question == "" {
		return a.complain(fmt.Sprintf("%s is about the last answer, and there is none yet. Ask a question first.", name))
	}
	switch name {
	case "/why":
		p := &page{style: a.style()}
		p.lines(a.o.Explain(a.last.question))
		p.blank()
		_, err := io.WriteString(out, p.String())
		return err
	case "/sources":
		return a.sources(out)
	}
	if len(a.last.choices) == 0 {
		return a.complain("No question leads on from the last answer.")
	}
	p := &page{style: a.style()}
	p.numbered(a.last.choices)
	p.blank()
	_, err := io.WriteString(out, p.String())
	return err
}

func (a *Adapter) sources(out io.Writer) error {
	ans := a.last.reply.Answer
	if len(ans.Citations) == 0 {
		return a.complain("The last reply was no answer, so it cites nothing. The articles that are known: /articles.")
	}
	p := &page{style: a.style()}
	p.citations(ans.Citations)
	for _, d := range ans.Differs {
		p.cite(d.Citation)
	}
	p.standing(ans)
	p.blank()
	_, err := io.WriteString(out, p.String())
	return err
}

// maxChoice bounds the numbers that pick: larger ones are years and other things asked for.
const maxChoice = 99

// number reads a line that is a number alone.
func number(line string) (int, bool) {
	n, err := strconv.Atoi(line)
	return n, err == nil && n >= 0 && n <= maxChoice
}

// pick asks the question with the number.
func (a *Adapter) pick(ctx context.Context, n int, out io.Writer) error {
	switch most := len(a.last.choices); {
	case most == 0:
		return a.complain(fmt.Sprintf("%d picks a question from a list, and none was shown. Ask a question first.", n))
	case n < 1 || n > most:
		return a.complain(fmt.Sprintf("There is no question %d; pick 1 to %d.", n, most))
	}
	question := a.last.choices[n-1]
	p := &page{style: a.style()}
	p.text(question, dim)
	p.blank()
	if _, err := io.WriteString(out, p.String()); err != nil {
		return err
	}
	return a.ask(ctx, question, out)
}

// Choices are the questions that a reply numbers, in order: what a number picks.
func Choices(r bot.Reply) []string {
	switch {
	case r.Kind == bot.Answered:
		return slices.Clone(r.Answer.Related)
	case r.Kind == bot.Refused:
		return slices.Clone(r.Answer.Suggestions)
	case r.Kind == bot.Talk:
		var out []string
		for _, e := range r.Entries {
			out = append(out, e.Text)
		}
		return out
	}
	return nil
}

// clip shortens what is quoted back.
func clip(s string) string {
	if r := []rune(s); len(r) > startShown {
		return string(r[:startShown]) + "…"
	}
	return s
}
