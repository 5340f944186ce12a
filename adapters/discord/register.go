package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// register registers the commands where they differ from what is registered. Where Discord cannot be reached it goes on trying;
// an error says what an administrator has to change.
func (a *Adapter) register(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		err := a.registerOnce(ctx)
		switch s := status(err); {
		case err == nil || ctx.Err() != nil:
			return nil
		case refusedFor(err):
			return tokenRefused(err)
		case isCode(err, discordgo.ErrCodeMissingAccess, discordgo.ErrCodeUnknownGuild):
			return fmt.Errorf("the commands could not be registered in the server %q (%s): invite the bot to it with the scope "+
				"applications.commands, or set DISCORD_GUILD_ID to another", a.o.GuildID, brief(err))
		case s >= 400 && s < 500 && s != http.StatusTooManyRequests:
			a.log.Error("the commands could not be registered; those that are stay", "error", brief(err))
			return nil
		}
		a.log.Warn("the commands could not be registered yet", "error", brief(err))
		if !sleep(ctx, backOff(attempt, firstReconnect, longestReconnect)) {
			return nil
		}
	}
}

func (a *Adapter) registerOnce(ctx context.Context) error {
	app, err := a.application(ctx)
	if err != nil || app == "" {
		return err
	}
	at := discordgo.EndpointApplicationGlobalCommands(app)
	if a.o.GuildID != "" {
		at = discordgo.EndpointApplicationGuildCommands(app, a.o.GuildID)
	}
	body, err := a.rest.do(ctx, request{method: http.MethodGet, url: at + "?with_localizations=true"})
	if err != nil {
		return err
	}
	var there []*discordgo.ApplicationCommand
	if err := json.Unmarshal(body, &there); err != nil {
		return fmt.Errorf("the commands that are registered could not be read: %w", err)
	}
	want := commands()
	if same(there, want) {
		return nil
	}
	if _, err = a.rest.do(ctx, request{method: http.MethodPut, url: at, body: want}); err == nil {
		a.log.Info("commands registered", "count", len(want))
	}
	return err
}

// application is the id of the application that the token is of: as Discord says when asked, or, where it does not, as the
// gateway says in READY.
func (a *Adapter) application(ctx context.Context) (string, error) {
	var me channel // something with an id
	body, err := a.rest.do(ctx, request{method: http.MethodGet, url: discordgo.EndpointApplication("@me")})
	switch {
	case refusedFor(err):
		return "", err
	case err == nil && json.Unmarshal(body, &me) == nil && me.ID != "":
		return me.ID, nil
	}
	return a.fleet.acquainted(ctx), nil
}

// same tells whether two sets of commands are the same to whoever uses them, in whatever order.
func same(a, b []*discordgo.ApplicationCommand) bool {
	return slices.Equal(canonical(a), canonical(b))
}

// canonical writes commands down so that equal ones are equal texts: without ids, with what is left out set to what Discord takes
// it for.
func canonical(list []*discordgo.ApplicationCommand) []string {
	var out []string
	for _, c := range list {
		type shape struct {
			Type         discordgo.ApplicationCommandType
			Name         string
			Description  string
			Permissions  int64 // -1: anybody
			Contexts     []discordgo.InteractionContextType
			Integrations []discordgo.ApplicationIntegrationType
			NSFW         bool
			Names        map[discordgo.Locale]string
			Descriptions map[discordgo.Locale]string
			Options      []*discordgo.ApplicationCommandOption
		}
		s := shape{Type: max(c.Type, discordgo.ChatApplicationCommand), Name: c.Name, Description: c.Description, Permissions: -1,
			Contexts: sorted(c.Contexts), Integrations: sorted(c.IntegrationTypes), NSFW: c.NSFW != nil && *c.NSFW,
			Names: filled(c.NameLocalizations), Descriptions: filled(c.DescriptionLocalizations)}
		if c.DefaultMemberPermissions != nil {
			s.Permissions = *c.DefaultMemberPermissions
		}
		for _, o := range c.Options {
			s.Options = append(s.Options, plainOption(o))
		}
		text, err := json.Marshal(s)
		if err != nil {
			panic(err) // texts and numbers always marshal
		}
		out = append(out, string(text))
	}
	slices.Sort(out)
	return out
}

// plainOption is an option whose empty lists are nil.
func plainOption(o *discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	p := *o
	p.NameLocalizations, p.DescriptionLocalizations = filled(&o.NameLocalizations), filled(&o.DescriptionLocalizations)
	if len(p.Choices) == 0 {
		p.Choices = nil
	}
	if len(p.ChannelTypes) == 0 {
		p.ChannelTypes = nil
	}
	p.Options = nil
	for _, inner := range o.Options {
		p.Options = append(p.Options, plainOption(inner))
	}
	return &p
}

func sorted[T interface{ ~int | ~uint }](list *[]T) []T {
	if list == nil || len(*list) == 0 {
		return nil
	}
	return slices.Sorted(slices.Values(*list))
}

func filled(m *map[discordgo.Locale]string) map[discordgo.Locale]string {
	if m == nil || len(*m) == 0 {
		return nil
	}
	return *m
}
