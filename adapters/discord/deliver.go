package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"drawdown/bot"
)

// How long things may take, from when an event was received.
const (
	firstAnswer = 2900 * time.Millisecond // Discord waits 3 s for the first answer to an interaction; one attempt may take two thirds of it
	wholeAnswer = time.Minute             // all of it, and a message's answer: who asked has gone by then
)

// overGateway answers an interaction that came over the gateway.
func (a *Adapter) overGateway(ctx context.Context, i *interaction, received time.Time) {
	first, cancel := context.WithDeadline(ctx, received.Add(a.o.AnswerTime))
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			a.failed("an apology was not taken", a.callback(first, i, a.apologise(i, p)))
		}
	}()
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete { // it changes nothing, and Discord takes the first
		a.failed("a completion was not taken", a.callback(first, i, a.respond(first, i)))
		return
	}
	claim := a.bot.ClaimBriefly(first, platform, i.ID) // Discord waits no longer, and takes one answer however often it is sent
	if mine, _ := claim.Wait(first); !mine {
		return
	}
	done := false
	defer func() { claim.Settle(done) }()
	r := a.respond(first, i)
	if done = a.first(first, i, &r); done {
		a.followUp(ctx, i, r.messages)
	}
}

// first sends the first answer to an interaction, as plain text where Discord refuses it as it is, and leaves the messages that
// are to follow. It is false where somebody else might have more luck.
func (a *Adapter) first(ctx context.Context, i *interaction, r *response) bool {
	err := a.callback(ctx, i, *r)
	if refused(err) && len(r.messages) > 0 {
		a.count.refused.Add(1)
		r.messages = append(r.messages[0].plain(), r.messages[1:]...)
		err = a.callback(ctx, i, *r)
	}
	if err != nil {
		r.messages = nil
		a.failed("an answer was not taken", err)
		return status(err) != 0 && status(err) < http.StatusInternalServerError
	}
	r.messages = r.messages[min(1, len(r.messages)):]
	return true
}

// callback sends the first answer once or, where nobody knows whether it was taken, again: then Discord says that it was.
func (a *Adapter) callback(ctx context.Context, i *interaction, r response) error {
	q := request{method: http.MethodPost, url: discordgo.EndpointInteractionResponse(i.ID, i.Token), body: r.body(), attempt: a.o.AnswerTime * 2 / 3}
	if len(r.messages) > 0 {
		q.files = r.messages[0].files
	}
	_, err := a.rest.do(ctx, q)
	if isCode(err, discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged) {
		return nil
	}
	return err
}

// followUp sends the messages that follow the first answer.
func (a *Adapter) followUp(ctx context.Context, i *interaction, list []*message) {
	ctx, cancel := context.WithTimeout(ctx, wholeAnswer)
	defer cancel()
	send := func(m *message) error {
		at := discordgo.EndpointWebhookToken(i.ApplicationID, i.Token) + "?wait=true"
		q := request{method: http.MethodPost, url: at, body: m, files: m.files, lane: "interaction " + i.ID}
		for attempt := 1; ; attempt++ {
			_, err := a.rest.do(ctx, q)
			// Discord may not have read the first answer yet, where that went in an HTTP response.
			if !isCode(err, discordgo.ErrCodeUnknownWebhook) || attempt == mostAttempts ||
				!sleep(ctx, backOff(attempt, firstPause, longestPause)) {
				return err
			}
		}
	}
	for _, m := range list {
		if err := a.sendOrPlain(m, send); err != nil {
			a.failed("a part of an answer was not taken", err)
			return
		}
	}
}

// sendOrPlain sends a message, as plain text where Discord refuses it as it is.
func (a *Adapter) sendOrPlain(m *message, send func(*message) error) error {
	err := send(m)
	if !refused(err) {
		return err
	}
	a.count.refused.Add(1)
	for n, p := range m.plain() {
		if n == 0 {
			p.Reference = m.Reference
		}
		if p.Nonce = ""; m.Nonce != "" {
			p.Nonce, p.EnforceNonce = nonce(m.Nonce, n), true
		}
		if err = send(p); err != nil {
			return err
		}
	}
	return nil
}

// plain is what a message says, as text alone, without anything else that Discord could refuse.
func (m *message) plain() []*message {
	pieces := m.pieces
	if len(pieces) == 0 {
		pieces = []bot.Piece{{Text: m.Content}}
	}
	return plainMessages(pieces, m.Flags)
}

// refused tells whether Discord did not like what a message looks like: its form, or embeds where the bot may not send any.
func refused(err error) bool {
	return status(err) == http.StatusBadRequest && !isCode(err, discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged) ||
		isCode(err, discordgo.ErrCodeMissingPermissions)
}

// calm recovers from a panic where nobody can be told of it.
func (a *Adapter) calm() {
	if p := recover(); p != nil {
		a.bot.Fault(platform, p)
	}
}

// failed notes that Discord did not take something.
func (a *Adapter) failed(what string, err error) {
	if err != nil {
		a.count.failed.Add(1)
		a.log.Warn(what, "error", brief(err))
	}
}

// nonce names the nth part of the answer to an event, so that Discord takes it once: 22 characters of the 25 that it allows.
func nonce(event string, n int) string {
	sum := sha256.Sum256([]byte{byte(n), ' '})
	sum = sha256.Sum256(append([]byte(event), sum[:]...))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}
