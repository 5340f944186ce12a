package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

var idText = regexp.MustCompile(`\b\d{17,20}\b`)

// Snapshot is what the client said, as indented JSON with sorted keys for a golden file: for each interaction what it was and the bodies of its responses,
// and then each message that the client wrote in a channel. Ids of Discord's are replaced by "<id 1>", "<id 2>" in the order in which they
// appear; replace, if it is given, replaces what else changes from run to run.
func (s *Server) Snapshot(replace ...func(string) string) []byte {
	type response struct {
		Route string   `json:"route"`
		Body  any      `json:"body,omitempty"`
		Files []string `json:"files,omitempty"`
	}
	type entry struct {
		Did       string         `json:"did"`
		Data      map[string]any `json:"data,omitempty"`
		Responses []response     `json:"responses"`
	}
	var all []entry
	s.mu.Lock()
	for _, i := range s.interactions {
		e := entry{Did: i.String(), Responses: []response{}}
		if options, ok := i.data["options"]; ok {
			e.Data = map[string]any{"options": options}
		}
		for _, r := range i.responses {
			one := response{Route: r.Route, Body: readable(r.Body)}
			if r.as != nil {
				for _, f := range r.as.files {
					one.Files = append(one.Files, f.Name+" "+f.ContentType)
				}
			}
			e.Responses = append(e.Responses, one)
		}
		all = append(all, e)
	}
	for _, r := range s.traffic.requests {
		if r.Method != "GET" && (r.Route == "POST /channels/{channel}/messages" || r.Route == "PATCH /channels/{channel}/messages/{message}") && r.Status == 200 {
			all = append(all, entry{Did: r.Route, Responses: []response{{Route: "message", Body: readable(r.Body)}}})
		}
	}
	s.mu.Unlock()
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(all); err != nil {
		s.tb.Errorf("discordtest: snapshot: %v", err)
	}
	return []byte(volatile(b.String(), replace))
}

// readable is JSON to be written anew: with its keys in order, and with signs in place of their codes.
func readable(body json.RawMessage) any {
	var v any
	if len(body) > 0 {
		// It decoded when it came in.
		_ = json.Unmarshal(body, &v)
	}
	return v
}

// volatile replaces ids by their order.
func volatile(text string, replace []func(string) string) string {
	for _, r := range replace {
		text = r(text)
	}
	ids := map[string]string{}
	return idText.ReplaceAllStringFunc(text, func(id string) string {
		if _, ok := ids[id]; !ok {
			ids[id] = fmt.Sprintf("<id %d>", len(ids)+1)
		}
		return ids[id]
	})
}
