package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"drawdown/adapters/repl"
	"drawdown/bot"
	"drawdown/knowledge"
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
		err = writeJSON(c.out, newRecord("", "", question, reply))
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

// A record is an answer as JSON. ID and session stand in it where they were given.
type record struct {
	ID      string `json:"id,omitempty"`
	Session string `json:"session,omitempty"`
	knowledge.Answer
}

// newRecord makes the record of a reply. What is no answer to a question has the same form: a listing is answered, with its
// entries as the statement; small talk and what is no question are not, and say so in "answer".
func newRecord(id, session, question string, r bot.Reply) record {
	out := record{ID: id, Session: session}
	if r.Answer != nil {
		out.Answer = *r.Answer
	} else {
		out.Answer = knowledge.Answer{Answered: r.Kind == bot.Listing, Short: r.Text, Confidence: 1}
		if out.Answered {
			out.Statement, out.Citations = joined(r.Entries)
		}
	}
	if !out.Answered && out.Short == "" {
		out.Short = r.Text
	}
	out.Question = question
	out.Citations, out.Caveats, out.Differs, out.Related = notNil(out.Citations), notNil(out.Caveats), notNil(out.Differs), notNil(out.Related)
	return out
}

// joined makes one statement of the entries of a list, a line each.
func joined(entries []bot.Entry) (string, []knowledge.Citation) {
	var lines []string
	var cited []knowledge.Citation
	for _, e := range entries {
		line := e.Text
		if e.Label != "" {
			line = e.Label + ": " + line
		}
		lines, cited = append(lines, line), append(cited, e.Citations...)
	}
	return strings.Join(lines, "\n"), cited
}

// notNil makes an empty list where there is none, for JSON's sake.
func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// writeJSON writes a value on one line, with < and & as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
