package discordtest

import "encoding/json"

// A session is what a client has after READY, on one socket after another. The server's lock guards it.
type session struct {
	s        *Server
	id       string
	shard    [2]int
	intents  int
	compress bool
	seq      int64
	gone     int64       // events that are no longer kept
	events   [][]byte    // event i has sequence number gone+i+1
	conn     *Connection // nil while the client is away
}

// replay goes on with a session: what the client missed, then RESUMED. It gives the number of events that were missed.
func (c *Connection) replay(session *session, seq int64) int {
	if old := session.conn; old != nil {
		old.close(CloseUnknownError) // the client has given up the older socket, or should have
	}
	c.session, c.compress, session.conn = session, session.compress, c
	missed := session.events[seq-session.gone:]
	for _, event := range missed {
		c.push(outgoing{data: event})
	}
	session.send("RESUMED", json.RawMessage(`{"_trace":["discordtest"]}`))
	c.s.gateway.readies++
	c.s.change()
	return len(missed)
}

// invalidate says that the session is invalid. The caller holds the server's lock.
func (c *Connection) invalidate(resumable bool) {
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
		if !resumable {
			delete(c.s.gateway.sessions, c.session.id)
		}
	}
	c.session = nil
	c.sayLocked(opInvalidSession, resumable)
	c.s.change()
}

// send gives the client an event, now or at its resume. The caller holds the server's lock.
func (e *session) send(name string, data json.RawMessage) {
	e.seq++
	e.s.gateway.highest = max(e.s.gateway.highest, e.seq)
	event := encode(struct {
		Type string          `json:"t"`
		Seq  int64           `json:"s"`
		Op   int             `json:"op"`
		Data json.RawMessage `json:"d"`
	}{name, e.seq, opDispatch, data})
	e.events = append(e.events, event)
	if e.conn != nil {
		e.conn.push(outgoing{data: event, ready: name == "READY"})
	}
}

// dispatch gives an event in a guild, or "" for a direct message, to every session of its shard, those that wait for a resume
// included, and says to how many. data makes what a session with some intents gets; nil where it gets nothing. The caller holds the
// server's lock.
func (s *Server) dispatch(name, guild string, data func(intents int) json.RawMessage) int {
	n := 0
	for _, session := range s.gateway.sessions {
		if shardOf(guild, session.shard[1]) != session.shard[0] {
			continue
		}
		if d := data(session.intents); d != nil {
			session.send(name, d)
			n++
		}
	}
	s.change()
	return n
}

// ready is the data of READY.
func (s *Server) ready(session *session) json.RawMessage {
	type unavailable struct {
		ID          string `json:"id"`
		Unavailable bool   `json:"unavailable"`
	}
	guilds := []unavailable{}
	for _, id := range s.guilds {
		if shardOf(id, session.shard[1]) == session.shard[0] {
			guilds = append(guilds, unavailable{id, true})
		}
	}
	return encode(map[string]any{
		"v": 9, "user": s.botUser(), "user_settings": map[string]any{}, "private_channels": []any{}, "relationships": []any{}, "presences": []any{},
		"guilds": guilds, "session_id": session.id, "session_type": "normal", "shard": session.shard,
		"resume_gateway_url": s.gatewayURL(), "application": map[string]any{"id": s.ApplicationID, "flags": 0},
		"geo_ordered_rtc_regions": []string{}, "guild_join_requests": []any{}, "auth": map[string]any{},
	})
}
