package discord

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/bwmarrin/discordgo"
)

// brief is an error as the log may have it: without addresses, for those of interactions hold their tokens, and without what
// was sent.
func brief(err error) string {
	if e := (*discordgo.RESTError)(nil); errors.As(err, &e) && e.Response != nil {
		if e.Message != nil {
			return fmt.Sprintf("status %d, code %d: %s", e.Response.StatusCode, e.Message.Code, e.Message.Message)
		}
		return fmt.Sprintf("status %d", e.Response.StatusCode)
	}
	if e := (*discordgo.RateLimitError)(nil); errors.As(err, &e) {
		return fmt.Sprintf("rate limit exceeded, again after %v", e.RetryAfter)
	}
	if e := (*url.Error)(nil); errors.As(err, &e) {
		return e.Op + ": " + e.Err.Error()
	}
	return err.Error()
}
