package slack

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
)

// The times of sending.
const (
	// patience is how long one message is tried: longer than Slack's usual Retry-After, and until who asked has gone away.
	patience = 2 * time.Minute

	// unnamedWait is how long to wait where Slack says "too often" without saying until when.
	unnamedWait = time.Second

	// longestPause is the longest between two attempts to send.
	longestPause = 10 * time.Second
)

// The message metadata by which an answer is found again.
const (
	metadataType  = "drawdown_reply"
	metadataEvent = "event"
	metadataPart  = "part"
)

// A place is where an answer goes.
type place struct {
	channel string
	thread  string // ts of the message that the thread begins with; "": the channel itself
	user    string // who asked
	since   string // ts of what is answered: the answer stands after it
	direct  bool   // only who asked reads it
}

// A parcel is a message on its way, and what it answers.
type parcel struct {
	message
	to     place
	event  string
	part   int
	shape  shape
	sought bool // it may be there already
	looks  int  // how often it was looked for
}

// A shape is how much of a message is sent: less after each refusal.
type shape int

const (
	inBlocks shape = iota
	inText         // without blocks
	bare           // without metadata either, and cut
	shapes
)

// maxLooks is how often an answer is looked for in vain before it is sent all the same: one that comes twice is better than none.
const maxLooks = 5

// maxBare is the length of the text that is sent when Slack refused everything else.
const maxBare = 2000

// send sends a reply to a place: to everybody there, or, where the reply is private, to who asked. Event names what it answers; again
// tells that somebody may have sent it already.
func (a *Adapter) send(ctx context.Context, to place, event string, r bot.Reply, again bool) error {
	var parts []message
	a.think(ctx, func() { parts = a.render(r) })
	if r.Private && !to.direct && to.user != "" {
		if err := a.whisper(ctx, to, parts); !errors.Is(err, errRefused) {
			return err
		}
		a.log.Warn("what one person should have read is told to all, for Slack refused the former") // never silence
	}
	for i, m := range parts {
		err := a.deliver(ctx, parcel{message: m, to: to, event: event, part: i, sought: again})
		if errors.Is(err, errBusy) {
			return a.busy(ctx, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// deliver sends one message, when it is its turn, until it is there.
func (a *Adapter) deliver(ctx context.Context, p parcel) error {
	leave, err := a.lanes.enter(ctx, p.to.channel, p.part > 0)
	if err != nil {
		return err
	}
	defer leave()
	try := func(ctx context.Context) error {
		if p.sought {
			there, err := a.there(ctx, p)
			if there {
				return nil
			}
			if p.looks++; err != nil && outcomeOf(err) != refused && p.looks < maxLooks {
				return err
			}
			p.sought = false
		}
		return a.post(ctx, p)
	}
	return a.persist(ctx, try, func(o outcome) bool {
		p.sought = o == unknown
		if o == malformed {
			p.shape++
		}
		return p.shape < shapes
	})
}

// persist does something until it is done or cannot be done: it waits where Slack says "too often", and between attempts. Where Slack
// did not take what was sent, or may have done so, next says whether there is a next attempt.
func (a *Adapter) persist(ctx context.Context, try func(context.Context) error, next func(outcome) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	wait := backoff{a.times.retry, longestPause}
	for {
		err := try(ctx)
		o := outcomeOf(err)
		if o == done {
			return nil
		}
		if o == fatal {
			return err
		}
		if o == refused || o == malformed && !next(o) {
			return fmt.Errorf("%w: %w", errRefused, err)
		}
		if o == unknown && !next(o) {
			return fmt.Errorf("given up: %w", err)
		}
		pause := time.Duration(0)
		switch o {
		case malformed: // at once, in another shape
			a.log.Warn("Slack refused a message; sending it plainer", "error", err)
		case limited:
			pause = max(retryAfter(err), a.times.limited)
		case unknown, unsent:
			pause = wait.pause()
		}
		a.count.retries.Add(1)
		if !sleep(ctx, pause) {
			return fmt.Errorf("given up: %w", err)
		}
	}
}

// post calls chat.postMessage.
func (a *Adapter) post(ctx context.Context, p parcel) error {
	text := p.text
	if p.shape == bare {
		text = escape(shorten(unescapes.Replace(text), maxBare))
	}
	options := []slackgo.MsgOption{
		slackgo.MsgOptionText(text, false), slackgo.MsgOptionParse(false), slackgo.MsgOptionDisableMarkdown(),
		slackgo.MsgOptionDisableLinkUnfurl(), slackgo.MsgOptionDisableMediaUnfurl(),
	}
	if p.to.thread != "" {
		options = append(options, slackgo.MsgOptionTS(p.to.thread))
	}
	if p.shape == inBlocks {
		options = append(options, slackgo.MsgOptionBlocks(p.blocks...))
	}
	if p.shape != bare {
		options = append(options, slackgo.MsgOptionMetadata(slackgo.SlackMetadata{EventType: metadataType,
			EventPayload: map[string]any{metadataEvent: p.event, metadataPart: strconv.Itoa(p.part)}}))
	}
	return a.call(ctx, postMessage, func(ctx context.Context) error {
		_, ts, err := a.api.PostMessageContext(ctx, p.to.channel, options...)
		if err == nil && ts == "" {
			return errNoAnswer
		}
		return err
	})
}

// whisper sends a reply to who asked alone.
func (a *Adapter) whisper(ctx context.Context, to place, parts []message) error {
	for _, m := range parts {
		at := inBlocks
		try := func(ctx context.Context) error {
			options := []slackgo.MsgOption{slackgo.MsgOptionText(m.text, false), slackgo.MsgOptionParse(false), slackgo.MsgOptionDisableMarkdown()}
			if to.thread != "" {
				options = append(options, slackgo.MsgOptionTS(to.thread))
			}
			if at == inBlocks {
				options = append(options, slackgo.MsgOptionBlocks(m.blocks...))
			}
			return a.call(ctx, postEphemeral, func(ctx context.Context) error {
				_, err := a.api.PostEphemeralContext(ctx, to.channel, to.user, options...)
				return err
			})
		}
		if err := a.persist(ctx, try, plainer(&at)); err != nil {
			return err
		}
	}
	return nil
}

// plainer leaves the blocks out when they are refused, and then gives up. What may have come is sent again: one person alone sees it.
func plainer(at *shape) func(outcome) bool {
	return func(o outcome) bool {
		if o == malformed {
			*at++
		}
		return *at <= inText
	}
}

// busy tells who asked that there is too much to do.
func (a *Adapter) busy(ctx context.Context, to place) error {
	a.count.dropped.Add(1)
	m := pack([]line{{look: body, text: "There are too many questions here just now. Please ask again in a minute."}})
	return a.whisper(ctx, to, m)
}
