package slacktest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"drawdown/adapters/slack/slacktest"
)

// The vector that Slack's documentation gives.
func TestSignatureVector(t *testing.T) {
	t.Parallel()
	body := "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner" +
		"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	got := slacktest.Signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body))
	if want := "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"; got != want {
		t.Errorf("the signature is %s, want %s", got, want)
	}
}

// A door is an app behind HTTP that judges signatures for itself and keeps what it was sent.
type door struct {
	*httptest.Server
	s      *slacktest.Server
	answer func(http.ResponseWriter, *http.Request)

	mu    sync.Mutex
	taken []request
}

// A request is one that the door let in.
type request struct {
	path, kind, num, reason string
	body                    string
}

// opened starts a door.
func opened(t *testing.T, s *slacktest.Server, answer func(http.ResponseWriter, *http.Request)) *door {
	d := &door{s: s, answer: answer}
	d.Server = httptest.NewServer(d)
	t.Cleanup(d.Close)
	return d
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if !fresh(r.Header.Get(slacktest.TimestampHeader), d.s) || !verified(r.Header, d.s.SigningSecret(), body) {
		http.Error(w, "not from Slack", http.StatusUnauthorized)
		return
	}
	d.mu.Lock()
	d.taken = append(d.taken, request{r.URL.Path, r.Header.Get("Content-Type"), r.Header.Get("X-Slack-Retry-Num"), r.Header.Get("X-Slack-Retry-Reason"), string(body)})
	d.mu.Unlock()
	if d.answer != nil {
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		d.answer(w, r)
	}
}

// fresh holds the timestamp to five minutes.
func fresh(timestamp string, s *slacktest.Server) bool {
	at, err := strconv.ParseInt(timestamp, 10, 64)
	return err == nil && time.Since(time.Unix(at, 0)).Abs() < 5*time.Minute+500*time.Millisecond
}

// verified asks the SDK.
func verified(h http.Header, secret string, body []byte) bool {
	// The SDK holds the timestamp to a window of its own, and refuses what is stale here.
	v, err := slack.NewSecretsVerifier(h, secret)
	if err != nil {
		return false
	}
	_, _ = v.Write(body)
	return v.Ensure() == nil
}

func (d *door) requests() []request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]request(nil), d.taken...)
}

func TestSignedRequestsAreLetIn(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	d := opened(t, s, nil)
	p := s.Sender(slacktest.SenderOptions{URL: d.URL})
	m := s.Post(slacktest.Said{Text: "x"})
	for _, test := range []struct {
		event      slacktest.Event
		path, kind string
	}{
		{s.Mention(slacktest.Said{Text: "a & b"}), slacktest.EventsPath, "application/json"},
		{s.Slash(slacktest.Command{Name: "/drawdown", Text: "a & b"}), slacktest.CommandsPath, "application/x-www-form-urlencoded"},
		{s.Shortcut("check", m, ""), slacktest.InteractionsPath, "application/x-www-form-urlencoded"},
	} {
		got, err := p.Deliver(test.event).Acked(soon(t))
		if err != nil || got.Status != http.StatusOK || got.Payload != nil {
			t.Errorf("%s was acknowledged as %+v, %v", test.event, got, err)
		}
		all := d.requests()
		last := all[len(all)-1]
		if last.path != test.path || last.kind != test.kind || last.num != "" {
			t.Errorf("%s came as %+v, want %s with %s", test.event, last, test.path, test.kind)
		}
	}
	form, err := url.ParseQuery(d.requests()[1].body)
	if err != nil || form.Get("text") != "a & b" || form.Get("command") != "/drawdown" || form.Get("user_id") != slacktest.DefaultUser {
		t.Errorf("the slash command came as %v, %v", form, err)
	}
	form, err = url.ParseQuery(d.requests()[2].body)
	var callback slack.InteractionCallback
	if err == nil {
		err = json.Unmarshal([]byte(form.Get("payload")), &callback)
	}
	if err != nil || callback.CallbackID != "check" || callback.Message.Text != "x" || callback.ResponseURL == "" {
		t.Errorf("the shortcut came as %+v, %v", callback, err)
	}
}

func TestForgedRequestsAreKeptOut(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	d := opened(t, s, nil)
	p := s.Sender(slacktest.SenderOptions{URL: d.URL})
	for _, f := range slacktest.Forgeries() {
		for _, e := range []slacktest.Event{s.Mention(slacktest.Said{Text: "x"}), s.Slash(slacktest.Command{Name: "/drawdown"})} {
			a, err := p.Forge(soon(t), e, f)
			if err != nil || a.Status != http.StatusUnauthorized {
				t.Errorf("%s with %s was answered with HTTP %d, %v, want 401", e, f, a.Status, err)
			}
		}
	}
	if n := len(d.requests()); n != 0 {
		t.Errorf("%d forged requests were let in", n)
	}
}

