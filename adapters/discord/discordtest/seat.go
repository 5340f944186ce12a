package discordtest

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Permissions of members, as Discord adds them up.
const (
	ManageGuild       = 1 << 5
	ViewChannel       = 1 << 10
	SendMessages      = 1 << 11
	EmbedLinks        = 1 << 14
	AttachFiles       = 1 << 15
	ReadHistory       = 1 << 16
	UseCommands       = 1 << 31
	SendInThreads     = 1 << 38
	memberPermissions = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadHistory | UseCommands | SendInThreads
	appPermissions    = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadHistory | SendInThreads
)

// A User is a person, or a bot.
type User struct {
	ID, Name, GlobalName string
	Bot                  bool
}

func (u User) json() map[string]any {
	return map[string]any{"id": u.ID, "username": u.Name, "global_name": nilIfEmpty(u.GlobalName), "discriminator": "0", "avatar": nil,
		"avatar_decoration_data": nil, "clan": nil, "primary_guild": nil, "public_flags": 0, "bot": u.Bot}
}

func nilIfEmpty(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (s *Server) bot() User { return User{ID: s.BotID, Name: "drawdown-test", Bot: true} }

func (s *Server) botUser() map[string]any {
	u := s.bot().json()
	u["verified"], u["mfa_enabled"], u["flags"], u["email"] = true, true, 0, nil
	return u
}

// A Context is the kind of place that something happens in.
type Context int

// The contexts, as Discord numbers them.
const (
	GuildContext   Context = 0
	DMContext      Context = 1 // a direct message with the bot
	PrivateContext Context = 2 // between people, who have installed the application for themselves
)

// A Seat is somebody somewhere: who writes, types commands and presses buttons, and where. It is made by Server.InGuild, InThread, InDM,
// InPrivate and Beside; its fields can be changed before it is used.
type Seat struct {
	User    User
	Guild   string // "" outside of guilds
	Channel string
	Context Context

	UserInstall    bool   // the person has installed the application for themselves, and the guild has not
	Permissions    uint64 // the member's, in a guild
	AppPermissions uint64 // the bot's, as interactions tell them
	Locale         string
	GuildLocale    string
	Nick           string
}

// person makes somebody new.
func (s *Server) person() User {
	id := s.newID()
	name := "person" + id[max(0, len(id)-4):]
	return User{ID: id, Name: name, GlobalName: "Person " + name[len("person"):]}
}

// channel makes a place for messages.
func (s *Server) channel(c channel) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.id = s.newIDLocked()
	return s.open(&c).id
}

// open adds a channel, and tells the sessions that asked for guilds. The caller holds the server's lock.
func (s *Server) open(c *channel) *channel {
	c.nonces = map[string]*message{}
	s.channels[c.id] = c
	if event := map[int]string{kindText: "CHANNEL_CREATE", kindPublicThread: "THREAD_CREATE"}[c.kind]; event != "" && s.inGuild(c.guild) {
		s.dispatch(event, c.guild, func(intents int) json.RawMessage {
			if intents&GuildsIntent == 0 {
				return nil
			}
			return encode(s.channelJSON(c))
		})
	}
	return c
}

// Kinds of channels.
const (
	kindText         = 0
	kindDM           = 1
	kindGroup        = 3
	kindPublicThread = 11
)

// InGuild seats somebody new in a new channel of the first guild.
func (s *Server) InGuild() Seat { return s.InGuildNumber(0) }

// InGuildNumber seats somebody new in a new channel of guild i, which belongs to shard i modulo the number of shards.
func (s *Server) InGuildNumber(i int) Seat {
	guild := s.guilds[i]
	return Seat{User: s.person(), Guild: guild, Channel: s.channel(channel{kind: kindText, guild: guild, name: "general"}), Context: GuildContext,
		Permissions: memberPermissions, AppPermissions: appPermissions, Locale: "en-US", GuildLocale: "en-US"}
}

// InThread seats somebody new in a new thread of a new channel of the first guild.
func (s *Server) InThread() Seat {
	seat := s.InGuild()
	seat.Channel = s.channel(channel{kind: kindPublicThread, guild: seat.Guild, parent: seat.Channel, name: "thread"})
	return seat
}

