// Package discord serves Discord: slash commands with completion, buttons, a message command, mentions, replies and direct
// messages.
//
// An [Adapter] is made by [New] from a bot and [Options], and works while [Adapter.Run] does. Events come in two ways, and are
// answered alike: over the gateway, which needs the bot's token, and over HTTP, for which Discord signs what it posts to
// [Adapter.ServeHTTP] and which needs the public key. With both, commands and buttons come over HTTP (Discord sends them one
// way or the other), and mentions and direct messages over the gateway.
//
// # The way of an event
//
//	gateway: shard.go → event.go (decoded) → work.go (a place among those answered at once) → deliver.go, message.go
//	HTTP:    http.go (signature, freshness, size) → event.go → work.go → http.go
//	both:    bot.Claim → respond.go (what is said) → render.go, cite.go, embed.go, escape.go (how it looks) → rest.go (sent)
//
// Each event is claimed under its id before it is answered, so that of several deliveries, to this process or to others that
// share its journal, one is answered. An answer to an interaction is given at once, in place of an acknowledgement: it takes
// less than a millisecond. An answer that Discord refuses as it looks is sent as plain text; of one that went in an
// HTTP response Discord does not say, so that what is rendered keeps every limit by itself. Replies to messages carry a nonce
// made from the message's id: sent again by whoever takes over from a process that died, they appear once.
//
// # Why the gateway's connection is not discordgo's
//
// Commands, embeds, components and requests are discordgo's. Its gateway connection is not used, for what it does cannot be set
// right from outside: an operation 7 in place of READY leaves Open waiting for a lock that it holds itself, for ever, with its
// socket; a new Session cannot resume what an abandoned one began, for the session's id and sequence are private; close codes
// are not handed on, so that what only a person can change is retried until the token is reset; an operation 9 identifies at
// once, uncounted, on the same socket. What is needed of a gateway is small: gateway.go is one connection, shard.go one session
// over one connection after another, fleet.go the shards and what they share: the order and pace of identifies, and how many of
// the day's are spent. The whole opening of a connection is under one deadline; after it, a heartbeat that is left unanswered
// closes the socket.
//
// Nor is discordgo's rate limiter used, which sleeps whatever the context says and keeps a bucket for every interaction:
// rest.go retries, with the context, and lane.go keeps the messages of one channel in order and within its limit.
//
// # Scale
//
// Shards (Options.Shards) split the guilds of one process; interactions over HTTP are stateless, and any number of processes
// behind a load balancer answers them. Without sharding, every process with the same token gets every gateway event, and claims
// see to it that one answers.
package discord
