package discordtest

import (
	"encoding/json"
	"fmt"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Fault is something that goes wrong with a request to REST. It is made by TooMany, Status, Slow, Hang, Reset, Lost and Refuse.
type Fault struct {
	status     int
	retryAfter time.Duration
	global     bool
	delay      time.Duration
	hang       bool
	reset      bool
	lost       bool
	code       int
	message    string
	when       func(body json.RawMessage) bool
}

// TooMany answers 429: the client has to wait. A request for the same thing before then is a breach. With global, it is one for any.
func TooMany(after time.Duration, global bool) Fault {
	return Fault{status: http.StatusTooManyRequests, retryAfter: after, global: global}
}

// Status answers with a status and a body that is no JSON, as what stands before Discord does: 500, 502, 503.
func Status(status int) Fault { return Fault{status: status} }

// Slow does what was asked for, after a time.
func Slow(d time.Duration) Fault { return Fault{delay: d} }

// Hang never answers, and does nothing, until the client gives up or the test ends.
func Hang() Fault { return Fault{hang: true} }

// Reset breaks the connection off instead of answering; nothing is done.
func Reset() Fault { return Fault{reset: true} }

// Lost does what was asked for and then breaks the connection off, so that the client does not know.
func Lost() Fault { return Fault{lost: true} }

// Refuse answers with an error of Discord's: Refuse(400, 50035, "Invalid Form Body"), Refuse(403, 50013, "Missing Permissions").
func Refuse(status, code int, message string) Fault {
	return Fault{status: status, code: code, message: message}
}

// When limits a fault to requests whose body it is right for; others go through and do not use it up.
func (f Fault) When(body func(json.RawMessage) bool) Fault {
	f.when = body
	return f
}

// Times is a fault several times over.
func Times(n int, f Fault) []Fault {
	out := make([]Fault, n)
	for i := range out {
		out[i] = f
	}
	return out
}

// A plan is faults for a route.
type plan struct {
	route   string
	faults  []Fault
	forever bool
}

// Fail lets the next requests of a route go wrong, one for each fault, in order. A route is written as in Request.Route,
// "POST /channels/{channel}/messages"; "POST" is any route of that method, "" any at all.
func (s *Server) Fail(route string, faults ...Fault) {
	s.plan(&plan{route: route, faults: faults})
}

// FailAlways lets every request of a route go wrong, until stop is called.
func (s *Server) FailAlways(route string, f Fault) (stop func()) {
	p := &plan{route: route, faults: []Fault{f}, forever: true}
	s.plan(p)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		p.faults = nil
	}
}

func (s *Server) plan(p *plan) {
	if strings.Contains(p.route, " ") && !routeExists(p.route) {
		s.tb.Errorf("discordtest: a fault for the route %q, which there is not; one of the routes is %q", p.route, routes[len(routes)-1].method+" "+routes[len(routes)-1].pattern)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.traffic.faults = append(s.traffic.faults, p)
}

func routeExists(name string) bool {
	for _, r := range routes {
		if name == r.method+" "+r.pattern {
			return true
		}
	}
	return false
}

// nextFault takes the fault that is planned for a call.
func (s *Server) nextFault(c *call) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.traffic.faults {
		if len(p.faults) == 0 || p.route != "" && p.route != c.record.Route && p.route != c.record.Method {
			continue
		}
		f := p.faults[0]
		if f.when != nil && !f.when(c.record.Body) {
			continue
		}
		if !p.forever {
			p.faults = p.faults[1:]
		}
		c.record.Fault = true
		return f, true
	}
	return Fault{}, false
}

// fault lets a call go wrong if that is planned, and says whether it has been answered.
func (s *Server) fault(w http.ResponseWriter, c *call, route *route) bool {
	if s.impatient(w, c, route) {
		return true
	}
	f, ok := s.nextFault(c)
	if !ok {
		return false
	}
	s.pause(c, f.delay)
	switch {
	case f.hang:
		s.hang(c)
		breakOff(w)
	case f.reset:
		breakOff(w)
	case f.lost:
		c.lost = true
		return false // done as ever, but for the answer
	case f.status == http.StatusTooManyRequests:
		s.tooMany(w, c, f.retryAfter, f.global)
	case f.code != 0:
		s.note(c, f.status)
		no(f.status, f.code, f.message).write(w)
	case f.status != 0:
		s.note(c, f.status)
		http.Error(w, fmt.Sprintf("<html>%s</html>", http.StatusText(f.status)), f.status)
	default:
		return false // slow, and then as ever
	}
	return true
}

// pause waits as long as the client does.
func (s *Server) pause(c *call, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.r.Context().Done(): // what was asked for is done all the same
	case <-s.done:
	}
}

func (s *Server) hang(c *call) {
	select {
	case <-c.r.Context().Done():
	case <-s.done:
	}
}

// breakOff resets the connection of a request.
func breakOff(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
			return
		}
	}
	panic(http.ErrAbortHandler)
}

// globalBlock is the key under which a wait for all routes is kept.
const globalBlock = "*"

// inFlight is for how long after a 429 requests may still come that were on their way before it.
const inFlight = 100 * time.Millisecond

// A block is a time in which a client was told not to ask.
type block struct{ since, until time.Time }

// blockKey is what a call is blocked under: its path. Whatever concerns an interaction is not held to the limit over all routes.
func blockKey(c *call) string { return c.record.Method + " " + c.record.Path }

// tooMany answers 429 and remembers until when.
func (s *Server) tooMany(w http.ResponseWriter, c *call, after time.Duration, global bool) {
	key, scope := blockKey(c), "user"
	if global {
		key, scope = globalBlock, "global"
	}
	s.mu.Lock()
	if s.traffic.blocked == nil {
		s.traffic.blocked = map[string]block{}
	}
	if now := time.Now(); s.traffic.blocked[key].until.Before(now) {
		s.traffic.blocked[key] = block{now, now.Add(after)}
	}
	s.mu.Unlock()
	h := w.Header()
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(after.Seconds()))))
	h.Set("X-RateLimit-Scope", scope)
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(after.Seconds(), 'f', 3, 64))
	if global {
		h.Set("X-RateLimit-Global", "true")
	}
	h.Set("Content-Type", "application/json")
	s.note(c, http.StatusTooManyRequests)
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = w.Write(encode(map[string]any{"message": "You are being rate limited.", "retry_after": after.Seconds(), "global": global}))
}

// impatient answers a client that was told to wait and did not.
func (s *Server) impatient(w http.ResponseWriter, c *call, route *route) bool {
	s.mu.Lock()
	own, global := s.traffic.blocked[blockKey(c)], s.traffic.blocked[globalBlock]
	s.mu.Unlock()
	now := time.Now()
	held, isGlobal := own, false
	if global.until.After(own.until) && (route == nil || !route.open) {
		held, isGlobal = global, true
	}
	left := held.until.Sub(now)
	if left <= 0 {
		return false
	}
	if now.Sub(held.since) > inFlight {
		s.breach("%s: asked again %v before the time of Retry-After", blockKey(c), left.Round(time.Millisecond))
	}
	s.tooMany(w, c, left, isGlobal)
	return true
}
