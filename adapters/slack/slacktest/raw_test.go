package slacktest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"drawdown/adapters/slack/slacktest"
)

// A reply is what the Web API answered.
type reply struct {
	status int
	header http.Header
	OK     bool   `json:"ok"`
	Error  string `json:"error"`
	Needed string `json:"needed"`
	Meta   struct {
		Messages []string `json:"messages"`
		Cursor   string   `json:"next_cursor"`
	} `json:"response_metadata"`
	TS   string `json:"ts"`
	URL  string `json:"url"`
	body json.RawMessage
}

// call makes a raw call of the Web API with the bot's token, or the one among the arguments.
func call(t testing.TB, s *slacktest.Server, method string, args map[string]string) reply {
	t.Helper()
	form := url.Values{"token": {s.BotToken()}}
	for name, value := range args {
		form.Set(name, value)
	}
	return post(t, s.APIURL()+method, "application/x-www-form-urlencoded", form.Encode())
}

// post sends a body and reads the answer.
func post(t testing.TB, to, kind, body string) reply {
	t.Helper()
	res, err := http.Post(to, kind, strings.NewReader(body))
	if err != nil {
		t.Fatalf("POST %s: %v", to, err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("POST %s: %v", to, err)
	}
	r := reply{status: res.StatusCode, header: res.Header, body: raw}
	_ = json.Unmarshal(raw, &r) // pages of 500 and the like are no JSON
	return r
}

// codes are the codes of the breaches so far, in one word each.
func codes(s *slacktest.Server) string {
	var all []string
	for _, b := range s.Breaches() {
		all = append(all, b.Code)
	}
	return strings.Join(all, " ")
}

// A clock stands still until it is set forward.
type clock struct{ passed atomic.Int64 }

func newClock() *clock { return &clock{} }

// Now is the time that the clock shows.
func (c *clock) Now() time.Time { return time.Unix(1700000000, 0).Add(time.Duration(c.passed.Load())) }

// Advance sets the clock forward.
func (c *clock) Advance(by time.Duration) { c.passed.Add(int64(by)) }

// A witness is a test that may fail without failing the test at hand.
type witness struct {
	testing.TB
	mu       sync.Mutex
	failures []string
	cleanups []func()
}

func (w *witness) Helper() {}

func (w *witness) Cleanup(f func()) { w.cleanups = append(w.cleanups, f) }

func (w *witness) Errorf(format string, values ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failures = append(w.failures, fmt.Sprintf(format, values...))
}

// end runs what the test would run at its end, and gives the failures.
func (w *witness) end() []string {
	for i := len(w.cleanups) - 1; i >= 0; i-- {
		w.cleanups[i]()
	}
	return w.failures
}

func TestBreachFailsTheTestUnlessItIsAllowed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		allow func(*slacktest.Server)
		want  int
	}{
		{"not allowed", func(*slacktest.Server) {}, 1},
		{"another one allowed", func(s *slacktest.Server) { s.AllowBreaches("no_text") }, 1},
		{"this one allowed", func(s *slacktest.Server) { s.AllowBreaches(slacktest.CodeMention) }, 0},
		{"all allowed", func(s *slacktest.Server) { s.AllowBreaches() }, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := &witness{TB: t}
			s := slacktest.New(w, slacktest.Options{})
			test.allow(s)
			r := call(t, s, "chat.postMessage", map[string]string{"channel": slacktest.DefaultChannel, "text": "hello <!channel>"})
			if !r.OK {
				t.Fatalf("Slack lets a mention pass, the server answered %s", r.body)
			}
			got := w.end()
			if len(got) != test.want {
				t.Fatalf("the test failed with %q, want %d failures", got, test.want)
			}
			if test.want > 0 && (!strings.Contains(got[0], "<!channel>") || !strings.Contains(got[0], "chat.postMessage")) {
				t.Errorf("the failure %q does not name the method and the mention", got[0])
			}
		})
	}
}
