package discordtest_test

import (
	"fmt"
	"strings"
	"testing"

	"drawdown/adapters/discord/discordtest"
)

// wantBreach wants a breach that contains a text, or none where that is "".
func wantBreach(t *testing.T, s *discordtest.Server, want string) {
	t.Helper()
	breaches := s.Breaches()
	for _, b := range breaches {
		if want != "" && strings.Contains(b, want) {
			return
		}
	}
	if want != "" || len(breaches) > 0 {
		t.Errorf("breaches %q; want %q", breaches, want)
	}
}

func command(fields string) string { return `{"name":"ask","description":"d",` + fields + `}` }

func option(fields string) string { return command(`"options":[{` + fields + `}]`) }

// commandLimits are limits of every command.
var commandLimits = []limit{
	{"the least", `{"name":"ask","description":"d"}`, ""},
	{"a name of 32", `{"name":"` + x(32) + `","description":"d"}`, ""},
	{"a name of 33", `{"name":"` + x(33) + `","description":"d"}`, "50035 name BASE_TYPE_MAX_LENGTH"},
	{"no name", `{"description":"d"}`, "50035 name BASE_TYPE_REQUIRED"},
	{"a name with a capital", `{"name":"Ask","description":"d"}`, "50035 name APPLICATION_COMMAND_INVALID_NAME"},
	{"a name with a blank", `{"name":"ask me","description":"d"}`, "50035 name APPLICATION_COMMAND_INVALID_NAME"},
	{"a name in another script", `{"name":"質問","description":"d"}`, ""},
	{"no description", `{"name":"ask"}`, "50035 description BASE_TYPE_REQUIRED"},
	{"a description of 100", `{"name":"ask","description":"` + x(100) + `"}`, ""},
	{"a description of 101", `{"name":"ask","description":"` + x(101) + `"}`, "50035 description BASE_TYPE_MAX_LENGTH"},
	{"a message command", `{"type":3,"name":"Check against the articles"}`, ""},
	{"a message command with a description", `{"type":3,"name":"Check","description":"d"}`, "50035 description BASE_TYPE_MAX_LENGTH"},
	{"a message command with options", `{"type":3,"name":"Check","options":[{"type":3,"name":"o","description":"d"}]}`, "50035 options BASE_TYPE_MAX_LENGTH"},
	{"an unknown type", `{"type":9,"name":"ask","description":"d"}`, "50035 type BASE_TYPE_CHOICES"},
	{"contexts", command(`"contexts":[0,1,2],"integration_types":[0,1]`), ""},
	{"an unknown context", command(`"contexts":[3]`), "50035 contexts.0 BASE_TYPE_CHOICES"},
	{"a context twice", command(`"contexts":[1,1]`), "50035 contexts SET_TYPE_ALREADY_CONTAINS_VALUE"},
	{"no context", command(`"contexts":[]`), "50035 contexts BASE_TYPE_REQUIRED"},
	{"an unknown integration type", command(`"integration_types":[2]`), "50035 integration_types.0 BASE_TYPE_CHOICES"},
	{"localisations", command(`"name_localizations":{"de":"frage"},"description_localizations":{"de":"Fragt"}`), ""},
	{"an unknown language", command(`"name_localizations":{"xx":"frage"}`), "50035 name_localizations.xx ENUM_TYPE_COERCE"},
	{"a localised name with a capital", command(`"name_localizations":{"de":"Frage"}`), "50035 name_localizations.de APPLICATION_COMMAND_INVALID_NAME"},
	{"a localised description of 101", command(`"description_localizations":{"de":"` + x(101) + `"}`), "50035 description_localizations.de BASE_TYPE_MAX_LENGTH"},
	{"permissions", command(`"default_member_permissions":"32"`), ""},
	{"permissions that are no text", command(`"default_member_permissions":32`), "50035 default_member_permissions STRING_TYPE_CONVERT"},

	{"25 options", command(`"options":` + list(25, `{"type":3,"name":"o#","description":"d"}`)), ""},
	{"26 options", command(`"options":` + list(26, `{"type":3,"name":"o#","description":"d"}`)), "50035 options BASE_TYPE_MAX_LENGTH"},
	{"an option without a description", option(`"type":3,"name":"o"`), "50035 options.0.description BASE_TYPE_REQUIRED"},
	{"an option without a type", option(`"name":"o","description":"d"`), "50035 options.0.type BASE_TYPE_REQUIRED"},
	{"an option with a capital", option(`"type":3,"name":"O","description":"d"`), "50035 options.0.name APPLICATION_COMMAND_INVALID_NAME"},
	{"two options of a name", command(`"options":` + list(2, `{"type":3,"name":"o","description":"d"}`)), "50035 options.1.name APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"},
	{"a required option after another", command(`"options":[{"type":3,"name":"a","description":"d"},{"type":3,"name":"b","description":"d","required":true}]`), "50035 options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"},
	{"25 choices", option(`"type":3,"name":"o","description":"d","choices":` + list(25, `{"name":"n#","value":"v#"}`)), ""},
	{"26 choices", option(`"type":3,"name":"o","description":"d","choices":` + list(26, `{"name":"n#","value":"v#"}`)), "50035 options.0.choices BASE_TYPE_MAX_LENGTH"},
	{"a choice's name of 101", option(`"type":3,"name":"o","description":"d","choices":[{"name":"` + x(101) + `","value":"v"}]`), "50035 options.0.choices.0.name BASE_TYPE_MAX_LENGTH"},
	{"a choice's value of 101", option(`"type":3,"name":"o","description":"d","choices":[{"name":"n","value":"` + x(101) + `"}]`), "50035 options.0.choices.0.value BASE_TYPE_MAX_LENGTH"},
	{"a choice of another type", option(`"type":4,"name":"o","description":"d","choices":[{"name":"n","value":"v"}]`), "50035 options.0.choices.0.value NUMBER_TYPE_COERCE"},
	{"autocompletion and choices", option(`"type":3,"name":"o","description":"d","autocomplete":true,"choices":[{"name":"n","value":"v"}]`), "50035 options.0.autocomplete APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES"},
	{"autocompletion of a truth value", option(`"type":5,"name":"o","description":"d","autocomplete":true`), "50035 options.0 APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"},
	{"a length", option(`"type":3,"name":"o","description":"d","min_length":1,"max_length":6000`), ""},
	{"a length of 6001", option(`"type":3,"name":"o","description":"d","max_length":6001`), "50035 options.0.max_length NUMBER_TYPE_MAX"},
	{"sub-commands", option(`"type":2,"name":"g","description":"d","options":[{"type":1,"name":"s","description":"d","options":[{"type":3,"name":"o","description":"d"}]}]`), ""},
	{"a sub-command in a sub-command", option(`"type":1,"name":"g","description":"d","options":[{"type":1,"name":"s","description":"d"}]`), "50035 options.0.options.0.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"},
	{"8001 characters", command(`"options":` + list(21, `{"type":3,"name":"o#","description":"d","choices":`+list(4, `{"name":"n","value":"`+x(98)+`"}`)+`}`)), "50035 APPLICATION_COMMAND_TOO_LARGE"},
}

