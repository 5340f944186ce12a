package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"drawdown/bot"
)

// unread answers a reply to one of the bot's messages that does not mention it, which Discord gives to the bot without its text.
const unread = "I can read a reply only if it mentions me. Please leave the mention of the reply switched on, or mention me in it."

// isFor tells whether a message is for the bot, whose user id is self: a direct one, one that mentions it, or a reply to one of
// its own. Bots and webhooks get no answer, nor does what Discord itself says ("… joined the server").
func (m *heard) isFor(self string) bool {
	if m.Author == nil || m.Author.Bot || m.Author.System || m.WebhookID != "" || m.Author.ID == self || self == "" {
		return false
	}
	if m.Type != discordgo.MessageTypeDefault && m.Type != discordgo.MessageTypeReply {
		return false
	}
	return m.GuildID == "" || m.mentions(self) || m.answersTo(self)
}

func (m *heard) mentions(self string) bool {
	for _, u := range m.Mentions {
		if u.ID == self {
			return true
		}
	}
	return false
}

func (m *heard) answersTo(self string) bool {
	return m.Replies != nil && m.Replies.Author != nil && m.Replies.Author.ID == self
}

// question is what a message asks, without the mention of the bot.
func (m *heard) question(self string) string {
	return strings.TrimSpace(strings.NewReplacer("<@"+self+">", " ", "<@!"+self+">", " ").Replace(m.Content))
}

// answerMessage answers a message that is for the bot, as a reply to it.
func (a *Adapter) answerMessage(ctx context.Context, m *heard, self string) {
	ctx, cancel := context.WithTimeout(ctx, wholeAnswer)
	defer cancel()
	defer a.calm()
	claim := a.bot.Claim(ctx, platform, m.ID)
	if mine, _ := claim.Wait(ctx); !mine {
		return
	}
	done := false
	defer func() { claim.Settle(done) }()
	done = a.reply(ctx, m, a.replyTo(ctx, m, self))
}

// replyTo is what a message gets. Whatever goes wrong within is answered with the fixed apology.
func (a *Adapter) replyTo(ctx context.Context, m *heard, self string) (out []*message) {
	defer func() {
		if p := recover(); p != nil {
			out = render(a.bot, a.bot.Fault(platform, p))
		}
	}()
	question := m.question(self)
	if question == "" && m.GuildID != "" && !m.mentions(self) {
		return render(a.bot, bot.Reply{Kind: bot.Talk, Text: unread})
	}
	asked := bot.Message{Platform: platform, Conversation: a.conversation(ctx, m), Author: m.Author.ID, ID: m.ID, Text: question}
	return render(a.bot, a.bot.Handle(ctx, asked))
}

// reply sends messages to where another was said, the first as a reply to it. Each is sent under a nonce that comes from the
// message that it answers: whoever answers it again, for its process knows of no answer, changes nothing.
func (a *Adapter) reply(ctx context.Context, to *heard, list []*message) bool {
	send := func(m *message) error {
		at := discordgo.EndpointChannelMessages(to.ChannelID)
		_, err := a.rest.do(ctx, request{method: http.MethodPost, url: at, body: m, files: m.files, lane: "channel " + to.ChannelID})
		return err
	}
	for n, m := range list {
		if n == 0 {
			m.Reference = &reference{MessageID: to.ID, ChannelID: to.ChannelID}
		}
		m.Flags = 0 // only interactions have private answers
		m.Nonce, m.EnforceNonce = nonce(to.ID, n), true
		if err := a.sendOrPlain(m, send); err != nil {
			a.failed("a reply was not taken", err)
			return status(err) != 0 && status(err) < http.StatusInternalServerError
		}
	}
	return true
}

// conversation is the channel where it is a thread or a direct one, and else the person in the channel.
func (a *Adapter) conversation(ctx context.Context, m *heard) string {
	if m.GuildID == "" || m.ChannelType != nil && isThread(*m.ChannelType) || m.ChannelType == nil && a.isThread(ctx, m.ChannelID) {
		return m.ChannelID
	}
	return m.ChannelID + "/" + m.Author.ID
}

// How channels are looked up: a message does not say whether its channel is a thread.
const (
	lookupTime  = time.Second // longer, and the person talks to the bot alone
	maxChannels = 10_000      // remembered, some 1 MB
)

// channels remembers which channels are threads; none ever becomes one.
type channels struct {
	mu     sync.Mutex
	thread map[string]bool
}

func (c *channels) get(id string) (thread, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	thread, known = c.thread[id]
	return thread, known
}

func (c *channels) put(id string, thread bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.thread == nil || len(c.thread) >= maxChannels {
		c.thread = map[string]bool{}
	}
	c.thread[id] = thread
}

func (a *Adapter) isThread(ctx context.Context, id string) bool {
	thread, known := a.channels.get(id)
	if known {
		return thread
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	body, err := a.rest.do(ctx, request{method: http.MethodGet, url: discordgo.EndpointChannel(id), lane: "channel look-up " + id, once: true})
	var c channel
	if s := status(err); s >= 400 && s < 500 { // it may not be looked at, and is not going to be
		a.channels.put(id, false)
		return false
	}
	if err != nil || json.Unmarshal(body, &c) != nil {
		a.log.Debug("a channel could not be looked up")
		return false
	}
	a.channels.put(id, isThread(c.Type))
	return isThread(c.Type)
}
