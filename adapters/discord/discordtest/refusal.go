package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Discord's codes for what it refuses.
const (
	codeUnknownChannel     = 10003
	codeUnknownMessage     = 10008
	codeUnknownWebhook     = 10015
	codeUnknownInteraction = 10062
	codeUnknownCommand     = 10063
	codeNotAuthorized      = 20012
	codeTooManyCommands    = 30032
	codeUnknownAgent       = 40333
	codeTooLarge           = 40005
	codeAcknowledged       = 40060
	codeTooManyFollowups   = 40094
	codeMissingAccess      = 50001
	codeNotAuthor          = 50005
	codeEmptyMessage       = 50006
	codeMissingPermissions = 50013
	codeWebhookToken       = 50027
	codeInvalidForm        = 50035
	codeInvalidVersion     = 50041
	codeInvalidJSON        = 50109
	codeThreadExists       = 160004
)

// A refusal is an error as Discord's REST answers it.
type refusal struct {
	Status  int             `json:"-"`
	Code    int             `json:"code"`
	Errors  json.RawMessage `json:"errors,omitempty"`
	Message string          `json:"message"`

	allowed bool // no rule was broken: Discord says no because of what happened before, and so may happen to a right client
}

func (r *refusal) Error() string {
	return fmt.Sprintf("status %d, code %d: %s %s", r.Status, r.Code, r.Message, r.Errors)
}

func (r *refusal) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.Status)
	_, _ = w.Write(encode(r))
}

// no makes a refusal.
func no(status, code int, message string) *refusal {
	return &refusal{Status: status, Code: code, Message: message}
}

// The refusals that need nothing filled in.
func unauthorized() *refusal   { return no(http.StatusUnauthorized, 0, "401: Unauthorized") }
func notFound() *refusal       { return no(http.StatusNotFound, 0, "404: Not Found") }
func unknownChannel() *refusal { return no(http.StatusNotFound, codeUnknownChannel, "Unknown Channel") }
func unknownMessage() *refusal { return no(http.StatusNotFound, codeUnknownMessage, "Unknown Message") }
func unknownWebhook() *refusal { return no(http.StatusNotFound, codeUnknownWebhook, "Unknown Webhook") }
func unknownInteraction() *refusal {
	return no(http.StatusNotFound, codeUnknownInteraction, "Unknown interaction")
}
func emptyMessage() *refusal {
	return no(http.StatusBadRequest, codeEmptyMessage, "Cannot send an empty message")
}
func invalidJSON() *refusal {
	return no(http.StatusBadRequest, codeInvalidJSON, "The request body contains invalid JSON.")
}
func acknowledged() *refusal {
	return no(http.StatusBadRequest, codeAcknowledged, "Interaction has already been acknowledged.")
}
