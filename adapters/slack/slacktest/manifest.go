package slacktest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The limits of a manifest.
const (
	maxAppName      = 35
	maxAppAbout     = 140
	minAppLong      = 174
	maxAppLong      = 4000
	maxBotName      = 80
	maxCommands     = 50
	maxCommandName  = 32
	maxCommandAbout = 2000
	maxCommandHint  = 1000
	maxShortcuts    = 10
	maxShortcutName = 24
	maxShortcutText = 150
	maxScopes       = 255
	maxBotEvents    = 100
	maxAgentAbout   = 300
)

// A manifest is what describes an app to Slack, as far as this server knows it.
type manifest struct {
	Metadata struct {
		Major int `json:"major_version"`
		Minor int `json:"minor_version"`
	} `json:"_metadata"`
	Display struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Long        string `json:"long_description"`
		Background  string `json:"background_color"`
	} `json:"display_information"`
	Features struct {
		BotUser struct {
			Name   string `json:"display_name"`
			Online bool   `json:"always_online"`
		} `json:"bot_user"`
		Home struct {
			Home     bool `json:"home_tab_enabled"`
			Messages bool `json:"messages_tab_enabled"`
			ReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		Commands  []manifestCommand  `json:"slash_commands"`
		Shortcuts []manifestShortcut `json:"shortcuts"`
		Agent     *struct {
			Description string   `json:"agent_description"`
			Prompts     []Prompt `json:"suggested_prompts"`
		} `json:"agent_view"`
		Assistant *struct {
			Description string   `json:"assistant_description"`
			Prompts     []Prompt `json:"suggested_prompts"`
		} `json:"assistant_view"`
	} `json:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `json:"bot"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Subscriptions *struct {
			URL    string   `json:"request_url"`
			Events []string `json:"bot_events"`
		} `json:"event_subscriptions"`
		Interactivity *struct {
			On  bool   `json:"is_enabled"`
			URL string `json:"request_url"`
		} `json:"interactivity"`
		Socket   bool `json:"socket_mode_enabled"`
		Org      bool `json:"org_deploy_enabled"`
		Rotation bool `json:"token_rotation_enabled"`
	} `json:"settings"`
}

type manifestCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
	Hint        string `json:"usage_hint"`
	Escape      bool   `json:"should_escape"`
	URL         string `json:"url"`
}

type manifestShortcut struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	Description string `json:"description"`
}

// Install gives options of a workspace in which an app with this JSON manifest is installed: it has the manifest's scopes,
// events, commands, shortcuts and features, and nothing else. A manifest that Slack would refuse is an error that names all
// that is wrong with it.
func Install(o Options, raw []byte) (Options, error) {
	var m manifest
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return o, fmt.Errorf("the manifest is not of the form that Slack takes: %w", err)
	}
	if wrong := m.check(); len(wrong) > 0 {
		return o, errors.Join(wrong...)
	}
	o.Scopes = append([]string{}, m.OAuth.Scopes.Bot...)
	o.Events, o.Commands, o.Shortcuts = []string{}, []string{}, []string{}
	if m.Settings.Subscriptions != nil {
		o.Events = append(o.Events, m.Settings.Subscriptions.Events...)
	}
	for _, c := range m.Features.Commands {
		o.Commands = append(o.Commands, c.Command)
	}
	for _, s := range m.Features.Shortcuts {
		o.Shortcuts = append(o.Shortcuts, s.CallbackID)
	}
	o.AssistantView = m.Features.Assistant != nil
	o.NoInteractivity = m.Settings.Interactivity == nil || !m.Settings.Interactivity.On
	o.NoHomeTab, o.NoMessagesTab = !m.Features.Home.Home, !m.Features.Home.Messages || m.Features.Home.ReadOnly
	return o, nil
}

// A judgement collects what is wrong with a manifest.
type judgement []error

// need notes what is wrong unless the condition holds.
func (j *judgement) need(holds bool, format string, values ...any) {
	if !holds {
		*j = append(*j, fmt.Errorf("manifest: "+format, values...))
	}
}

// within notes a text that is too short or too long.
func (j *judgement) within(name, text string, least, most int) {
	n := length(text)
	j.need(n >= least && n <= most, "%s has %d characters; it must have %d to %d: %.60q", name, n, least, most, text)
}

// check is all that Slack would refuse.
func (m *manifest) check() []error {
	var j judgement
	j.within("display_information.name", m.Display.Name, 1, maxAppName)
	j.within("display_information.description", m.Display.Description, 0, maxAppAbout)
	if m.Display.Long != "" {
		j.within("display_information.long_description", m.Display.Long, minAppLong, maxAppLong)
	}
	background := m.Display.Background
	j.need(background == "" || colour.MatchString(background), "background_color %q is not of the form #0a1b2c", background)
	j.within("features.bot_user.display_name", m.Features.BotUser.Name, 1, maxBotName)
	m.checkFeatures(&j)
	m.checkEvents(&j)
	m.checkScopes(&j)
	return j
}

