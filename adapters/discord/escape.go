package discord

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Discord's Markdown. A backslash before a sign that is no letter, digit or blank makes it plain and is not shown. What shows
// Markdown as it is typed, such as a telephone's notification, shows the backslash too, so that no more is escaped than has a
// meaning: emphasis, code, spoilers, links, mentions, times (<t:0>), headings, lists, quotations, and addresses that a client
// would make a link of.

// special are the signs with a meaning wherever they stand. Without "<" there are no times, emojis and mentions of channels,
// and without "]" no links, so that ">", ":" and ")" need not stand here; ">" does for quotations.
const special = "\\*_~`|[]<>#@"

// escape makes a text plain: on Discord it looks as it is written, on one line, and nothing in it mentions, links or
// formats. Signs that cannot be seen, and those that turn a text around, are left out.
func escape(s string) string {
	s = plain(s)
	var out strings.Builder
	out.Grow(len(s) + len(s)/8)
	if opensLine(s) {
		out.WriteByte('\\')
	}
	digits := true // only digits so far: "1." opens a list
	for i, r := range s {
		opensList := i > 0 && digits && (r == '.' || r == ')')
		if strings.ContainsRune(special, r) || opensList || r == ':' && strings.HasPrefix(s[i:], "://") {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
		digits = digits && '0' <= r && r <= '9'
	}
	return out.String()
}

// opensLine tells whether a text would begin a list: special has the other signs that mean something at the beginning of a line
// alone.
func opensLine(s string) bool { return s != "" && (s[0] == '-' || s[0] == '+') }

// plain puts a text on one line, with single blanks, and leaves out what cannot be seen. It is for where Discord reads no
// Markdown: footers, labels.
func plain(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if isPlain(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unseen(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isPlain spares the common case the work: printable ASCII with single blanks within.
func isPlain(s string) bool {
	blank := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= utf8.RuneSelf || s[i] == 0x7f || s[i] == ' ' && blank {
			return false
		}
		blank = s[i] == ' '
	}
	return s == "" || !blank
}

// unseen tells whether a sign has no look of its own but changes that of others: controls, tags, and formats such as turns of
// direction. The joiners within emoji and within words of some scripts stay.
func unseen(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != nonJoiner && r != joiner || r == '\u2028' || r == '\u2029'
}

// link is a masked link, or its text alone where the address is none that Discord takes.
func link(text, address string) string {
	foreign := func(r rune) bool { return r <= ' ' || unseen(r) || strings.ContainsRune(`<>"\`, r) }
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") || strings.ContainsFunc(address, foreign) {
		return text
	}
	// The first closing bracket would end the address.
	return "[" + text + "](" + strings.NewReplacer("(", "%28", ")", "%29").Replace(address) + ")"
}
