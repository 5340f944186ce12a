package main

import (
	"context"
	"errors"
	"fmt"

	"drawdown/adapters/discord"
	"drawdown/adapters/slack"
	"drawdown/bot"
	"drawdown/knowledge"
)

var manifestCommand = command{
	name:  "manifest",
	usage: "slack [--http URL] | discord [--public-url URL] [--application-id ID]",
	short: "what to paste when the app is installed on a platform",
	help: `
slack: the app manifest, for "Create an app" and "From a manifest" at https://api.slack.com/apps
  --http URL            the service's public address: Slack sends events there, over HTTP; without it they come
                        over Socket Mode, which needs no public address

discord: the settings to make at https://discord.com/developers/applications, and the invitation link with the
least permissions
  --public-url URL      the service's public address (default: $PUBLIC_URL), for interactions over HTTP
  --application-id ID   of the portal's "General Information"; without it, it is read off $DISCORD_TOKEN
`,
	run: manifest,
}

func manifest(_ context.Context, c *call) (int, error) {
	fs := c.flags()
	overHTTP := fs.String("http", "", "`URL`")
	public := fs.String("public-url", c.env("PUBLIC_URL"), "`URL`")
	application := fs.String("application-id", "", "`ID`")
	words, err := c.parse(fs)
	if err != nil {
		return failed, err
	}
	if len(words) != 1 || words[0] != "slack" && words[0] != "discord" {
		return failed, fmt.Errorf("manifest of what? expected is \"drawdown manifest slack\" or \"drawdown manifest discord\", got %q", words)
	}
	if words[0] == "slack" {
		return c.slackManifest(*overHTTP, *application)
	}
	if *overHTTP != "" {
		return failed, errors.New("manifest discord: --http is Slack's; the service's public address is --public-url")
	}
	address, err := bot.ParsePublicURL(*public)
	if err != nil {
		return failed, fmt.Errorf("manifest: --public-url: %w", err)
	}
	_, err = fmt.Fprint(c.out, discord.Manifest(discord.ManifestOptions{ApplicationID: *application, Token: c.env("DISCORD_TOKEN"), Public: address}))
	return answered, err
}

func (c *call) slackManifest(overHTTP, application string) (int, error) {
	if application != "" {
		return failed, errors.New("manifest slack: --application-id is Discord's")
	}
	base, err := knowledge.Embedded()
	if err != nil {
		return failed, err
	}
	var examples []string
	for _, e := range bot.New(base, bot.Options{}).Help().Entries {
		examples = append(examples, e.Text)
	}
	text, err := slack.Manifest(slack.ManifestOptions{HTTP: overHTTP, Examples: examples})
	if err != nil {
		return failed, fmt.Errorf("manifest slack: %w", err)
	}
	_, err = fmt.Fprintf(c.out, "%s\n", text)
	return answered, err
}
