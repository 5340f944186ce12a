package slacktest

import (
	"encoding/json"
	"time"
)

// A Message is one that stands in a conversation, or that one user alone sees.
type Message struct {
	Channel  string `json:"channel"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts,omitempty"` // of the message that the thread begins with; empty outside of threads
	User     string `json:"user,omitempty"`
	BotID    string `json:"bot_id,omitempty"` // empty for people
	Subtype  string `json:"subtype,omitempty"`
	Text     string `json:"text"`
	// Blocks are as the client sent them; nil without any.
	Blocks   json.RawMessage `json:"blocks,omitempty"`
	Metadata *Metadata       `json:"metadata,omitempty"`
	// For is the user who alone sees the message; empty for messages that everybody sees.
	For string `json:"for,omitempty"`
	// Via is the method that posted it ("chat.postMessage", "response_url", "ack"), empty for people.
	Via     string   `json:"via,omitempty"`
	Edited  int      `json:"edited,omitempty"` // how often it was updated
	Deleted bool     `json:"deleted,omitempty"`
	Files   []string `json:"files,omitempty"`     // names of the files shared with it
	Reacted []string `json:"reactions,omitempty"` // names of the reactions, in their order
	// UnfurlLinks and UnfurlMedia tell whether Slack may show a preview of what the message links to; both are Slack's default
	// where the client said nothing: media yes, text no.
	UnfurlLinks bool `json:"unfurl_links"`
	UnfurlMedia bool `json:"unfurl_media"`
	// At is when the server took it, by the real clock.
	At time.Time `json:"-"`
}

// Metadata is what an app hangs on its message for itself.
type Metadata struct {
	EventType string         `json:"event_type"`
	Payload   map[string]any `json:"event_payload"`
}

// An Action is an interactive element of a message or view: a button, as a rule.
type Action struct {
	BlockID  string
	ActionID string
	Type     string
	Text     string // what stands on it
	Value    string
	URL      string
}

// Actions are the interactive elements in the message's blocks, in their order.
func (m Message) Actions() []Action { return actionsIn(m.Blocks) }

// Action finds the interactive element with that text on it or, failing that, with that action_id.
func (m Message) Action(name string) (Action, bool) { return findAction(m.Actions(), name) }

// A View is a modal or a Home tab.
type View struct {
	ID, Hash, Type, CallbackID, User string
	Via                              string // the method that showed it: "views.publish", "views.open", "views.push", "views.update" or "ack"
	TriggerID                        string // that opened or pushed it
	PrivateMetadata                  string
	JSON                             json.RawMessage // as the client sent it
}

// Actions are the interactive elements in the view's blocks, in their order.
func (v View) Actions() []Action {
	var held struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	if json.Unmarshal(v.JSON, &held) != nil {
		return nil
	}
	return actionsIn(held.Blocks)
}

// Action finds the interactive element with that text on it or, failing that, with that action_id.
func (v View) Action(name string) (Action, bool) { return findAction(v.Actions(), name) }

// A Status is one call of assistant.threads.setStatus; an empty Text clears it.
type Status struct {
	Channel, ThreadTS, Text string
	Loading                 []string
}

// A Title is one call of assistant.threads.setTitle.
type Title struct{ Channel, ThreadTS, Text string }

// Prompts is one call of assistant.threads.setSuggestedPrompts.
type Prompts struct {
	Channel, ThreadTS, Title string
	Prompts                  []Prompt
}

// A Prompt is one suggested prompt: what stands on it, and the message that pressing it sends.
type Prompt struct {
	Title   string `json:"title"`
	Message string `json:"message"`
}

// A Response is one post to a response_url.
type Response struct {
	URL             string
	Type            string // "ephemeral" or "in_channel"
	ReplaceOriginal bool
	DeleteOriginal  bool
	Message         Message // what came of it; zero for a deletion
}

// A Call is one call of the Web API, as it arrived.
type Call struct {
	Method string
	Args   map[string]string // without the token; objects and lists as their JSON
	Status int               // of the HTTP answer; 0 when the connection was cut
	Error  string            // Slack's error; empty when the call was answered with ok
	At     time.Time         // by the real clock
}

// actionsIn collects the interactive elements of a JSON list of blocks.
func actionsIn(blocks json.RawMessage) []Action {
	var held []struct {
		BlockID   string            `json:"block_id"`
		Elements  []json.RawMessage `json:"elements"`
		Accessory json.RawMessage   `json:"accessory"`
		Element   json.RawMessage   `json:"element"`
	}
	if json.Unmarshal(blocks, &held) != nil {
		return nil
	}
	var found []Action
	for _, b := range held {
		for _, raw := range append(b.Elements, b.Accessory, b.Element) {
			if a, ok := actionIn(raw); ok {
				a.BlockID = b.BlockID
				found = append(found, a)
			}
		}
	}
	return found
}

// actionIn reads one element; elements without an action_id are no actions.
func actionIn(raw json.RawMessage) (Action, bool) {
	var e struct {
		Type     string `json:"type"`
		ActionID string `json:"action_id"`
		Value    string `json:"value"`
		URL      string `json:"url"`
		Text     struct {
			Text string `json:"text"`
		} `json:"text"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &e) != nil || e.ActionID == "" && e.Type != "button" {
		return Action{}, false
	}
	return Action{ActionID: e.ActionID, Type: e.Type, Text: e.Text.Text, Value: e.Value, URL: e.URL}, true
}

// findAction looks for the text first, then for the action_id.
func findAction(in []Action, name string) (Action, bool) {
	for _, a := range in {
		if a.Text == name {
			return a, true
		}
	}
	for _, a := range in {
		if a.ActionID == name {
			return a, true
		}
	}
	return Action{}, false
}
