package slacktest

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// fails tells whether the fault does more than delay.
func (f Fault) fails() bool { return f.Cut || f.Error != "" || f.Status != 0 }

// fail answers a call with a fault.
func (s *Server) fail(w http.ResponseWriter, c *call, f Fault) {
	status := f.Status
	if f.Error != "" {
		status = http.StatusOK
	}
	if f.Cut {
		status = 0
	}
	s.note(c, status, f.name())
	f.write(w)
}

// name is what the record calls a fault.
func (f Fault) name() string {
	switch {
	case f.Error != "":
		return f.Error
	case f.Cut:
		return "connection cut"
	default:
		return fmt.Sprintf("HTTP %d", f.Status)
	}
}

// write sends a fault.
func (f Fault) write(w http.ResponseWriter) {
	if f.Cut {
		panic(http.ErrAbortHandler)
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds()+0.999)))
	}
	switch {
	case f.Error != "":
		write(w, http.StatusOK, nil, &refusal{Code: f.Error, Messages: f.Messages})
	case f.Status == http.StatusTooManyRequests && f.Body == "":
		write(w, f.Status, nil, &refusal{Code: "ratelimited"})
	default:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body) // a client that has gone is its own affair
	}
}
