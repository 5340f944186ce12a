package web

import (
	"crypto/rand"
	"encoding/base64"
)

// maxSession is the longest name of a session, in characters: that of a UUID and a prefix, and what a log line can hold.
const maxSession = 64

// newSession names a conversation so that nobody guesses it: 128 bits, as 22 characters.
func newSession() string {
	var b [16]byte
	rand.Read(b[:]) // never fails, as of Go 1.24
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// isSession tells whether a text names a session: 1 to 64 letters, digits, hyphens and underscores.
func isSession(s string) bool {
	if s == "" || len(s) > maxSession {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}
