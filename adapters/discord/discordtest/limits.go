package discordtest

import (
	"net/http"
	"strconv"
	"time"
)

// A rate is how many requests may come in a time.
type rate struct {
	requests int
	in       time.Duration
}

// The rates that Discord holds a bot to, as far as they are known.
var (
	globalRate = rate{50, time.Second} // over all routes, those of interactions aside
	rates      = map[string]rate{      // for one path
		"POST /channels/{channel}/messages":                       {5, 5 * time.Second},
		"PATCH /channels/{channel}/messages/{message}":            {5, 5 * time.Second},
		"POST /webhooks/{application}/{token}":                    {5, 2 * time.Second},
		"PUT /applications/{application}/commands":                {2, 10 * time.Second},
		"PUT /applications/{application}/guilds/{guild}/commands": {2, 10 * time.Second},
	}
)

// limit holds a call to the rates, where Options.Limits asks for it, and says whether it has been answered.
func (s *Server) limit(w http.ResponseWriter, c *call, route *route) bool {
	if !s.o.Limits {
		return false
	}
	if !route.open {
		if _, wait := s.count(globalBlock, globalRate); wait > 0 {
			s.tooMany(w, c, wait, true)
			return true
		}
	}
	r, ok := rates[c.record.Route]
	if !ok {
		return false
	}
	left, wait := s.count(blockKey(c), r)
	h := w.Header()
	h.Set("X-RateLimit-Bucket", c.record.Route)
	h.Set("X-RateLimit-Limit", strconv.Itoa(r.requests))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(r.in.Seconds(), 'f', 3, 64))
	if wait > 0 {
		s.tooMany(w, c, wait, false)
		return true
	}
	return false
}

// count counts a request, and says how many more there may be, and how long to wait where there are too many already.
func (s *Server) count(key string, r rate) (left int, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.traffic.limits == nil {
		s.traffic.limits = map[string][]time.Time{}
	}
	now := time.Now()
	recent := s.traffic.limits[key]
	for len(recent) > 0 && now.Sub(recent[0]) >= r.in {
		recent = recent[1:]
	}
	if len(recent) >= r.requests {
		s.traffic.limits[key] = recent
		return 0, r.in - now.Sub(recent[0])
	}
	s.traffic.limits[key] = append(recent, now)
	return r.requests - len(recent) - 1, 0
}
