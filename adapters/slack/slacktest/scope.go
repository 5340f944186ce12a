package slacktest

import (
	"slices"
	"strings"
)

// allScopes are all bot scopes that anything here can need.
func allScopes() []string {
	return []string{
		"app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands", "files:write", "groups:history",
		"groups:read", "im:history", "im:read", "im:write", "mpim:history", "mpim:read", "mpim:write", "reactions:write", "users:read",
	}
}

// scopeNoun is how scopes name a kind of conversation: channels:history, im:read.
var scopeNoun = map[string]string{KindPublic: "channels", KindPrivate: "groups", KindDirect: "im", KindGroup: "mpim"}

// lacks refuses a call whose token has none of the scopes that would do.
func (s *Server) lacks(anyOf ...string) *refusal {
	if len(anyOf) == 0 || slices.ContainsFunc(anyOf, func(scope string) bool { return slices.Contains(s.o.Scopes, scope) }) {
		return nil
	}
	return &refusal{Code: "missing_scope", Needed: strings.Join(anyOf, ","), Provided: strings.Join(s.o.Scopes, ",")}
}
