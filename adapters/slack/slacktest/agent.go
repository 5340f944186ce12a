package slacktest

import (
	"encoding/json"
	"strings"
)

// The limits of the agent pane.
const (
	maxPrompts     = 4
	maxLoading     = 10
	maxPaneTitle   = 255  // of a thread; Slack does not document it, and shows far less
	maxPrompt      = 2000 // of what a prompt sends
	maxPromptTitle = 75   // of what stands on it
	maxStatus      = 150
)

// paneThread finds the conversation and the thread of a call about the agent pane.
func (s *Server) paneThread(c *call) (*conversation, string, *refusal) {
	room, refused := s.find(c.args["channel_id"])
	if refused != nil {
		return nil, "", refused
	}
	if !room.has(s.o.BotUser) {
		return nil, "", softly("channel_not_found")
	}
	ts := c.args["thread_ts"]
	if m := room.byTS[ts]; m == nil || m.Deleted {
		return nil, "", refuse("invalid_thread_ts", "there is no message %q in %s", ts, room.ID)
	}
	return room, ts, nil
}

// setStatus shows what the bot is about.
func (s *Server) setStatus(c *call) (answer, *refusal) {
	room, ts, refused := s.paneThread(c)
	if refused != nil {
		return nil, refused
	}
	text, there := c.args["status"]
	loading, refused := loadingMessages(c.args["loading_messages"])
	switch {
	case refused != nil:
		return nil, refused
	case !there:
		return nil, refuse("invalid_arguments", "missing required field: status")
	case length(text) > maxStatus:
		return nil, refuse("invalid_arguments", "the status has %d characters; %d at most", length(text), maxStatus)
	}
	s.checkText(c.method, "status", text, false)
	s.statuses = append(s.statuses, Status{Channel: room.ID, ThreadTS: ts, Text: text, Loading: loading})
	s.touch()
	return nil, nil
}

// loadingMessages reads that argument: a JSON list, or the comma-joined form that slack-go sends.
func loadingMessages(raw string) ([]string, *refusal) {
	if raw == "" {
		return nil, nil
	}
	var list []string
	if json.Unmarshal([]byte(raw), &list) != nil {
		list = strings.Split(raw, ",")
	}
	if len(list) > maxLoading {
		return nil, refuse("invalid_arguments", "loading_messages has %d items; %d at most", len(list), maxLoading)
	}
	for _, m := range list {
		if strings.TrimSpace(m) != m || m == "" {
			return nil, refuse("invalid_arguments", "the loading message %q is empty or was cut at a comma; they are joined with commas", m)
		}
	}
	return list, nil
}

// setTitle names a thread.
func (s *Server) setTitle(c *call) (answer, *refusal) {
	room, ts, refused := s.paneThread(c)
	if refused != nil {
		return nil, refused
	}
	text := c.args["title"]
	if n := length(text); n == 0 || n > maxPaneTitle {
		return nil, refuse("invalid_arguments", "the title has %d characters; it must have 1 to %d", n, maxPaneTitle)
	}
	s.checkText(c.method, "title", text, false)
	s.titles = append(s.titles, Title{Channel: room.ID, ThreadTS: ts, Text: text})
	s.touch()
	return nil, nil
}

// setPrompts suggests what to ask.
func (s *Server) setPrompts(c *call) (answer, *refusal) {
	room, refused := s.find(c.args["channel_id"])
	if refused != nil {
		return nil, refused
	}
	p := Prompts{Channel: room.ID, ThreadTS: c.args["thread_ts"], Title: c.args["title"]}
	if refused := s.checkPrompts(c, &p); refused != nil {
		return nil, refused
	}
	switch {
	case p.ThreadTS != "" && !s.o.AssistantView:
		s.breach(c.method, CodeSilent, "thread_ts is for apps with assistant_view; for those with agent_view Slack does nothing and says ok")
		return nil, nil
	case s.o.AssistantView && !s.threads[room.ID+p.ThreadTS]:
		return nil, refuse("invalid_thread_ts", "there is no thread %q of the pane in %s", p.ThreadTS, room.ID)
	}
	s.prompts = append(s.prompts, p)
	s.touch()
	return nil, nil
}

// checkPrompts reads the prompts of a call.
func (s *Server) checkPrompts(c *call, p *Prompts) *refusal {
	if err := json.Unmarshal([]byte(c.args["prompts"]), &p.Prompts); err != nil {
		return refuse("invalid_arguments", "prompts are not a JSON list of objects with title and message: %v", err)
	}
	if n := len(p.Prompts); n == 0 || n > maxPrompts {
		return refuse("too_many_prompts", "there must be 1 to %d prompts, got %d", maxPrompts, n)
	}
	s.checkText(c.method, "title", p.Title, false)
	for _, one := range p.Prompts {
		if n := length(one.Title); n == 0 || n > maxPromptTitle {
			return refuse("invalid_arguments", "the title of a prompt must have 1 to %d characters, got %q", maxPromptTitle, one.Title)
		}
		if n := length(one.Message); n == 0 || n > maxPrompt {
			return refuse("invalid_arguments", "the message of a prompt must have 1 to %d characters, got %q", maxPrompt, one.Message)
		}
		s.checkText(c.method, "prompts", one.Title+"\n"+one.Message, false)
	}
	return nil
}
