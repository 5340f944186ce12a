package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"drawdown/adapters/web"
	"drawdown/bot"
)

// A description is /v1/openapi.json as a site serves it, and a judge of what the site says.
type description struct {
	site
	doc    *openapi3.T
	router routers.Router
}

func describe(t testing.TB, s site) description {
	t.Helper()
	return describeBy(t, s.get("/v1/openapi.json").body, s)
}

// describeBy judges a site by the description of another.
func describeBy(t testing.TB, text string, s site) description {
	t.Helper()
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.PlainBodyDecoder)
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		t.Fatalf("the description does not load: %v", err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatalf("the description is not valid: %v", err)
	}
	doc.Servers = openapi3.Servers{{URL: s.server.URL}} // where "../" leads from where it was read
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return description{s, doc, router}
}

// hold sends a request and holds the response against the description; the request as well, where it is to be a good one.
func (d description) hold(t *testing.T, r *http.Request, body string, good bool) response {
	t.Helper()
	as := r.Clone(context.Background())
	as.URL.RawQuery = r.URL.RawQuery
	if item := d.doc.Paths.Value(r.URL.Path); item != nil && item.GetOperation(as.Method) == nil {
		for method := range item.Operations() {
			as.Method = method // a method that there is not: its response stands with those of the others
		}
	}
	route, params, err := d.router.FindRoute(as)
	if err != nil {
		t.Fatalf("%s %s is not described: %v", r.Method, r.URL.Path, err)
	}
	as.Body = io.NopCloser(strings.NewReader(body))
	input := &openapi3filter.RequestValidationInput{Request: as, PathParams: params, Route: route}
	if err := openapi3filter.ValidateRequest(context.Background(), input); good && err != nil {
		t.Errorf("%s %s %.200q is not as described: %v", r.Method, r.URL, body, err)
	}
	r.Body = io.NopCloser(strings.NewReader(body))
	got := d.do(r)
	err = openapi3filter.ValidateResponse(context.Background(), (&openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: got.StatusCode, Header: got.Header, Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}).SetBodyBytes([]byte(got.body)))
	if err != nil {
		t.Errorf("%s %s %.200q got %s %s, which is not as described: %v", r.Method, r.URL, body, got.Status, got.body, err)
	}
	return got
}

func TestDescription(t *testing.T) {
	b := bot.New(base(t), bot.Options{})
	d := describe(t, serve(t, b, web.Options{Version: `1.2.3 "beta"`}))
	if got := d.doc.Info.Version; got != `1.2.3 "beta"` {
		t.Errorf("its version is %q, want that of the program", got)
	}
	for _, pattern := range web.New(b, web.Options{}).Routes() {
		if strings.HasPrefix(pattern, "/v1/") && pattern != "/v1/" && d.doc.Paths.Value(pattern) == nil {
			t.Errorf("the route %s is not described; there are %q", pattern, d.doc.Paths.InMatchingOrder())
		}
	}
	for path := range d.doc.Paths.Map() {
		if !slices.Contains(web.New(b, web.Options{}).Routes(), path) {
			t.Errorf("%s is described, and is no route", path)
		}
	}
	held := map[string]bool{"429": true, "500": true, "503": true} // in TestPageStatus, TestFault and TestGate
	for _, c := range askCases {
		held[fmt.Sprint(c.status)] = true
	}
	for status := range d.doc.Paths.Value("/v1/ask").Post.Responses.Map() {
		if !held[status] {
			t.Errorf("the status %s is described, and no test brings it about", status)
		}
	}
	for _, limit := range []struct {
		what string
		got  any
		want string
	}{
		{"the longest question", *d.doc.Components.Schemas["Request"].Value.Properties["question"].Value.MaxLength, fmt.Sprint(bot.MaxMessage)},
		{"the largest body", d.doc.Components.Responses["TooLarge"].Value.Description, fmt.Sprintf("%d KiB", web.MaxBody>>10)},
	} {
		if p, ok := limit.got.(*string); ok {
			limit.got = *p
		}
		if !strings.Contains(fmt.Sprint(limit.got), limit.want) {
			t.Errorf("%s is described as %v, want %s in it", limit.what, limit.got, limit.want)
		}
	}
}

