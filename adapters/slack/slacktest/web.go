package slacktest

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// webState is what the Web API keeps besides the record.
type webState struct {
	methods  map[string]method
	faults   map[string][]Fault
	always   map[string]Fault
	held     map[string]int // calls that a fault holds up, by method
	revoked  string
	triggers map[string]*trigger
	stacks   map[string][]string // ids of the modals that a user has open, the uppermost last
	urls     map[string]*responseURL
}

func (w *webState) start() {
	w.methods, w.held = methods(), map[string]int{}
	w.faults, w.always = map[string][]Fault{}, map[string]Fault{}
	w.forget()
}

func (w *webState) forget() {
	w.triggers, w.urls, w.stacks = map[string]*trigger{}, map[string]*responseURL{}, map[string][]string{}
}

// An answer is what a method gives back besides ok.
type answer = map[string]any

// A method is one entry of the table of methods. Its handler is called with s.mu held.
type method struct {
	app    bool     // wants the app-level token
	scopes []string // one of which will do; none: any token
	do     func(*Server, *call) (answer, *refusal)
}

// serveAPI answers a call of the Web API.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	c, refused := readCall(r)
	s.answerWeb(w, r, c, refused, func() (answer, *refusal) { return s.call(c) })
}

// answerWeb does what a request asks for and answers it, unless a fault is due. What it does is called with s.mu held.
func (s *Server) answerWeb(w http.ResponseWriter, r *http.Request, c *call, refused *refusal, do func() (answer, *refusal)) {
	s.mu.Lock()
	f, faulty := s.fault(c.method)
	s.mu.Unlock()
	if faulty && !f.Taken {
		if !s.hold(r, c.method, f) {
			s.note(c, 0, "no answer")
			panic(http.ErrAbortHandler)
		}
		if f.fails() {
			s.fail(w, c, f)
			return
		}
	}
	s.mu.Lock()
	var a answer
	if refused == nil {
		a, refused = do()
	}
	status := s.settle(c, refused)
	s.mu.Unlock()
	if faulty && f.Taken {
		if !s.hold(r, c.method, f) {
			panic(http.ErrAbortHandler)
		}
		if f.fails() {
			f.write(w)
			return
		}
	}
	write(w, status, a, refused)
}

// note records a call that a fault ended.
func (s *Server) note(c *call, status int, failed string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, Call{Method: c.method, Args: c.args, Status: status, Error: failed, At: time.Now()})
	s.touch()
}

// settle records how a call was answered and gives its HTTP status.
func (s *Server) settle(c *call, refused *refusal) int {
	status, code := http.StatusOK, ""
	if refused != nil {
		code = refused.Code
		switch {
		case refused.wait > 0:
			status = http.StatusTooManyRequests
		case refused.status != 0:
			status = refused.status
		}
		if !refused.soft {
			s.breach(c.method, code, "%s", refused.detail())
		}
	}
	s.calls = append(s.calls, Call{Method: c.method, Args: c.args, Status: status, Error: code, At: time.Now()})
	s.touch()
	return status
}

// write sends Slack's answer.
func write(w http.ResponseWriter, status int, a answer, refused *refusal) {
	body := answer{"ok": true}
	maps.Copy(body, a)
	if refused != nil {
		body = refused.body()
		if refused.wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(refused.wait))
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a client that has gone is its own affair
}

// call checks token and scope and does what the method does.
func (s *Server) call(c *call) (answer, *refusal) {
	m, ok := s.web.methods[c.method]
	if !ok {
		return nil, refuse("unknown_method", "%q is not one of the methods that this server has", c.method)
	}
	if refused := s.authorize(c, m); refused != nil {
		return nil, refused
	}
	if refused := s.lacks(m.scopes...); refused != nil {
		return nil, refused
	}
	return m.do(s, c)
}

// authorize checks the token.
func (s *Server) authorize(c *call, m method) *refusal {
	want, other := s.o.BotToken, s.o.AppToken
	if m.app {
		want, other = other, want
	}
	switch {
	case s.web.revoked != "":
		return softly(s.web.revoked)
	case c.token == "":
		return refuse("not_authed", "no token was sent")
	case c.token == other:
		return refuse("not_allowed_token_type", "the method wants the other kind of token")
	case c.token != want:
		return refuse("invalid_auth", "the token is not the one of this workspace")
	}
	return nil
}
