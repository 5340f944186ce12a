package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"drawdown/bot"
)

// The headers of an answer, shared between responses.
var (
	jsonType = []string{"application/json"}
	htmlType = []string{"text/html; charset=utf-8"}
	noStore  = []string{"no-store"}
	byAccept = []string{"Accept"}
)

// ask answers POST /v1/ask.
func (a *Adapter) ask(w http.ResponseWriter, r *http.Request) *problem {
	q, p := readRequest(w, r)
	if p != nil {
		return p
	}
	reply := a.bot.Handle(r.Context(), bot.Message{Platform: a.Name(), Conversation: q.Session, Author: a.client(r), Text: q.Question})
	if p := a.unanswered(w, reply); p != nil {
		return p
	}
	buf := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(buf)
	buf.Reset()
	h := w.Header()
	h["Cache-Control"], h["Vary"] = noStore, byAccept
	if wantsHTML(r) {
		h["Content-Type"] = htmlType
		a.renderTurn(buf, q, reply)
	} else {
		h["Content-Type"] = jsonType
		writeJSON(buf, NewAnswer(q.ID, q.Session, q.Question, reply))
	}
	h["Content-Length"] = []string{strconv.Itoa(buf.Len())}
	w.Write(buf.Bytes()) // who went away needs no answer
	return nil
}

// unanswered is the problem that a reply is, or nil where it is an answer, a refusal, a list or talk.
func (a *Adapter) unanswered(w http.ResponseWriter, r bot.Reply) *problem {
	status := statusOf(r)
	switch status {
	case http.StatusOK:
		return nil
	case http.StatusTooManyRequests:
		retryAfter(w, r.Wait)
	}
	return newProblem(status, r.Text, "")
}

// statusOf is the status of a response with a reply.
func statusOf(r bot.Reply) int {
	switch r.Kind {
	case bot.Invalid:
		return http.StatusUnprocessableEntity
	case bot.Limited:
		return http.StatusTooManyRequests
	case bot.Failed:
		return http.StatusInternalServerError
	}
	return http.StatusOK
}

// wantsHTML tells whether the answer is for the page: its script alone asks for text/html, and for nothing else.
func wantsHTML(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return accept == "text/html" || strings.HasPrefix(accept, "text/html;")
}

// writeJSON writes a value with < and & as they are: it is never part of a page.
func writeJSON(buf *bytes.Buffer, v any) {
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // strings, numbers and lists of them always marshal
	}
}
