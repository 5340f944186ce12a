package discordtest

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// What Discord's REST takes.
const (
	maxUpload = 10 << 20 // bytes of files in one request
	maxFiles  = 10
)

// A Request is one request to REST, as it came and was answered.
type Request struct {
	Time   time.Time // of the machine's clock
	Route  string    // "POST /channels/{channel}/messages"; "" for one that Discord does not have
	Method string
	Path   string // without /api and the version
	Body   json.RawMessage
	Files  []File
	Status int  // 0 where it was not answered
	Fault  bool // a fault that the test asked for was the answer
}

// A File is one that was uploaded.
type File struct {
	Name, ContentType string
	Data              []byte
}

// traffic is what the server knows of requests. The server's lock guards it.
type traffic struct {
	requests []*Request
	invalid  int
	faults   []*plan
	blocked  map[string]block // by method and path: a client that was told to wait has to
	limits   map[string][]time.Time
}

// Requests are those to REST, in the order in which they came.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Request, len(s.traffic.requests))
	for i, r := range s.traffic.requests {
		out[i] = *r
	}
	return out
}

// Invalid counts the requests that were answered 401, 403 or 429. Discord bans an address after 10,000 in ten minutes.
func (s *Server) Invalid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.traffic.invalid
}

// A call is a request that is being answered.
type call struct {
	r      *http.Request
	params map[string]string
	record *Request
	value  any          // the body, decoded
	lost   bool         // the client is not to see the answer
	first  *Interaction // the one whose first response it is
}

// body is the start of the check of the call's body.
func (c *call) body() value { return body(c.value) }

// query is a parameter of the request's address that says yes.
func (c *call) query(name string) bool {
	v := c.r.URL.Query().Get(name)
	return v == "true" || v == "1"
}

// An answer is what a route says: a status, and a body or nil.
type answer struct {
	status int
	body   any
}

var apiPath = regexp.MustCompile(`^/api(?:/v(\d+))?(/.*)$`)

// agent is what Discord wants to see of a bot's User-Agent.
var agent = regexp.MustCompile(`^DiscordBot \(https?://[^,\s]+, v?[^)\s]+\)`)

// serve is the server's one handler.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if websocket.IsWebSocketUpgrade(r) {
		s.serveGateway(w, r)
		return
	}
	m := apiPath.FindStringSubmatch(r.URL.Path)
	if m == nil {
		s.breach("%s %s: not a path of Discord's API; want /api/v9/…", r.Method, r.URL.Path)
		notFound().write(w)
		return
	}
	c := &call{r: r, record: &Request{Time: time.Now(), Method: r.Method, Path: m[2]}}
	route, params := findRoute(r.Method, m[2])
	if route != nil {
		c.record.Route, c.params = route.method+" "+route.pattern, params
	}
	refused := s.read(c)
	s.mu.Lock()
	s.traffic.requests = append(s.traffic.requests, c.record)
	s.change()
	s.mu.Unlock()
	if s.fault(w, c, route) {
		return
	}
	if refused == nil {
		refused = s.admit(c, m[1], route)
	}
	if refused != nil {
		s.refuse(w, c, refused)
		return
	}
	if !s.limit(w, c, route) {
		s.answer(w, c, route)
	}
}

// answer does what the route does and writes what it says.
func (s *Server) answer(w http.ResponseWriter, c *call, route *route) {
	a, refused := route.do(s, c)
	if refused != nil {
		s.refuse(w, c, refused)
		return
	}
	if !c.lost {
		s.note(c, a.status)
		a.write(w)
	}
	if c.lost || c.r.Context().Err() != nil {
		s.unseen(c)
		breakOff(w)
	}
}

func (a answer) write(w http.ResponseWriter) {
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	_, _ = w.Write(encode(a.body))
}

// unseen notes that the client does not know what came of its call, and so may rightly repeat it.
func (s *Server) unseen(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.first != nil {
		c.first.unseen = true
	}
}

// refuse answers with an error, and records the breach that it is.
func (s *Server) refuse(w http.ResponseWriter, c *call, r *refusal) {
	if !r.allowed {
		s.breach("%s %s: %v; the body was %.600q", c.r.Method, c.record.Path, r, c.record.Body)
	}
	if c.lost {
		breakOff(w)
		return
	}
	s.note(c, r.Status)
	r.write(w)
}

// note records how a request was answered.
func (s *Server) note(c *call, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.record.Status = status
	if slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests}, status) {
		s.traffic.invalid++
	}
	s.change()
}

// admit checks what is the same for all routes.
func (s *Server) admit(c *call, version string, route *route) *refusal {
	if n, err := strconv.Atoi(version); version != "" && (err != nil || n < 6 || n > 10) {
		return no(http.StatusBadRequest, codeInvalidVersion, "Invalid API version provided")
	}
	if !agent.MatchString(c.r.UserAgent()) {
		return no(http.StatusForbidden, codeUnknownAgent, "internal network error")
	}
	if route == nil {
		if pathExists(c.record.Path) {
			return no(http.StatusMethodNotAllowed, 0, "405: Method Not Allowed")
		}
		return notFound()
	}
	given := c.r.Header.Get("Authorization")
	if given != "Bot "+s.Token && (given != "" || !route.open) {
		return unauthorized()
	}
	s.mu.Lock()
	reset := s.gateway.tokenReset
	s.mu.Unlock()
	if reset && !route.open {
		return unauthorized()
	}
	return nil
}

// read takes the body: JSON, or a form with JSON and files.
func (s *Server) read(c *call) *refusal {
	contentType, params, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	raw, err := io.ReadAll(io.LimitReader(c.r.Body, 4*maxUpload))
	if err != nil {
		return no(http.StatusBadRequest, 0, "400: Bad Request")
	}
	if contentType == "multipart/form-data" {
		if raw, err = c.readForm(strings.NewReader(string(raw)), params["boundary"]); err != nil {
			return invalidJSON()
		}
	}
	c.record.Body = raw
	wants := c.r.Method == http.MethodPost || c.r.Method == http.MethodPatch || c.r.Method == http.MethodPut
	switch {
	case len(raw) == 0 && contentType == "application/json" && wants:
		return invalidJSON()
	case len(raw) == 0:
		return nil
	case contentType != "application/json" && contentType != "multipart/form-data":
		f := body(nil)
		f.fail("CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.")
		return f.form.refusal()
	}
	if err := json.Unmarshal(raw, &c.value); err != nil {
		return invalidJSON()
	}
	total := 0
	for _, f := range c.record.Files {
		total += len(f.Data)
	}
	if total > maxUpload {
		return no(http.StatusRequestEntityTooLarge, codeTooLarge, "Request entity too large")
	}
	return nil
}

// readForm takes the parts of a form: payload_json, which it gives, and files.
func (c *call) readForm(r io.Reader, boundary string) ([]byte, error) {
	parts := multipart.NewReader(r, boundary)
	var payload []byte
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return payload, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		if part.FormName() == "payload_json" {
			payload = data
		} else {
			c.record.Files = append(c.record.Files, File{part.FileName(), part.Header.Get("Content-Type"), data})
		}
	}
}

// boundaryOf is what separates the parts of a form, and whether the Content-Type is one's.
func boundaryOf(contentType string) (string, bool) {
	kind, params, err := mime.ParseMediaType(contentType)
	return params["boundary"], err == nil && kind == "multipart/form-data"
}
