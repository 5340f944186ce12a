package bot

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// invalid answers what is no question: nothing, nothing but punctuation, or more than is read.
func invalid(text string) (Reply, bool) {
	say := func(s string) (Reply, bool) { return Reply{Kind: Invalid, Text: s}, true }
	switch n := utf8.RuneCountInString(text); {
	case n > MaxMessage:
		return say(fmt.Sprintf("That is %d characters long. Please ask in %d characters or fewer; one sentence is best.", n, MaxMessage))
	case strings.TrimSpace(text) == "":
		return say(`That message is empty. Ask a question, such as "How many U.S. troops remain in Syria?", or say "help".`)
	case !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return say(fmt.Sprintf("%q holds no word that I could look for. Ask a question, such as \"How many U.S. troops remain in Syria?\", or say \"help\".", shorten(text)))
	}
	return Reply{}, false
}

// shorten cuts a text for quoting it back.
func shorten(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
