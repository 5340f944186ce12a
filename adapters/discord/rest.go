package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/time/rate"
)

// How patient requests are. Who waits for an answer gets it within a few seconds or not at all.
const (
	requestTime  = 10 * time.Second // for one attempt: twice what Discord takes on a bad day
	mostAttempts = 6
	firstPause   = 150 * time.Millisecond // after an attempt that failed, doubled with each
	longestPause = 5 * time.Second

	// perSecond is what Discord takes of an application over all, answers to interactions aside.
	perSecond = 50
)

// rest sends requests to Discord, by discordgo, with its own patience: discordgo's sleeps whatever the context says, does not
// try again after a 503, keeps a rate limit for each interaction for ever, and lets the requests of one limit wait for one
// another.
type rest struct {
	session *discordgo.Session
	lanes   lanes
	all     *rate.Limiter
	pauses  *pauses
	idle    interface{ CloseIdleConnections() } // the transport, where it keeps connections; else nil
	limited atomic.Int64                        // requests that Discord put off
}

func newREST(token string, to *url.URL, transport http.RoundTripper) (*rest, error) {
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, err
	}
	if token == "" {
		s.Token = "" // interactions over HTTP alone: their answers carry tokens of their own
	}
	p := &pauses{next: transport}
	idle, _ := transport.(interface{ CloseIdleConnections() })
	s.Client = &http.Client{Transport: redirect{to, p}, Timeout: requestTime}
	s.UserAgent = "DiscordBot (https://github.com/bwmarrin/discordgo, v" + discordgo.VERSION + ") drawdown"
	return &rest{session: s, lanes: lanes{open: map[string]*lane{}}, all: rate.NewLimiter(perSecond, perSecond), pauses: p, idle: idle}, nil
}

// close closes the connections that nobody uses.
func (r *rest) close() {
	if r.idle != nil {
		r.idle.CloseIdleConnections()
	}
}

// redirect sends what is meant for Discord to another scheme and host, where one is set.
type redirect struct {
	to   *url.URL
	next http.RoundTripper
}

func (r redirect) RoundTrip(req *http.Request) (*http.Response, error) {
	if r.to == nil {
		return r.next.RoundTrip(req)
	}
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host, req.Host = r.to.Scheme, r.to.Host, ""
	return r.next.RoundTrip(req)
}

// pauses notes until when Discord wants no request at all, whatever it is for, which discordgo does not tell.
type pauses struct {
	next  http.RoundTripper
	until atomic.Int64 // in nanoseconds since 1970
}

func (p *pauses) RoundTrip(req *http.Request) (*http.Response, error) {
	r, err := p.next.RoundTrip(req)
	if err == nil && r.StatusCode == http.StatusTooManyRequests && r.Header.Get("X-RateLimit-Global") != "" {
		if seconds, err := strconv.ParseFloat(r.Header.Get("Retry-After"), 64); err == nil {
			p.until.Store(time.Now().Add(time.Duration(seconds * float64(time.Second))).UnixNano())
		}
	}
	return r, err
}

// wait waits for the end of the pause, and tells whether the context lasted.
func (p *pauses) wait(ctx context.Context) bool {
	d := time.Until(time.Unix(0, p.until.Load()))
	return d <= 0 || sleep(ctx, d)
}

// A request is one call of Discord's API.
type request struct {
	method, url string
	body        any               // marshalled as JSON; nil: none
	files       []*discordgo.File // read once, and sent with the body
	lane        string            // the requests that share a rate limit; "": none do
	attempt     time.Duration     // how long one attempt may take; 0: requestTime
	once        bool              // it is not tried again
}

func (r request) encode() (contentType string, body []byte, err error) {
	if r.body == nil {
		return "", nil, nil
	}
	if len(r.files) > 0 {
		return discordgo.MultipartBodyWithJSON(r.body, r.files)
	}
	body, err = json.Marshal(r.body)
	return "application/json", body, err
}

// do sends a request until Discord takes or refuses it, the attempts are used up or the context ends. The error is then the last
// that Discord gave.
func (r *rest) do(ctx context.Context, q request) ([]byte, error) {
	contentType, body, err := q.encode()
	if err != nil {
		return nil, fmt.Errorf("encode a request: %w", err)
	}
	for attempt := 1; ; attempt++ {
		if !r.pauses.wait(ctx) {
			return nil, ctx.Err()
		}
		out, err := r.attempt(ctx, q, contentType, body)
		pause, again := r.pause(err, attempt)
		if err == nil || !again || q.once || attempt == mostAttempts || ctx.Err() != nil {
			return out, err
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < pause {
			return nil, err
		}
		if !sleep(ctx, pause) {
			return nil, err
		}
	}
}

func (r *rest) attempt(ctx context.Context, q request, contentType string, body []byte) ([]byte, error) {
	if q.lane != "" {
		if err := r.all.Wait(ctx); err != nil {
			return nil, err
		}
		l, err := r.lanes.enter(ctx, q.lane)
		if err != nil {
			return nil, err
		}
		defer r.lanes.leave(q.lane, l)
		out, wait, err := r.send(ctx, q, contentType, body)
		l.until = time.Now().Add(wait)
		return out, err
	}
	out, _, err := r.send(ctx, q, contentType, body)
	return out, err
}

// send sends a request once, and gives how long the next one of its lane has to wait. A limiter of its own for each keeps
// discordgo's buckets from leaking and from holding others up; what it learnt of Discord's limits is its wait.
func (r *rest) send(ctx context.Context, q request, contentType string, body []byte) ([]byte, time.Duration, error) {
	patience := q.attempt
	if patience == 0 {
		patience = requestTime
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	limiter := discordgo.NewRatelimiter()
	bucket := limiter.LockBucket("")
	out, err := r.session.RequestWithLockedBucket(q.method, q.url, contentType, body, bucket, 0,
		discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	wait := limiter.GetWaitTime(bucket, 1)
	if limit := (*discordgo.RateLimitError)(nil); errors.As(err, &limit) {
		r.limited.Add(1)
		wait = max(wait, limit.RetryAfter)
	}
	return out, wait, err
}

// pause says whether and when to try again: after the time that Discord says, or after a growing one where its servers or the
// way there failed. What Discord refuses it refuses again.
func (r *rest) pause(err error, attempt int) (time.Duration, bool) {
	if err == nil {
		return 0, false
	}
	if limit := (*discordgo.RateLimitError)(nil); errors.As(err, &limit) {
		return limit.RetryAfter, true
	}
	if status := status(err); status != 0 && status < 500 && status != http.StatusTooManyRequests {
		return 0, false
	}
	return backOff(attempt, firstPause, longestPause), true
}

// backOff is the pause after a number of attempts that failed: doubled with each, and by half at random, so that clients
// that failed together do not come back together.
func backOff(attempt int, first, longest time.Duration) time.Duration {
	pause := longest
	if attempt < 32 {
		pause = min(longest, first<<max(0, attempt-1))
	}
	return pause/2 + rand.N(pause/2+1)
}

// sleep waits, and tells whether the context lasted.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// status is the HTTP status of an error that Discord answered with; 0 where there is none.
func status(err error) int {
	if e := (*discordgo.RESTError)(nil); errors.As(err, &e) && e.Response != nil {
		return e.Response.StatusCode
	}
	return 0
}

// isCode tells whether Discord answered with one of its own error codes.
func isCode(err error, codes ...int) bool {
	e := (*discordgo.RESTError)(nil)
	return errors.As(err, &e) && e.Message != nil && slices.Contains(codes, e.Message.Code)
}
