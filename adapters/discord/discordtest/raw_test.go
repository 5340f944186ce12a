package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"drawdown/adapters/discord/discordtest"
)

// an apiError is what Discord's REST says no with.
type apiError struct {
	Status  int
	Code    int             `json:"code"`
	Message string          `json:"message"`
	Errors  json.RawMessage `json:"errors"`
}

// rawRequest makes a request as a client should.
func rawRequest(t testing.TB, s *discordtest.Server, method, path, body string) *http.Request {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL()+"/api/v9"+path, reader)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+s.Token)
	r.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// send sends a request and gives the status and the body.
func send(t testing.TB, r *http.Request) (int, []byte) {
	t.Helper()
	res, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, body
}

// raw makes a request and gives the status and the body.
func raw(t testing.TB, s *discordtest.Server, method, path, body string) (int, []byte) {
	t.Helper()
	return send(t, rawRequest(t, s, method, path, body))
}

// mustRaw makes a request that has to succeed, and decodes what it gives.
func mustRaw(t testing.TB, s *discordtest.Server, method, path, body string, into any) {
	t.Helper()
	status, got := raw(t, s, method, path, body)
	if status >= 300 {
		t.Fatalf("%s %s %s: status %d %s; want success", method, path, body, status, got)
	}
	if into != nil {
		if err := json.Unmarshal(got, into); err != nil {
			t.Fatalf("%s %s: %v in %s", method, path, err, got)
		}
	}
}

// a limit is a body with what Discord says to it.
type limit struct {
	name string
	body string
	want string // "" where it is taken; else the code, and a part of the errors: "50035 embeds.0.title BASE_TYPE_MAX_LENGTH"
}

// check holds the answer to a body against what is wanted.
func (l limit) check(t *testing.T, s *discordtest.Server, status int, got []byte) {
	t.Helper()
	breaches := len(s.Breaches())
	if l.want == "" {
		if status >= 300 {
			t.Errorf("%.300s: status %d %.300s; want it to be taken", l.body, status, got)
		}
		if breaches > 0 {
			t.Errorf("%.300s: breaches %q; want none", l.body, s.Breaches())
		}
		return
	}
	s.AllowBreaches()
	if breaches == 0 {
		t.Errorf("%.300s: no breach; want %q", l.body, l.want)
	}
	if said := describe(status, got); !strings.HasPrefix(said, l.want) && !strings.Contains(said, "; "+l.want) {
		t.Errorf("%.300s: got %.300q; want %q", l.body, said, l.want)
	}
}

// describe writes an error as the tables have it: the code, and for each field that is wrong its path and code.
func describe(status int, body []byte) string {
	var e apiError
	if err := json.Unmarshal(body, &e); err != nil {
		return fmt.Sprintf("status %d %s", status, body)
	}
	out := fmt.Sprint(e.Code)
	if e.Code == 0 {
		out = fmt.Sprintf("status %d", status)
	}
	var tree any
	_ = json.Unmarshal(e.Errors, &tree)
	for i, w := range complaints("", tree) {
		if i == 0 {
			out += " " + w
		} else {
			out += "; " + fmt.Sprint(e.Code) + " " + w
		}
	}
	return out
}

// complaints lists what a tree of errors says.
func complaints(path string, tree any) []string {
	object, _ := tree.(map[string]any)
	var out []string
	for key, v := range object {
		if key != "_errors" {
			out = append(out, complaints(strings.TrimPrefix(path+"."+key, "."), v)...)
			continue
		}
		for _, one := range v.([]any) {
			out = append(out, strings.TrimSpace(path+" "+one.(map[string]any)["code"].(string)))
		}
	}
	return out
}

// list repeats JSON, each with its number in place of #.
func list(n int, each string) string {
	var b bytes.Buffer
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strings.ReplaceAll(each, "#", fmt.Sprint(i)))
	}
	return "[" + b.String() + "]"
}

// x is a text of a length.
func x(n int) string { return strings.Repeat("x", n) }
