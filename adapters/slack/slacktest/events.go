package slacktest

import (
	"encoding/json"
	"fmt"
)

// The kinds of events, as the type of a Socket Mode envelope names them.
const (
	EventsAPI     = "events_api"
	SlashCommands = "slash_commands"
	Interactive   = "interactive"
)

// An Event is something that a person did, as Slack tells the app. It can be delivered several times.
type Event struct {
	Kind string // EventsAPI, SlashCommands or Interactive
	Type string // "app_mention", "message", "block_actions", the command …
	// ID is Slack's event_id; for slash commands and interactions, which have none, the trigger_id.
	ID string
	// Channel, TS and ThreadTS say where it happened, as far as it happened somewhere; User who did it.
	Channel, TS, ThreadTS, User string
	// ResponseURL and TriggerID come with slash commands and interactions.
	ResponseURL, TriggerID string
	// Payload is what the app gets: the body of an HTTP request to /slack/events, the payload of an interaction, the fields
	// of a slash command.
	Payload json.RawMessage

	accepts      bool     // whether a payload may come with the acknowledgement
	scopes       []string // one of which the app must have to get it
	subscription string   // what it is called among the bot events of a manifest; empty for commands and interactions
	shortcut     string   // callback_id of a shortcut
}

// String is the event in a few words, for messages of tests.
func (e Event) String() string { return fmt.Sprintf("%s %s", e.Type, e.ID) }

// Said is what a person says. Channel and User may be left out: DefaultChannel and DefaultUser.
type Said struct {
	Channel, User, Text string
	Thread              string // thread_ts of the thread that it is said in
	Subtype             string // "thread_broadcast", "file_share", "me_message"; "bot_message" for another bot
	File                string // the name of a file shared with it
	Quiet               bool   // the person does not name the bot: Mention does not put the mention before the text
}

// Post says something without telling the app: what stood in the channel before.
func (s *Server) Post(said Said) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.say(said)
}

// Mention says something to the bot in a channel: the event app_mention. A mention of the bot is put before the text unless it is there.
func (s *Server) Mention(said Said) Event {
	mention, _ := s.MentionPair(said)
	return mention
}

// MentionPair is a mention as apps see it that are subscribed to messages as well: one deed, two events with different ids.
func (s *Server) MentionPair(said Said) (mention, message Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	said.Text = s.naming(said.Text)
	m := s.say(said)
	return s.mentionEvent(m), s.messageEvent(m)
}

// Say says something without naming the bot: the event message, in a channel, a thread, a group or a direct conversation.
func (s *Server) Say(said Said) Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.messageEvent(s.say(said))
}

// event wraps an inner event as Slack does; the caller holds s.mu.
func (s *Server) event(inner map[string]any) Event {
	now := s.o.Now()
	id := s.id("Ev")
	e := Event{Kind: EventsAPI, ID: id}
	e.Type, _ = inner["type"].(string)
	e.User, _ = inner["user"].(string)
	e.subscription = e.Type
	e.Payload = encode(map[string]any{
		"token": "slacktest-verification-token", "team_id": s.o.Team, "context_team_id": s.o.Team, "context_enterprise_id": nil,
		"api_app_id": s.o.AppID, "event": inner, "type": "event_callback", "event_id": id, "event_time": now.Unix(),
		"authorizations": []any{map[string]any{
			"enterprise_id": nil, "team_id": s.o.Team, "user_id": s.o.BotUser, "is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": false, "event_context": "4-" + id,
	})
	return e
}

// encode is JSON of what cannot fail to be encoded.
func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("slacktest: %v cannot be encoded: %v", v, err))
	}
	return raw
}
