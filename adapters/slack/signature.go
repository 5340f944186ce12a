package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// A request of Slack is signed: its header X-Slack-Signature holds "v0=" and the HMAC-SHA256, in hex, of "v0:", the header
// X-Slack-Request-Timestamp, ":", and the body, with the app's signing secret for a key.

// freshness is how far the time of a request may be from ours, either way, as Slack advises: what is older may be a recording.
const freshness = 5 * time.Minute

// verify tells why a request with that body does not come from Slack; nil, where it does.
func verify(secret string, header http.Header, body []byte, now time.Time) error {
	stamp := header.Get("X-Slack-Request-Timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return errors.New("the request has no time")
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > freshness || age < -freshness {
		return fmt.Errorf("the request is %v old", age)
	}
	if !hmac.Equal([]byte(sign(secret, stamp, body)), []byte(header.Get("X-Slack-Signature"))) {
		return errors.New("the signature is not Slack's")
	}
	return nil
}

// sign is the signature of a body that was sent at a time.
func sign(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}
