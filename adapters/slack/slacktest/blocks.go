package slacktest

import "fmt"

// text checks a field that holds a text object: plain_text, and mrkdwn where that is allowed.
func (c *checker) text(at string, o object, name string, required, markup bool, most int) {
	v, there := o[name]
	if !there || v == nil {
		if required {
			c.bad(at, "missing required field: %s", name)
		}
		return
	}
	c.textObject(at+"/"+name, v, markup, most)
}

// textObject checks a text object.
func (c *checker) textObject(at string, v any, markup bool, most int) {
	t, ok := v.(object)
	if !ok {
		c.bad(at, "must be a text object")
		return
	}
	switch kind := t["type"]; {
	case kind == "plain_text":
		c.only(at, t, "text", "emoji")
		c.flag(at, t, "emoji")
		c.str(at, t, "text", 1, most)
	case kind == "mrkdwn" && markup:
		c.only(at, t, "text", "verbatim")
		c.flag(at, t, "verbatim")
		c.markup(at+"/text", c.str(at, t, "text", 1, most), t["verbatim"] == true)
	case kind == "mrkdwn":
		c.bad(at+"/type", "must be plain_text")
	default:
		c.bad(at+"/type", "must be plain_text or mrkdwn, got %v", kind)
	}
}

// markup records what mrkdwn should not hold.
func (c *checker) markup(at, text string, verbatim bool) {
	c.s.checkText(c.where, at, text, true)
	if name := atAll.FindString(text); name != "" && !verbatim {
		c.s.breach(c.where, CodeMention, "%s: %q is read as a mention in text that is not verbatim: %.200q", at, name, text)
	}
}

func (c *checker) section(at string, b object) {
	c.only(at, b, "block_id", "text", "fields", "accessory", "expand")
	c.flag(at, b, "expand")
	if b["text"] == nil && b["fields"] == nil {
		c.bad(at, "a section needs text or fields")
	}
	c.text(at, b, "text", false, true, maxSection)
	if b["fields"] != nil {
		for i, f := range c.list(at, b, "fields", 1, maxFields) {
			c.textObject(fmt.Sprintf("%s/fields/%d", at, i), f, true, maxField)
		}
	}
	if a := b["accessory"]; a != nil {
		c.element(at+"/accessory", a, "button", "overflow", "static_select", "image", "checkboxes", "radio_buttons")
	}
}

func (c *checker) heading(at string, b object) {
	c.only(at, b, "block_id", "text")
	c.text(at, b, "text", true, false, maxHeader)
}

func (c *checker) divider(at string, b object) { c.only(at, b, "block_id") }

func (c *checker) context(at string, b object) {
	c.only(at, b, "block_id", "elements")
	for i, e := range c.list(at, b, "elements", 1, maxContext) {
		place := fmt.Sprintf("%s/elements/%d", at, i)
		if o, ok := e.(object); ok && o["type"] == "image" {
			c.element(place, e, "image")
			continue
		}
		c.textObject(place, e, true, maxObjectText)
	}
}

func (c *checker) actionsBlock(at string, b object) {
	c.only(at, b, "block_id", "elements")
	for i, e := range c.list(at, b, "elements", 1, maxActions) {
		c.element(fmt.Sprintf("%s/elements/%d", at, i), e, "button", "overflow", "static_select", "checkboxes", "radio_buttons")
	}
}

func (c *checker) contextActions(at string, b object) {
	c.only(at, b, "block_id", "elements")
	if c.surface != surfaceMessage {
		c.bad(at+"/type", "context_actions are for messages alone")
	}
	for i, e := range c.list(at, b, "elements", 1, maxFeedback) {
		c.element(fmt.Sprintf("%s/elements/%d", at, i), e, "feedback_buttons", "icon_button")
	}
}

func (c *checker) imageBlock(at string, b object) {
	c.only(at, b, "block_id", "image_url", "alt_text", "title", "slack_file")
	c.picture(at, b)
	c.text(at, b, "title", false, false, maxTitle)
}

// picture checks what an image block and an image element have in common.
func (c *checker) picture(at string, o object) {
	c.str(at, o, "alt_text", 1, maxAlt)
	if o["slack_file"] == nil {
		c.address(at, o, "image_url", 1)
	} else if o["image_url"] != nil {
		c.bad(at, "an image has image_url or slack_file, not both")
	}
}

func (c *checker) input(at string, b object) {
	c.only(at, b, "block_id", "label", "element", "hint", "optional", "dispatch_action")
	c.text(at, b, "label", true, false, maxLabel)
	c.text(at, b, "hint", false, false, maxLabel)
	c.flag(at, b, "optional")
	c.flag(at, b, "dispatch_action")
	if b["element"] == nil {
		c.bad(at, "missing required field: element")
		return
	}
	c.element(at+"/element", b["element"], "plain_text_input", "static_select", "checkboxes", "radio_buttons")
}

func (c *checker) markdownBlock(at string, b object) {
	c.only(at, b, "block_id", "text")
	if c.surface != surfaceMessage {
		c.bad(at+"/type", "markdown is for messages alone")
	}
	text := c.str(at, b, "text", 1, maxMarkdown)
	if c.markdown += length(text); c.markdown > maxMarkdown {
		c.bad(at+"/text", "the markdown blocks of a message may have %d characters in all", maxMarkdown)
	}
}
