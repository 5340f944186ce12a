package slacktest

import (
	"slices"
	"time"
)

// Options say what the workspace is like. The zero value is useful: a workspace with one channel that the bot is in, one
// that it is not in, a direct conversation, and every scope that the server knows.
type Options struct {
	// BotToken, AppToken and SigningSecret are the app's credentials. Empty ones get a fixed value of the right form.
	BotToken, AppToken, SigningSecret string
	// Team, AppID, BotUser and BotID name the workspace, the app, and the app's user and bot in it. Empty ones get a fixed value.
	Team, AppID, BotUser, BotID string
	// Scopes are those that the workspace granted to the bot token; nil grants every scope that a method here can need.
	Scopes []string
	// Channels are the conversations; nil means DefaultChannels.
	Channels []Channel
	// LinkPrefixes are what the address of a link may begin with, in text, blocks, buttons and images. A link to elsewhere is a
	// breach. Nil allows none.
	LinkPrefixes []string
	// NoBareDomains makes a breach of a host's name in mrkdwn ("example.com"), which clients may show as a link, unless an
	// address that may be there begins with it.
	NoBareDomains bool
	// Events are the bot events that the app is subscribed to, as a manifest names them: "app_mention", "message.channels" …; nil
	// means all. Others are withheld: see Delivery.Withheld.
	Events []string
	// Commands are the slash commands and Shortcuts the callback_ids that are registered; nil means all.
	Commands, Shortcuts []string
	// AssistantView says that the app has the older assistant_view in its manifest. Then threads of the pane begin with
	// assistant_thread_started, and prompts belong to a thread. Otherwise it has agent_view: there are no such events, and
	// Slack silently ignores prompts for a thread.
	AssistantView bool
	// NoInteractivity says that the app has not switched interactivity on: presses, shortcuts and submissions are withheld.
	NoInteractivity bool
	// NoHomeTab and NoMessagesTab say that the app has not switched the tabs of its own place on: views.publish is refused, and
	// so are messages in direct conversations.
	NoHomeTab, NoMessagesTab bool
	// Now is the clock of what Slack tells; nil means time.Now.
	Now func() time.Time
	// AckTimeout is how long an event may stay unacknowledged before it is delivered again; 0 means Slack's three seconds.
	AckTimeout time.Duration
	// RetryDelays are the times between a failed delivery and the next; nil means none at all, one minute, five minutes,
	// as Slack has it. Its length is the number of retries. What was under way on a connection that is lost is delivered again
	// at once, however often that happens.
	RetryDelays []time.Duration
	// PingInterval is the time between two WebSocket pings; 0 means DefaultPingInterval.
	PingInterval time.Duration
	// RateBurst switches the limit of one message a second a channel on: that many messages may come at once, what exceeds
	// them is answered with 429. 0 leaves the limit off.
	RateBurst int
	// Admin is the user that users.info calls an administrator.
	Admin string
	// NoFallbackRule allows blocks without a text, as Slack does. Without it they are a breach, because notifications and screen readers
	// have nothing to read out.
	NoFallbackRule bool
}

// A Channel is a conversation of the workspace.
type Channel struct {
	// ID begins with C for a channel, G for a group of people, D for a direct conversation.
	ID string
	// Name is what people see behind the #.
	Name string
	// Kind is one of KindPublic, KindPrivate, KindDirect and KindGroup; empty follows from the first letter of ID.
	Kind string
	// User is with whom the bot talks in a direct conversation.
	User string
	// Members are the users in it; the bot is in it when its user is listed. In a direct conversation both are,
	// whatever is listed.
	Members []string
	// Archived channels take no messages.
	Archived bool
}

// The kinds of conversations, as events name them in channel_type.
const (
	KindPublic  = "channel"
	KindPrivate = "group"
	KindDirect  = "im"
	KindGroup   = "mpim"
)

// What Options leave empty.
const (
	DefaultBotToken      = "xoxb-slacktest-bot-token"
	DefaultAppToken      = "xapp-slacktest-app-token"
	DefaultSigningSecret = "5f0e1d2c3b4a59687786958473625140"
	DefaultTeam          = "T0SLACKTEST"
	DefaultAppID         = "A0SLACKTEST"
	DefaultBotUser       = "U0BOT"
	DefaultBotID         = "B0BOT"
	DefaultUser          = "U0ALICE"
	SecondUser           = "U0BEN"
	DefaultChannel       = "C0GENERAL" // the bot and both users are in it
	StrangeChannel       = "C0STRANGE" // the users are in it, the bot is not
	DefaultDirect        = "D0ALICE"   // DefaultUser and the bot
	DefaultGroup         = "G0GROUP"   // the bot and both users
	DefaultPingInterval  = 10 * time.Second
	DefaultAckTimeout    = 3 * time.Second
)

// DefaultChannels are the conversations of a workspace whose Options name none, with the bot's user as given.
func DefaultChannels(bot string) []Channel {
	return []Channel{
		{ID: DefaultChannel, Name: "general", Kind: KindPublic, Members: []string{bot, DefaultUser, SecondUser}},
		{ID: StrangeChannel, Name: "strange", Kind: KindPublic, Members: []string{DefaultUser, SecondUser}},
		{ID: DefaultDirect, Kind: KindDirect, User: DefaultUser, Members: []string{bot, DefaultUser}},
		{ID: DefaultGroup, Name: "mpdm-group", Kind: KindGroup, Members: []string{bot, DefaultUser, SecondUser}},
	}
}

// filled is the options with what they left empty.
func (o Options) filled() Options {
	fill(&o.BotToken, DefaultBotToken)
	fill(&o.AppToken, DefaultAppToken)
	fill(&o.SigningSecret, DefaultSigningSecret)
	fill(&o.Team, DefaultTeam)
	fill(&o.AppID, DefaultAppID)
	fill(&o.BotUser, DefaultBotUser)
	fill(&o.BotID, DefaultBotID)
	fill(&o.AckTimeout, DefaultAckTimeout)
	fill(&o.PingInterval, DefaultPingInterval)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.RetryDelays == nil {
		o.RetryDelays = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	if o.Channels == nil {
		o.Channels = DefaultChannels(o.BotUser)
	}
	if o.Scopes == nil {
		o.Scopes = allScopes()
	}
	return o
}

// fill puts a value where there is none.
func fill[T comparable](to *T, with T) {
	var none T
	if *to == none {
		*to = with
	}
}

// kind is what sort of conversation it is.
func (c Channel) kind() string {
	switch {
	case c.Kind != "":
		return c.Kind
	case c.ID != "" && c.ID[0] == 'D':
		return KindDirect
	case c.ID != "" && c.ID[0] == 'G':
		return KindGroup
	default:
		return KindPublic
	}
}

// has tells whether a user is in it.
func (c Channel) has(user string) bool {
	return slices.Contains(c.Members, user)
}
