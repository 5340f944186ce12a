package discordtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// identify takes operation 2. The caller holds the server's lock.
func (c *Connection) identify(data json.RawMessage) {
	var d struct {
		Token      string          `json:"token"`
		Properties map[string]any  `json:"properties"`
		Intents    *int            `json:"intents"`
		Shard      *[2]int         `json:"shard"`
		Compress   bool            `json:"compress"`
		Presence   json.RawMessage `json:"presence"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		c.refuseLocked(CloseDecodeError, "an identify that does not decode: %v", err)
		return
	}
	id := Identify{Time: time.Now(), Shard: [2]int{0, 1}, Compress: d.Compress, HasPresence: d.Presence != nil}
	if d.Shard != nil {
		id.Shard = *d.Shard
	}
	if d.Intents != nil {
		id.Intents = *d.Intents
	}
	code, wrong := c.judge(id, d.Token, d.Intents != nil, len(d.Properties) > 0)
	switch {
	case code != 0:
		id.Refused = code
		c.refuseLocked(code, "%s", wrong)
	case c.greet(&id):
	case c.s.overspent():
		id.Refused = CloseAuthenticationFailed
		c.refuseLocked(CloseAuthenticationFailed, "more than %d identifies: Discord resets the token", c.s.o.Identifies)
	case c.s.tooSoon(&id):
		id.Refused = opInvalidSession
		c.invalidate(false)
	default:
		c.begin(&id)
	}
	c.s.gateway.identifies = append(c.s.gateway.identifies, id)
}

// judge says what is wrong with an identify, and the code to close with.
func (c *Connection) judge(id Identify, token string, hasIntents, hasProperties bool) (int, string) {
	g := &c.s.gateway
	switch {
	case c.session != nil:
		return CloseAlreadyAuthenticated, "a second identify on a socket"
	case g.tokenReset:
		return CloseAuthenticationFailed, "an identify after the token was reset"
	case strings.TrimPrefix(token, "Bot ") != c.s.Token:
		return CloseAuthenticationFailed, "an identify with a wrong token"
	case !hasProperties:
		return CloseDecodeError, "an identify without properties"
	case !hasIntents:
		return CloseInvalidIntents, "an identify without intents"
	case id.Intents&^knownIntents != 0:
		return CloseInvalidIntents, fmt.Sprintf("intents %d, of which %d are unknown", id.Intents, id.Intents&^knownIntents)
	case id.Intents&privilegedIntents&^c.s.o.PrivilegedIntents != 0:
		return CloseDisallowedIntents, fmt.Sprintf("intents %d, of which %d are privileged and not switched on in the portal", id.Intents, id.Intents&privilegedIntents&^c.s.o.PrivilegedIntents)
	case id.Shard[1] < 1 || id.Shard[0] < 0 || id.Shard[0] >= id.Shard[1]:
		return CloseInvalidShard, fmt.Sprintf("shard %v; want a number below the count", id.Shard)
	case id.Shard[1] == 1 && len(c.s.guilds) >= shardingFrom:
		return CloseShardingRequired, fmt.Sprintf("one shard for %d guilds", len(c.s.guilds))
	}
	return 0, ""
}

// shardingFrom is the number of guilds from which Discord refuses a bot that does not shard.
const shardingFrom = 2500

// greet answers a login as the script says, and whether it did.
func (c *Connection) greet(id *Identify) bool {
	g := c.greeting
	c.greeting.Invalid, c.greeting.InvalidResume = false, false
	refused := func(code int) {
		if id != nil {
			id.Refused = code
		}
	}
	switch {
	case g.CloseAtLogin != 0:
		refused(g.CloseAtLogin)
		c.close(g.CloseAtLogin)
	case g.DropAtLogin:
		c.leave(false)
		c.push(outgoing{code: dropCode})
	case g.IgnoreLogin:
	case g.Reconnect:
		refused(opReconnect)
		c.sayLocked(opReconnect, nil)
	case g.Invalid, g.InvalidResume:
		refused(opInvalidSession)
		c.sayLocked(opInvalidSession, g.InvalidResume)
	case g.Garbage:
		c.push(outgoing{data: []byte(`{"t":"READY","s":1,"op":0,"d":{`)})
	default:
		return false
	}
	return true
}

// overspent counts an identify, and says whether there have been more than Discord allows in a day. Then the token is no more.
func (s *Server) overspent() bool {
	s.gateway.identifiesLeft--
	s.gateway.tokenReset = s.gateway.identifiesLeft < 0
	return s.gateway.tokenReset
}

// tooSoon says whether an identify came before its bucket takes another.
func (s *Server) tooSoon(id *Identify) bool {
	g := &s.gateway
	if g.lastIdentify == nil {
		g.lastIdentify = map[int]time.Time{}
	}
	bucket := id.Shard[0] % s.o.MaxConcurrency
	last, ok := g.lastIdentify[bucket]
	since := id.Time.Sub(last)
	g.lastIdentify[bucket] = id.Time
	if ok && s.o.IdentifyWindow > 0 && since < s.o.IdentifyWindow {
		s.breachLocked("gateway: shard %v identified %v after another of its bucket (max_concurrency %d); want %v", id.Shard, since.Round(time.Millisecond), s.o.MaxConcurrency, s.o.IdentifyWindow)
		return true
	}
	return false
}

// begin makes a session for an identify and says READY.
func (c *Connection) begin(id *Identify) {
	s := c.s
	session := &session{s: s, id: "session" + s.newIDLocked(), shard: id.Shard, intents: id.Intents, compress: id.Compress}
	id.SessionID = session.id
	if s.gateway.sessions == nil {
		s.gateway.sessions = map[string]*sessionOf{}
	}
	s.gateway.sessions[session.id] = session
	c.session, c.compress, session.conn = session, session.compress, c
	session.send("READY", s.ready(session))
	if session.intents&GuildsIntent != 0 {
		for _, guild := range s.guilds {
			if shardOf(guild, session.shard[1]) == session.shard[0] {
				session.send("GUILD_CREATE", s.guildCreate(guild))
			}
		}
	}
	s.gateway.readies++
	s.change()
}

// sessionOf is session, for where a variable has that name.
type sessionOf = session

// resume takes operation 6. The caller holds the server's lock.
func (c *Connection) resume(data json.RawMessage) {
	var d struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Sequence  *int64 `json:"seq"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		c.refuseLocked(CloseDecodeError, "a resume that does not decode: %v", err)
		return
	}
	if d.Sequence == nil {
		c.refuseLocked(CloseDecodeError, "a resume without a sequence number")
		return
	}
	r := Resume{Time: time.Now(), SessionID: d.SessionID, Sequence: *d.Sequence, Replayed: -1}
	session := c.s.gateway.sessions[d.SessionID]
	switch {
	case c.session != nil:
		c.refuseLocked(CloseAlreadyAuthenticated, "a resume on a socket that has a session")
	case strings.TrimPrefix(d.Token, "Bot ") != c.s.Token || c.s.gateway.tokenReset:
		c.refuseLocked(CloseAuthenticationFailed, "a resume with a wrong token")
	case c.greet(nil):
	case session == nil || r.Sequence < session.gone:
		c.sayLocked(opInvalidSession, false)
	case r.Sequence > session.seq:
		c.refuseLocked(CloseInvalidSequence, "a resume from event %d, when %d were sent", r.Sequence, session.seq)
	default:
		r.Replayed = c.replay(session, r.Sequence)
	}
	c.s.gateway.resumes = append(c.s.gateway.resumes, r)
}
