package slack

import (
	"context"
	"time"

	slackgo "github.com/slack-go/slack"
)

// The pauses between attempts to reach Slack: the first is not felt, and half a minute is soon enough when it is down.
const (
	firstRetry   = 250 * time.Millisecond
	longestRetry = 30 * time.Second
)

// identify asks Slack who the bot is, until it says so or that it never will.
func (a *Adapter) identify(ctx context.Context) (*slackgo.AuthTestResponse, error) {
	wait := backoff{a.times.retry, longestRetry}
	for {
		var who *slackgo.AuthTestResponse
		err := a.call(ctx, authTest, func(ctx context.Context) (err error) {
			if who, err = a.api.AuthTestContext(ctx); err == nil && who.UserID == "" {
				err = errNoAnswer
			}
			return err
		})
		if err == nil {
			return who, nil
		}
		switch outcomeOf(err) {
		case fatal, refused, malformed:
			return nil, advice(err, "SLACK_BOT_TOKEN")
		}
		a.log.Warn("Slack does not answer; trying again", "error", err)
		a.count.retries.Add(1)
		if !sleep(ctx, max(wait.pause(), retryAfter(err))) {
			return nil, ctx.Err()
		}
	}
}