// What the handlers say, good and bad, is what the description says.
func TestDescribedResponses(t *testing.T) {
	d := describe(t, serve(t, bot.New(quoted(t), bot.Options{}), web.Options{}))
	for _, c := range askCases {
		t.Run(c.name, func(t *testing.T) {
			r := d.request(http.MethodPost, "/v1/ask", "")
			if c.method != "" {
				r.Method = c.method
			}
			r.Header.Set("Content-Type", "application/json")
			if c.kind != "" {
				r.Header.Set("Content-Type", c.kind)
			}
			if c.accept != "" {
				r.Header.Set("Accept", c.accept)
			}
			got := d.hold(t, r, c.body, c.status < 400)
			if got.StatusCode != c.status {
				t.Fatalf("%.200q got %s %s, want %d", c.body, got.Status, got.body, c.status)
			}
			if !strings.Contains(got.body, c.holds) {
				t.Errorf("%.200q got %s, want in it %s", c.body, got.body, c.holds)
			}
			c.problem(t, got)
		})
	}
}

// An askCase is a request to /v1/ask.
type askCase struct {
	name, method, kind, accept, body string
	status                           int
	holds                            string // in the body
}

func (c askCase) problem(t *testing.T, got response) {
	t.Helper()
	if c.status < 400 {
		return
	}
	var p struct {
		Status int
		Title  string
	}
	if err := json.Unmarshal([]byte(got.body), &p); err != nil || p.Status != c.status || p.Title != http.StatusText(c.status) {
		t.Errorf("%.200q got the problem %s, want status %d", c.body, got.body, c.status)
	}
	if kind := got.Header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("%.200q got %q, want application/problem+json", c.body, kind)
	}
}

