package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// A problem is what is said to a request that is not answered (RFC 9457). Detail says what was wrong with this one, Want what would
// be right.
type problem struct {
	Type   string `json:"type"` // "about:blank": the status says all that there is to the type
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Want   string `json:"want,omitempty"`
}

func newProblem(status int, detail, want string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Want: want}
}

func (p *problem) write(w http.ResponseWriter) {
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	w.Write(body) // who went away needs no answer
}

// An endpoint is a part of the API: what goes wrong, it says as a problem.
type endpoint struct {
	methods []string
	serve   func(http.ResponseWriter, *http.Request) *problem
}

func (e endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p := (*problem)(nil)
	if allowed(w, r, e.methods) {
		p = e.serve(w, r)
	} else {
		p = newProblem(http.StatusMethodNotAllowed, strconv.Quote(r.Method)+" is no method of this address.", "Use "+w.Header().Get("Allow")+".")
	}
	if p != nil {
		p.write(w)
	}
}

// retryAfter says in a header when to ask again, in whole seconds.
func retryAfter(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int((wait+time.Second-1)/time.Second))))
}

// nowhere answers below /v1 where nothing is.
func nowhere(w http.ResponseWriter, r *http.Request) {
	newProblem(http.StatusNotFound, "There is no "+strconv.Quote(shorten(r.URL.Path))+" here.", "What there is, /v1/openapi.json describes.").write(w)
}
