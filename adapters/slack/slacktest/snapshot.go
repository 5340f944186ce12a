package slacktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

// A Picture is what people see, made for golden files.
type picture struct {
	Conversations []scene   `json:"conversations,omitempty"`
	Views         []seen    `json:"views,omitempty"`
	Statuses      []Status  `json:"statuses,omitempty"`
	Titles        []Title   `json:"titles,omitempty"`
	Prompts       []Prompts `json:"prompts,omitempty"`
}

// A scene is one conversation.
type scene struct {
	ID       string    `json:"id"`
	Messages []Message `json:"messages,omitempty"`
	Whispers []Message `json:"whispers,omitempty"`
}

// A seen is one view.
type seen struct {
	User string          `json:"user"`
	View json.RawMessage `json:"view"`
}

// Snapshot is what people see, as indented JSON without anything that changes between runs: conversations, what one user alone
// sees, views, statuses, titles and prompts. It is for golden files.
func (s *Server) Snapshot() []byte {
	var p picture
	s.mu.Lock()
	order := append([]string(nil), s.order...)
	s.mu.Unlock()
	all := s.Whispers("")
	for _, id := range order {
		one := scene{ID: id, Messages: s.Messages(id)}
		for _, w := range all {
			if w.Channel == id {
				one.Whispers = append(one.Whispers, w)
			}
		}
		if len(one.Messages)+len(one.Whispers) > 0 {
			p.Conversations = append(p.Conversations, one)
		}
	}
	for _, v := range s.Views("") {
		p.Views = append(p.Views, seen{User: v.User, View: v.JSON})
	}
	p.Statuses, p.Titles, p.Prompts = s.Statuses(), s.Titles(), s.Suggested()
	return s.Stable(encode(p))
}

// volatile finds what differs between two runs: timestamps of messages, and ids that the server made.
var volatile = regexp.MustCompile(`\b\d{9,11}\.\d{6}\b|\b(?:Ev|env-|R|V|F|D|hash-|Raw|challenge-|9000\.1000\.)[0-9A-F]{8}\b`)

// Stable is any JSON, indented, with what changes between runs replaced by names that do not: timestamps, ids and addresses of this server,
// numbered in the order in which they come.
func (s *Server) Stable(raw []byte) []byte {
	raw = bytes.ReplaceAll(raw, []byte(s.http.URL), []byte("http://slack.test"))
	names := map[string]string{}
	raw = volatile.ReplaceAllFunc(raw, func(found []byte) []byte {
		name, ok := names[string(found)]
		if !ok {
			name = fmt.Sprintf("#%d", len(names)+1)
			names[string(found)] = name
		}
		return []byte(name)
	})
	var tree any
	if json.Unmarshal(raw, &tree) != nil {
		return raw
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(tree); err != nil {
		return raw
	}
	return out.Bytes()
}
