package slack_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/slack"
	"drawdown/bot"
)

// secret is the signing secret of the tests that need no server.
const secret = "8f742231b10e8888abcd99yyyzzz85a5"

// A loopback takes the place of the network: it answers every call at once, and tells when it came.
type loopback struct{ called func(method string) }

func (l loopback) RoundTrip(r *http.Request) (*http.Response, error) {
	l.called(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
	if r.Body != nil {
		io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"ok":true,"ts":"1700000000.000001","channel":"C1","user":{"id":"U1"}}`))}, nil
}

// attended is an adapter that takes signed requests, and calls a loopback.
func attended(t testing.TB, called func(string)) *slack.Adapter {
	t.Helper()
	log := slog.New(noErrors{t})
	a, err := slack.New(newBot(t, bot.Options{Log: log}), slack.Options{BotToken: "xoxb-1", SigningSecret: secret, Transport: loopback{called}, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	a.SetPace(0)
	t.Cleanup(a.Attend("U0BOT"))
	return a
}

// noErrors is a log in which an error fails the test: a panic that became an apology, for one.
type noErrors struct{ t testing.TB }

func (noErrors) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }
func (n noErrors) Handle(_ context.Context, r slog.Record) error {
	said := r.Message
	r.Attrs(func(a slog.Attr) bool { said += " " + a.String(); return true })
	n.t.Error(said)
	return nil
}
func (n noErrors) WithAttrs([]slog.Attr) slog.Handler { return n }
func (n noErrors) WithGroup(string) slog.Handler      { return n }

// signed is a request as Slack makes it.
func signed(path string, body []byte, now time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(string(body)))
	stamp := strconv.FormatInt(now.Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", slack.Sign(secret, stamp, body))
	return r
}

// FuzzPayload sends anything, signed and not: nothing panics, what is signed is acknowledged or malformed, what is not is answered by
// nothing but a refusal.
func FuzzPayload(f *testing.F) {
	event := `{"type":"event_callback","event_id":"%s","event":{"type":"%s","channel":"%s","user":"U1","text":"%s","ts":"%s","thread_ts":"%s","tab":"home"}}`
	for _, s := range []string{
		fmt.Sprintf(event, "Ev1", "app_mention", "C1", "<@U0BOT> "+question, "1700000000.000001", ""),
		fmt.Sprintf(event, "Ev2", "message", "D1", "why? <!channel> &amp; <https://x|y", "1700000000.000002", "1"),
		fmt.Sprintf(event, "Ev3", "app_home_opened", "D1", "", "", ""),
		`{"type":"url_verification","challenge":"c"}`, `{"event":null}`, `{"event":{"type":{}}}`, `[]`, ``, `{`, `null`,
	} {
		f.Add(0, []byte(s), true)
		f.Add(0, []byte(s), false)
	}
	f.Add(1, []byte("command=%2Fdrawdown&text="+url.QueryEscape(question)+"&trigger_id=1.2&user_id=U1&channel_id=C1&response_url=http%3A%2F%2Fx%2Fr"), true)
	f.Add(1, []byte("text=gaps&trigger_id=1.3&response_url=http%3A%2F%2Fx%2Fr"), true)
	f.Add(1, []byte("text=%00%ff&trigger_id=1"), true)
	for i, s := range []string{
		`{"type":"block_actions","trigger_id":"%d","user":{"id":"U1"},"channel":{"id":"C1"},"message":{"ts":"1"},"response_url":"http://x/r","actions":[{"action_id":"act-0","value":"1qwhy?"}]}`,
		`{"type":"block_actions","trigger_id":"%d","user":{"id":"U1"},"view":{"id":"V1","type":"home"},"actions":[{"action_id":"act-0","value":"1q"}]}`,
		`{"type":"block_actions","trigger_id":"%d","actions":[{"action_id":"act-0","value":"1s..,"}],"container":{"is_ephemeral":true},"response_url":"http://x/r"}`,
		`{"type":"block_actions","trigger_id":"%d","actions":[{"action_id":"share","value":"x"}],"response_url":"http://x/r"}`,
		`{"type":"message_action","callback_id":"check_articles","trigger_id":"%d","message":{"text":"<@"},"response_url":"http://x/r"}`,
	} {
		f.Add(2, []byte("payload="+url.QueryEscape(fmt.Sprintf(s, i))), true)
	}
	a := attended(f, func(string) {})
	paths := a.Routes()
	f.Fuzz(func(t *testing.T, path int, body []byte, sign bool) {
		r := signed(paths[uint(path)%uint(len(paths))], body, time.Now())
		if !sign {
			r.Header.Set("X-Slack-Signature", "v0="+strings.Repeat("0", 64))
		}
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		if got := w.Code; sign && got != 200 && got != 400 && got != 413 && got != 503 || !sign && got != 401 {
			t.Errorf("%s with %q, signed %v, got %d", r.URL.Path, body, sign, got)
		}
		if !sign && strings.Contains(w.Body.String(), "challenge") {
			t.Errorf("an unsigned request got %q", w.Body)
		}
	})
}

// FuzzSignature holds that a request is taken if and only if it is signed with the secret, and fresh.
func FuzzSignature(f *testing.F) {
	f.Add("s", "1700000000", []byte("x"), "v0=", int64(0))
	f.Add("s", "", []byte(""), "", int64(400))
	f.Add("s", "-1", []byte(""), "v1=00", int64(-400))
	f.Add("s", "99999999999999999999", []byte("x"), "v0=zz", int64(299))
	f.Fuzz(func(t *testing.T, secret, stamp string, body []byte, signature string, age int64) {
		header := http.Header{}
		header.Set("X-Slack-Request-Timestamp", stamp)
		header.Set("X-Slack-Signature", signature)
		sent, err := strconv.ParseInt(stamp, 10, 64)
		now := time.Unix(sent, 0).Add(time.Duration(age%1000) * time.Second)
		if slack.Verify(secret, header, body, now) == nil && signature != slack.Sign(secret, stamp, body) {
			t.Errorf("%q over %q with %q is taken", signature, body, stamp)
		}
		header.Set("X-Slack-Signature", slack.Sign(secret, stamp, body))
		fresh := err == nil && age%1000 >= -300 && age%1000 <= 300
		if sent < 1<<40 && sent > -1<<40 { // what time.Duration can measure
			if got := slack.Verify(secret, header, body, now) == nil; got != fresh {
				t.Errorf("a request of %q that is %d s old is taken: %v, want %v", stamp, age%1000, got, fresh)
			}
		}
	})
}

// FuzzText holds that what was typed has no effect, wherever it comes to stand.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "<!channel>", "&lt;@U1&gt;", "*a* _b_ ~c~ `d`", "https://x.example", "\u202ea\u2066", "<a|b", "a>b", "\xff", "|<>|", "<@U0BOT>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q := slack.Quoted(slack.Plain(s, "U0BOT"))
		for _, bad := range []string{"://", "\n", "<!", "<@", "<#", "@e", "@h", "@c"} {
			if strings.Contains(q, bad) {
				t.Errorf("%q is quoted as %q, with %q in it", s, q, bad)
			}
		}
		for _, m := range []string{"*", "_", "~", "`"} {
			if strings.Count(q, m) != strings.Count(q, m+"\u2060") {
				t.Errorf("%q is quoted as %q, with a bare %q in it", s, q, m)
			}
		}
		for _, r := range q {
			if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Errorf("%q is quoted as %q, with %U in it", s, q, r)
			}
		}
	})
}

// BenchmarkEvent measures from an event received to its answer written: from the request to the handler until chat.postMessage goes out. What
// Slack takes is left out. The median is what counts.
func BenchmarkEvent(b *testing.B) {
	written := make(chan time.Time, 1)
	a := attended(b, func(method string) {
		if method == "chat.postMessage" {
			written <- time.Now()
		}
	})
	base, err := embedded()
	if err != nil {
		b.Fatal(err)
	}
	var questions []string
	for _, f := range base.Facts() {
		questions = append(questions, f.Question)
	}
	took := make([]time.Duration, 0, b.N)
	for i := 0; b.Loop(); i++ {
		// Each text is a new one, for what was asked before is remembered.
		body := fmt.Appendf(nil, `{"type":"event_callback","event_id":"Ev%d","event":{"type":"app_mention","channel":"C%d","user":"U1","text":"<@U0BOT> %s %s","ts":"17%08d.000001"}}`,
			i, i%1000, questions[i%len(questions)], strings.Repeat("!", i/len(questions)%40), i)
		r := signed("/slack/events", body, time.Now())
		began := time.Now()
		a.ServeHTTP(httptest.NewRecorder(), r)
		took = append(took, (<-written).Sub(began))
	}
	report(b, took)
}
