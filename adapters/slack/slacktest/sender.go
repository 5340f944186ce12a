package slacktest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The paths behind an app's address at which it takes what Slack sends.
const (
	EventsPath       = "/slack/events"
	CommandsPath     = "/slack/commands"
	InteractionsPath = "/slack/interactions"
)

// maxAnswer bounds what is read of an app's answer.
const maxAnswer = 1 << 20

// A Sender is Slack towards an app that takes its events over HTTP.
type Sender struct {
	s *Server
	o SenderOptions
}

// SenderOptions say where a Sender sends to.
type SenderOptions struct {
	// URL is the app's address; EventsPath, CommandsPath and InteractionsPath are put behind it.
	URL string
	// Retry delivers events again that were not answered in time with a 2xx, as Options.RetryDelays say.
	Retry bool
	// Client sends; nil means a client of its own that follows no redirects. Slack follows two, and no app should need them.
	Client *http.Client
}

// An Answer is what the app answered to a request.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	After  time.Duration // from sending to the end of the answer
}

// Sender sends to an app's own address.
func (s *Server) Sender(o SenderOptions) *Sender {
	if o.Client == nil {
		o.Client = &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		s.t.Cleanup(o.Client.CloseIdleConnections)
	}
	o.URL = strings.TrimSuffix(o.URL, "/")
	return &Sender{s: s, o: o}
}

// Deliver sends an event, signed, and returns at once. What the app answers is in the Delivery. An answer that takes
// longer than Options.AckTimeout or has no status of 2xx fails the attempt, as Slack has it.
func (p *Sender) Deliver(e Event) *Delivery {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	d := p.s.newDelivery(e)
	if d.withheld == nil && !p.s.closed {
		p.try(d, 0, "")
	}
	return d
}

// try sends one attempt without waiting for it; the caller holds s.mu.
func (p *Sender) try(d *Delivery, attempt int, reason string) {
	p.s.touch()
	i := len(d.attempts)
	d.attempts = append(d.attempts, Attempt{Number: attempt, Reason: reason, Sent: time.Now()})
	p.s.wg.Go(func() {
		ctx, cancel := p.s.bounded(p.s.o.AckTimeout)
		defer cancel()
		a, err := p.send(ctx, d.Event, attempt, reason)
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		if !p.s.closed {
			p.settle(d, i, a, err)
		}
	})
}

// settle records how an attempt went, and plans the next; the caller holds s.mu.
func (p *Sender) settle(d *Delivery, i int, a Answer, err error) {
	this := &d.attempts[i]
	this.Failed = outcome(a, err)
	if this.Failed == "" {
		d.ack(Ack{Status: a.Status, Attempt: this.Number, At: time.Now(), After: a.After, Payload: p.payload(d.Event, a)})
		p.s.touch()
		return
	}
	n := this.Number
	if p.o.Retry && n < len(p.s.o.RetryDelays) && d.Event.Kind == EventsAPI && a.Header.Get("X-Slack-No-Retry") == "" {
		reason := this.Failed
		p.s.later(p.s.o.RetryDelays[n], func() { p.try(d, n+1, reason) })
	} else {
		d.lost = true
	}
	p.s.touch()
}

// outcome is Slack's word for what went wrong, empty if nothing did.
func outcome(a Answer, err error) string {
	switch {
	case err != nil && a.After > 0:
		return timedOut
	case err != nil:
		return "connection_failed"
	case a.Status < 200 || a.Status > 299:
		return "http_error"
	}
	return ""
}

// payload checks the body of an answer and gives it, if it says something; the caller holds s.mu.
func (p *Sender) payload(e Event, a Answer) json.RawMessage {
	body := bytes.TrimSpace(a.Body)
	if len(body) == 0 || !e.accepts {
		return nil // Slack does not read what an app says to an event
	}
	switch kind := a.Header.Get("Content-Type"); {
	case strings.HasPrefix(kind, "text/plain"):
		body = encode(map[string]string{"text": string(body)})
	case !strings.HasPrefix(kind, "application/json"):
		p.s.breach("http", CodeAnswer, "%s was answered with a body of type %q; Slack reads JSON and plain text", e, kind)
		return nil
	}
	p.s.answered(e, body, "http")
	return body
}

// Send sends an event once, signed, as the given retry (0 is the first attempt), and waits for the answer. It is not recorded as a
// Delivery.
func (p *Sender) Send(ctx context.Context, e Event, retry int) (Answer, error) {
	return p.send(ctx, e, retry, timedOut)
}

// send makes one signed request.
func (p *Sender) send(ctx context.Context, e Event, retry int, reason string) (Answer, error) {
	r, err := p.request(ctx, e)
	if err != nil {
		return Answer{}, err
	}
	if retry > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(retry))
		r.Header.Set("X-Slack-Retry-Reason", reason)
	}
	return p.do(r)
}

// do sends a request and reads the answer. After is set when the time ran out, too.
func (p *Sender) do(r *http.Request) (Answer, error) {
	began := time.Now()
	res, err := p.o.Client.Do(r)
	if err != nil {
		a := Answer{}
		if r.Context().Err() != nil {
			a.After = time.Since(began)
		}
		return a, fmt.Errorf("send to %s: %w", r.URL.Path, err)
	}
	defer func() { _ = res.Body.Close() }() // it was read to its end
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	a := Answer{Status: res.StatusCode, Header: res.Header, Body: body, After: time.Since(began)}
	if err != nil {
		return a, fmt.Errorf("read the answer of %s: %w", r.URL.Path, err)
	}
	return a, nil
}

// request makes the request for an event, signed now.
func (p *Sender) request(ctx context.Context, e Event) (*http.Request, error) {
	path, kind, body := EventsPath, "application/json", []byte(e.Payload)
	switch e.Kind {
	case SlashCommands:
		var fields map[string]string
		if err := json.Unmarshal(e.Payload, &fields); err != nil {
			return nil, fmt.Errorf("the payload of a slash command must be an object of strings: %w", err)
		}
		form := url.Values{}
		for name, value := range fields {
			form.Set(name, value)
		}
		path, kind, body = CommandsPath, "application/x-www-form-urlencoded", []byte(form.Encode())
	case Interactive:
		path, kind, body = InteractionsPath, "application/x-www-form-urlencoded", []byte(url.Values{"payload": {string(e.Payload)}}.Encode())
	}
	return p.Request(ctx, path, kind, body)
}

// Request makes a well signed request with any body.
func (p *Sender) Request(ctx context.Context, path, contentType string, body []byte) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.o.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make a request to %q: %w", p.o.URL+path, err)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	sign(r, p.s.o.SigningSecret, strconv.FormatInt(p.s.o.Now().Unix(), 10), body)
	return r, nil
}

// Challenge sends Slack's url_verification, signed, and returns the answer and what its challenge was.
func (p *Sender) Challenge(ctx context.Context) (a Answer, challenge string, err error) {
	p.s.mu.Lock()
	challenge = p.s.id("challenge-")
	p.s.mu.Unlock()
	body := encode(map[string]string{"token": "slacktest-verification-token", "challenge": challenge, "type": "url_verification"})
	r, err := p.Request(ctx, EventsPath, "application/json", body)
	if err != nil {
		return Answer{}, challenge, err
	}
	a, err = p.do(r)
	return a, challenge, err
}
