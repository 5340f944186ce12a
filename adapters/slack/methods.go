package slack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"

	slackgo "github.com/slack-go/slack"
)

// A method is a method of the Web API that is called.
type method string

// The methods.
const (
	authTest        method = "auth.test"
	connectionsOpen method = "apps.connections.open"
	postMessage     method = "chat.postMessage"
	postEphemeral   method = "chat.postEphemeral"
	history         method = "conversations.history"
	replies         method = "conversations.replies"
	setStatus       method = "assistant.threads.setStatus"
	setPrompts      method = "assistant.threads.setSuggestedPrompts"
	setTitle        method = "assistant.threads.setTitle"
	publishView     method = "views.publish"
	openView        method = "views.open"
	pushView        method = "views.push"
	updateView      method = "views.update"
	usersInfo       method = "users.info"
)

// scopes is what each method needs of the bot token; the manifest asks for what stands here and with the events, and nothing else.
// (apps.connections.open needs connections:write of the app-level token, which no manifest grants.) Views need none, which is why a
// question that is pressed in the App Home is answered in a view: opening a direct message would take im:write.
var scopes = map[method][]string{
	authTest:        nil,
	connectionsOpen: nil,
	postMessage:     {"chat:write"},
	postEphemeral:   {"chat:write"},
	history:         {"im:history"},
	replies:         {"channels:history", "groups:history", "im:history"}, // each for its kind of conversation
	setStatus:       {"chat:write"},
	setPrompts:      {"assistant:write"},
	setTitle:        {"assistant:write"},
	publishView:     nil,
	openView:        nil,
	pushView:        nil,
	updateView:      nil,
	usersInfo:       {"users:read"},
}

// call is the one place from which the Web API is called.
func (a *Adapter) call(ctx context.Context, m method, f func(context.Context) error) error {
	if _, ok := scopes[m]; !ok {
		return fmt.Errorf("%s has no row in the table of scopes", m)
	}
	select {
	case a.crew <- struct{}{}:
		defer func() { <-a.crew }()
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", m, ctx.Err())
	}
	ctx, cancel := context.WithTimeout(ctx, a.client.Timeout)
	defer cancel()
	if err := f(ctx); err != nil {
		a.tally(err)
		return fmt.Errorf("%s: %w", m, err)
	}
	return nil
}

// tally counts a call that failed.
func (a *Adapter) tally(err error) {
	switch outcomeOf(err) {
	case limited:
		a.count.limited.Add(1)
	case malformed, refused, fatal:
		a.count.refused.Add(1)
	}
}

// An outcome is what became of a call.
type outcome int

const (
	done      outcome = iota
	limited           // too often: later
	unsent            // it did not reach Slack
	unknown           // Slack may have done it
	malformed         // Slack does not take what it holds
	refused           // it can never be done: the channel is gone, a scope is missing
	fatal             // nor can anything else: the token is not good
)

// errRefused is what is in the error of something that no other attempt, here or elsewhere, will achieve.
var errRefused = errors.New("refused by Slack")

// errNoAnswer is the error of a message that Slack took without saying where it stands.
var errNoAnswer = errors.New("answered without saying what became of it")

// The errors of Slack, by what they mean. What stands in none of the lists is refused.
var (
	fatalErrors = []string{"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type", "team_access_not_granted", "link_disabled"}

	contentErrors = []string{"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "too_many_blocks", "no_text", "invalid_attachments",
		"too_many_attachments", "invalid_arguments", "invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "blocks_too_long", "view_too_large"}

	passingErrors = []string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "rollup_error"}

	limitErrors = []string{"ratelimited", "rate_limited", "message_limit_exceeded"}
)

// outcomeOf reads the error of a call.
func outcomeOf(err error) outcome {
	if err == nil {
		return done
	}
	if said, ok := errors.AsType[slackgo.SlackErrorResponse](err); ok {
		return meaning(said.Err)
	}
	if _, ok := errors.AsType[*slackgo.RateLimitedError](err); ok {
		return limited
	}
	if status, ok := errors.AsType[slackgo.StatusCodeError](err); ok {
		switch {
		case status.Code == http.StatusTooManyRequests:
			return limited
		case status.Code >= http.StatusInternalServerError:
			return unknown
		}
		return refused
	}
	if broken, ok := errors.AsType[*net.OpError](err); ok && broken.Op == "dial" {
		return unsent
	}
	if errors.Is(err, errRefused) {
		return refused
	}
	return unknown
}

// meaning is what an error of Slack means.
func meaning(code string) outcome {
	switch {
	case slices.Contains(fatalErrors, code):
		return fatal
	case slices.Contains(contentErrors, code):
		return malformed
	case slices.Contains(passingErrors, code):
		return unknown
	case slices.Contains(limitErrors, code):
		return limited
	}
	return refused
}

// retryAfter is how long Slack asks to wait; 0 where it does not say.
func retryAfter(err error) time.Duration {
	if l, ok := errors.AsType[*slackgo.RateLimitedError](err); ok {
		return l.RetryAfter
	}
	return 0
}

// cures say what an administrator has to do about an error, by Slack's code.
var cures = map[string]string{
	"invalid_auth":            "Slack does not know the token: set %s to the one on the app's page",
	"not_authed":              "Slack got no token: set %s",
	"account_inactive":        "the app was removed from the workspace, or its bot was deactivated: install it again, and set %s anew",
	"token_revoked":           "the token was revoked: install the app again, and set %s to the new one",
	"token_expired":           "the token ran out: switch token rotation off for the app, install it again, and set %s to the new one",
	"not_allowed_token_type":  "the token is of another kind: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-; look at %s",
	"team_access_not_granted": "the app is not allowed in this workspace: have it approved, and install it again (%s)",
	"missing_scope":           "the token lacks a scope: give the app the scopes of its manifest, connections:write for the app-level token, and set %s anew",
	"link_disabled":           "Socket Mode is switched off for the app: switch it on, or take %s away and set SLACK_SIGNING_SECRET",
}

// advice says what to change about an error that ends the adapter.
func advice(err error, setting string) error {
	code := ""
	if said, ok := errors.AsType[slackgo.SlackErrorResponse](err); ok {
		code = said.Err
	}
	if cure, ok := cures[code]; ok {
		return fmt.Errorf("slack: %s (%s): %w", fmt.Sprintf(cure, setting), code, err)
	}
	return fmt.Errorf("slack: %w; look at %s and SLACK_API_URL", err, setting)
}
