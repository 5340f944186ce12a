package slacktest

import (
	"net/http"
	"strconv"
	"time"
)

// A Fault is how one call goes wrong. Make one with the functions below, or put parts together: a slow 503, say.
type Fault struct {
	// Status is the HTTP status in place of 200.
	Status int
	// RetryAfter is the header of that name, in whole seconds.
	RetryAfter time.Duration
	// Error and Messages are Slack's own refusal, with HTTP 200.
	Error    string
	Messages []string
	// Delay is how long the call waits before anything else is done with it.
	Delay time.Duration
	// Hang never answers, until the client gives up or the server closes.
	Hang bool
	// Cut cuts the connection instead of answering.
	Cut bool
	// Taken lets the call do its work before the rest of the fault: a message is posted, and the client does not know.
	Taken bool
	// Body is sent in place of JSON, with Status.
	Body string
}

// TooMany is HTTP 429 with a Retry-After of whole seconds.
func TooMany(after time.Duration) Fault {
	return Fault{Status: http.StatusTooManyRequests, RetryAfter: after}
}

// Limited is the other form of too many requests: HTTP 200 with the error "ratelimited".
func Limited() Fault { return Fault{Error: "ratelimited"} }

// Broken is an HTTP status, 500 or 503 say, with a page instead of JSON.
func Broken(status int) Fault {
	return Fault{Status: status, Body: "<html><body>" + strconv.Itoa(status) + " " + http.StatusText(status) + "</body></html>"}
}

// Refused is a refusal of Slack, "invalid_blocks" or "token_revoked" say.
func Refused(code string, messages ...string) Fault { return Fault{Error: code, Messages: messages} }

// Slow answers as it would have, but later.
func Slow(by time.Duration) Fault { return Fault{Delay: by} }

// Hanging never answers.
func Hanging() Fault { return Fault{Hang: true} }

// CutBefore cuts the connection before the call did anything.
func CutBefore() Fault { return Fault{Cut: true} }

// CutAfter cuts the connection after the call did its work.
func CutAfter() Fault { return Fault{Cut: true, Taken: true} }

// Times is the same fault for so many calls.
func Times(n int, f Fault) []Fault {
	all := make([]Fault, n)
	for i := range all {
		all[i] = f
	}
	return all
}

// AnyMethod stands for every method in Fail; a fault of the method itself comes first.
const AnyMethod = "*"

// ResponseURL stands in Fail and in Calls for posts to a response_url.
const ResponseURL = "response_url"

// Fail lets the next calls of a method go wrong, one fault a call, after the faults that it was given before.
func (s *Server) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.web.faults[method] = append(s.web.faults[method], faults...)
}

// FailAlways lets every call of a method go wrong like this, after the faults of Fail; nil ends it.
func (s *Server) FailAlways(method string, f *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f == nil {
		delete(s.web.always, method)
		return
	}
	s.web.always[method] = *f
}

// Revoke makes every call with either token fail from now on, with "invalid_auth", "account_inactive" or "token_revoked"; the empty string
// ends it.
func (s *Server) Revoke(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.web.revoked = code
}

// fault takes the next fault of a method; the caller holds s.mu.
func (s *Server) fault(method string) (Fault, bool) {
	for _, name := range []string{method, AnyMethod} {
		if queue := s.web.faults[name]; len(queue) > 0 {
			s.web.faults[name] = queue[1:]
			return queue[0], true
		}
		if f, ok := s.web.always[name]; ok {
			return f, true
		}
	}
	return Fault{}, false
}

// Pending is how many calls of a method a fault is holding up.
func (s *Server) Pending(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.web.held[method]
}

// holding counts a call that a fault holds up.
func (s *Server) holding(method string, by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.web.held[method] += by
	s.touch()
}

// hold waits as the fault says; false: the client has gone or the server closes.
func (s *Server) hold(r *http.Request, method string, f Fault) bool {
	var over <-chan time.Time
	if !f.Hang {
		if f.Delay == 0 {
			return true
		}
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		over = timer.C
	}
	s.holding(method, 1)
	defer s.holding(method, -1)
	select {
	case <-over:
		return true
	case <-r.Context().Done():
		return false
	case <-s.done:
		return false
	}
}
