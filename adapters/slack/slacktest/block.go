package slacktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Where blocks can stand, with what differs there.
const (
	surfaceMessage = "message"
	surfaceHome    = "home"
	surfaceModal   = "modal"
)

// The limits of Block Kit.
const (
	maxBlocks       = 50  // in a message
	maxViewBlocks   = 100 // in a view
	maxSection      = 3000
	maxFields       = 10
	maxField        = 2000
	maxHeader       = 150
	maxContext      = 10
	maxActions      = 25
	maxFeedback     = 5
	maxID           = 255 // action_id, block_id, callback_id
	maxURL          = 3000
	maxAlt          = 2000
	maxTitle        = 2000
	maxMarkdown     = 12000 // over all markdown blocks of a message
	maxLabel        = 2000
	maxObjectText   = 3000
	maxPlaceholder  = 150
	maxOptions      = 100
	maxOverflow     = 5
	maxBoxes        = 10 // checkboxes or radio buttons that stand together
	maxOptionText   = 75
	maxOptionValue  = 150
	maxButtonText   = 75
	maxButtonValue  = 2000
	maxConfirmTitle = 100
	maxConfirmText  = 300
	maxConfirmPress = 30
)

// An object is a decoded JSON object.
type object = map[string]any

// A checker goes through blocks and notes what is wrong.
type checker struct {
	s        *Server
	where    string // method
	surface  string
	wrong    []string
	blocks   map[string]bool // block_ids so far
	actions  map[string]bool // action_ids of the block at hand
	markdown int
}

// blockRules are the blocks that the server knows.
var blockRules = map[string]func(*checker, string, object){
	"section": (*checker).section, "header": (*checker).heading, "divider": (*checker).divider, "context": (*checker).context,
	"actions": (*checker).actionsBlock, "image": (*checker).imageBlock, "input": (*checker).input, "rich_text": (*checker).richText,
	"markdown": (*checker).markdownBlock, "context_actions": (*checker).contextActions,
}

// checkBlocks holds a JSON list of blocks against the rules of Block Kit.
func (s *Server) checkBlocks(where, surface string, raw json.RawMessage) *refusal {
	var list []any
	if err := json.Unmarshal(raw, &list); err != nil {
		return refuse("invalid_blocks_format", "blocks are not a JSON list: %v", err)
	}
	c := &checker{s: s, where: where, surface: surface, blocks: map[string]bool{}}
	most := maxBlocks
	if surface != surfaceMessage {
		most = maxViewBlocks
	}
	if len(list) > most {
		c.bad("/blocks", "no more than %d items allowed, got %d", most, len(list))
	}
	for i, b := range list {
		c.block(fmt.Sprintf("/blocks/%d", i), b)
	}
	if len(c.wrong) == 0 {
		return nil
	}
	return &refusal{Code: "invalid_blocks", Messages: c.wrong}
}

// bad notes what is wrong, as Slack words it, with a pointer to the place.
func (c *checker) bad(at, format string, values ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", fmt.Sprintf(format, values...), at))
}

// block checks one block.
func (c *checker) block(at string, v any) {
	b, ok := v.(object)
	if !ok {
		c.bad(at, "a block must be an object")
		return
	}
	kind, _ := b["type"].(string)
	rule, ok := blockRules[kind]
	if !ok {
		c.bad(at+"/type", "unsupported type: %s (this server knows %s)", kind, strings.Join(slices.Sorted(maps.Keys(blockRules)), ", "))
		return
	}
	c.actions = map[string]bool{}
	if id := c.str(at, b, "block_id", 0, maxID); id != "" {
		if c.blocks[id] {
			c.bad(at+"/block_id", "block_id %q already exists", id)
		}
		c.blocks[id] = true
	}
	rule(c, at, b)
}

// only refuses fields that are not known.
func (c *checker) only(at string, o object, known ...string) {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if name != "type" && !slices.Contains(known, name) {
			c.bad(at, "invalid additional property: %s", name)
		}
	}
}

// str reads a string field of so many characters; least 0 means that it may be left out.
func (c *checker) str(at string, o object, name string, least, most int) string {
	v, there := o[name]
	if !there || v == nil {
		if least > 0 {
			c.bad(at, "missing required field: %s", name)
		}
		return ""
	}
	text, ok := v.(string)
	if !ok {
		c.bad(at+"/"+name, "must be a string")
		return ""
	}
	switch n := length(text); {
	case n < least:
		c.bad(at+"/"+name, "must be more than %d characters", least-1)
	case n > most:
		c.bad(at+"/"+name, "must be less than %d characters, got %d", most+1, n)
	}
	c.s.checkText(c.where, at+"/"+name, text, false)
	return text
}

// list reads a list field of so many items.
func (c *checker) list(at string, o object, name string, least, most int) []any {
	v, there := o[name]
	items, ok := v.([]any)
	switch {
	case !there && least == 0:
		return nil
	case !there:
		c.bad(at, "missing required field: %s", name)
	case !ok:
		c.bad(at+"/"+name, "must be a list")
	case len(items) < least:
		c.bad(at+"/"+name, "must have at least %d items", least)
	case len(items) > most:
		c.bad(at+"/"+name, "no more than %d items allowed, got %d", most, len(items))
	}
	return items
}

// flag reads a boolean field.
func (c *checker) flag(at string, o object, name string) {
	if v, there := o[name]; there {
		if _, ok := v.(bool); !ok {
			c.bad(at+"/"+name, "must be a boolean")
		}
	}
}

// oneOf reads a string field that is one of a few; it may be left out.
func (c *checker) oneOf(at string, o object, name string, of ...string) {
	if v, there := o[name]; there {
		if text, _ := v.(string); !slices.Contains(of, text) {
			c.bad(at+"/"+name, "must be one of %s", strings.Join(of, ", "))
		}
	}
}

// address reads a field with an address, which must be absolute and begin as links may.
func (c *checker) address(at string, o object, name string, least int) {
	url := c.str(at, o, name, least, maxURL)
	if url == "" {
		return
	}
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		c.bad(at+"/"+name, "invalid url: %.80q", url)
		return
	}
	if !allowed(url, c.s.o.LinkPrefixes) {
		c.s.breach(c.where, CodeLink, "%s/%s: the address %q begins with none of %q", at, name, url, c.s.o.LinkPrefixes)
	}
}
