package discordtest

import (
	"net/http"
	"strings"
)

// A route is what the server does for a method and a path.
type route struct {
	method, pattern string
	open            bool // needs no bot token: the token of an interaction is in the path
	do              func(*Server, *call) (answer, *refusal)
}

// routes are those that the server has. {name} stands for one part of a path.
var routes = []route{
	{"GET", "/gateway", true, (*Server).getGateway},
	{"GET", "/gateway/bot", false, (*Server).getGatewayBot},
	{"GET", "/users/@me", false, (*Server).getMe},
	{"POST", "/users/@me/channels", false, (*Server).openDM},
	{"GET", "/applications/@me", false, (*Server).getApplication},
	{"GET", "/oauth2/applications/@me", false, (*Server).getApplication},

	{"GET", "/applications/{application}/commands", false, (*Server).listCommands},
	{"POST", "/applications/{application}/commands", false, (*Server).postCommand},
	{"PUT", "/applications/{application}/commands", false, (*Server).putCommands},
	{"GET", "/applications/{application}/commands/{command}", false, (*Server).getCommand},
	{"PATCH", "/applications/{application}/commands/{command}", false, (*Server).patchCommand},
	{"DELETE", "/applications/{application}/commands/{command}", false, (*Server).deleteCommand},
	{"GET", "/applications/{application}/guilds/{guild}/commands", false, (*Server).listCommands},
	{"POST", "/applications/{application}/guilds/{guild}/commands", false, (*Server).postCommand},
	{"PUT", "/applications/{application}/guilds/{guild}/commands", false, (*Server).putCommands},
	{"GET", "/applications/{application}/guilds/{guild}/commands/{command}", false, (*Server).getCommand},
	{"PATCH", "/applications/{application}/guilds/{guild}/commands/{command}", false, (*Server).patchCommand},
	{"DELETE", "/applications/{application}/guilds/{guild}/commands/{command}", false, (*Server).deleteCommand},

	{"POST", "/interactions/{interaction}/{token}/callback", true, (*Server).postCallback},
	{"POST", "/webhooks/{application}/{token}", true, (*Server).postFollowup},
	{"GET", "/webhooks/{application}/{token}/messages/{message}", true, (*Server).getWebhookMessage},
	{"PATCH", "/webhooks/{application}/{token}/messages/{message}", true, (*Server).patchWebhookMessage},
	{"DELETE", "/webhooks/{application}/{token}/messages/{message}", true, (*Server).deleteWebhookMessage},

	{"GET", "/channels/{channel}", false, (*Server).getChannel},
	{"POST", "/channels/{channel}/typing", false, (*Server).postTyping},
	{"GET", "/channels/{channel}/messages", false, (*Server).listMessages},
	{"POST", "/channels/{channel}/messages", false, (*Server).postMessage},
	{"GET", "/channels/{channel}/messages/{message}", false, (*Server).getMessage},
	{"PATCH", "/channels/{channel}/messages/{message}", false, (*Server).patchMessage},
	{"DELETE", "/channels/{channel}/messages/{message}", false, (*Server).deleteMessage},
	{"POST", "/channels/{channel}/threads", false, (*Server).postThread},
	{"POST", "/channels/{channel}/messages/{message}/threads", false, (*Server).postThread},
}

// findRoute gives the route for a request and the parts of the path that have a name, or nil.
func findRoute(method, path string) (*route, map[string]string) {
	for i := range routes {
		if routes[i].method == method {
			if params, ok := match(routes[i].pattern, path); ok {
				return &routes[i], params
			}
		}
	}
	return nil, nil
}

// pathExists says whether some method has the path.
func pathExists(path string) bool {
	for _, r := range routes {
		if _, ok := match(r.pattern, path); ok {
			return true
		}
	}
	return false
}

// match holds a path against a pattern.
func match(pattern, path string) (map[string]string, bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	params := map[string]string{}
	for i, w := range want {
		if name, ok := strings.CutPrefix(w, "{"); ok && got[i] != "" {
			params[strings.TrimSuffix(name, "}")] = got[i]
		} else if w != got[i] {
			return nil, false
		}
	}
	return params, true
}

func (s *Server) gatewayURL() string { return "ws" + strings.TrimPrefix(s.http.URL, "http") }

func (s *Server) getGateway(*call) (answer, *refusal) {
	return answer{http.StatusOK, map[string]any{"url": s.gatewayURL()}}, nil
}

func (s *Server) getGatewayBot(*call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return answer{http.StatusOK, map[string]any{
		"url": s.gatewayURL(), "shards": s.o.Shards,
		"session_start_limit": map[string]any{"total": defaultIdentifies, "remaining": max(s.gateway.identifiesLeft, 0),
			"reset_after": 14400000, "max_concurrency": s.o.MaxConcurrency},
	}}, nil
}

func (s *Server) getMe(*call) (answer, *refusal) { return answer{http.StatusOK, s.botUser()}, nil }

func (s *Server) getApplication(*call) (answer, *refusal) {
	return answer{http.StatusOK, map[string]any{
		"id": s.ApplicationID, "name": "discordtest", "icon": nil, "description": "", "bot_public": true, "bot_require_code_grant": false,
		"verify_key": s.PublicKeyHex(), "flags": 0, "bot": s.botUser(), "interactions_endpoint_url": nil, "team": nil,
		"integration_types_config": map[string]any{"0": map[string]any{}, "1": map[string]any{}},
	}}, nil
}
