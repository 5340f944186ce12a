package source

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxTitle is the length in characters of the longest line that is taken for a
	// title. Headlines end before 120; in doubt the line is text, for a title that
	// stands among the sentences does less harm than a sentence that is lost.
	maxTitle = 150

	// maxName is the number of words of the longest name of a publisher or author.
	maxName = 8
)

// settle drops the page furniture and takes what the lines at the head tell.
func (d *draft) settle() {
	body := d.blocks[d.head():]
	d.blocks = nil
	for _, b := range body {
		if !isFurniture(b.text) {
			d.blocks = append(d.blocks, b)
		}
	}
}

// head takes the metadata and the title from the first blocks, and returns how
// many blocks that were, furniture among them.
func (d *draft) head() int {
	titled := false
	for i, b := range d.blocks {
		switch {
		case isFurniture(b.text), d.takeLine(b.text), !titled && d.isKicker(i):
		case !titled && d.isTitle(i):
			titled = true
			if d.title == "" {
				d.title = b.text
			}
		default:
			return i
		}
	}
	return len(d.blocks)
}

// isTitle reports whether a block of the head is the title: it says what is known
// to be the title, it is the first heading, or it is a short line that does not end
// as a sentence does. A question is a title too where a dateline or a byline follows.
func (d *draft) isTitle(i int) bool {
	b := d.blocks[i]
	switch {
	case strings.EqualFold(b.text, d.title), b.level == 1:
		return true
	case d.title != "":
		return false
	case b.level > 0:
		return true
	case utf8.RuneCountInString(b.text) > maxTitle, strings.HasSuffix(b.text, ":"), i+1 == len(d.blocks):
		return false
	}
	return !isFinal(b.text) || !strings.HasSuffix(b.text, ".") && new(draft).takeLine(d.blocks[i+1].text)
}

// isKicker reports whether a block is the short line that some pages put over the
// first heading, the name of a section as a rule.
func (d *draft) isKicker(i int) bool {
	b := d.blocks[i]
	return b.level == 0 && !isFinal(b.text) && utf8.RuneCountInString(b.text) <= maxTitle &&
		i+1 < len(d.blocks) && d.blocks[i+1].level == 1
}

// takeLine takes the metadata from a line of the head, and reports whether it held
// nothing else.
func (d *draft) takeLine(line string) bool {
	if utf8.RuneCountInString(line) > maxFurniture {
		return false
	}
	if d.take(line) {
		return true
	}
	found := false
	for _, part := range lineParts(line) {
		switch {
		case d.take(part):
			found = true
		case !furniture.MatchString(part):
			return false
		}
	}
	return found
}

// A headRule takes the metadata from lines of one kind. The last group of its
// pattern is the value; take reports whether it is one.
type headRule struct {
	line *regexp.Regexp
	take func(d *draft, value string) bool
}

var headRules = []headRule{
	{regexp.MustCompile(`(?i)^share\s*[-–—|:]\s*(.+)$`), (*draft).takePublisher},
	{regexp.MustCompile(`(?i)^(?:source|publisher|publication|published by)\s*:\s*(.+)$`), (*draft).takePublisher},
	{regexp.MustCompile(`(?i)^(?:title|headline)\s*:\s*(.+)$`), (*draft).takeTitle},
	{regexp.MustCompile(`(?i)^(?:(?:url|link)\s*:\s*)?(https?://\S+)$`), (*draft).takeURL},
	{regexp.MustCompile(`(?i)^(?:by|(?:written )?by:|author\s*:)\s+(.+)$`), func(_ *draft, name string) bool { return isName(name) }},
	{regexp.MustCompile(`(?i)^(?:last )?(?:updated|modified)\b[:\s]*(?:on\b[:\s]*)?(.+)$`), func(_ *draft, s string) bool { _, ok := dateOf(s); return ok }},
	{regexp.MustCompile(`(?i)^(?:(?:first )?published|posted|date)\b[:\s]*(?:on\b[:\s]*)?(.+)$`), (*draft).takeDate},
	{regexp.MustCompile(`^(.+)$`), (*draft).takeDate},
}

func (d *draft) take(line string) bool {
	for _, rule := range headRules {
		if m := rule.line.FindStringSubmatch(line); m != nil && rule.take(d, m[1]) {
			return true
		}
	}
	return false
}

func (d *draft) takePublisher(name string) bool {
	if !isName(name) {
		return false
	}
	if d.publisher == "" && !network.MatchString(name) {
		d.publisher = name
	}
	return true
}

// network is where a page is shared to, not who published it.
var network = regexp.MustCompile(`(?i)^(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|e-?mail|pinterest|instagram|link)\b`)

func (d *draft) takeTitle(title string) bool {
	if d.title == "" {
		d.title = title
	}
	return true
}

func (d *draft) takeURL(address string) bool {
	if !isWeb(address) {
		return false
	}
	if d.url == "" {
		d.url = address
	}
	return true
}

func (d *draft) takeDate(s string) bool {
	date, ok := dateOf(s)
	if ok && d.published == "" {
		d.published = date
	}
	return ok
}

// isName reports whether a text can be the name of a person or a house: a few
// words, each with a capital or a digit first but for the short ones, and no end
// of a sentence.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > maxName || isFinal(s) {
		return false
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLower(r) && (i == 0 || len(w) > 3) && !strings.Contains(w, ".") {
			return false
		}
	}
	return true
}

// isWeb reports whether an address is one of the web, and so can be linked to.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
