package discordtest

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// Limits of commands.
const (
	maxCommandName = 32
	maxDescription = 100
	maxOptions     = 25
	maxChoices     = 25
	maxChoice      = 100
	maxCommandSize = 8000 // characters of names, descriptions and values of a command and its options
)

// chatName is what names of chat commands and of options consist of.
var chatName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]+$`)

// locales are the languages of Discord's client.
var locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

// Types of options.
const (
	subCommand      = 1
	subCommandGroup = 2
	stringOption    = 3
	integerOption   = 4
	booleanOption   = 5
	numberOption    = 10
	lastOption      = 11
)

// checkCommand checks a command that is to be registered.
func (v value) checkCommand() {
	if !v.object() {
		v.fail("BASE_TYPE_REQUIRED", "This field is required")
		return
	}
	kind := chatCommand
	if t := v.get("type"); t.given() {
		kind = t.choice(false, chatCommand, userCommand, messageCommand)
	}
	if kind == chatCommand {
		v.checkChatName("name")
		v.checkTexts("description", 1, maxDescription)
		v.checkOptions(topLevel)
	} else {
		v.checkTexts("name", 1, maxCommandName)
		v.get("description").text(0, 0)
		v.get("options").list(0, 0)
	}
	if p := v.get("default_member_permissions"); p.given() {
		p.integer(false, 0, math.MaxInt64)
		if _, ok := p.v.(string); !ok {
			p.fail("STRING_TYPE_CONVERT", "Could not interpret \"%v\" as string.", p.v)
		}
	}
	v.get("nsfw").boolean()
	v.get("dm_permission").boolean()
	v.get("contexts").checkSet(0, 1, 2)
	v.get("integration_types").checkSet(0, 1)
	if n := commandSize(v.v); n > maxCommandSize {
		v.fail("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandSize)
	}
}

// checkSet checks a list of different numbers.
func (v value) checkSet(of ...int) {
	if !v.given() {
		return
	}
	seen := map[any]bool{}
	for _, e := range v.list(1, len(of)) {
		e.choice(true, of...)
		if seen[e.v] {
			v.fail("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
		}
		seen[e.v] = true
	}
}

// checkTexts checks a text and its localisations.
func (v value) checkTexts(key string, least, most int) {
	v.get(key).text(least, most)
	v.localised(key, func(l value) { l.text(least, most) })
}

// checkChatName checks the name of a chat command or an option, and its localisations.
func (v value) checkChatName(key string) {
	check := func(n value) {
		s := n.text(1, maxCommandName)
		if s != "" && !chatName.MatchString(s) || s != strings.ToLower(s) {
			n.fail("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
		}
	}
	check(v.get(key))
	v.localised(key, check)
}

func (v value) localised(key string, check func(value)) {
	l := v.get(key + "_localizations")
	if !l.object() {
		return
	}
	for locale := range l.v.(map[string]any) {
		one := l.get(locale)
		if !slices.Contains(locales, locale) {
			one.fail("ENUM_TYPE_COERCE", "Value \"%s\" is not a valid enum value.", locale)
		}
		if one.given() {
			check(one)
		}
	}
}

// topLevel stands for the type of the option in which those of a command are.
const topLevel = 0

// nests says which types of options those may be in.
var nests = map[int][]int{subCommand: {topLevel, subCommandGroup}, subCommandGroup: {topLevel}}

// checkOptions checks the options of a command, or of an option of a type.
func (v value) checkOptions(in int) {
	options := v.get("options").list(0, maxOptions)
	names := map[string]bool{}
	optional := false
	for _, o := range options {
		kind := o.get("type").integer(true, subCommand, lastOption)
		o.checkChatName("name")
		o.checkTexts("description", 1, maxDescription)
		name, _ := o.get("name").v.(string)
		if names[name] {
			o.get("name").fail("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		names[name] = true
		required := o.get("required").boolean()
		if required && optional {
			o.fail("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !required
		o.checkOption(kind, in)
	}
}

// checkOption checks what depends on an option's type.
func (v value) checkOption(kind, in int) {
	choices := v.get("choices").list(0, maxChoices)
	auto := v.get("autocomplete").boolean()
	choosable := kind == stringOption || kind == integerOption || kind == numberOption
	switch {
	case auto && len(choices) > 0:
		v.get("autocomplete").fail("APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Autocomplete options cannot have choices")
	case (auto || len(choices) > 0) && !choosable:
		v.fail("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Options of type %d have neither choices nor autocomplete", kind)
	}
	for _, c := range choices {
		c.checkChoice(kind)
	}
	v.get("min_length").integer(false, 0, 6000)
	v.get("max_length").integer(false, 1, 6000)
	if kind != stringOption && (v.get("min_length").given() || v.get("max_length").given()) {
		v.fail("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only options of type %d have a length", stringOption)
	}
	switch kind {
	case subCommand, subCommandGroup:
		if !slices.Contains(nests[kind], in) {
			v.get("type").fail("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands cannot be nested that deep")
			return
		}
		v.checkOptions(kind)
	default:
		if in == subCommandGroup {
			v.get("type").fail("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only sub-commands can be in a group")
		}
		v.get("options").list(0, 0)
	}
}

// checkChoice checks one choice of an option, or of autocompletion for it.
func (v value) checkChoice(kind int) {
	if !v.object() {
		v.fail("BASE_TYPE_REQUIRED", "This field is required")
		return
	}
	v.checkTexts("name", 1, maxChoice)
	val := v.get("value")
	switch kind {
	case integerOption:
		val.integer(true, -1<<53, 1<<53)
	case numberOption:
		if _, ok := val.v.(float64); !ok {
			val.fail("NUMBER_TYPE_COERCE", "Value \"%v\" is not a number.", val.v)
		}
	default:
		val.text(1, maxChoice)
	}
}

// checkChoices checks the data of a response to autocompletion.
func (v value) checkChoices() {
	choices := v.get("choices")
	if _, ok := choices.v.([]any); !ok {
		choices.fail("BASE_TYPE_REQUIRED", "This field is required")
		return
	}
	for _, c := range choices.list(0, maxChoices) {
		kind := stringOption
		if _, ok := c.get("value").v.(float64); ok {
			kind = numberOption
		}
		c.checkChoice(kind)
	}
}

// checkModal checks the data of a response that opens a window.
func (v value) checkModal() {
	v.get("custom_id").text(1, maxCustomID)
	v.get("title").text(1, 45)
	v.get("components").list(1, maxRows)
}

// commandSize adds up the characters that count.
func commandSize(v any) int {
	switch v := v.(type) {
	case map[string]any:
		n := 0
		for _, key := range []string{"name", "description", "value"} {
			if s, ok := v[key].(string); ok {
				n += len(utf16.Encode([]rune(s)))
			}
		}
		return n + commandSize(v["options"]) + commandSize(v["choices"])
	case []any:
		n := 0
		for _, e := range v {
			n += commandSize(e)
		}
		return n
	}
	return 0
}
