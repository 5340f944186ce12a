package discord

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/websocket"
)

// A fatal is an error that only a person can do something about.
type fatal struct{ error }

func (f fatal) Unwrap() error { return f.error }

// The gateway's close codes after which nothing but a change helps, and what is to be changed.
var remedies = map[int]string{
	4004: "Discord does not know the token: reset it in the developer portal under Bot, and set DISCORD_TOKEN to the new one",
	4010: "Discord does not take the number of shards: leave --discord-shards out, or let it be automatic",
	4011: "the bot is in so many servers that it needs shards: let --discord-shards be automatic",
	4012: "Discord no longer speaks the gateway's version that this program speaks: update the program",
	4013: "Discord does not know an intent that this program asks for: update the program",
	4014: "Discord does not grant an intent that this program asks for, though none is privileged: look under Bot, " +
		"Privileged Gateway Intents, in the developer portal, and whether the application is suspended",
}

// The close codes after which a session cannot be gone on with: its sequence was wrong, or it timed out.
const (
	closeNotAuthenticated = 4003
	closeInvalidSeq       = 4007
	closeTimedOut         = 4009
)

// advice is what an administrator has to do about the end of a connection; nil where trying again may help.
func advice(err error) error {
	if f := (fatal{}); errors.As(err, &f) {
		return f
	}
	if e := (*websocket.CloseError)(nil); errors.As(err, &e) {
		if remedy, ok := remedies[e.Code]; ok {
			return fmt.Errorf("the gateway closed the connection with code %d: %s", e.Code, remedy)
		}
	}
	if refusedFor(err) {
		return tokenRefused(err)
	}
	return nil
}

// lost tells whether the session ended with its connection.
func lost(err error) bool {
	e := (*websocket.CloseError)(nil)
	return errors.Is(err, errInvalid) ||
		errors.As(err, &e) && (e.Code == closeNotAuthenticated || e.Code == closeInvalidSeq || e.Code == closeTimedOut)
}

// refusedFor tells whether Discord does not know the token.
func refusedFor(err error) bool { return status(err) == http.StatusUnauthorized }

func tokenRefused(err error) error {
	return fmt.Errorf("%s (%s)", remedies[4004], brief(err))
}
