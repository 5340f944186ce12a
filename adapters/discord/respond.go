package discord

import (
	"context"
	"strconv"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"drawdown/bot"
)

// platform is the adapter's name, and that of its messages.
const platform = "discord"

// A response is what an interaction gets.
type response struct {
	kind     discordgo.InteractionResponseType
	messages []*message // the first is the response, the others follow
	choices  []*discordgo.ApplicationCommandOptionChoice
}

// body is what the interaction is responded to with, as Discord reads it.
func (r response) body() any {
	switch {
	case r.kind == discordgo.InteractionApplicationCommandAutocompleteResult:
		return completed{r.kind, choices{r.choices}}
	case len(r.messages) > 0:
		return responded{r.kind, r.messages[0]}
	}
	return pong{r.kind}
}

type (
	pong struct {
		Type discordgo.InteractionResponseType `json:"type"`
	}
	responded struct {
		Type discordgo.InteractionResponseType `json:"type"`
		Data *message                          `json:"data"`
	}
	completed struct {
		Type discordgo.InteractionResponseType `json:"type"`
		Data choices                           `json:"data"`
	}
	choices struct {
		Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
	}
)

// respond answers an interaction. Whatever goes wrong within is answered with the fixed apology.
func (a *Adapter) respond(ctx context.Context, i *interaction) (r response) {
	defer func() {
		if p := recover(); p != nil {
			r = a.apologise(i, p)
		}
	}()
	switch i.Type {
	case discordgo.InteractionPing:
		return response{kind: discordgo.InteractionResponsePong}
	case discordgo.InteractionApplicationCommandAutocomplete:
		return response{kind: discordgo.InteractionApplicationCommandAutocompleteResult, choices: a.complete(i.Data.typed())}
	case discordgo.InteractionMessageComponent:
		return a.press(ctx, i)
	case discordgo.InteractionApplicationCommand:
		if i.Data.Name == cmdTimeline {
			return a.timeline(ctx)
		}
		return a.say(a.command(ctx, i))
	}
	return a.say(unknown)
}

// unknown replies to what another version of the bot offered, and this one does not know.
var unknown = bot.Reply{Kind: bot.Talk, Private: true,
	Text: `I do not know that command any more. "/ask" asks me a question, and "/help" says what I do.`}

func (a *Adapter) say(r bot.Reply) response {
	return response{kind: discordgo.InteractionResponseChannelMessageWithSource, messages: render(a.bot, r)}
}

func (a *Adapter) apologise(i *interaction, cause any) response {
	r := a.bot.Fault(platform, cause)
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return response{kind: discordgo.InteractionApplicationCommandAutocompleteResult, choices: noMatch(i.Data.typed())}
	}
	return a.say(r)
}

// press replies to a button: a question that leads on is answered in place of what the button was under, all else to the
// presser alone.
func (a *Adapter) press(ctx context.Context, i *interaction) response {
	verb, r := a.bot.Act(ctx, a.message(i, ""), i.Data.CustomID)
	out := a.say(r)
	if verb == bot.AskAgain && !r.Private {
		out.kind = discordgo.InteractionResponseUpdateMessage
	}
	return out
}

// message is an interaction as the bot reads it.
func (a *Adapter) message(i *interaction, text string) bot.Message {
	return bot.Message{Platform: platform, Conversation: i.conversation(), Author: i.author(), ID: i.ID, Text: text}
}

// command answers a command.
func (a *Adapter) command(ctx context.Context, i *interaction) bot.Reply {
	private := func(r bot.Reply, yes bool) bot.Reply {
		r.Private = r.Private || yes
		return r
	}
	switch i.Data.Name {
	case cmdAsk:
		return private(a.bot.Handle(ctx, a.message(i, i.Data.text(optQuestion))), i.Data.yes(optPrivate))
	case cmdArticles:
		return a.bot.Articles()
	case cmdHelp:
		return private(a.bot.Help(), true)
	case cmdGaps:
		if !i.mayManage() {
			return bot.Reply{Kind: bot.Talk, Private: true, Text: "Only members who can manage the server may see what people asked."}
		}
		return private(a.bot.ListGaps(ctx), true)
	case cmdCheck:
		return private(a.bot.Check(ctx, a.message(i, i.Data.target())), true)
	}
	return unknown
}

// mayManage tells whether an interaction is by a member who can manage the guild. Discord hides the command from others, unless
// an administrator of the guild has shown it to them.
func (i *interaction) mayManage() bool {
	if i.GuildID == "" || i.Member == nil {
		return false
	}
	p, err := strconv.ParseInt(i.Member.Permissions, 10, 64)
	return err == nil && p&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0
}

// complete offers questions that the bot can answer for what was typed.
func (a *Adapter) complete(typed string) []*discordgo.ApplicationCommandOptionChoice {
	var out []*discordgo.ApplicationCommandOptionChoice
	for _, q := range a.bot.Base().Complete(typed, maxChoices) {
		if n := utf8.RuneCountInString(q); n > 0 && bot.UTF16(q) <= maxChoice {
			out = append(out, &discordgo.ApplicationCommandOptionChoice{Name: q, Value: q})
		}
	}
	if len(out) == 0 {
		return noMatch(typed)
	}
	return out
}

// noMatch is the one choice where no question fits, for Discord takes no empty list. Who picks it asks what they typed, or for
// help where that is too long to be picked.
func noMatch(typed string) []*discordgo.ApplicationCommandOptionChoice {
	value := plain(typed)
	if value == "" || bot.UTF16(value) > maxChoice {
		value = "help"
	}
	return []*discordgo.ApplicationCommandOptionChoice{{Name: "No match among my questions: ask it as you typed it", Value: value}}
}