var (
	colour      = regexp.MustCompile(`^#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?$`)
	commandForm = regexp.MustCompile(`^/[a-z0-9_-]+$`)
)

// checkFeatures holds commands, shortcuts and the agent to their limits.
func (m *manifest) checkFeatures(j *judgement) {
	f := m.Features
	j.need(len(f.Commands) <= maxCommands, "%d slash commands; %d at most", len(f.Commands), maxCommands)
	for _, c := range f.Commands {
		j.need(commandForm.MatchString(c.Command) && len(c.Command) <= maxCommandName, "the command %q is not of the form /name", c.Command)
		j.within("description of "+c.Command, c.Description, 1, maxCommandAbout)
		j.within("usage_hint of "+c.Command, c.Hint, 0, maxCommandHint)
		m.checkURL(j, "url of "+c.Command, c.URL)
	}
	j.need(len(f.Shortcuts) <= maxShortcuts, "%d shortcuts; %d at most", len(f.Shortcuts), maxShortcuts)
	for _, s := range f.Shortcuts {
		j.within("name of a shortcut", s.Name, 1, maxShortcutName)
		j.within("callback_id of "+s.Name, s.CallbackID, 1, maxID)
		j.within("description of "+s.Name, s.Description, 1, maxShortcutText)
		j.need(s.Type == "message" || s.Type == "global", "the type of the shortcut %q is %q; it must be message or global", s.Name, s.Type)
	}
	j.need(f.Agent == nil || f.Assistant == nil, "there are agent_view and assistant_view; an app has one of them")
	if f.Agent != nil {
		j.within("agent_description", f.Agent.Description, 1, maxAgentAbout)
		j.need(len(f.Agent.Prompts) <= maxPrompts, "%d suggested_prompts; %d at most", len(f.Agent.Prompts), maxPrompts)
	}
}

// checkURL holds addresses to the way in which the app is reached: Socket Mode needs none, HTTP needs one each.
func (m *manifest) checkURL(j *judgement, name, url string) {
	if m.Settings.Socket {
		return
	}
	j.need(strings.HasPrefix(url, "https://"), "%s is %q; without socket_mode_enabled it must be an https address", name, url)
}

// eventScopes are the scopes that the events need, one of them each; an event that is not here is not known.
var eventScopes = map[string][]string{
	"app_mention": {"app_mentions:read"}, "message.channels": {"channels:history"}, "message.groups": {"groups:history"},
	"message.im": {"im:history"}, "message.mpim": {"mpim:history"}, "reaction_added": {"reactions:read"},
	"member_joined_channel": {"channels:read", "groups:read"}, "assistant_thread_started": nil, "assistant_thread_context_changed": nil,
	"app_home_opened": nil, "app_uninstalled": nil, "tokens_revoked": nil,
}

// checkEvents holds the subscriptions against what can be subscribed to and the scopes for it.
func (m *manifest) checkEvents(j *judgement) {
	if i := m.Settings.Interactivity; i != nil && i.On {
		m.checkURL(j, "interactivity.request_url", i.URL)
	}
	s := m.Settings.Subscriptions
	if s == nil {
		return
	}
	m.checkURL(j, "event_subscriptions.request_url", s.URL)
	j.need(len(s.Events) <= maxBotEvents, "%d bot_events; %d at most", len(s.Events), maxBotEvents)
	for i, e := range s.Events {
		needed, known := eventScopes[e]
		j.need(known, "this server knows no bot event %q", e)
		j.need(!slices.Contains(s.Events[:i], e), "the bot event %q stands there twice", e)
		has := func(scope string) bool { return slices.Contains(m.OAuth.Scopes.Bot, scope) }
		j.need(len(needed) == 0 || slices.ContainsFunc(needed, has), "the bot event %q needs the scope %s", e, strings.Join(needed, " or "))
	}
}

// checkScopes holds the scopes against those that the features need.
func (m *manifest) checkScopes(j *judgement) {
	bot := m.OAuth.Scopes.Bot
	j.need(len(bot) > 0 && len(bot) <= maxScopes, "%d bot scopes; there must be 1 to %d", len(bot), maxScopes)
	for i, s := range bot {
		j.need(!slices.Contains(bot[:i], s), "the scope %q stands there twice", s)
	}
	uses := len(m.Features.Commands)+len(m.Features.Shortcuts) > 0
	j.need(!uses || slices.Contains(bot, "commands"), "slash commands and shortcuts need the scope commands")
	pane := m.Features.Agent != nil || m.Features.Assistant != nil
	j.need(!pane || slices.Contains(bot, "assistant:write"), "agent_view and assistant_view need the scope assistant:write")
}
