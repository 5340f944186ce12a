package service

import (
	"encoding/json"
	"net/http"
)

// A Health is what /readyz says.
type Health struct {
	Ready    bool              `json:"ready"`
	Adapters map[string]string `json:"adapters"` // "ready", or why not
	Journal  string            `json:"journal"`  // "ready", "none", or what is wrong with it
}

const (
	ready   = "ready"
	webName = "web" // the adapter that serves whoever runs the platforms' ones, and is ready whenever the server is
)

// healthz says that the process lives and answers: nothing more, for what a restart would not cure must not cause one.
func (s *service) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte("ok\n"))
}

// readyz says whether questions may be sent here, and how each part is.
func (s *service) readyz(w http.ResponseWriter, _ *http.Request) {
	h := s.health()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !h.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(h)
}

// health is ready where the end has not begun, no adapter is still on its way, and of the platforms that are configured one at
// least is served: an adapter that gave up must not keep the others from their questions. A journal that is away is told, and is
// no reason either, for questions are answered without.
func (s *service) health() Health {
	h := Health{Ready: true, Adapters: map[string]string{}, Journal: "none"}
	platforms, served := 0, 0
	for _, p := range s.parts {
		err, givenUp := p.state()
		h.Adapters[p.Name()] = ready
		if err != nil {
			h.Adapters[p.Name()] = err.Error()
			h.Ready = h.Ready && givenUp
		}
		if p.Name() != webName {
			platforms++
			if err == nil {
				served++
			}
		}
	}
	if platforms > 0 && served == 0 {
		h.Ready = false
	}
	if s.Journal != nil {
		h.Journal = ready
		if err := s.Journal.Ready(); err != nil {
			h.Journal = err.Error()
		}
	}
	select {
	case <-s.draining:
		h.Ready = false
	default:
	}
	return h
}
