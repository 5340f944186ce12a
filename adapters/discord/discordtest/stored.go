package discordtest

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
)

// A channel is a place for messages. The server's lock guards it.
type channel struct {
	id, guild, parent, name string
	kind                    int
	recipient               string
	messages                []*message
	nonces                  map[string]*message
	typing                  int
	changed                 signal
}

// A message is what the server keeps of one. The server's lock guards it.
type message struct {
	id          string
	in          *channel
	author      User
	webhook     string         // the id of the webhook, or of the application, that wrote it
	fields      map[string]any // content, embeds, components, allowed_mentions and so on, as they were sent
	files       []attached
	uploads     int // files that were ever uploaded to it
	flags       int
	kind        int
	reference   string
	nonce       any
	interaction *Interaction
	edited      time.Time
	deleted     bool
	quiet       bool           // its reference tells nobody
	member      map[string]any // the author, as a member of the guild
	at          time.Time
	sent        []json.RawMessage // the bodies that made and changed it
}

// attached is a file of a message.
type attached struct {
	id string
	File
}

// Kinds of messages, other than those that people just write.
const (
	kindReply   = 19
	kindCommand = 20
	kindMenu    = 23
)

// shows says whether there is anything to see in the message.
func (m *message) shows() bool {
	if len(m.files) > 0 || m.flags&FlagLoading != 0 {
		return true
	}
	return hasContent(m.fields)
}

// merge takes the fields of an edit. What is absent stays; null empties.
func (m *message) merge(fields map[string]any) {
	for _, key := range []string{"content", "embeds", "components"} {
		if v, ok := fields[key]; ok {
			m.fields[key] = v
		}
	}
	if v, ok := fields["flags"].(float64); ok {
		m.flags = m.flags&^FlagSuppressEmbeds | int(v)&(FlagSuppressEmbeds|FlagComponentsV2)
	}
	m.flags &^= FlagLoading
}

// copy is the message as it is now, which later edits do not change.
func (m *message) copy() *message {
	out := *m
	out.fields, out.files, out.sent = maps.Clone(m.fields), slices.Clone(m.files), slices.Clone(m.sent)
	return &out
}

// after is what the message would be after an edit.
func (m *message) after(fields map[string]any, files []File) *message {
	out := m.copy()
	out.merge(fields)
	out.attach(fields, files)
	return out
}

// attach adds files. Where an edit lists attachments, those that the message had and that are not listed go.
func (m *message) attach(fields map[string]any, files []File) {
	if listed, ok := fields["attachments"]; ok {
		kept := map[any]bool{}
		for _, a := range list(listed) {
			if object, ok := a.(map[string]any); ok {
				kept[object["id"]] = true
			}
		}
		m.files = slices.DeleteFunc(m.files, func(f attached) bool { return !kept[f.id] })
	}
	for _, f := range files {
		m.files = append(m.files, attached{m.fileID(m.uploads), f})
		m.uploads++
	}
}

// fileID is the id of the nth file that was uploaded to the message: one that no message has, from long before.
func (m *message) fileID(n int) string {
	id, _ := strconv.ParseInt(m.id, 10, 64)
	return strconv.FormatInt(id/2+int64(n), 10)
}

// list is an array that is never null.
func list(v any) []any {
	l, _ := v.([]any)
	if l == nil {
		return []any{}
	}
	return l
}

// json is the message as the API shows it. The caller holds the server's lock.
func (s *Server) messageJSON(m *message) map[string]any {
	content, _ := m.fields["content"].(string)
	users, roles, everyone := s.mentioned(content)
	out := map[string]any{
		"id": m.id, "type": m.kind, "channel_id": m.in.id, "content": content, "author": m.author.json(), "attachments": s.attachments(m),
		"embeds": withTypes(m.fields["embeds"]), "components": list(m.fields["components"]), "mentions": users, "mention_roles": roles,
		"mention_everyone": everyone, "pinned": false, "tts": false, "timestamp": discordTime(m.at), "edited_timestamp": nil, "flags": m.flags,
	}
	if !m.edited.IsZero() {
		out["edited_timestamp"] = discordTime(m.edited)
	}
	if m.webhook != "" {
		out["webhook_id"] = m.webhook
	}
	if m.author.ID == s.BotID {
		out["application_id"] = s.ApplicationID
	}
	if m.nonce != nil {
		out["nonce"] = m.nonce
	}
	if m.reference != "" {
		reference := map[string]any{"type": 0, "channel_id": m.in.id, "message_id": m.reference}
		if m.in.guild != "" {
			reference["guild_id"] = m.in.guild
		}
		out["message_reference"] = reference
		out["referenced_message"] = nil
		if to := s.findMessage(m.in, m.reference); to != nil {
			inner := s.messageJSON(to)
			delete(inner, "referenced_message")
			out["referenced_message"] = inner
		}
	}
	if m.interaction != nil {
		i := m.interaction
		out["interaction_metadata"] = map[string]any{"id": i.ID, "type": i.kind, "user": i.seat.User.json(),
			"authorizing_integration_owners": i.seat.owners(s)}
	}
	return out
}

// withTypes adds to embeds what the API adds.
func withTypes(v any) []any {
	out := []any{}
	for _, e := range list(v) {
		if object, ok := e.(map[string]any); ok {
			object = maps.Clone(object)
			object["type"] = "rich"
			out = append(out, object)
		}
	}
	return out
}

// attachments are the message's files as the API shows them.
func (s *Server) attachments(m *message) []any {
	out := []any{}
	for _, f := range m.files {
		url := "https://cdn.discordapp.com/attachments/" + m.in.id + "/" + f.id + "/" + f.Name
		out = append(out, map[string]any{"id": f.id, "filename": f.Name, "size": len(f.Data), "url": url, "proxy_url": url, "content_type": f.ContentType})
	}
	return out
}

// findMessage is a message of a channel that was not deleted, or nil.
func (s *Server) findMessage(in *channel, id string) *message {
	if in == nil {
		return nil
	}
	for _, m := range in.messages {
		if m.id == id && !m.deleted {
			return m
		}
	}
	return nil
}