// InDM seats somebody new in direct messages with the bot.
func (s *Server) InDM() Seat {
	who := s.person()
	return Seat{User: who, Channel: s.channel(channel{kind: kindDM, recipient: who.ID}), Context: DMContext, AppPermissions: appPermissions, Locale: "en-US"}
}

// InPrivate seats somebody new, who has installed the application, in direct messages with somebody else.
func (s *Server) InPrivate() Seat {
	return Seat{User: s.person(), Channel: s.channel(channel{kind: kindGroup}), Context: PrivateContext, UserInstall: true, AppPermissions: appPermissions, Locale: "en-US"}
}

// InForeignGuild seats somebody new, who has installed the application, in a guild that the bot is not in.
func (s *Server) InForeignGuild() Seat {
	guild := s.newID()
	return Seat{User: s.person(), Guild: guild, Channel: s.channel(channel{kind: kindText, guild: guild, name: "elsewhere"}), Context: GuildContext, UserInstall: true,
		Permissions: memberPermissions, AppPermissions: appPermissions, Locale: "en-US", GuildLocale: "en-US"}
}

// Beside seats somebody new in the same place.
func (s *Server) Beside(seat Seat) Seat {
	seat.User = s.person()
	return seat
}

// owners says who has installed the application, as interactions say it.
func (seat Seat) owners(s *Server) map[string]string {
	switch {
	case seat.UserInstall:
		return map[string]string{"1": seat.User.ID}
	case seat.Context == DMContext:
		return map[string]string{"0": "0"}
	}
	return map[string]string{"0": seat.Guild}
}

// member is the person as a member of the guild.
func (seat Seat) member(withUser bool) map[string]any {
	m := map[string]any{"nick": nilIfEmpty(seat.Nick), "avatar": nil, "banner": nil, "roles": []string{}, "joined_at": "2021-05-04T10:20:30.400000+00:00",
		"premium_since": nil, "pending": false, "communication_disabled_until": nil, "flags": 0, "unusual_dm_activity_until": nil}
	if withUser {
		m["user"] = seat.User.json()
		m["permissions"] = strconv.FormatUint(seat.Permissions, 10)
	} else {
		m["deaf"], m["mute"] = false, false
	}
	return m
}

// guildCreate is the data of GUILD_CREATE. The caller holds the server's lock.
func (s *Server) guildCreate(id string) []byte {
	channels := []any{}
	threads := []any{}
	for _, c := range s.channels {
		if c.guild == id && c.kind == kindPublicThread {
			threads = append(threads, s.channelJSON(c))
		} else if c.guild == id {
			channels = append(channels, s.channelJSON(c))
		}
	}
	return encode(map[string]any{"id": id, "name": fmt.Sprintf("Guild %s", id), "icon": nil, "owner_id": "1", "roles": []any{}, "emojis": []any{}, "features": []string{},
		"preferred_locale": "en-US", "channels": channels, "threads": threads, "members": []any{}, "member_count": 2, "voice_states": []any{},
		"presences": []any{}, "stage_instances": []any{}, "guild_scheduled_events": []any{}, "large": false, "unavailable": false,
		"joined_at": "2021-05-04T10:20:30.400000+00:00"})
}

// channelJSON is a channel as the API shows it.
func (s *Server) channelJSON(c *channel) map[string]any {
	out := map[string]any{"id": c.id, "type": c.kind, "flags": 0, "last_message_id": nil}
	if len(c.messages) > 0 {
		out["last_message_id"] = c.messages[len(c.messages)-1].id
	}
	switch c.kind {
	case kindDM, kindGroup:
		recipients := []any{}
		if c.recipient != "" {
			recipients = append(recipients, User{ID: c.recipient, Name: "person"}.json())
		}
		out["recipients"] = recipients
	default:
		out["guild_id"], out["name"], out["position"], out["permission_overwrites"], out["nsfw"] = c.guild, c.name, 0, []any{}, false
		out["parent_id"] = nilIfEmpty(c.parent)
	}
	if c.kind == kindPublicThread {
		out["thread_metadata"] = map[string]any{"archived": false, "auto_archive_duration": 1440, "archive_timestamp": "2021-05-04T10:20:30.400000+00:00", "locked": false}
	}
	return out
}
