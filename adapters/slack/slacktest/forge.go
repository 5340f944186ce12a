package slacktest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The headers of Slack's signature.
const (
	SignatureHeader = "X-Slack-Signature"
	TimestampHeader = "X-Slack-Request-Timestamp"
)

// signatureWindow is how old or how far ahead a timestamp may be before an app must refuse it.
const signatureWindow = 5 * time.Minute

// Signature is the signature that Slack puts on a body: version v0, HMAC-SHA256 over the version, the timestamp and the body.
func Signature(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// sign puts timestamp and signature on a request.
func sign(r *http.Request, secret, timestamp string, body []byte) {
	r.Header.Set(TimestampHeader, timestamp)
	r.Header.Set(SignatureHeader, Signature(secret, timestamp, body))
}

// A Forgery is what is wrong with a request that pretends to come from Slack.
type Forgery string

// What can be wrong with a signed request.
const (
	Unsigned    Forgery = "unsigned"     // no signature header
	NoTimestamp Forgery = "no_timestamp" // no timestamp header
	WrongSecret Forgery = "wrong_secret" // signed with another secret
	Garbled     Forgery = "garbled"      // the signature is no hexadecimal
	Shortened   Forgery = "shortened"    // half of the signature
	OtherBody   Forgery = "other_body"   // the body was changed after signing
	OtherTime   Forgery = "other_time"   // the timestamp was changed after signing
	Version     Forgery = "version"      // v1 in place of v0
	Stale       Forgery = "stale"        // well signed, a second older than five minutes
	Future      Forgery = "future"       // well signed, a second more than five minutes ahead
	BadTime     Forgery = "bad_time"     // well signed over a timestamp that is no number
	HugeTime    Forgery = "huge_time"    // well signed over a timestamp that overflows
)

// Forgeries are all of them.
func Forgeries() []Forgery {
	return []Forgery{
		Unsigned, NoTimestamp, WrongSecret, Garbled, Shortened, OtherBody, OtherTime, Version, Stale, Future, BadTime, HugeTime,
	}
}

// Forge sends an event once with something wrong about its signature, and gives the answer.
func (p *Sender) Forge(ctx context.Context, e Event, f Forgery) (Answer, error) {
	r, err := p.request(ctx, e)
	if err != nil {
		return Answer{}, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return Answer{}, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	p.spoil(r, f, body)
	return p.do(r)
}

// spoil makes a well signed request a forged one.
func (p *Sender) spoil(r *http.Request, f Forgery, body []byte) {
	secret, now, signature := p.s.o.SigningSecret, p.s.o.Now(), r.Header.Get(SignatureHeader)
	unix := func(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
	switch f {
	case Unsigned:
		r.Header.Del(SignatureHeader)
	case NoTimestamp:
		r.Header.Del(TimestampHeader)
	case WrongSecret:
		sign(r, secret+"0", unix(now), body)
	case Garbled:
		r.Header.Set(SignatureHeader, "v0="+strings.Repeat("z", len(signature)-len("v0=")))
	case Shortened:
		r.Header.Set(SignatureHeader, signature[:len(signature)/2])
	case OtherBody:
		changed := append(bytes.Clone(body), ' ')
		r.Body, r.ContentLength, r.GetBody = io.NopCloser(bytes.NewReader(changed)), int64(len(changed)), nil
	case OtherTime:
		r.Header.Set(TimestampHeader, unix(now.Add(time.Second)))
	case Version:
		r.Header.Set(SignatureHeader, "v1="+strings.TrimPrefix(signature, "v0="))
	case Stale:
		sign(r, secret, unix(now.Add(-signatureWindow-time.Second)), body)
	case Future:
		sign(r, secret, unix(now.Add(signatureWindow+time.Second)), body)
	case BadTime:
		sign(r, secret, "yesterday", body)
	case HugeTime:
		sign(r, secret, "99999999999999999999999999", body)
	}
}
