package slacktest

import (
	"encoding/json"
	"regexp"
)

// maxMetadata is how many bytes the metadata of a message may have.
const maxMetadata = 16 << 10

// eventType is the form of metadata's event_type.
var eventType = regexp.MustCompile(`^[A-Za-z0-9_]{1,255}$`)

// readMetadata reads the argument of that name.
func readMetadata(raw string) (*Metadata, *refusal) {
	if raw == "" || raw == "null" {
		return nil, nil
	}
	var m Metadata
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		return nil, refuse("invalid_metadata_format", "metadata is no object with event_type and event_payload: %v", err)
	}
	switch {
	case !eventType.MatchString(m.EventType) || m.Payload == nil:
		return nil, refuse("invalid_metadata_schema", "it needs an event_type of letters, digits and _, and an event_payload; got %.200s", raw)
	case len(raw) > maxMetadata:
		return nil, refuse("metadata_too_large", "the metadata has %d bytes; %d at most", len(raw), maxMetadata)
	}
	return &m, nil
}
