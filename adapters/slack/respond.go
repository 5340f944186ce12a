package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"
)

// A response_url is an address that an event brings along: what is posted there goes into the channel where it came from, whether the bot
// is in it or not, for half an hour and five times.

const (
	// maxUses is how often a response_url can be used.
	maxUses = 5

	// maxVerdict is how much is read of what Slack says to a post, in bytes.
	maxVerdict = 4096

	ephemeral = "ephemeral"  // who asked alone reads it
	inChannel = "in_channel" // everybody does
)

// A response is what is posted to a response_url, and what an acknowledgement carries.
type response struct {
	Type    string          `json:"response_type,omitempty"`
	Text    string          `json:"text"`
	Blocks  []slackgo.Block `json:"blocks,omitempty"`
	Thread  string          `json:"thread_ts,omitempty"`
	Replace bool            `json:"replace_original,omitempty"`
	Parse   string          `json:"parse,omitempty"`
	Links   bool            `json:"unfurl_links"`
	Media   bool            `json:"unfurl_media"`
}

// respond posts messages to a response_url: the first as how says, the others after it.
func (a *Adapter) respond(ctx context.Context, address string, how response, parts []message) error {
	if len(parts) > maxUses {
		rest := plainText("There is more than fits here. Mention me in a channel, or write to me, to get all of it.")
		parts = slices.Clone(parts[:maxUses])
		last := &parts[maxUses-1]
		last.text, last.blocks = last.text+"\n"+rest.Text, append(slices.Clone(last.blocks), slackgo.NewContextBlock("", rest))
	}
	for i, m := range parts {
		how.Text, how.Blocks, how.Parse = m.text, m.blocks, "none"
		how.Replace = how.Replace && i == 0
		at := inBlocks
		on := plainer(&at)
		err := a.persist(ctx, func(ctx context.Context) error {
			if at != inBlocks {
				how.Blocks = nil
			}
			return a.postTo(ctx, address, how)
		}, func(o outcome) bool {
			// What everybody reads is not sent twice; who pressed can press again.
			return on(o) && (o != unknown || how.Type == ephemeral || how.Replace)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// postTo posts to a response_url.
func (a *Adapter) postTo(ctx context.Context, address string, r response) error {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return fmt.Errorf("%w: it gave no response_url", errRefused)
	}
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	got, err := a.client.Do(request)
	if err != nil {
		return fmt.Errorf("post to a response_url: %w", withoutAddress(err))
	}
	defer got.Body.Close()
	said, err := io.ReadAll(io.LimitReader(got.Body, maxVerdict))
	if err != nil {
		return fmt.Errorf("post to a response_url: %w", err)
	}
	if err := verdict(got, said); err != nil {
		a.tally(err)
		return fmt.Errorf("post to a response_url: %w", err)
	}
	return nil
}

// withoutAddress is an error without the address in it, for who knows a response_url can post there.
func withoutAddress(err error) error {
	if e, ok := err.(interface{ Unwrap() error }); ok {
		if inner := e.Unwrap(); inner != nil {
			return inner
		}
	}
	return err
}

// verdict reads what Slack says to a post to a response_url: a word, or JSON, with or without a status that fits.
func verdict(got *http.Response, said []byte) error {
	if got.StatusCode == http.StatusTooManyRequests {
		seconds, _ := strconv.Atoi(got.Header.Get("Retry-After"))
		return &slackgo.RateLimitedError{RetryAfter: time.Duration(seconds) * time.Second}
	}
	var answer slackgo.SlackResponse
	word := strings.TrimSpace(string(said))
	switch {
	case got.StatusCode >= http.StatusInternalServerError:
		return slackgo.StatusCodeError{Code: got.StatusCode, Status: got.Status}
	case json.Unmarshal(said, &answer) == nil && answer.Error != "":
		return slackgo.SlackErrorResponse{Err: answer.Error}
	case got.StatusCode == http.StatusOK:
		return nil
	case word != "" && !strings.ContainsAny(word, " <>{}\n"):
		return slackgo.SlackErrorResponse{Err: word}
	}
	return slackgo.StatusCodeError{Code: got.StatusCode, Status: got.Status}
}
