package slacktest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// How long a response_url is good for, and how often.
const (
	responseLife = 30 * time.Minute
	responseUses = 5
)

// A responseURL is a place that an app can answer to for a while.
type responseURL struct {
	channel, user, thread string
	message               *Message // that the interaction began at, nil for a slash command
	made                  time.Time
	uses                  int
}

// noMetadata is what slack-go sends to a response_url for a message without metadata; Slack takes it for none.
const noMetadata = `{"event_type":"","event_payload":null}`

// responseURL makes one.
func (s *Server) responseURL(channel, user, thread string, on *Message) string {
	url := s.http.URL + "/response/" + s.id("R")
	s.web.urls[url] = &responseURL{channel: channel, user: user, thread: thread, message: on, made: s.o.Now()}
	return url
}

// serveResponse takes a post to a response_url.
func (s *Server) serveResponse(w http.ResponseWriter, r *http.Request) {
	c, refused := readCall(r)
	c.method = ResponseURL
	if refused != nil {
		refused.status = http.StatusBadRequest
	}
	if c.args["metadata"] == noMetadata {
		delete(c.args, "metadata")
	}
	s.answerWeb(w, r, c, refused, func() (answer, *refusal) { return s.respond(c, s.http.URL+r.URL.Path) })
}

// respond does what a post to a response_url says.
func (s *Server) respond(c *call, url string) (answer, *refusal) {
	u, ok := s.web.urls[url]
	switch {
	case !ok:
		return nil, &refusal{Code: "invalid_url", status: http.StatusNotFound, Messages: []string{"[ERROR] the response_url was not given out"}}
	case s.o.Now().Sub(u.made) > responseLife:
		return nil, &refusal{Code: "expired_url", status: http.StatusNotFound, soft: true}
	case u.uses >= responseUses:
		return nil, &refusal{Code: "used_url", status: http.StatusNotFound, Messages: []string{"[ERROR] a response_url is good for five posts"}}
	}
	res := Response{URL: url, Type: c.args["response_type"]}
	res.ReplaceOriginal, res.DeleteOriginal = c.yes("replace_original", false), c.yes("delete_original", false)
	refused := s.place(c, u, &res)
	if refused != nil {
		refused.status = http.StatusBadRequest
		return nil, refused
	}
	u.uses++
	s.responses = append(s.responses, res)
	s.touch()
	return nil, nil
}

// place deletes or replaces the message that the interaction began at, or says something new.
func (s *Server) place(c *call, u *responseURL, res *Response) *refusal {
	if res.Type == "" {
		res.Type = "ephemeral"
	}
	if res.Type != "ephemeral" && res.Type != "in_channel" {
		return refuse("invalid_response_type", "response_type is %q; it must be ephemeral or in_channel", res.Type)
	}
	if res.DeleteOriginal {
		if u.message == nil {
			return refuse("no_original", "a slash command or shortcut has no message to delete")
		}
		u.message.Deleted = true
		return nil
	}
	m, refused := s.compose(c)
	if refused != nil {
		return refused
	}
	if res.ReplaceOriginal {
		if u.message == nil || u.message.BotID != s.o.BotID {
			return refuse("no_original", "there is no message of the bot's to replace")
		}
		s.change(u.message, m, ResponseURL)
		res.Message = *u.message
		return nil
	}
	m.Via = ResponseURL
	return s.reply(m, u, res, c.args["thread_ts"])
}

// reply says something new where the interaction was.
func (s *Server) reply(m *Message, u *responseURL, res *Response, thread string) *refusal {
	room := s.channels[u.channel]
	if room == nil {
		return softly("channel_not_found")
	}
	var refused *refusal
	if m.ThreadTS, refused = room.thread(thread); refused != nil {
		return refused
	}
	if res.Type == "ephemeral" {
		m.For = u.user
	}
	s.put(room, m)
	res.Message = *m
	return nil
}

// answered takes a payload that came with an acknowledgement; the caller holds s.mu.
func (s *Server) answered(e Event, payload json.RawMessage, where string) {
	if len(payload) == 0 {
		return
	}
	if !e.accepts {
		s.breach(where, CodeAckPayload, "%s takes no payload with its acknowledgement, got %.200s", e, payload)
		return
	}
	var refused *refusal
	if e.Type == "view_submission" {
		refused = s.answeredView(e, payload)
	} else {
		refused = s.answeredCommand(e, payload)
	}
	if refused != nil {
		s.breach(where, CodeAckPayload, "%s: %s: %s", e, refused.Code, refused.detail())
	}
}

// answeredCommand says what an app answered to a slash command at once.
func (s *Server) answeredCommand(e Event, payload json.RawMessage) *refusal {
	c := &call{method: "ack", args: map[string]string{}}
	if refused := c.fields(payload); refused != nil {
		return refused
	}
	m, refused := s.compose(c)
	if refused != nil {
		return refused
	}
	res := Response{Type: c.args["response_type"]}
	switch res.Type {
	case "":
		res.Type = "ephemeral"
	case "ephemeral", "in_channel":
	default:
		return refuse("invalid_response_type", "response_type is %q; it must be ephemeral or in_channel", res.Type)
	}
	m.Via = "ack"
	return s.reply(m, &responseURL{channel: e.Channel, user: e.User}, &res, "")
}

// answeredView does what an app answered to a view_submission.
func (s *Server) answeredView(e Event, payload json.RawMessage) *refusal {
	var action struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if err := json.Unmarshal(payload, &action); err != nil {
		return refuse("invalid_arguments", "not a JSON object: %v", err)
	}
	switch action.Action {
	case "clear":
		delete(s.web.stacks, e.User)
	case "errors":
		if len(action.Errors) == 0 {
			return refuse("invalid_arguments", "response_action errors needs errors")
		}
	case "update", "push":
		v, refused := s.readView(&call{method: "ack", args: map[string]string{"view": string(action.View)}}, surfaceModal)
		if refused != nil {
			return refused
		}
		v.User = e.User
		stack := s.web.stacks[e.User]
		if action.Action == "update" && len(stack) > 0 {
			stack = stack[:len(stack)-1]
		}
		s.web.stacks[e.User] = append(slices.Clone(stack), v.ID)
		s.show(v)
	default:
		return refuse("invalid_arguments", "response_action is %q; it must be clear, errors, update or push", action.Action)
	}
	return nil
}
