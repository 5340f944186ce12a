package discord

import (
	"github.com/bwmarrin/discordgo"

	"drawdown/bot"
)

// The commands and their options, by the names that Discord knows them by.
const (
	cmdAsk      = "ask"
	cmdArticles = "articles"
	cmdTimeline = "timeline"
	cmdHelp     = "help"
	cmdGaps     = "gaps"
	cmdCheck    = "Check against the articles"

	optQuestion = "question"
	optPrivate  = "private"
)

// commands are what is registered. Names and descriptions are English alone: so are the facts, and a command in a language
// whose questions get no answer would promise too much.
func commands() []*discordgo.ApplicationCommand {
	everywhere := []discordgo.InteractionContextType{
		discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel,
	}
	both := []discordgo.ApplicationIntegrationType{
		discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall,
	}
	slash := func(name, description string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
		return &discordgo.ApplicationCommand{
			Type: discordgo.ChatApplicationCommand, Name: name, Description: description, Options: options,
			Contexts: &everywhere, IntegrationTypes: &both,
		}
	}
	shortest := 1
	question := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: optQuestion, Description: "What you want to know, in your own words",
		Required: true, Autocomplete: true, MinLength: &shortest, MaxLength: bot.MaxMessage,
	}
	private := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionBoolean, Name: optPrivate, Description: "Show the answer to you alone",
	}

	gaps := slash(cmdGaps, "What people asked that the articles do not say")
	gaps.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild}
	gaps.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
	manage := int64(discordgo.PermissionManageGuild)
	gaps.DefaultMemberPermissions = &manage

	return []*discordgo.ApplicationCommand{
		slash(cmdAsk, "Ask about the U.S. military drawdown in Iraq and Syria", question, private),
		slash(cmdArticles, "The articles that I answer from"),
		slash(cmdTimeline, "What the articles date, in order"),
		slash(cmdHelp, "What I do, and how to ask"),
		gaps,
		{Type: discordgo.MessageApplicationCommand, Name: cmdCheck, Contexts: &everywhere, IntegrationTypes: &both},
	}
}
