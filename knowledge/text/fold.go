package text

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What chat platforms and people put around a question that is no part of it: mentions (<@U1>, <#C1|general>,
// <!channel>, @name at the start of a word), custom emoji (<:name:1>, :name:), and links. Several in a row count as one, so
// that taking them out never makes a new one. The names of the United States are whole words: neither "USB" nor the
// "U.S. A" of "U.S. Army" is the country with a letter more or less.
var (
	link    = regexp.MustCompile(`(?i)<?\b(?:https?://|www\.)[^\s>]*>?`)
	mention = regexp.MustCompile(`(?i)(?:^|\s|` + bracketed + `)(?:` + bracketed + `|@[\pL\pN_.-]+|:[a-z0-9_+-]{2,}:)+|` + bracketed)
	country = regexp.MustCompile(`\b(?:U\.S\.A\b\.?|U\. ?S\b\.?|USA\b|US\b)(?:'s\b)?`)
)

const bracketed = `<[@#!:/a-z][^<>\s]*>`

// punctuation folds the signs that keyboards and word processors vary to the ones that the tokenizer reads.
var punctuation = strings.NewReplacer(
	"’", "'", "‘", "'", "‛", "'", "ʼ", "'", "`", "'", "´", "'",
	"“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`,
	"—", " - ", "–", " - ", "‑", "-", "‐", "-", "−", "-", "…", " ... ", "\u00a0", " ", "\v", " ",
)

// Fold brings a text into the one form in which texts are compared: lower case, without diacritics and emoji, typographic
// signs replaced by plain ones, mentions and links of chat platforms removed, white space single. The names of the United
// States that case alone tells from the pronoun ("US", "U.S.") become "usa". It is idempotent.
func Fold(s string) string {
	s = punctuation.Replace(s)
	if !ascii(s) {
		s = strip(s)
	}
	if strings.ContainsAny(s, "<@:./") {
		s = link.ReplaceAllString(s, " ")
		s = mention.ReplaceAllString(s, " ")
	}
	if strings.Contains(s, "U") {
		s = country.ReplaceAllString(s, "usa ")
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// strip decomposes letters (NFKD) and drops their marks, so that "Erbīl" is "erbil". Turkish dotted and dotless i
// become i. What is neither letter nor number (emoji, the signs of other scripts) becomes a blank: the tokenizer takes every
// byte beyond ASCII for a letter.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x80, unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.Mc, r):
			if r == 'ı' {
				return 'i'
			}
			return r
		case unicode.IsMark(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return ' '
	}, punctuation.Replace(norm.NFKD.String(strings.ToValidUTF8(s, ""))))
}
