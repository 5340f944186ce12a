package discordtest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// How long Discord waits.
const (
	firstAnswer   = 3 * time.Second  // for the first response to an interaction
	tokenLifetime = 15 * time.Minute // for whatever follows
)

// Types of interactions.
const (
	pingKind         = 1
	commandKind      = 2
	componentKind    = 3
	autocompleteKind = 4
)

// Types of responses to interactions.
const (
	Pong           = 1
	Reply          = 4
	DeferredReply  = 5
	DeferredUpdate = 6
	Update         = 7
	Choices        = 8
	Modal          = 9
)

// An Interaction is something that a person did: a command, typing in a command, a press of a button. Server.Command, Autocomplete,
// Press and MessageCommand make one; Dispatch or Post delivers it, as often as it is called.
type Interaction struct {
	ID, Token string

	s    *Server
	seat Seat
	kind int
	name string // the command's, or the custom_id
	data map[string]any
	on   *message // the message that was pressed

	// The server's lock guards what follows.
	first     time.Time // when it was first delivered, on Server.Now's clock; zero before
	started   time.Time // the same on the machine's clock
	sessions  int
	responses []said
	original  *message
	follow    []*message
	unseen    bool // the client does not know that its first response was taken
	changed   signal
}

// A Response is one thing that the client said to an interaction, in order: the callback, and then whatever changed or followed it.
type Response struct {
	Route   string        // "callback", "HTTP" for one in the body of an HTTP response, "followup", "edit" or "delete"
	Type    int           // of a callback: Reply, DeferredReply and so on; 0 for others
	Message *Message      // as it was after this; nil for autocompletion and where nothing is shown
	Choices []Choice      // of autocompletion
	After   time.Duration // since the interaction was first delivered, on the machine's clock
	Body    json.RawMessage
}

// A Choice is one that autocompletion offers.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// String says what a person did: command "ask".
func (i *Interaction) String() string { return fmt.Sprintf("%s %q", kindNames[i.kind], i.name) }

// kindNames are the words for what a person did.
var kindNames = map[int]string{commandKind: "command", componentKind: "press", autocompleteKind: "typing"}

// interaction makes one that is not yet delivered.
func (s *Server) interaction(seat Seat, kind int, name string, data map[string]any) *Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := &Interaction{ID: s.newIDLocked(), Token: "interaction" + rand.Text() + rand.Text(), s: s, seat: seat, kind: kind, name: name, data: data}
	s.interactions = append(s.interactions, i)
	s.tokens[i.Token] = i
	return i
}

// Interactions are all that were made, in order.
func (s *Server) Interactions() []*Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.interactions)
}

// Unanswered are those that were delivered and have no response.
func (s *Server) Unanswered() []*Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*Interaction
	for _, i := range s.interactions {
		if !i.first.IsZero() && len(i.responses) == 0 {
			out = append(out, i)
		}
	}
	return out
}

// payloadLocked is the interaction as Discord delivers it. The caller holds the server's lock.
func (i *Interaction) payloadLocked() json.RawMessage {
	seat := i.seat
	p := map[string]any{
		"id": i.ID, "application_id": i.s.ApplicationID, "type": i.kind, "token": i.Token, "version": 1, "data": i.data,
		"channel_id": seat.Channel, "locale": seat.Locale, "context": int(seat.Context), "entitlements": []any{}, "entitlement_sku_ids": []any{},
		"authorizing_integration_owners": seat.owners(i.s), "attachment_size_limit": maxUpload,
		"app_permissions": strconv.FormatUint(seat.AppPermissions, 10),
	}
	if c := i.s.channels[seat.Channel]; c != nil {
		p["channel"] = i.s.channelJSON(c)
	}
	if seat.Guild != "" {
		p["guild_id"], p["guild_locale"] = seat.Guild, seat.GuildLocale
		p["guild"] = map[string]any{"id": seat.Guild, "locale": seat.GuildLocale, "features": []string{}}
		p["member"] = seat.member(true)
	} else {
		p["user"] = seat.User.json()
	}
	if i.on != nil {
		p["message"] = i.s.messageJSON(i.on)
	}
	return encode(p)
}

// Dispatch delivers the interaction over the gateway, to every session of its shard; a session whose client is away gets it at its
// resume. Called again, it delivers the same once more.
func (i *Interaction) Dispatch() *Interaction {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	i.deliver()
	data := i.payloadLocked()
	i.sessions += i.s.dispatch("INTERACTION_CREATE", i.seat.Guild, func(int) json.RawMessage { return data })
	return i
}

// deliver starts the interaction's clock. The caller holds the server's lock.
func (i *Interaction) deliver() {
	if i.first.IsZero() {
		i.first, i.started = i.s.now(), time.Now()
	}
}

// Sessions counts the gateway sessions that the interaction was given to; 0 says that it was lost, as there was none.
func (i *Interaction) Sessions() int {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return i.sessions
}

// Responses are what the client has said so far.
func (i *Interaction) Responses() []Response {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	var out []Response
	for n := range i.responses {
		out = append(out, i.response(n))
	}
	return out
}

// FirstAfter is the time from the interaction's first delivery to its first response, on the machine's clock, and whether there is one.
func (i *Interaction) FirstAfter() (time.Duration, bool) {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if len(i.responses) == 0 {
		return 0, false
	}
	return i.responses[0].After, true
}

// Wait waits for the answer: the first response, or, where that only defers, the first after it. It gives the response.
func (i *Interaction) Wait(ctx context.Context) (Response, error) {
	var answer Response
	err := i.s.wait(ctx, &i.changed, fmt.Sprintf("an answer to the %v, %s", i, i.ID), func() bool {
		for n, r := range i.responses {
			if r.Type != DeferredReply && r.Type != DeferredUpdate {
				answer = i.response(n)
				return true
			}
		}
		return false
	})
	return answer, err
}

// WaitResponses waits for that many responses.
func (i *Interaction) WaitResponses(ctx context.Context, n int) ([]Response, error) {
	err := i.s.wait(ctx, &i.changed, fmt.Sprintf("%d responses to the %v, %s", n, i, i.ID), func() bool { return len(i.responses) >= n })
	return i.Responses(), err
}

// Messages are what the interaction has shown and is not deleted: the original response and what followed it, as they are now.
func (i *Interaction) Messages() []Message {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	var out []Message
	for _, m := range append([]*message{i.original}, i.follow...) {
		if m != nil && !m.deleted {
			out = append(out, i.s.view(m))
		}
	}
	return out
}

// said is a response, with the message as it was then: it is put in form when a test asks for it, for that takes longer than all the rest.
type said struct {
	Response
	as *message
}

// response gives a response in the form in which tests see it. The caller holds the server's lock.
func (i *Interaction) response(n int) Response {
	one := &i.responses[n]
	if one.as != nil && one.Message == nil {
		view := i.s.view(one.as)
		one.Message = &view
	}
	return one.Response
}

// respond records what the client said. The caller holds the server's lock.
func (i *Interaction) respond(route string, kind int, body json.RawMessage, m *message, choices []Choice) {
	r := Response{Route: route, Type: kind, Choices: choices, Body: body, After: time.Since(i.started)}
	one := said{Response: r}
	if m != nil {
		one.as = m.copy()
	}
	i.responses = append(i.responses, one)
	i.changed.change()
	i.s.change()
}
