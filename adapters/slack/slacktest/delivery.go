package slacktest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Delivery is one event on its way to the app, with all attempts that it takes.
type Delivery struct {
	Event Event

	s        *Server
	withheld error
	attempts []Attempt
	acks     []Ack
	lost     bool
}

// An Attempt is one time that an event was sent.
type Attempt struct {
	Number     int    // 0 is the first, 1 the first retry
	Envelope   string // over Socket Mode
	Connection int    // over Socket Mode: Connection.Number
	Reason     string // of the retry
	Sent       time.Time
	// Failed says why the attempt came to nothing: "http_timeout", "connection_closed", "http_error",
	// "connection_failed"; empty as long as it has not failed.
	Failed string
}

// An Ack is how the app acknowledged.
type Ack struct {
	Envelope   string          // over Socket Mode
	Connection int             // over Socket Mode
	Status     int             // over HTTP
	Attempt    int             // which it acknowledges
	Payload    json.RawMessage // what came with it, nil for nothing
	At         time.Time       // by the real clock
	After      time.Duration   // from sending to acknowledging
	Late       bool            // it came after the attempt was given up
}

// ErrWithheld says that Slack would not have sent the event to this app at all: it is not subscribed to it, or has not the scope.
var ErrWithheld = errors.New("the event is not for this app")

// newDelivery records a delivery; the caller holds s.mu.
func (s *Server) newDelivery(e Event) *Delivery {
	d := &Delivery{Event: e, s: s, withheld: s.withhold(e)}
	s.deliveries = append(s.deliveries, d)
	return d
}

// withhold says why an event is not for the app, or nil.
func (s *Server) withhold(e Event) error {
	if r := s.lacks(e.scopes...); r != nil {
		return fmt.Errorf("%w: it needs the scope %s, granted are %s", ErrWithheld, r.Needed, r.Provided)
	}
	for _, list := range []struct {
		of      []string
		name    string
		what    string
		applies bool
	}{
		{s.o.Events, e.subscription, "subscribed events", e.subscription != ""},
		{s.o.Commands, e.Type, "registered commands", e.Kind == SlashCommands},
		{s.o.Shortcuts, e.shortcut, "registered shortcuts", e.shortcut != ""},
	} {
		if list.of != nil && list.applies && !slices.Contains(list.of, list.name) {
			return fmt.Errorf("%w: %q is not among the %s %q", ErrWithheld, list.name, list.what, list.of)
		}
	}
	if e.Kind == Interactive && s.o.NoInteractivity {
		return fmt.Errorf("%w: interactivity is switched off", ErrWithheld)
	}
	if strings.HasPrefix(e.subscription, "assistant_thread_") && !s.o.AssistantView {
		return fmt.Errorf("%w: %s is for apps with assistant_view; see Options.AssistantView", ErrWithheld, e.Type)
	}
	return nil
}

// Deliveries are all events handed to the app so far, in their order.
func (s *Server) Deliveries() []*Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.deliveries)
}

// Acked waits until the app has acknowledged in time, and gives the acknowledgement. It fails when Slack has
// given the event up, or would not have sent it.
func (d *Delivery) Acked(ctx context.Context) (Ack, error) {
	if d.withheld != nil {
		return Ack{}, d.withheld
	}
	err := d.s.Wait(ctx, func() bool {
		_, ok := d.first()
		return ok || d.Lost()
	})
	if err != nil {
		return Ack{}, fmt.Errorf("waiting for the acknowledgement of %s after %d attempts: %w", d.Event, len(d.Attempts()), err)
	}
	ack, ok := d.first()
	if !ok {
		return ack, fmt.Errorf("%s was never acknowledged in time, in %d attempts", d.Event, len(d.Attempts()))
	}
	return ack, nil
}

// first is the first acknowledgement that was in time.
func (d *Delivery) first() (Ack, bool) {
	for _, a := range d.Acks() {
		if !a.Late {
			return a, true
		}
	}
	return Ack{}, false
}

// Acks are all acknowledgements, late ones included.
func (d *Delivery) Acks() []Ack {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	return slices.Clone(d.acks)
}

// Attempts are all times that the event was sent.
func (d *Delivery) Attempts() []Attempt {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	return slices.Clone(d.attempts)
}

// Lost tells whether Slack has given up, the retries used up.
func (d *Delivery) Lost() bool {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	return d.lost
}

// Withheld says why Slack would not send the event to this app, or nil.
func (d *Delivery) Withheld() error { return d.withheld }

// fail marks an attempt; the caller holds s.mu.
func (d *Delivery) fail(envelope, reason string) {
	for i := range d.attempts {
		if d.attempts[i].Envelope == envelope {
			d.attempts[i].Failed = reason
		}
	}
}

// ack records an acknowledgement; the caller holds s.mu.
func (d *Delivery) ack(a Ack) { d.acks = append(d.acks, a) }