var askCases = []askCase{
	{name: "answer", body: `{"question":"How many U.S. troops remain in Syria?"}`, status: 200, holds: `"paragraph":9,"sentence":2`},
	{name: "quotation", body: `{"question":"How many U.S. troops remain in Syria?"}`, status: 200, holds: `"quote":"`},
	{name: "id and session", body: `{"id":"é 1","session":"a-B_9","question":"How many U.S. troops remain in Syria?"}`, status: 200, holds: `{"id":"é 1","session":"a-B_9","question":"How`},
	{name: "what differs", body: `{"question":"When does the U.S. combat mission in Iraq end?"}`, status: 200, holds: `"differs":[{"note":`},
	{name: "refusal", body: `{"question":"How many British troops are still in Iraq?"}`, status: 200, holds: `"answered":false`},
	{name: "off the topic", body: `{"question":"how do I bake sourdough bread"}`, status: 200, holds: `"answered":false`},
	{name: "list", body: `{"question":"timeline"}`, status: 200, holds: `"answered":true`},
	{name: "list without citations", body: `{"question":"articles"}`, status: 200, holds: `"citations":[]`},
	{name: "talk", body: `{"question":"hello"}`, status: 200, holds: `"answered":false,"answer":"Hello.`},
	{name: "help", body: `{"question":"help"}`, status: 200, holds: `"suggestions":["`},
	{name: "not escaped", body: `{"question":"<b>how many</b> troops & GIs remain in Syria?"}`, status: 200, holds: `"question":"<b>how many</b> troops & GIs`},
	{name: "for the page", accept: "text/html", body: `{"question":"How many U.S. troops remain in Syria?"}`, status: 200, holds: `<p class="short">`},
	{name: "charset", kind: `application/json; charset="UTF-8"`, body: `{"question":"thanks"}`, status: 200},

	{name: "GET", method: http.MethodGet, status: 405, holds: "Use POST."},
	{name: "PUT", method: http.MethodPut, body: `{"question":"thanks"}`, status: 405, holds: "PUT"},
	{name: "form", kind: "application/x-www-form-urlencoded", body: "question=x", status: 415, holds: "Send application/json"},
	{name: "Latin-1", kind: "application/json; charset=iso-8859-1", body: `{"question":"thanks"}`, status: 415},
	{name: "too large", body: `{"question":"` + strings.Repeat("x", web.MaxBody) + `"}`, status: 413, holds: "16384 bytes"},
	{name: "nothing", body: ``, status: 400, holds: "The body is empty"},
	{name: "no JSON", body: `question`, status: 400, holds: "The body is no JSON"},
	{name: "cut off", body: `{"question":"why`, status: 400, holds: "The body is no JSON"},
	{name: "not closed", body: `{"question":"why"`, status: 400, holds: "The body is no JSON"},
	{name: "array", body: `[{"question":"why"}]`, status: 400, holds: "no JSON object"},
	{name: "two objects", body: `{"question":"why"}{"question":"why"}`, status: 400, holds: "after top-level value"},
	{name: "unknown field", body: `{"question":"why","sesion":"a"}`, status: 400, holds: `no field \"sesion\"`},
	{name: "case", body: `{"Question":"why"}`, status: 400, holds: `no field \"Question\"`},
	{name: "twice", body: `{"question":"why","question":"how"}`, status: 400, holds: "stands twice"},
	{name: "no question", body: `{"session":"a"}`, status: 400, holds: `\"question\" is missing`},
	{name: "number", body: `{"question":7}`, status: 400, holds: `\"question\" is a string, not a number`},
	{name: "null", body: `{"question":null}`, status: 400, holds: `not null`},
	{name: "list of questions", body: `{"question":["why"]}`, status: 400, holds: `not an array`},
	{name: "not UTF-8", body: "{\"question\":\"\xff\xfe\"}", status: 400, holds: "not UTF-8"},
	{name: "empty session", body: `{"question":"why","session":""}`, status: 400, holds: `\"session\" is \"\"`},
	{name: "session with a blank", body: `{"question":"why","session":"a b"}`, status: 400, holds: `\"session\" is \"a b\"`},
	{name: "long session", body: `{"question":"why","session":"` + strings.Repeat("a", 65) + `"}`, status: 400, holds: `1 to 64`},
	{name: "long id", body: `{"question":"why","id":"` + strings.Repeat("é", 129) + `"}`, status: 400, holds: `129 characters`},
	{name: "empty question", body: `{"question":" "}`, status: 422, holds: "is empty"},
	{name: "punctuation", body: `{"question":"?!"}`, status: 422, holds: "no word"},
	{name: "long question", body: `{"question":"` + strings.Repeat("é", bot.MaxMessage+1) + `"}`, status: 422, holds: "1001 characters"},
}

func TestDescribedCompletions(t *testing.T) {
	d := describe(t, serve(t, bot.New(base(t), bot.Options{}), web.Options{}))
	for _, c := range []struct {
		method, query string
		status        int
		holds         string
	}{
		{"GET", "q=how+many+troops", 200, `{"questions":["How many`},
		{"GET", "q=xqzjv", 200, `{"questions":[]}`},
		{"GET", "", 200, `{"questions":["`},
		{"GET", "q=who&n=1", 200, `?"]}`},
		{"GET", "q=who&n=0", 400, `n is \"0\"`},
		{"GET", "q=who&n=21", 400, `from 1 to 20`},
		{"GET", "q=who&n=many", 400, `n is \"many\"`},
		{"GET", "q=%ff", 400, "not UTF-8"},
		{"GET", "q=" + strings.Repeat("a", 121), 422, "121 characters"},
		{"POST", "q=who", 405, "Use GET, HEAD."},
	} {
		got := d.hold(t, d.request(c.method, "/v1/complete?"+c.query, ""), "", c.status < 400)
		if got.StatusCode != c.status || !strings.Contains(got.body, c.holds) {
			t.Errorf("%s %.80q got %s %s, want %d and in it %s", c.method, c.query, got.Status, got.body, c.status, c.holds)
		}
	}
	if got := d.get("/v1/answer"); got.StatusCode != 404 || !strings.Contains(got.body, "/v1/openapi.json") {
		t.Errorf("an address that there is not got %s %s, want 404 and where it is said what there is", got.Status, got.body)
	}
}
