package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"drawdown/adapters/repl"
	"drawdown/adapters/web"
	"drawdown/bot"
)

var askCommand = command{
	name:  "ask",
	usage: "[--json] [--explain] QUESTION... | --batch",
	short: "one answer, or one for each line of standard input",
	help: `
  --json           the answer as JSON on one line
  --explain        also how the answer was found: what was repaired, the candidates with every part of their scores
  --batch          read JSON lines {"id","session","question"}, write JSON lines in the same order, each as soon as
                   it is found; lines of one session are a conversation, so that "and in Syria?" follows up
` + knowingHelp + `
Flags may stand before and after the question; what follows -- is the question to the letter.
Exit status: 0 answered, 1 the articles do not say, 2 anything wrong. With --batch: 0, or 2 where a line was wrong.
`,
	run: ask,
}

func ask(ctx context.Context, c *call) (int, error) {
	var o options
	fs := c.flags()
	asJSON := fs.Bool("json", false, "")
	explain := fs.Bool("explain", false, "")
	batch := fs.Bool("batch", false, "")
	o.knowing(c, fs)
	words, err := c.parse(fs)
	if err != nil {
		return failed, err
	}
	question := strings.Join(words, " ")
	switch {
	case *batch && (len(words) > 0 || *explain):
		return failed, errors.New(`ask --batch reads its questions from standard input, as JSON lines {"id","session","question"}; leave out the question and --explain`)
	case *asJSON && *explain:
		return failed, errors.New("ask: --json has no place for an explanation; use one of --json and --explain")
	case !*batch && len(words) == 0:
		return failed, errors.New(`ask needs a question, such as: drawdown ask "how many U.S. troops are left in Syria?"`)
	}
	base, err := o.open(c.err)
	if err != nil {
		return failed, err
	}
	b := bot.New(base, bot.Options{})
	if *batch {
		return askBatch(ctx, c, b)
	}
	reply := b.Handle(ctx, bot.Message{Platform: "command", Conversation: "ask", Text: question})
	if *asJSON {
		err = writeJSON(c.out, web.NewAnswer("", "", question, reply))
	} else if reply.Kind != bot.Invalid {
		err = repl.Render(c.out, reply, repl.Style{Width: columns(c.raw)(), Color: c.colored(c.raw)})
	}
	if err == nil && *explain {
		_, err = fmt.Fprintf(c.out, "\n%s", base.Explain(question))
	}
	if err == nil && reply.Kind == bot.Invalid {
		err = errors.New(reply.Text)
	}
	return status(reply), err
}

// status is the exit status of a reply: that of its JSON's "answered".
func status(r bot.Reply) int {
	if r.Kind == bot.Answered || r.Kind == bot.Listing {
		return answered
	}
	return notSaid
}

// writeJSON writes a value on one line, with < and & as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
