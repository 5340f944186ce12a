package knowledge

import (
	"regexp"
	"strings"
)

// Run is the number of words in a row from which a text is the article's and no longer our own.
const Run = 8

var (
	wordRun   = regexp.MustCompile(`[a-z0-9][a-z0-9']*`)
	thousands = regexp.MustCompile(`(\d),(\d{3})`)
	runFold   = strings.NewReplacer("’", "'", "‘", "'", "u.s.", "us")
)

// runWords are the words of a text as runs compare them: letters and digits alone.
func runWords(s string) []string {
	s = thousands.ReplaceAllString(runFold.Replace(strings.ToLower(s)), "$1$2")
	words := wordRun.FindAllString(s, -1)
	for i, w := range words {
		words[i] = strings.Trim(w, "'")
	}
	return words
}

// runsOf are all runs of a text.
func runsOf(s string) map[string]bool {
	words, out := runWords(s), map[string]bool{}
	for i := 0; i+Run <= len(words); i++ {
		out[strings.Join(words[i:i+Run], " ")] = true
	}
	return out
}

// longestRun gives the first run of a text that the article holds too, to its end, or "".
func longestRun(s string, runs map[string]bool) string {
	words := runWords(s)
	for i := 0; i+Run <= len(words); i++ {
		if !runs[strings.Join(words[i:i+Run], " ")] {
			continue
		}
		end := i + Run
		for end < len(words) && runs[strings.Join(words[end-Run+1:end+1], " ")] {
			end++
		}
		return strings.Join(words[i:end], " ")
	}
	return ""
}
