package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"
)

// The bounds of a completion.
const (
	maxTyped       = 120 // characters: no question that can be shown is longer, and looking through all of them takes its time
	maxCompletions = 20
	completions    = 8 // what a list on a phone shows without scrolling

	// atOnce is how many completions are looked for at the same time. One takes up to some milliseconds, ten times an answer, and must
	// not hold answers up; one core is then left for those.
	atOnce = 1

	// typingPatience is how long a completion waits for others: later, another key has been pressed.
	typingPatience = 300 * time.Millisecond
)

// A list of questions is what GET /v1/complete gives.
type questions struct {
	Questions []string `json:"questions"`
}

// complete answers GET /v1/complete?q=…&n=….
func (a *Adapter) complete(w http.ResponseWriter, r *http.Request) *problem {
	const want = "Give what was typed as q, and how many questions at most as n: /v1/complete?q=how+many&n=8."
	query := r.URL.Query()
	typed, n := query.Get("q"), completions
	if !utf8.ValidString(typed) {
		return newProblem(http.StatusBadRequest, "q is not UTF-8.", want)
	}
	if l := utf8.RuneCountInString(typed); l > maxTyped {
		return newProblem(http.StatusUnprocessableEntity, fmt.Sprintf("q is %d characters long; %d are taken.", l, maxTyped), want)
	}
	if s := query.Get("n"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < 1 || n > maxCompletions {
			return newProblem(http.StatusBadRequest, fmt.Sprintf("n is %q; it is a number from 1 to %d.", shorten(s), maxCompletions), want)
		}
	}
	found, ok := a.find(r.Context(), typed, n)
	if !ok {
		retryAfter(w, time.Second)
		return newProblem(http.StatusServiceUnavailable, "Many people are typing just now.", "Ask without a completion, or try again.")
	}
	buf := new(bytes.Buffer)
	writeJSON(buf, questions{notNil(found)})
	h := w.Header()
	h["Content-Type"], h["Cache-Control"] = jsonType, []string{"private, max-age=60"}
	h["Content-Length"] = []string{strconv.Itoa(buf.Len())}
	w.Write(buf.Bytes())
	return nil
}

// find looks for completions when it is its turn; it tells whether its turn came in time.
func (a *Adapter) find(ctx context.Context, typed string, n int) ([]string, bool) {
	ctx, cancel := context.WithTimeout(ctx, typingPatience)
	defer cancel()
	select {
	case a.completing <- struct{}{}:
	case <-ctx.Done():
		return nil, false
	}
	defer func() { <-a.completing }()
	return a.bot.Base().Complete(typed, n), true
}
