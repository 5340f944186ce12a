package discordtest

import "fmt"

// Types of components beside rows and buttons.
const (
	stringSelect  = 3
	textInput     = 4
	channelSelect = 8
	section       = 9
	textDisplay   = 10
	thumbnail     = 11
	mediaGallery  = 12
	fileComponent = 13
	separator     = 14
	container     = 17
)

// Styles of buttons.
const (
	linkStyle    = 5
	premiumStyle = 6
)

// A componentCheck goes through a message's components.
type componentCheck struct {
	ids   map[string]bool
	count int
	text  int
}

// checkComponents checks a message's components: rows of buttons or of one menu, or, with FlagComponentsV2, any layout.
func (v value) checkComponents(flags int) {
	check := &componentCheck{ids: map[string]bool{}}
	components := v.get("components")
	if flags&FlagComponentsV2 == 0 {
		for _, row := range components.list(0, maxRows) {
			if kind := row.get("type").choice(true, RowComponent); kind == RowComponent {
				check.row(row)
			}
		}
		return
	}
	for _, c := range components.list(1, maxV2) {
		check.layout(c)
	}
	if check.count > maxV2 {
		components.fail("BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxV2)
	}
	if check.text > maxV2Text {
		components.fail("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Message displayable text size exceeds %d", maxV2Text)
	}
}

// row checks a row.
func (check *componentCheck) row(v value) {
	check.count++
	inside := v.get("components").list(1, maxInRow)
	for _, c := range inside {
		kind := c.get("type").integer(true, ButtonComponent, channelSelect)
		switch {
		case kind == ButtonComponent:
			check.button(c)
		case kind == textInput:
			c.get("type").fail("BASE_TYPE_CHOICES", "Value must be one of {2, 3, 5, 6, 7, 8}.")
		case kind >= stringSelect:
			if len(inside) > 1 {
				v.get("components").fail("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
			}
			check.menu(c, kind)
		}
	}
}

// button checks a button.
func (check *componentCheck) button(v value) {
	check.count++
	style := v.get("style").integer(true, 1, premiumStyle)
	label := v.get("label").text(0, maxLabel)
	v.get("disabled").boolean()
	emoji := v.get("emoji")
	if emoji.object() {
		emoji.get("id").id()
		if !emoji.get("id").given() {
			emoji.get("name").text(1, 32)
		}
	}
	if style != premiumStyle && label == "" && !emoji.given() {
		v.fail("BUTTON_COMPONENT_INVALID_LABEL", "A button must have a label or emoji")
	}
	id, link := v.get("custom_id"), v.get("url")
	switch {
	case style == linkStyle:
		link.url(true, maxButtonURL, "http", "https", "discord")
		if id.given() && id.v != "" {
			id.fail("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
	case style == premiumStyle:
		v.get("sku_id").id()
	default:
		check.customID(id)
		if link.given() && link.v != "" {
			link.fail("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
	}
}

// customID checks the id of a component, which no other of the message has.
func (check *componentCheck) customID(v value) {
	id := v.text(1, maxCustomID)
	if check.ids[id] {
		v.fail("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	check.ids[id] = true
}

// menu checks a menu to select from.
func (check *componentCheck) menu(v value, kind int) {
	check.count++
	check.customID(v.get("custom_id"))
	v.get("placeholder").text(0, maxPlaceholder)
	v.get("disabled").boolean()
	least, most := v.get("min_values").integer(false, 0, 25), v.get("max_values").integer(false, 1, 25)
	if v.get("max_values").given() && least > most {
		v.get("min_values").fail("SELECT_COMPONENT_MIN_GREATER_THAN_MAX", "min_values must be at most max_values")
	}
	if kind != stringSelect {
		return
	}
	values := map[string]bool{}
	for _, o := range v.get("options").list(1, 25) {
		o.get("label").text(1, 100)
		o.get("description").text(0, 100)
		if s := o.get("value").text(1, 100); values[s] {
			o.get("value").fail("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		} else {
			values[s] = true
		}
	}
}

// layout checks a component of the second version.
func (check *componentCheck) layout(v value) {
	kind := v.get("type").integer(true, RowComponent, container)
	if kind == RowComponent {
		check.row(v)
		return
	}
	check.count++
	switch kind {
	case textDisplay:
		check.text += units(v.get("content").text(1, maxV2Text))
	case section:
		for _, c := range v.get("components").list(1, 3) {
			check.layout(c)
		}
		check.accessory(v.get("accessory"))
	case container:
		for _, c := range v.get("components").list(1, maxV2) {
			check.layout(c)
		}
	case mediaGallery:
		v.get("items").list(1, 10)
	case fileComponent, separator:
	default:
		v.get("type").fail("BASE_TYPE_CHOICES", "Value must be one of {%s}.", fmt.Sprint(RowComponent, section, textDisplay, mediaGallery, fileComponent, separator, container))
	}
}

// accessory checks what stands beside a section.
func (check *componentCheck) accessory(v value) {
	switch v.get("type").choice(true, ButtonComponent, thumbnail) {
	case ButtonComponent:
		check.button(v)
	default:
		check.count++
	}
}
