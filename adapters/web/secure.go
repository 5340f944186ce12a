package web

import (
	"net/http"
	"strings"
)

// policy is the content security policy: everything comes from this service, no script or style stands in a page, and no other page
// frames one (CSP Level 3).
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// drawn is the policy of a drawing: its style stands in its elements. On a page it is a picture, and this is for who opens it by itself.
const drawn = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// twoYears is how long a browser asks for HTTPS alone, in seconds: what the preload list wants (hstspreload.org).
const twoYears = "max-age=63072000"

// fixed are the headers that every response carries. Header values are shared between responses, and nothing changes them. With the four
// of an answer they are eight: a map of more has to grow, which takes a twentieth of the time of an answer.
var fixed = http.Header{
	"Content-Security-Policy": {policy},
	"X-Content-Type-Options":  {"nosniff"},
	"X-Frame-Options":         {"DENY"},
	"Referrer-Policy":         {"no-referrer"}, // a session stands in the address of a page without script
}

var (
	strict   = []string{twoYears}
	isolated = []string{"same-origin"} // of pages: no window that opened one reaches into it
)

// secure sets the headers that every response carries.
func (a *Adapter) secure(h http.Header, r *http.Request) {
	for name, values := range fixed {
		h[name] = values
	}
	if r.TLS != nil || a.o.TrustedProxy && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		h["Strict-Transport-Security"] = strict
	}
}

// allowed tells whether a method is one of those, and names them where it is not.
func allowed(w http.ResponseWriter, r *http.Request, methods []string) bool {
	for _, m := range methods {
		if r.Method == m {
			return true
		}
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	return false
}
