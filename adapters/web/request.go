package web

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"sync"
)

// MaxBody is the largest request that is read, in bytes: the longest question, each character written as two escapes (12 bytes), and
// some more.
const MaxBody = 16 << 10

// maxID is the longest id that a request may carry, in characters: it is only handed back.
const maxID = 128

// A request is what is asked. ID is handed back as it is; Session names the conversation, "" is none.
type request struct {
	ID, Session, Question string
}

const requestForm = `The body is {"question": "…"}, with "session" where a follow-up is to be understood, and "id" where one is to be handed back.`

// bodies are buffers for requests and answers.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readRequest reads a request.
func readRequest(w http.ResponseWriter, r *http.Request) (request, *problem) {
	if p := checkType(r.Header.Get("Content-Type")); p != nil {
		return request{}, p
	}
	if r.ContentLength > MaxBody {
		return request{}, tooLarge
	}
	buf := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(buf)
	buf.Reset()
	if _, err := buf.ReadFrom(http.MaxBytesReader(w, r.Body, MaxBody)); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return request{}, tooLarge
		}
		return request{}, newProblem(http.StatusBadRequest, "The body broke off.", requestForm)
	}
	q, err := parseRequest(buf.Bytes())
	if err != nil {
		return q, newProblem(http.StatusBadRequest, capital(err.Error())+".", requestForm)
	}
	return q, nil
}

var tooLarge = newProblem(http.StatusRequestEntityTooLarge, fmt.Sprintf("The body is larger than %d bytes.", MaxBody), "Ask one question, in one sentence.")

func checkType(value string) *problem {
	if value == "application/json" {
		return nil
	}
	kind, params, err := mime.ParseMediaType(value)
	if charset := params["charset"]; err == nil && kind == "application/json" && (charset == "" || strings.EqualFold(charset, "utf-8")) {
		return nil
	}
	return newProblem(http.StatusUnsupportedMediaType, fmt.Sprintf("The Content-Type is %q.", shorten(value)), "Send application/json, in UTF-8.")
}
