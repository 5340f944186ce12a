package discordtest_test

import (
	"fmt"
	"strings"
	"testing"

	"drawdown/adapters/discord/discordtest"
)

// A witness is a test that remembers what it was told, in place of failing.
type witness struct {
	testing.TB
	cleanups []func()
	said     []string
}

func (w *witness) Cleanup(f func())               { w.cleanups = append(w.cleanups, f) }
func (w *witness) Errorf(format string, a ...any) { w.said = append(w.said, fmt.Sprintf(format, a...)) }
func (w *witness) end() {
	for i := len(w.cleanups) - 1; i >= 0; i-- {
		w.cleanups[i]()
	}
	w.cleanups = nil
}

// TestFailing: what a client does wrong, and what a test asks for that cannot be, fails the test.
func TestFailing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		do   func(*discordtest.Server)
		want string
	}{
		{"a breach", func(s *discordtest.Server) { raw(t, s, "GET", "/users/@you", "") }, "the client broke a rule: GET /users/@you"},
		{"an expected breach", func(s *discordtest.Server) { s.AllowBreaches("/users/@you"); raw(t, s, "GET", "/users/@you", "") }, ""},
		{"any breach expected", func(s *discordtest.Server) { s.AllowBreaches(); raw(t, s, "GET", "/users/@you", "") }, ""},
		{"another breach", func(s *discordtest.Server) { s.AllowBreaches("/users/@me"); raw(t, s, "GET", "/users/@you", "") }, "the client broke a rule"},
		{"many breaches", func(s *discordtest.Server) {
			for range 20 {
				raw(t, s, "GET", "/users/@you", "")
			}
		}, "and 10 more"},
		{"a fault for no route", func(s *discordtest.Server) { s.Fail("GET /nowhere", discordtest.Hang()) }, "the route \"GET /nowhere\""},
		{"a command that is not registered", func(s *discordtest.Server) {
			mustRaw(t, s, "POST", "/applications/"+s.ApplicationID+"/commands", `{"name":"help","description":"d"}`, nil)
			s.Command(s.InGuild(), "ask")
		}, "\"ask\" of type 1 is not registered"},
		{"an option that is not there", func(s *discordtest.Server) {
			mustRaw(t, s, "POST", "/applications/"+s.ApplicationID+"/commands", `{"name":"help","description":"d"}`, nil)
			s.Command(s.InGuild(), "help", discordtest.Text("with", "it"))
		}, "no option \"with\""},
		{"typing where nothing is completed", func(s *discordtest.Server) {
			mustRaw(t, s, "POST", "/applications/"+s.ApplicationID+"/commands", option(`"type":3,"name":"question","description":"d"`), nil)
			s.Autocomplete(s.InGuild(), "ask", discordtest.Typing("question", "w"))
		}, "no option \"question\""},
		{"nothing", func(*discordtest.Server) {}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := &witness{TB: t}
			test.do(discordtest.New(w, discordtest.Options{}))
			w.end()
			said := strings.Join(w.said, "\n")
			if test.want == "" && said != "" || !strings.Contains(said, test.want) {
				t.Errorf("the test was told %q; want %q", said, test.want)
			}
		})
	}
}

// FuzzBodies: whatever a client sends is answered, with success or with an error of Discord's.
func FuzzBodies(f *testing.F) {
	for _, l := range messageLimits {
		f.Add(l.body)
		f.Add(`{"type":4,"data":` + l.body + `}`)
	}
	for _, l := range commandLimits {
		f.Add(l.body)
	}
	f.Add(`{"type":8,"data":{"choices":[{"name":"n","value":5}]}}`)
	f.Add(`null`)
	f.Add(`[null]`)
	f.Fuzz(func(t *testing.T, body string) {
		s := discordtest.New(t, discordtest.Options{})
		s.AllowBreaches()
		seat := s.InGuild()
		i := s.Command(seat, "ask").Dispatch()
		j := s.Autocomplete(seat, "ask", discordtest.Typing("question", "w")).Dispatch()
		for _, r := range []struct{ method, path string }{
			{"POST", "/channels/" + seat.Channel + "/messages"},
			{"POST", "/channels/" + seat.Channel + "/threads"},
			{"POST", "/interactions/" + i.ID + "/" + i.Token + "/callback"},
			{"POST", "/interactions/" + j.ID + "/" + j.Token + "/callback"},
			{"PATCH", "/webhooks/" + s.ApplicationID + "/" + i.Token + "/messages/@original"},
			{"POST", "/applications/" + s.ApplicationID + "/commands"},
			{"PUT", "/applications/" + s.ApplicationID + "/commands"},
			{"POST", "/users/@me/channels"},
		} {
			if status, got := raw(t, s, r.method, r.path, body); status >= 500 {
				t.Errorf("%s %s %q: status %d %s", r.method, r.path, body, status, got)
			}
		}
		s.Snapshot()
		s.AllMessages(seat.Channel)
	})
}
