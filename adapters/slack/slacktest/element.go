package slacktest

import (
	"fmt"
	"slices"
	"strings"
)

// elementRules are the elements that the server knows.
var elementRules = map[string]func(*checker, string, object){
	"button": (*checker).button, "image": (*checker).imageElement, "overflow": (*checker).overflow,
	"static_select": (*checker).choice, "checkboxes": (*checker).choice, "radio_buttons": (*checker).choice,
	"plain_text_input": (*checker).textInput, "feedback_buttons": (*checker).feedback, "icon_button": (*checker).iconButton,
}

// element checks an element, which must be of one of these types.
func (c *checker) element(at string, v any, kinds ...string) {
	e, ok := v.(object)
	if !ok {
		c.bad(at, "an element must be an object")
		return
	}
	kind, _ := e["type"].(string)
	if !slices.Contains(kinds, kind) {
		c.bad(at+"/type", "unsupported type: %s (here can be %s)", kind, strings.Join(kinds, ", "))
		return
	}
	if id := c.str(at, e, "action_id", 0, maxID); id != "" {
		if c.actions[id] {
			c.bad(at+"/action_id", "action_id %q already exists in the block", id)
		}
		c.actions[id] = true
	}
	elementRules[kind](c, at, e)
}

func (c *checker) button(at string, e object) {
	c.only(at, e, "text", "action_id", "url", "value", "style", "confirm", "accessibility_label")
	c.text(at, e, "text", true, false, maxButtonText)
	c.str(at, e, "value", 0, maxButtonValue)
	c.str(at, e, "accessibility_label", 0, maxButtonText)
	c.oneOf(at, e, "style", "primary", "danger")
	c.address(at, e, "url", 0)
	c.confirm(at, e)
}

// confirm checks a confirmation dialog, if there is one.
func (c *checker) confirm(at string, e object) {
	v, there := e["confirm"]
	if !there {
		return
	}
	d, ok := v.(object)
	if !ok {
		c.bad(at+"/confirm", "must be an object")
		return
	}
	at += "/confirm"
	c.only(at, d, "title", "text", "confirm", "deny", "style")
	c.text(at, d, "title", true, false, maxConfirmTitle)
	c.text(at, d, "text", true, true, maxConfirmText)
	c.text(at, d, "confirm", true, false, maxConfirmPress)
	c.text(at, d, "deny", true, false, maxConfirmPress)
	c.oneOf(at, d, "style", "primary", "danger")
}

func (c *checker) imageElement(at string, e object) {
	c.only(at, e, "image_url", "alt_text", "slack_file")
	c.picture(at, e)
}

func (c *checker) overflow(at string, e object) {
	c.only(at, e, "action_id", "options", "confirm")
	c.options(at, e, 1, maxOverflow)
	c.confirm(at, e)
}

// choice checks menus, checkboxes and radio buttons.
func (c *checker) choice(at string, e object) {
	c.only(at, e, "action_id", "options", "option_groups", "initial_option", "initial_options", "placeholder", "confirm", "focus_on_load")
	c.text(at, e, "placeholder", false, false, maxPlaceholder)
	most := maxOptions
	if e["type"] != "static_select" {
		most = maxBoxes
	}
	if e["option_groups"] == nil {
		c.options(at, e, 1, most)
	}
	c.confirm(at, e)
}

// options checks a list of options, whose values must differ.
func (c *checker) options(at string, e object, least, most int) {
	for i, v := range c.list(at, e, "options", least, most) {
		place := fmt.Sprintf("%s/options/%d", at, i)
		o, ok := v.(object)
		if !ok {
			c.bad(place, "must be an object")
			continue
		}
		c.only(place, o, "text", "value", "description", "url")
		c.text(place, o, "text", true, e["type"] == "checkboxes" || e["type"] == "radio_buttons", maxOptionText)
		c.text(place, o, "description", false, true, maxOptionText)
		c.str(place, o, "value", 1, maxOptionValue)
		c.address(place, o, "url", 0)
	}
}

func (c *checker) textInput(at string, e object) {
	c.only(at, e, "action_id", "initial_value", "multiline", "min_length", "max_length",
		"dispatch_action_config", "focus_on_load", "placeholder")
	c.text(at, e, "placeholder", false, false, maxPlaceholder)
	c.flag(at, e, "multiline")
	c.flag(at, e, "focus_on_load")
}

func (c *checker) feedback(at string, e object) {
	c.only(at, e, "action_id", "positive_button", "negative_button")
	for _, name := range []string{"positive_button", "negative_button"} {
		b, ok := e[name].(object)
		if !ok {
			c.bad(at, "missing required field: %s", name)
			continue
		}
		place := at + "/" + name
		c.only(place, b, "text", "value", "accessibility_label")
		c.text(place, b, "text", true, false, maxButtonText)
		c.str(place, b, "value", 1, maxButtonValue)
		c.str(place, b, "accessibility_label", 0, maxButtonText)
	}
}

func (c *checker) iconButton(at string, e object) {
	c.only(at, e, "action_id", "icon", "text", "value", "confirm", "accessibility_label", "visible_to_user_ids")
	c.oneOf(at, e, "icon", "trash")
	c.text(at, e, "text", true, false, maxButtonText)
	c.str(at, e, "value", 0, maxButtonValue)
	c.confirm(at, e)
}
