package slack

import (
	"context"
	"time"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
)

// The agent pane (agent_view in the manifest) is the direct message with the bot, under Messages. It offers some questions when it is
// opened, and shows for each thread what the bot is doing and a title. Status and title are beside the answer: what fails of them is not tried
// again. The older assistant_view, whose threads begin with an event of their own, is not served: Slack retires it.

const (
	working    = "is looking in the articles"
	maxPrompts = 4
	maxName    = 60 // characters of a thread's title: as many as the list of threads shows
	besides    = 2 * time.Second
)

// status shows what the bot is doing; "" takes it away.
func (a *Adapter) status(ctx context.Context, in place, text string) {
	a.beside(ctx, setStatus, func(ctx context.Context) error {
		return a.api.SetAssistantThreadsStatusContext(ctx, slackgo.AssistantThreadsSetStatusParameters{ChannelID: in.channel, ThreadTS: in.thread, Status: text})
	})
}

// title names a thread by the question, where that stands by itself.
func (a *Adapter) title(ctx context.Context, in place, question string, r bot.Reply) {
	if r.Answer == nil || r.Asked != "" {
		return
	}
	a.beside(ctx, setTitle, func(ctx context.Context) error {
		return a.api.SetAssistantThreadsTitleContext(ctx, slackgo.AssistantThreadsSetTitleParameters{ChannelID: in.channel, ThreadTS: in.thread, Title: escape(shorten(quoted(question), maxName))})
	})
}

// beside makes a call that an answer does not depend on.
func (a *Adapter) beside(ctx context.Context, m method, f func(context.Context) error) {
	ctx, cancel := context.WithTimeout(ctx, besides)
	defer cancel()
	if err := a.call(ctx, m, f); err != nil {
		a.log.Debug("something beside an answer failed", "error", err)
	}
}

// paneOpened asks for some questions to begin with.
func (a *Adapter) paneOpened(event, channel string) task {
	p := slackgo.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: channel, Title: "Ask, for example:"}
	for _, q := range a.examples(maxPrompts) {
		p.AddPrompt(escape(shorten(q, maxLabel)), escape(q))
	}
	return task{
		names: named("event:", event),
		reply: func(context.Context) bot.Reply { return bot.Reply{Kind: bot.Listing} },
		say: func(ctx context.Context, _ bot.Reply, _ bool) error {
			return a.persist(ctx, func(ctx context.Context) error {
				return a.call(ctx, setPrompts, func(ctx context.Context) error { return a.api.SetAssistantThreadsSuggestedPromptsContext(ctx, p) })
			}, once)
		},
	}
}

// named is the name of an event by its id; none where it has none, for it could not be told from others.
func named(kind, id string) []string {
	if id == "" {
		return nil
	}
	return []string{kind + id}
}

// once gives up on what Slack refuses.
func once(o outcome) bool { return o != malformed }

// examples are questions that the bot answers, as it proposes them itself.
func (a *Adapter) examples(most int) []string {
	var out []string
	for _, e := range a.bot.Help().Entries {
		if len(out) < most && e.Text != "" {
			out = append(out, clean(e.Text))
		}
	}
	return out
}
