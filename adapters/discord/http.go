package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// The bounds of a signed request.
const (
	// maxBody is the largest interaction that is read: a message command brings a message with embeds and attachments, some 60
	// KB at the most.
	maxBody = 256 << 10

	// freshness is how old, or how far ahead of the clock here, a signed request may be; who recorded one cannot use it later.
	freshness = 5 * time.Minute
)

// route is where interactions come in over HTTP.
const route = "/discord/interactions"

// Routes is the address of interactions over HTTP, where a public key is set.
func (a *Adapter) Routes() []string {
	if a.key == nil {
		return nil
	}
	return []string{"POST " + route}
}

// ServeHTTP answers a signed interaction. Of one that was delivered several times one delivery has the answer, the others are
// empty with status 202.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	received := time.Now()
	if a.key == nil {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		http.Error(w, "the body is too large", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "the body could not be read", http.StatusBadRequest)
		return
	}
	if !a.signed(r.Header, body) {
		a.count.unsigned.Add(1)
		http.Error(w, "the request is not signed by Discord", http.StatusUnauthorized)
		return
	}
	run := a.running.Load()
	if run == nil {
		http.Error(w, "not running", http.StatusServiceUnavailable)
		return
	}
	var i interaction
	if err := json.Unmarshal(body, &i); err != nil || i.Type == 0 {
		http.Error(w, "the body is no interaction", http.StatusBadRequest)
		return
	}
	if i.Type == discordgo.InteractionPing {
		write(w, response{kind: discordgo.InteractionResponsePong})
		return
	}
	a.serve(w, run, &i, received)
}

// serve answers an interaction in the body of the HTTP response; what does not fit into one message follows by itself.
func (a *Adapter) serve(w http.ResponseWriter, run *running, i *interaction, received time.Time) {
	first, cancel := context.WithDeadline(run.work, received.Add(a.o.AnswerTime))
	defer cancel()
	if !a.takeWithin(first, run) {
		http.Error(w, "no time", http.StatusServiceUnavailable)
		return
	}
	left := false // the room goes on to who sends what follows
	defer func() {
		if !left {
			a.crew.leave()
		}
	}()
	if !enter(first, a.crew.interactions) {
		http.Error(w, "no time", http.StatusServiceUnavailable)
		return
	}
	defer func() { <-a.crew.interactions }()
	defer func() {
		if p := recover(); p != nil {
			write(w, a.apologise(i, p))
		}
	}()
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		write(w, a.respond(first, i))
		return
	}
	claim := a.bot.ClaimBriefly(first, platform, i.ID)
	mine, again := claim.Wait(first)
	if !mine {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	r := a.respond(first, i)
	done := false
	if again {
		// Whoever had it died, and may have answered. Discord is called with the answer then: it takes one, whichever comes
		// first.
		w.WriteHeader(http.StatusAccepted)
		done = a.first(first, i, &r)
	} else if done = write(w, r) == nil; done {
		r.messages = r.messages[min(1, len(r.messages)):]
	}
	claim.Settle(done)
	if rest := r.messages; done && len(rest) > 0 {
		left = true
		go func() {
			defer a.crew.leave()
			defer a.calm()
			a.followUp(run.work, i, rest)
		}()
	}
}

// takeWithin waits for room while things are taken.
func (a *Adapter) takeWithin(ctx context.Context, run *running) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(run.taking, cancel)()
	return a.crew.take(ctx)
}

// write sends a response in an HTTP response's body.
func write(w http.ResponseWriter, r response) error {
	q := request{body: r.body()}
	if len(r.messages) > 0 {
		q.files = r.messages[0].files
	}
	contentType, body, err := q.encode()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if _, err = w.Write(body); err != nil {
		return err
	}
	_ = http.NewResponseController(w).Flush() // at once, for what follows comes after it; where that cannot be, it is tried again
	return nil
}

// signed tells whether a request was signed by Discord, and lately. Discord sends wrong signatures on purpose, to see them
// refused.
func (a *Adapter) signed(h http.Header, body []byte) bool {
	stamp := h.Get("X-Signature-Timestamp")
	signature, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	if err != nil || len(signature) != ed25519.SignatureSize || stamp == "" {
		return false
	}
	if !ed25519.Verify(a.key, append([]byte(stamp), body...), signature) {
		return false
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	age := a.o.Now().Sub(time.Unix(seconds, 0))
	return -freshness <= age && age <= freshness
}