func TestEventIsSentAgainOverHTTP(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		answer func(n int, w http.ResponseWriter)
		want   string // reasons of the attempts, in their order
		acked  bool
	}{
		{"at once", func(n int, w http.ResponseWriter) {}, "", true},
		{"after errors", func(n int, w http.ResponseWriter) { w.WriteHeader([]int{500, 302, 204}[n]) }, " http_error http_error", true},
		{"never", func(n int, w http.ResponseWriter) { w.WriteHeader(503) }, " http_error http_error http_error", false},
		{"not wanted", func(n int, w http.ResponseWriter) { w.Header().Set("X-Slack-No-Retry", "1"); w.WriteHeader(503) }, "", false},
		{"cut", func(n int, w http.ResponseWriter) {
			if n == 0 {
				panic(http.ErrAbortHandler)
			}
		}, " connection_failed", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := slacktest.New(t, slacktest.Options{RetryDelays: []time.Duration{0, time.Millisecond, time.Millisecond}})
			var d *door
			d = opened(t, s, func(w http.ResponseWriter, r *http.Request) { test.answer(len(d.requests())-1, w) })
			delivery := s.Sender(slacktest.SenderOptions{URL: d.URL, Retry: true}).Deliver(s.Mention(slacktest.Said{Text: "x"}))
			ack, err := delivery.Acked(soon(t))
			if (err == nil) != test.acked {
				t.Fatalf("acknowledged as %+v, %v", ack, err)
			}
			var reasons, nums, bodies []string
			for _, r := range d.requests() {
				reasons, nums, bodies = append(reasons, r.reason), append(nums, r.num), append(bodies, r.body)
			}
			if got := strings.Join(reasons, " "); got != test.want {
				t.Errorf("the attempts had the reasons %q, want %q", got, test.want)
			}
			for i, num := range nums {
				if want := map[bool]string{true: "", false: fmt.Sprint(i)}[i == 0]; num != want || bodies[i] != bodies[0] {
					t.Errorf("attempt %d had the number %q and the body %s", i, num, bodies[i])
				}
			}
		})
	}
}

func TestSlowAnswerIsNoAcknowledgement(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{AckTimeout: 500 * time.Millisecond, RetryDelays: []time.Duration{0}})
	release := make(chan struct{})
	var d *door
	d = opened(t, s, func(w http.ResponseWriter, r *http.Request) {
		if len(d.requests()) == 1 {
			<-release
		}
	})
	t.Cleanup(func() { close(release) })
	delivery := s.Sender(slacktest.SenderOptions{URL: d.URL, Retry: true}).Deliver(s.Mention(slacktest.Said{Text: "x"}))
	ack, err := delivery.Acked(soon(t))
	if err != nil || ack.Attempt != 1 || delivery.Attempts()[0].Failed != "http_timeout" {
		t.Errorf("acknowledged as %+v, %v after %+v, want the first retry after a timeout", ack, err, delivery.Attempts())
	}
}

func TestAnswerToACommandIsShown(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind, body string
		want       string // what the user is shown
		breach     string
	}{
		{"application/json", `{"text":"three"}`, "three", ""},
		{"text/plain; charset=utf-8", "three", "three", ""},
		{"application/json", "", "", ""},
		{"text/html", "<b>three</b>", "", slacktest.CodeAnswer},
		{"application/json", `{"text":`, "", slacktest.CodeAckPayload},
	} {
		s := slacktest.New(t, slacktest.Options{})
		if test.breach != "" {
			s.AllowBreaches(test.breach)
		}
		d := opened(t, s, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", test.kind)
			_, _ = io.WriteString(w, test.body)
		})
		e := s.Slash(slacktest.Command{Name: "/drawdown", Text: "how many ships?"})
		if _, err := s.Sender(slacktest.SenderOptions{URL: d.URL}).Deliver(e).Acked(soon(t)); err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, w := range s.Whispers(slacktest.DefaultUser) {
			got += w.Text
		}
		if got != test.want || codes(s) != test.breach {
			t.Errorf("%s %q: the user was shown %q and the breaches are %q, want %q and %q", test.kind, test.body, got, s.Breaches(), test.want, test.breach)
		}
	}
}

func TestChallenge(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	d := opened(t, s, func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Type, Challenge string }
		_ = json.NewDecoder(r.Body).Decode(&body)
		_, _ = io.WriteString(w, body.Type+" "+body.Challenge)
	})
	a, challenge, err := s.Sender(slacktest.SenderOptions{URL: d.URL}).Challenge(soon(t))
	if err != nil || challenge == "" || string(a.Body) != "url_verification "+challenge {
		t.Errorf("the challenge %q was answered %q, %v", challenge, a.Body, err)
	}
}

func TestSendSaysWhichRetryItIs(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	d := opened(t, s, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusAccepted) })
	p := s.Sender(slacktest.SenderOptions{URL: d.URL, Client: d.Client()})
	e := s.Mention(slacktest.Said{Text: "x"})
	for retry := range 3 {
		if a, err := p.Send(soon(t), e, retry); err != nil || a.Status != http.StatusAccepted || a.After <= 0 {
			t.Errorf("retry %d was answered %+v, %v", retry, a, err)
		}
	}
	for i, r := range d.requests() {
		want := request{num: fmt.Sprint(i), reason: "http_timeout"}
		if i == 0 {
			want = request{}
		}
		if r.num != want.num || r.reason != want.reason {
			t.Errorf("request %d has the number %q and the reason %q", i, r.num, r.reason)
		}
	}
	if n := len(s.Deliveries()); n != 0 {
		t.Errorf("%d deliveries are recorded, want none", n)
	}
}
