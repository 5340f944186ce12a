package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// parseRequest reads a request strictly: what it does not know, it does not pass over, for it might be a misspelt session.
//
// Whether the body is JSON, encoding/json says, which allocates nothing for that; the few tokens of what is known to be JSON are
// then found here. Decoding token by token with encoding/json took as long as the whole answer.
func parseRequest(body []byte) (request, error) {
	var q request
	switch {
	case !utf8.Valid(body):
		return q, errors.New("the body is not UTF-8")
	case len(bytes.TrimSpace(body)) == 0:
		return q, errors.New("the body is empty")
	case !json.Valid(body):
		return q, fmt.Errorf("the body is no JSON: %w", json.Unmarshal(body, new(any)))
	}
	var seen given
	t := tokens(body)
	if t.next() != '{' {
		return q, errors.New("the body is no JSON object")
	}
	for t.skip(1); t.next() != '}'; {
		if err := q.field(&t, &seen); err != nil {
			return q, err
		}
		if t.next() == ',' {
			t.skip(1)
		}
	}
	if !seen.question {
		return q, errors.New(`"question" is missing`)
	}
	return q, nil
}

// given tells which fields stand in a request.
type given struct{ id, session, question bool }

// field reads one field.
func (q *request) field(t *tokens, seen *given) error {
	name := t.text()
	into, before := q.place(name, seen)
	switch {
	case into == nil:
		return fmt.Errorf("there is no field %q", shorten(name))
	case *before:
		return fmt.Errorf("%q stands twice", name)
	}
	*before = true
	t.next()
	t.skip(1) // the colon
	if first := t.next(); first != '"' {
		return fmt.Errorf("%q is a string, not %s", name, kindOf(first))
	}
	*into = t.text()
	return checkField(name, *into)
}

// place is where a field goes, and where it is noted that it stands there; nil where there is no such field.
func (q *request) place(name string, seen *given) (*string, *bool) {
	switch name {
	case "id":
		return &q.ID, &seen.id
	case "session":
		return &q.Session, &seen.session
	case "question":
		return &q.Question, &seen.question
	}
	return nil, nil
}

// checkField tells what is wrong with a field. What is wrong with a question, the bot says.
func checkField(name, text string) error {
	switch {
	case name == "id" && utf8.RuneCountInString(text) > maxID:
		return fmt.Errorf(`"id" is %d characters long; %d are taken`, utf8.RuneCountInString(text), maxID)
	case name == "session" && !isSession(text):
		return fmt.Errorf(`"session" is %q; it is 1 to %d letters (a to z), digits, hyphens and underscores`, shorten(text), maxSession)
	}
	return nil
}

// kindOf names what begins with a byte instead of a string.
func kindOf(first byte) string {
	switch first {
	case '[':
		return "an array"
	case '{':
		return "an object"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// tokens are what is left of valid JSON.
type tokens []byte

// next gives the first byte of the next token.
func (t *tokens) next() byte {
	*t = bytes.TrimLeft(*t, " \t\r\n")
	return (*t)[0]
}

func (t *tokens) skip(n int) { *t = (*t)[n:] }

// text reads the string that begins here.
func (t *tokens) text() string {
	rest, end, escaped := *t, 1, false
	for ; rest[end] != '"'; end++ {
		if rest[end] == '\\' {
			escaped = true
			end++
		}
	}
	t.skip(end + 1)
	if !escaped {
		return string(rest[1:end])
	}
	var s string
	if err := json.Unmarshal(rest[:end+1], &s); err != nil {
		panic(err) // the whole body is valid JSON
	}
	return s
}
