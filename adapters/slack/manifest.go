package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	slackgo "github.com/slack-go/slack"
)

// ManifestOptions say how the app is to be reached.
type ManifestOptions struct {
	// HTTP is the public address of the service, such as https://drawdown.example.org, to which Slack is to send events. "": they
	// come over Socket Mode.
	HTTP string

	// Examples are questions that the agent pane offers before anything else; at most four are used.
	Examples []string
}

// The names under which people find the app.
const (
	appName      = "drawdown"
	slashCommand = "/drawdown"
	shortcutName = "Check against articles" // Slack takes 24 characters, two less than with "the"
	description  = "Answers questions on the U.S. military drawdown in Iraq and Syria from articles, each answer with its sentence."
)

// Manifest is the manifest of the app as JSON, to be pasted where Slack creates an app from a manifest. It asks for the scopes and
// events that the adapter uses, and for no others. The error says what is wrong with the address.
func Manifest(o ManifestOptions) ([]byte, error) {
	base := strings.TrimRight(o.HTTP, "/")
	if base != "" && !strings.HasPrefix(base, "https://") {
		return nil, fmt.Errorf("%q cannot be where Slack sends events: it needs an address that begins with https://, such as https://drawdown.example.org", o.HTTP)
	}
	m := manifest{
		Display:     slackgo.Display{Name: appName, Description: description},
		Features:    features(base, o.Examples),
		OAuthConfig: slackgo.OAuthConfig{Scopes: slackgo.OAuthScopes{Bot: neededScopes()}},
		Settings: slackgo.Settings{
			EventSubscriptions: &slackgo.EventSubscriptions{RequestUrl: under(base, eventsPath), BotEvents: subscribed()},
			Interactivity:      &slackgo.Interactivity{IsEnabled: true, RequestUrl: under(base, interactionsPath)},
			SocketModeEnabled:  base == "",
		},
	}
	out, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	return out, nil
}

// A manifest is the SDK's, except that it says false of a messages tab that can only be read: left out, people may not be able to write.
type manifest struct {
	Display     slackgo.Display     `json:"display_information"`
	Features    manifestFeatures    `json:"features"`
	OAuthConfig slackgo.OAuthConfig `json:"oauth_config"`
	Settings    slackgo.Settings    `json:"settings"`
}

type manifestFeatures struct {
	AppHome struct {
		Home     bool `json:"home_tab_enabled"`
		Messages bool `json:"messages_tab_enabled"`
		ReadOnly bool `json:"messages_tab_read_only_enabled"`
	} `json:"app_home"`
	BotUser       slackgo.BotUser                `json:"bot_user"`
	AgentView     slackgo.AgentView              `json:"agent_view"`
	SlashCommands []slackgo.ManifestSlashCommand `json:"slash_commands"`
	Shortcuts     []slackgo.Shortcut             `json:"shortcuts"`
}

func features(base string, examples []string) manifestFeatures {
	var prompts []slackgo.ManifestSuggestedPrompt
	for _, q := range examples[:min(len(examples), maxPrompts)] {
		prompts = append(prompts, slackgo.ManifestSuggestedPrompt{Title: q, Message: q})
	}
	f := manifestFeatures{
		BotUser:   slackgo.BotUser{DisplayName: appName, AlwaysOnline: true},
		AgentView: slackgo.AgentView{AgentDescription: description, SuggestedPrompts: prompts},
		SlashCommands: []slackgo.ManifestSlashCommand{{Command: slashCommand, Url: under(base, commandsPath),
			Description: "Ask the articles; only you see the answer", UsageHint: "a question, or articles, timeline, gaps, help"}},
		Shortcuts: []slackgo.Shortcut{{Name: shortcutName, CallbackID: checkCallback, Type: slackgo.MessageShortcut,
			Description: "What the articles say on the claims of a message"}},
	}
	f.AppHome.Home, f.AppHome.Messages = true, true
	return f
}

// under is an address below the public one; "" where there is none.
func under(base, path string) string {
	if base == "" {
		return ""
	}
	return base + path
}

// neededScopes are those of the methods that are called, of the events that are subscribed to, and of the command and the shortcut.
func neededScopes() []string {
	out := []string{"commands"}
	for _, s := range scopes {
		out = append(out, s...)
	}
	for _, s := range events {
		out = append(out, s...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// subscribed are the events that the adapter reads.
func subscribed() []string {
	var out []string
	for e := range events {
		out = append(out, e)
	}
	slices.Sort(out)
	return out
}
