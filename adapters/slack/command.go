package slack

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
)

// A command is a use of /drawdown.
type command struct {
	Text        string `json:"text"`
	User        string `json:"user_id"`
	Channel     string `json:"channel_id"`
	ResponseURL string `json:"response_url"`
	Trigger     string `json:"trigger_id"`
}

// commandOf reads a command from a form.
func commandOf(form url.Values) command {
	return command{Text: form.Get("text"), User: form.Get("user_id"), Channel: form.Get("channel_id"), ResponseURL: form.Get("response_url"), Trigger: form.Get("trigger_id")}
}

// conversation is who asks where: what is asked by command is between the asker and the bot.
func (c command) conversation() string { return "command:" + c.Channel + "/" + c.User }

// command asks for the answer to a command. The acknowledgement carries it, where it fits; who asked alone sees it.
func (a *Adapter) command(c command) task {
	text := plain(c.Text, "")
	m := bot.Message{Platform: platform, Conversation: c.conversation(), Author: c.User, ID: c.Trigger, Text: text}
	t := task{
		names: named("command:", c.Trigger),
		reply: func(ctx context.Context) bot.Reply { return a.bot.Handle(ctx, m) },
	}
	parts := func(r bot.Reply) []message { return a.private(r, text) }
	switch strings.ToLower(text) {
	case "timeline":
		t.reply = func(context.Context) bot.Reply { return a.bot.Timeline() }
		parts = func(r bot.Reply) []message { return a.pictured(r, a.private(r, text)) }
	case "gaps":
		t.calls = true
		t.reply = func(ctx context.Context) bot.Reply { return a.gaps(ctx, c.User) }
	}
	t.say = func(ctx context.Context, r bot.Reply, _ bool) error {
		return a.respond(ctx, c.ResponseURL, response{Type: ephemeral}, parts(r))
	}
	if !t.calls { // which would take longer than an acknowledgement may
		t.payload = func(r bot.Reply) json.RawMessage { return inAck(parts(r)) }
	}
	return t
}

// private renders a reply that one person sees, with the button that shares it where there is something to share.
func (a *Adapter) private(r bot.Reply, question string) []message {
	parts := a.render(r)
	if r.Asked != "" {
		question = r.Asked
	}
	if !r.Private && (r.Kind == bot.Answered || r.Kind == bot.Refused || r.Kind == bot.Listing) {
		last := len(parts) - 1
		parts[last] = withShare(parts[last], question)
	}
	return parts
}

// inAck is a reply as an acknowledgement carries it: one message, and not too large. Nil where it cannot.
func inAck(parts []message) json.RawMessage {
	if len(parts) != 1 {
		return nil
	}
	payload, err := json.Marshal(response{Type: ephemeral, Text: parts[0].text, Blocks: parts[0].blocks})
	if err != nil || len(payload) > maxPayload-maxEnvelopeFrame {
		return nil
	}
	return payload
}

// maxEnvelopeFrame is what an acknowledgement holds beside its payload, in bytes.
const maxEnvelopeFrame = 200

// gaps lists what was asked in vain, to those who administer the workspace: it holds what other people wrote, in direct messages too.
func (a *Adapter) gaps(ctx context.Context, user string) bot.Reply {
	var who *slackgo.User
	err := a.persist(ctx, func(ctx context.Context) error {
		return a.call(ctx, usersInfo, func(ctx context.Context) (err error) {
			who, err = a.api.GetUserInfoContext(ctx, user)
			return err
		})
	}, once)
	say := func(s string) bot.Reply { return bot.Reply{Kind: bot.Talk, Private: true, Text: s} }
	switch {
	case err != nil:
		a.log.Warn("Slack did not say who administers the workspace", "error", err)
		return say("Slack does not tell me just now whether you administer this workspace, so I cannot show that.")
	case !who.IsAdmin && !who.IsOwner && !who.IsPrimaryOwner:
		return say("Only those who administer this workspace can see what was asked in vain, for other people wrote it.")
	}
	return a.bot.ListGaps(ctx)
}

// maxAlt is the longest description of a picture, in characters.
const maxAlt = 2000

// pictured puts the picture of the timeline before its text, where it is served to the public; what stands for it says the same.
func (a *Adapter) pictured(r bot.Reply, parts []message) []message {
	address := a.bot.Picture()
	if address == "" || r.Kind != bot.Listing {
		return parts
	}
	says := []string{"The dated facts on a line of time."}
	for _, e := range r.Entries {
		says = append(says, e.Label+": "+e.Text)
	}
	alt := escape(shorten(clean(strings.Join(says, " ")), maxAlt))
	picture := slackgo.NewImageBlock(address, alt, "timeline", nil)
	parts[0].blocks = append([]slackgo.Block{picture}, parts[0].blocks...)
	return parts
}
