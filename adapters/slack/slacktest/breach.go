package slacktest

import (
	"fmt"
	"slices"
	"strings"
)

// A Breach is something that the client did and should not have done.
type Breach struct {
	// Where is the method, "socket" for what came over a WebSocket, or "response_url".
	Where string
	// Code is Slack's error where Slack refuses it, otherwise one of the Code constants.
	Code string
	// Detail says what was wrong and what would be right.
	Detail string
}

// String is the breach as one line.
func (b Breach) String() string { return fmt.Sprintf("%s: %s: %s", b.Where, b.Code, b.Detail) }

// Codes of breaches that Slack itself lets pass, or has no name for.
const (
	CodeMention      = "mention"             // a text that mentions a person, a group or everybody
	CodeLink         = "link"                // a link that begins with none of Options.LinkPrefixes
	CodeUnescaped    = "unescaped"           // a &, < or > that is not written as an entity
	CodeControl      = "control_character"   // a character that cannot be seen but changes what is
	CodeNoFallback   = "no_fallback"         // blocks without a text for notifications and screen readers
	CodeLongText     = "long_text"           // a text longer than Slack advises
	CodeSilent       = "silently_ignored"    // a call that Slack answers with ok and does nothing about
	CodeEnvelope     = "unknown_envelope"    // an acknowledgement of an envelope that was never sent
	CodeAckedTwice   = "acked_twice"         // a second acknowledgement of one envelope
	CodeAckPayload   = "ack_payload"         // a payload in an acknowledgement that may have none, or of a wrong form
	CodeAckTooLarge  = "ack_too_large"       // an acknowledgement that Slack would silently drop
	CodeTicket       = "bad_ticket"          // a WebSocket address that was made up, used before or is too old
	CodeNotJSON      = "not_json"            // a frame on a WebSocket that is not JSON
	CodeAnswer       = "bad_answer"          // an HTTP answer to an event that Slack would not take for an acknowledgement
	CodeTooManyConns = "too_many_websockets" // an eleventh connection
)

// Breaches are all recorded so far, the allowed ones included, in their order.
func (s *Server) Breaches() []Breach {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.breaches)
}

// AllowBreaches lets breaches with these codes pass: they are still refused and recorded, but do not fail the test. Without a code all
// are allowed. It is for tests of the server itself, and of what a client does when it is refused.
func (s *Server) AllowBreaches(codes ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(codes) == 0 {
		s.allowAll = true
	}
	for _, c := range codes {
		s.allowed[c] = true
	}
}

// breach records one; the caller holds s.mu.
func (s *Server) breach(where, code, detail string, values ...any) {
	s.breaches = append(s.breaches, Breach{Where: where, Code: code, Detail: fmt.Sprintf(detail, values...)})
	s.touch()
}

// judge fails the test for every breach that was not allowed.
func (s *Server) judge() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.breaches {
		if !s.allowAll && !s.allowed[b.Code] {
			s.t.Errorf("the client broke a rule of Slack: %s", b)
		}
	}
}

// A refusal is an error that Slack answers with.
type refusal struct {
	Code             string
	Messages         []string // response_metadata.messages
	Needed, Provided string   // scopes
	soft             bool     // a client cannot know it beforehand: no breach
	wait             int      // seconds; more than 0 makes it HTTP 429
	status           int      // of HTTP; 0 is 200
}

// refuse is a refusal that is a breach; the detail says what would be right.
func refuse(code, detail string, values ...any) *refusal {
	r := &refusal{Code: code}
	if detail != "" {
		r.Messages = []string{"[ERROR] " + fmt.Sprintf(detail, values...)}
	}
	return r
}

// softly is a refusal that a client can only learn by trying.
func softly(code string) *refusal { return &refusal{Code: code, soft: true} }

// detail is what a breach says of the refusal.
func (r *refusal) detail() string {
	if r.Needed != "" {
		return fmt.Sprintf("needed %s, provided %s", r.Needed, r.Provided)
	}
	return strings.TrimPrefix(strings.Join(r.Messages, "; "), "[ERROR] ")
}

// body is the refusal as Slack writes it.
func (r *refusal) body() map[string]any {
	b := map[string]any{"ok": false, "error": r.Code}
	if len(r.Messages) > 0 {
		b["response_metadata"] = map[string]any{"messages": r.Messages}
	}
	if r.Needed != "" {
		b["needed"], b["provided"] = r.Needed, r.Provided
	}
	return b
}