func TestCommandLimits(t *testing.T) {
	t.Parallel()
	for _, l := range commandLimits {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			status, got := raw(t, s, "POST", "/applications/"+s.ApplicationID+"/commands", l.body)
			l.check(t, s, status, got)
		})
		t.Run("among others "+l.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			l := l
			l.body = "[" + l.body + "]"
			l.want = strings.Replace(l.want, "50035 ", "50035 0.", 1)
			l.want = strings.Replace(l.want, "0.APPLICATION_COMMAND_TOO_LARGE", "0 APPLICATION_COMMAND_TOO_LARGE", 1)
			status, got := raw(t, s, "PUT", fmt.Sprintf("/applications/%s/guilds/%s/commands", s.ApplicationID, s.Guilds()[0]), l.body)
			l.check(t, s, status, got)
		})
	}
}

func TestCommandsTogether(t *testing.T) {
	t.Parallel()
	for _, l := range []limit{
		{"100 commands", list(100, `{"name":"c#","description":"d"}`), ""},
		{"101 commands", list(101, `{"name":"c#","description":"d"}`), "30032"},
		{"16 message commands", list(16, `{"type":3,"name":"C#"}`), "30032"},
		{"a name twice", list(2, `{"name":"c","description":"d"}`), "50035 1.name APPLICATION_COMMANDS_DUPLICATE_NAME"},
		{"a name in two types", `[{"name":"c","description":"d"},{"type":3,"name":"c"}]`, ""},
		{"not a list", `{"name":"c","description":"d"}`, "50035"},
	} {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			status, got := raw(t, s, "PUT", "/applications/"+s.ApplicationID+"/commands", l.body)
			l.check(t, s, status, got)
		})
	}
}
