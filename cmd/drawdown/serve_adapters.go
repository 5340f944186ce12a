package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/slack"
	"drawdown/adapters/web"
	"drawdown/bot"
	"drawdown/bot/journal"
)

// journalDrain of the time for draining is the journal's: the adapters have to be done before.
const journalDrain = 3 * time.Second

// adaptersDrain is how long the adapters may take for what they took.
func (s *settings) adaptersDrain() time.Duration {
	return max(s.drain-journalDrain, s.drain/2)
}

// adapters makes every adapter whose credentials are set, the page always. Every mistake is told at once.
func (s *settings) adapters(b *bot.Bot, log *slog.Logger) ([]bot.Adapter, error) {
	drain := s.adaptersDrain()
	list := []bot.Adapter{web.New(b, web.Options{Version: programVersion(), TrustedProxy: s.behindProxy, Drain: drain, Log: log})}
	var errs []error
	if s.discordToken != "" || s.discordKey != "" {
		a, err := discord.New(b, discord.Options{Token: s.discordToken, PublicKey: s.discordKey, GuildID: s.discordGuild, APIURL: s.discordAPI, Shards: s.discordShards, Drain: drain, Log: log})
		if err != nil {
			errs = append(errs, err)
		} else {
			list = append(list, a)
		}
	}
	if s.slackBot != "" {
		a, err := slack.New(b, slack.Options{BotToken: s.slackBot, AppToken: s.slackApp, SigningSecret: s.slackSecret, APIURL: s.slackAPI, Connections: s.slackConnections, Drain: drain, Log: log})
		if err != nil {
			errs = append(errs, err)
		} else {
			list = append(list, a)
		}
	}
	return list, errors.Join(errs...)
}

// A journaled is a journal that was opened, or why it was not.
type journaled struct {
	*journal.Journal
	err error
}

func (j journaled) close() error {
	if j.Journal == nil {
		return nil
	}
	return j.Close()
}

func (s *settings) openJournal(ctx context.Context, c *call, log *slog.Logger) journaled {
	address, err := c.databaseIn(s.database, s.dataDir)
	if err != nil {
		return journaled{err: fmt.Errorf("DATABASE_URL: %w", err)}
	}
	j, err := journal.Open(ctx, address, journal.Options{Keep: s.keep, Log: log})
	return journaled{j, err}
}
