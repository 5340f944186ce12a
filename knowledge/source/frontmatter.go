package source

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const fence = "---"

var (
	fieldLine    = regexp.MustCompile(`^([A-Za-z_][\w-]*)\s*:(?:\s+(.*))?$`)
	singleQuoted = regexp.MustCompile(`^'((?:[^']|'')*)'`)
)

// frontMatter takes the metadata between two lines "---" at the head of a Markdown
// text, and returns the text after it. A text that begins with a "---" of another
// kind, a rule across the page, is returned as it is.
func (d *draft) frontMatter(text string) (string, error) {
	first, rest, _ := strings.Cut(text, "\n")
	second, _, _ := strings.Cut(rest, "\n")
	if strings.TrimRight(first, " \t") != fence || !fieldLine.MatchString(second) {
		return text, nil
	}
	for number := 2; rest != ""; number++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimRight(line, " \t")
		if line == fence {
			return rest, nil
		}
		if err := d.field(line); err != nil {
			return "", fmt.Errorf("front matter, line %d: %w", number, err)
		}
	}
	return "", errors.New(`front matter is opened by "---" on line 1 and not closed; end it with a line "---"`)
}

// field takes one line of the front matter. Indented lines, list items and comments
// belong to keys that are passed over.
func (d *draft) field(line string) error {
	if line == "" || strings.ContainsRune(" \t-#", rune(line[0])) {
		return nil
	}
	m := fieldLine.FindStringSubmatch(line)
	if m == nil {
		return fmt.Errorf("%q is not of the form key: value", line)
	}
	value := clean(fieldValue(m[2]))
	if value == "" {
		return nil
	}
	return d.set(strings.ToLower(m[1]), value)
}

// set sets the metadata of a key.
func (d *draft) set(key, value string) error {
	switch key {
	case "id":
		d.id = value
	case "title":
		d.title = value
	case "publisher":
		d.publisher = value
	case "published":
		if !d.takeDate(value) {
			return fmt.Errorf("published %q is not a date; write it as 2006-01-02", value)
		}
	case "url":
		if !d.takeURL(value) {
			return fmt.Errorf("url %q is not an address of the web; write it as https://example.org/article", value)
		}
	}
	return nil
}

// fieldValue returns a value without quotation marks and without the comment.
func fieldValue(s string) string {
	s = strings.TrimSpace(s)
	if quoted, err := strconv.QuotedPrefix(s); err == nil && s[0] == '"' {
		if value, err := strconv.Unquote(quoted); err == nil {
			return value
		}
	}
	if m := singleQuoted.FindStringSubmatch(s); m != nil {
		return strings.ReplaceAll(m[1], "''", "'")
	}
	if strings.HasPrefix(s, "#") {
		return ""
	}
	value, _, _ := strings.Cut(s, " #")
	return value
}
