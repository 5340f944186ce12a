package slack

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
)

// The addresses that Slack sends to, below the public one.
const (
	eventsPath       = "/slack/events"
	commandsPath     = "/slack/commands"
	interactionsPath = "/slack/interactions"
)

// maxBody is the largest request that is read, in bytes: as large as an envelope may be.
const maxBody = maxEnvelope

// Routes are where Slack's requests are served; none without a signing secret.
func (a *Adapter) Routes() []string {
	if a.o.SigningSecret == "" {
		return nil
	}
	return []string{eventsPath, commandsPath, interactionsPath}
}

// ServeHTTP takes a request of Slack.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.o.SigningSecret == "" {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "Slack posts", http.StatusMethodNotAllowed)
		return
	}
	s := a.shift.Load()
	if s == nil {
		http.Error(w, "not serving", http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		status := http.StatusBadRequest
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, "the body cannot be read", status)
		return
	}
	if err := verify(a.o.SigningSecret, r.Header, body, a.o.Now()); err != nil {
		a.count.unsigned.Add(1)
		a.log.Debug("a request was turned away", "error", err)
		http.Error(w, "not signed by Slack", http.StatusUnauthorized)
		return
	}
	a.signed(w, r, s, body)
}

// signed serves a request that comes from Slack.
func (a *Adapter) signed(w http.ResponseWriter, r *http.Request, s *shift, body []byte) {
	var challenge string
	var err error
	t := a.understand(func() (t task) { t, challenge, err = a.read(s, r.URL.Path, body); return t })
	switch {
	case err != nil:
		http.Error(w, "malformed", http.StatusBadRequest)
		return
	case challenge != "":
		writeJSON(w, map[string]string{"challenge": challenge})
		return
	}
	done, ok := s.take()
	if !ok {
		a.count.dropped.Add(1)
		http.Error(w, "too much to do", http.StatusServiceUnavailable)
		return
	}
	ctx := context.WithoutCancel(r.Context()) // Slack hangs up as soon as it has its answer
	a.handle(ctx, s, t, func(payload json.RawMessage) error {
		if payload == nil {
			w.WriteHeader(http.StatusOK)
			return nil
		}
		return writeJSON(w, payload)
	}, done)
}

// read takes a request apart: what it asks for, or the word that Slack wants back when an address is entered.
func (a *Adapter) read(s *shift, path string, body []byte) (t task, challenge string, err error) {
	if path == eventsPath {
		var outer struct {
			Type      string `json:"type"`
			Challenge string `json:"challenge"`
		}
		if err := json.Unmarshal(body, &outer); err != nil {
			return task{}, "", err
		}
		if outer.Type == "url_verification" {
			return task{}, outer.Challenge, nil
		}
		return a.event(s, body), "", nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return task{}, "", err
	}
	if path == commandsPath {
		return a.command(commandOf(form)), "", nil
	}
	payload := []byte(form.Get("payload"))
	if !json.Valid(payload) {
		return task{}, "", errors.New("no payload")
	}
	return a.interaction(s, payload), "", nil
}

func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(v)
}
