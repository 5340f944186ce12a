package discordtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Signing is how a request over HTTP is signed.
type Signing int

// The ways of signing. Discord itself sends wrong signatures now and then, to see whether they are checked.
const (
	Signed          Signing = iota
	WrongSignature          // of the right form, over something else
	ForeignKey              // by another key
	NoSignature             // without the header
	NoTimestamp             // without the header
	ShortSignature          // a byte less
	NotHexadecimal          // a signature that is no hexadecimal number
	OldTimestamp            // rightly signed, an hour ago
	FutureTimestamp         // rightly signed, in an hour
	NotATime                // rightly signed, with a timestamp that is no number
)

// staleBy is how far OldTimestamp and FutureTimestamp are from now.
const staleBy = time.Hour

// An HTTPAnswer is what an endpoint for interactions answered.
type HTTPAnswer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Request makes the request that delivers the interaction over HTTP, for who calls a handler without a network; hand what it answers
// to Answered.
func (i *Interaction) Request(url string, signing Signing) *http.Request {
	i.s.mu.Lock()
	i.deliver()
	data := i.payloadLocked()
	i.s.mu.Unlock()
	return i.s.SignedRequest(url, data, signing)
}

// SignedRequest makes a request with any body, as Discord signs it.
func (s *Server) SignedRequest(url string, body []byte, signing Signing) *http.Request {
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		s.tb.Fatalf("discordtest: the endpoint %q: %v", url, err)
	}
	stamp := strconv.FormatInt(s.Now().Add(map[Signing]time.Duration{OldTimestamp: -staleBy, FutureTimestamp: staleBy}[signing]).Unix(), 10)
	if signing == NotATime {
		stamp = "yesterday"
	}
	key := s.o.Key
	if signing == ForeignKey {
		if _, key, err = ed25519.GenerateKey(rand.Reader); err != nil {
			s.tb.Fatalf("discordtest: make a key: %v", err)
		}
	}
	signature := hex.EncodeToString(ed25519.Sign(key, append([]byte(stamp), body...)))
	switch signing {
	case WrongSignature:
		signature = hex.EncodeToString(ed25519.Sign(key, append([]byte(stamp+"0"), body...)))
	case ShortSignature:
		signature = signature[2:]
	case NotHexadecimal:
		signature = strings.Repeat("z", len(signature))
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	if signing != NoSignature {
		r.Header.Set("X-Signature-Ed25519", signature)
	}
	if signing != NoTimestamp {
		r.Header.Set("X-Signature-Timestamp", stamp)
	}
	return r
}

// Post delivers the interaction over HTTP to an endpoint and takes what it answers as the first response. An answer with status 202
// leaves the response to a callback. The error is of the connection alone.
func (i *Interaction) Post(ctx context.Context, url string, signing Signing) (HTTPAnswer, error) {
	a, err := i.s.do(i.Request(url, signing).WithContext(ctx))
	if err == nil && signing == Signed {
		i.Answered(a)
	}
	return a, err
}

// PostSigned posts any body to an endpoint, as Discord signs it, and takes no notice of what it answers.
func (s *Server) PostSigned(ctx context.Context, url string, body []byte, signing Signing) (HTTPAnswer, error) {
	return s.do(s.SignedRequest(url, body, signing).WithContext(ctx))
}

func (s *Server) do(r *http.Request) (HTTPAnswer, error) {
	res, err := s.poster.Do(r)
	if err != nil {
		return HTTPAnswer{}, fmt.Errorf("discordtest: post to the endpoint: %w", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return HTTPAnswer{}, fmt.Errorf("discordtest: read the endpoint's answer: %w", err)
	}
	return HTTPAnswer{res.StatusCode, res.Header, body}, nil
}

// Answered takes what an endpoint answered to the interaction as its first response, and records what is wrong with it.
func (i *Interaction) Answered(a HTTPAnswer) {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	c := &call{record: &Request{Body: a.Body, Method: http.MethodPost, Path: "(the answer to an interaction)"}}
	switch {
	case a.Status == http.StatusAccepted && len(a.Body) == 0:
		return
	case a.Status == http.StatusServiceUnavailable:
		return // not ready, and says so
	case a.Status != http.StatusOK:
		i.s.breachLocked("HTTP: the endpoint answered the interaction %q with status %d %.100q; want 200 or 202", i.name, a.Status, a.Body)
		return
	}
	if err := c.decodeAnswer(a); err != nil {
		i.s.breachLocked("HTTP: the endpoint's answer to the interaction %q: %v", i.name, err)
		return
	}
	if refused := i.s.callback(i, c, "HTTP"); refused != nil {
		i.s.breachLocked("HTTP: the endpoint's answer to the interaction %q: %v; it was %.600q", i.name, refused, a.Body)
	}
}

// decodeAnswer takes the body of an endpoint's answer: JSON, or a form with JSON and files.
func (c *call) decodeAnswer(a HTTPAnswer) error {
	contentType := a.Header.Get("Content-Type")
	if boundary, ok := boundaryOf(contentType); ok {
		raw, err := c.readForm(bytes.NewReader(a.Body), boundary)
		if err != nil {
			return err
		}
		c.record.Body = raw
	} else if !strings.HasPrefix(contentType, "application/json") {
		return fmt.Errorf("it has the Content-Type %q; want application/json", contentType)
	}
	return json.Unmarshal(c.record.Body, &c.value)
}

// Ping posts a PING to an endpoint, which has to answer it with a PONG, as it does when the endpoint is entered in the portal.
func (s *Server) Ping(ctx context.Context, url string) error {
	body := encode(map[string]any{"id": s.newID(), "application_id": s.ApplicationID, "type": pingKind, "token": "ping", "version": 1, "entitlements": []any{},
		"user": User{ID: s.newID(), Name: "discord"}.json()})
	a, err := s.PostSigned(ctx, url, body, Signed)
	if err != nil {
		return err
	}
	var pong struct{ Type int }
	if err := json.Unmarshal(a.Body, &pong); a.Status != http.StatusOK || err != nil || pong.Type != Pong {
		return fmt.Errorf("discordtest: a PING was answered with status %d %.100q; want 200 {\"type\":1}", a.Status, a.Body)
	}
	return nil
}

// CheckEndpoint does what Discord does before it takes an endpoint in the portal: a PING has to be answered, wrong signatures have to be
// refused with 401.
func (s *Server) CheckEndpoint(ctx context.Context, url string) error {
	if err := s.Ping(ctx, url); err != nil {
		return err
	}
	body := encode(map[string]any{"id": s.newID(), "application_id": s.ApplicationID, "type": pingKind, "token": "ping", "version": 1})
	for _, signing := range []Signing{WrongSignature, ForeignKey, NoSignature, NoTimestamp, ShortSignature, NotHexadecimal} {
		a, err := s.PostSigned(ctx, url, body, signing)
		if err != nil {
			return err
		}
		if a.Status != http.StatusUnauthorized {
			return fmt.Errorf("discordtest: a PING signed wrongly (way %d) was answered with status %d; want 401", signing, a.Status)
		}
	}
	return nil
}
