package slacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// maxFile bounds an upload here; Slack takes a gigabyte.
const maxFile = 16 << 20

// An upload is a file on its way.
type upload struct {
	id, name, alt string
	size          int
	content       []byte
	shared        bool
}

// uploadURL hands out the address that a file is sent to.
func (s *Server) uploadURL(c *call) (answer, *refusal) {
	size, err := strconv.Atoi(c.args["length"])
	switch {
	case c.args["filename"] == "":
		return nil, refuse("invalid_arguments", "missing required field: filename")
	case err != nil || size <= 0 || size > maxFile:
		return nil, refuse("invalid_arguments", "length %q is not between 1 and %d", c.args["length"], maxFile)
	case length(c.args["alt_txt"]) > 1000:
		return nil, refuse("invalid_arguments", "alt_txt has more than 1000 characters")
	}
	u := &upload{id: s.id("F"), name: c.args["filename"], alt: c.args["alt_txt"], size: size}
	s.files[u.id] = u
	return answer{"upload_url": s.http.URL + "/upload/" + u.id, "file_id": u.id}, nil
}

// serveUpload takes the content of a file, as the body or as a part of a form.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFile+1<<20)
	var body io.Reader = r.Body
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		parts, err := r.MultipartReader()
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		part, err := parts.NextPart()
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body = part
	}
	content, err := io.ReadAll(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.files[strings.TrimPrefix(r.URL.Path, "/upload/")]
	if u == nil || len(content) != u.size {
		s.breach("upload", "bad_upload", "%s was sent %d bytes; no such upload, or not as long as was said", r.URL.Path, len(content))
		http.Error(w, "bad upload", http.StatusBadRequest)
		return
	}
	u.content = content
	_, _ = fmt.Fprintf(w, "OK - %d", len(content)) // a client that has gone is its own affair
}

// completeUpload shares files in a conversation.
func (s *Server) completeUpload(c *call) (answer, *refusal) {
	var files []struct{ ID, Title string }
	if err := json.Unmarshal([]byte(c.args["files"]), &files); err != nil || len(files) == 0 {
		return nil, refuse("invalid_arguments", "files is no JSON list of objects with an id: %q", c.args["files"])
	}
	c.args["channel"] = c.args["channel_id"]
	if c.args["channel"] == "" {
		return answer{"files": files}, nil
	}
	room, refused := s.reach(c)
	if refused != nil {
		return nil, refused
	}
	m := &Message{User: s.o.BotUser, BotID: s.o.BotID, Subtype: "file_share", Text: c.args["initial_comment"], Via: c.method}
	if m.ThreadTS, refused = room.thread(c.args["thread_ts"]); refused != nil {
		return nil, refused
	}
	s.checkText(c.method, "initial_comment", m.Text, true)
	shown := []answer{}
	for _, f := range files {
		u := s.files[f.ID]
		if u == nil || u.content == nil || u.shared {
			return nil, refuse("file_not_found", "the file %q was not uploaded, or is shared already", f.ID)
		}
		u.shared = true
		m.Files = append(m.Files, u.name)
		shown = append(shown, answer{"id": f.ID, "title": f.Title, "name": u.name})
	}
	s.put(room, m)
	return answer{"files": shown}, nil
}
