package knowledge

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"drawdown/knowledge/text"
)

// A token is a word or number of a claim or a sentence, as it is written but for its signs.
type token struct {
	text  string
	first bool // where a capital says nothing: at the beginning of a sentence, clause or quotation
	glued bool // nothing but a hyphen between it and the token before
	aside bool // it begins what stands in parentheses
	gap   bool // a comma or the like between it and the token before
}

var (
	plain  = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "—", " - ", "–", " - ", "\u00a0", " ")
	states = regexp.MustCompile(`\bU\. ?S\.(?: ?A\.)?|\bU\.S\b|\bUS\b|\bUSA\b`)
	lexeme = regexp.MustCompile(`\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|%|[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*`)
)

// tokenize takes a text apart. The names of the United States become one token, USA.
func tokenize(s string) []token {
	s = states.ReplaceAllString(plain.Replace(s), "USA")
	var out []token
	last := 0
	for _, at := range lexeme.FindAllStringIndex(s, -1) {
		between := s[last:at[0]]
		out = append(out, token{
			text:  strings.TrimSuffix(s[at[0]:at[1]], "'s"),
			first: last == 0 || strings.ContainsAny(between, `.!?:;"(`) || strings.Contains(between, " - ") || clauseBegins(out, between),
			glued: between == "-",
			aside: strings.HasSuffix(between, "("),
			gap:   strings.Trim(between, " ") != "" && between != "-",
		})
		last = at[1]
	}
	return joinStates(out)
}

// clauseBegins tells whether a clause begins after "Yes," or "No,".
func clauseBegins(before []token, between string) bool {
	n := len(before)
	return n == 1 && strings.HasPrefix(between, ",") && (before[0].text == "Yes" || before[0].text == "No")
}

// joinStates makes one token of "United States".
func joinStates(in []token) []token {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		t := in[i]
		if t.text == "United" && i+1 < len(in) && in[i+1].text == "States" {
			t.text = "USA"
			i++
		}
		out = append(out, t)
	}
	return out
}

func (t token) lower() string { return strings.ToLower(t.text) }

// stem is the form in which words are compared; America and what is American is the USA.
func (t token) stem() string {
	l := t.lower()
	switch l {
	case "america", "american", "americans", "usa":
		return "usa"
	}
	if t.number() {
		return strings.TrimLeft(strings.ReplaceAll(l, ",", ""), "0")
	}
	return text.Stem(l)
}

func (t token) number() bool { return t.text[0] >= '0' && t.text[0] <= '9' }

func (t token) capital() bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsUpper(r)
}

// abbreviation tells whether the token is of capitals alone, two or more.
func (t token) abbreviation() bool {
	return len(t.text) >= 2 && t.text == strings.ToUpper(t.text) && t.text != t.lower()
}

func (t token) initial() string {
	r, _ := utf8.DecodeRuneInString(t.lower())
	return string(r)
}
