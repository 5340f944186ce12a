package main

import (
	"bytes"
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

// maxBatchLine is the longest line that is read, in bytes: a thousand times a question.
const maxBatchLine = 1 << 20

// A request is one line of a batch.
type request struct {
	ID       string  `json:"id"`
	Session  string  `json:"session"`
	Question *string `json:"question"`
}

const requestForm = `a line is {"id": "…", "session": "…", "question": "…"}, of which the question is needed`

// askBatch answers line by line. A line that is wrong is named on standard error, and the others are answered all the same.
func askBatch(ctx context.Context, c *call, b *bot.Bot) (int, error) {
	bad, n := 0, 0
	for l := range readLines(ctx, c.in) {
		n++
		var long *repl.LongLine
		switch {
		case errors.As(l.err, &long):
			bad++
			fmt.Fprintf(c.err, "drawdown: ask: line %d: %v\n", n, long)
			continue
		case l.err != nil:
			return failed, fmt.Errorf("ask: read line %d: %w", n, l.err)
		case strings.TrimSpace(l.text) == "":
			continue
		}
		q, err := parseRequest(l.text)
		if err != nil {
			bad++
			fmt.Fprintf(c.err, "drawdown: ask: line %d: %q: %v; %s\n", n, shorten(l.text), err, requestForm)
			continue
		}
		if err := answerRequest(ctx, c, b, q, n); err != nil {
			return failed, fmt.Errorf("ask: write the answer to line %d: %w", n, err)
		}
	}
	if ctx.Err() != nil {
		return failed, fmt.Errorf("ask: %w after line %d", errInterrupted, n)
	}
	if bad > 0 {
		return failed, fmt.Errorf("ask: %d of %d lines could not be read; the others are answered", bad, n)
	}
	return answered, nil
}

func parseRequest(line string) (request, error) {
	var q request
	dec := json.NewDecoder(strings.NewReader(line))
	if err := dec.Decode(&q); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) && kind.Field != "" {
			return q, fmt.Errorf("%s is a string, not a %s", kind.Field, kind.Value)
		}
		if errors.As(err, &kind) {
			return q, fmt.Errorf("this is a JSON %s", kind.Value)
		}
		return q, fmt.Errorf("no JSON: %w", err)
	}
	var rest bytes.Buffer
	if _, err := io.Copy(&rest, io.MultiReader(dec.Buffered())); err != nil || strings.TrimSpace(rest.String()) != "" {
		return q, errors.New("something follows the JSON")
	}
	if q.Question == nil {
		return q, errors.New(`"question" is missing`)
	}
	return q, nil
}

// answerRequest answers a request. One without a session is a conversation of its own.
func answerRequest(ctx context.Context, c *call, b *bot.Bot, q request, line int) error {
	conversation := "session " + q.Session
	if q.Session == "" {
		conversation = fmt.Sprintf("line %d", line)
	}
	r := b.Handle(ctx, bot.Message{Platform: "batch", Conversation: conversation, Text: *q.Question})
	if err := writeJSON(c.out, web.NewAnswer(q.ID, q.Session, *q.Question, r)); err != nil {
		return err
	}
	return c.flush()
}

// A line is what was read, or why it was not.
type line struct {
	text string
	err  error
}

// readLines gives the lines of a stream until its end, an error (but for a line that is too long) or the end of the context.
// The goroutine that reads is left behind where the context ends while it waits, since a read cannot be called off.
func readLines(ctx context.Context, in io.Reader) func(yield func(line) bool) {
	return func(yield func(line) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		got := make(chan line)
		go func() {
			defer close(got)
			for lines := repl.NewLines(in, maxBatchLine); ; {
				text, err := lines.Next()
				if errors.Is(err, io.EOF) {
					return
				}
				select {
				case got <- line{text, err}:
				case <-ctx.Done():
					return
				}
			}
		}()
		for {
			select {
			case <-ctx.Done():
				return
			case l, more := <-got:
				if !more || !yield(l) {
					return
				}
			}
		}
	}
}
