package slacktest

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"
)

// A call is one request to the Web API while it is worked on.
type call struct {
	method string
	token  string
	args   map[string]string
	header http.Header
}

// maxBody bounds a request; Slack's own bound is not documented.
const maxBody = 4 << 20

// readCall reads method, token and arguments out of a request: form, multipart or JSON, as Slack accepts them.
func readCall(r *http.Request) (*call, *refusal) {
	c := &call{method: strings.TrimPrefix(r.URL.Path, "/api/"), args: map[string]string{}, header: r.Header}
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		c.token = bearer
	}
	refused := c.read(r)
	if token, ok := c.args["token"]; ok {
		c.token = token
		delete(c.args, "token")
	}
	return c, refused
}

// read fills the arguments.
func (c *call) read(r *http.Request) *refusal {
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	for name, values := range r.URL.Query() {
		c.args[name] = values[0]
	}
	if kind == "application/json" {
		return c.readJSON(r.Body)
	}
	if err := r.ParseMultipartForm(maxBody); err != nil && err != http.ErrNotMultipart {
		return refuse("invalid_form_data", "the body cannot be read as a form: %v", err)
	}
	for name, values := range r.PostForm {
		c.args[name] = values[0]
	}
	if r.MultipartForm != nil {
		for name, values := range r.MultipartForm.Value {
			c.args[name] = values[0]
		}
	}
	return nil
}

// readJSON reads arguments from a JSON object; strings are taken out of their quotes, the rest stays JSON.
func (c *call) readJSON(body io.Reader) *refusal {
	raw, err := io.ReadAll(body)
	if err != nil {
		return refuse("invalid_json", "the body cannot be read: %v", err)
	}
	if len(strings.TrimSpace(string(raw))) == 0 || string(raw) == "null\n" {
		return nil
	}
	return c.fields(raw)
}

// fields takes arguments out of a JSON object.
func (c *call) fields(raw []byte) *refusal {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return refuse("json_not_object", "the body is not a JSON object: %v", err)
	}
	for name, value := range fields {
		var text string
		if json.Unmarshal(value, &text) == nil && string(value) != "null" {
			c.args[name] = text
		} else if string(value) != "null" {
			c.args[name] = string(value)
		}
	}
	return nil
}

// yes reads a boolean argument as Slack does; absent is the given default.
func (c *call) yes(name string, otherwise bool) bool {
	v, ok := c.args[name]
	if !ok || v == "" {
		return otherwise
	}
	return v == "true" || v == "1"
}
