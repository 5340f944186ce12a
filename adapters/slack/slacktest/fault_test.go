package slacktest_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"drawdown/adapters/slack/slacktest"
)

// What the SDK makes of each fault, and what stands in the channel afterwards.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		fault slacktest.Fault
		check func(error) bool
		stand int // messages in the channel
	}{
		{"429", slacktest.TooMany(2 * time.Second), func(err error) bool {
			var limited *slack.RateLimitedError
			return errors.As(err, &limited) && limited.RetryAfter == 2*time.Second
		}, 0},
		{"ratelimited", slacktest.Limited(), func(err error) bool { return err != nil && err.Error() == "ratelimited" }, 0},
		{"500", slacktest.Broken(500), status(500), 0},
		{"503", slacktest.Broken(503), status(503), 0},
		{"invalid_blocks", slacktest.Refused("invalid_blocks", "[ERROR] no"), func(err error) bool {
			var refused slack.SlackErrorResponse
			return errors.As(err, &refused) && refused.Err == "invalid_blocks" && len(refused.ResponseMetadata.Messages) == 1
		}, 0},
		{"slow", slacktest.Slow(10 * time.Millisecond), func(err error) bool { return err == nil }, 1},
		{"cut before", slacktest.CutBefore(), func(err error) bool { return err != nil }, 0},
		{"cut after", slacktest.CutAfter(), func(err error) bool { return err != nil }, 1},
		{"503 after", slacktest.Fault{Status: 503, Taken: true}, status(503), 1},
		{"hanging", slacktest.Hanging(), func(err error) bool { return errors.Is(err, context.Canceled) }, 0},
		{"hanging after", slacktest.Fault{Hang: true, Taken: true}, func(err error) bool { return errors.Is(err, context.Canceled) }, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := slacktest.New(t, slacktest.Options{})
			s.Fail("chat.postMessage", test.fault)
			ctx := soon(t)
			if test.fault.Hang {
				patient, cancel := context.WithCancel(ctx)
				defer cancel()
				go func() {
					defer cancel()
					_ = s.Wait(patient, func() bool { return s.Pending("chat.postMessage") == 1 })
				}()
				ctx = patient
			}
			began := time.Now()
			_, _, err := client(s).PostMessageContext(ctx, slacktest.DefaultChannel, slack.MsgOptionText("x", false))
			if !test.check(err) {
				t.Errorf("the SDK says %v", err)
			}
			if test.fault.Delay > time.Since(began) {
				t.Errorf("answered after %v, want %v at least", time.Since(began), test.fault.Delay)
			}
			if got := len(s.Posted()); got != test.stand {
				t.Errorf("%d messages stand in the channel, want %d", got, test.stand)
			}
			if _, _, err := client(s).PostMessageContext(soon(t), slacktest.DefaultChannel, slack.MsgOptionText("x", false)); err != nil {
				t.Errorf("the next call fails as well: %v", err)
			}
			if err := s.Wait(soon(t), func() bool { return len(s.Calls("chat.postMessage")) == 2 }); err != nil {
				t.Errorf("%v; the calls are %+v, want two", err, s.Calls(""))
			}
			if got := s.Breaches(); len(got) != 0 {
				t.Errorf("faults are no breaches, got %v", got)
			}
		})
	}
}

// status tells whether an error is that HTTP status.
func status(want int) func(error) bool {
	return func(err error) bool {
		var code slack.StatusCodeError
		return errors.As(err, &code) && code.Code == want
	}
}

func TestFaultsComeInTheirOrder(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.Fail(slacktest.AnyMethod, slacktest.Broken(500))
	s.Fail("auth.test", slacktest.Times(2, slacktest.Broken(503))...)
	for _, want := range []int{503, 503, 500, 200, 200} {
		if got := call(t, s, "auth.test", nil).status; got != want {
			t.Errorf("HTTP %d, want %d", got, want)
		}
	}
	always := slacktest.Broken(502)
	s.FailAlways("auth.test", &always)
	for range 3 {
		if got := call(t, s, "auth.test", nil).status; got != 502 {
			t.Errorf("HTTP %d, want 502", got)
		}
	}
	s.FailAlways("auth.test", nil)
	if got := call(t, s, "auth.test", nil).status; got != http.StatusOK {
		t.Errorf("HTTP %d, want 200", got)
	}
}

func TestRevokedTokens(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	for _, code := range []string{"invalid_auth", "account_inactive", "token_revoked"} {
		s.Revoke(code)
		if _, err := client(s).AuthTest(); err == nil || err.Error() != code {
			t.Errorf("auth.test gives %v, want %s", err, code)
		}
		if _, _, err := client(s).StartSocketModeContext(soon(t)); err == nil || err.Error() != code {
			t.Errorf("apps.connections.open gives %v, want %s", err, code)
		}
	}
	s.Revoke("")
	if _, err := client(s).AuthTest(); err != nil {
		t.Errorf("auth.test gives %v after the end of the revocation", err)
	}
}

func TestClosingLetsGoOfWhatHangs(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{})
	s.Fail("auth.test", slacktest.Hanging())
	done := make(chan error)
	go func() {
		_, err := client(s).AuthTest()
		done <- err
	}()
	if err := s.Wait(soon(t), func() bool { return s.Pending("auth.test") == 1 }); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := <-done; err == nil {
		t.Error("a call that hung was answered")
	}
}
