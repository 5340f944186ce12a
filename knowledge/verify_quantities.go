package knowledge

import (
	"strconv"
	"strings"
)

// thousandK is a number of thousands as chats write it: "20k".
var thousandK = lazily(`(?i)\b(\d+(?:\.\d+)?)\s?k\b`)

// shares are words for a part of a whole, in percent.
var shares = map[string]float64{"half": 50, "third": 100.0 / 3, "quarter": 25, "fifth": 20, "tenth": 10}

// heaps are words for a vague number, with what it is at least.
var heaps = map[string]float64{"dozens": 24, "hundreds": 200, "thousands": 2000, "millions": 2e6}

// spans are the years that a word for a time lasts.
var spans = map[string]float64{"year": 1, "years": 1, "decade": 10, "decades": 10, "month": 1.0 / 12, "months": 1.0 / 12, "week": 7.0 / 365, "weeks": 7.0 / 365, "day": 1.0 / 365, "days": 1.0 / 365, "hour": 0, "hours": 0, "minute": 0, "minutes": 0, "century": 100, "centuries": 100}

// quantitiesOf finds the figures and dates of a text, spelled as people do in chats: "20k", "october 2", "a decade".
func quantitiesOf(s string) []quantity {
	s = thousandK().ReplaceAllString(s, "$1 thousand")
	out, s := ranges(s)
	tokens := tokenize(s)
	for i := 0; i < len(tokens); i++ {
		if m, ok := inWords(tokens, i); ok {
			out = append(out, m)
			continue
		}
		n, end := numberAt(tokens, i)
		if end == i {
			continue
		}
		if v, err := strconv.ParseFloat(strings.TrimSuffix(n.value, "%"), 64); err == nil {
			m := quantity{of: counted, n: v, qualifier: qualifierBefore(tokens[:i])}
			if m.qualifier == Exactly && end+1 < len(tokens) && tokens[end].lower() == "or" && tokens[end+1].lower() == "so" {
				m.qualifier = Around
			}
			out = append(out, counting(tokens, end, measured(tokens, i, end, m, strings.HasSuffix(n.value, "%"))))
		}
		i = end - 1
	}
	return out
}

// inWords reads the quantity that a single word is: a month, a part of a whole, a vague heap, a decade, a small numeral.
func inWords(tokens []token, i int) (quantity, bool) {
	t := tokens[i].lower()
	before := withoutArticle(tokens[:i])
	previous := ""
	if i > 0 {
		previous = tokens[i-1].lower()
	}
	switch v := float64(numerals[t]); {
	case monthOf(tokens, i) > 0:
		return quantity{of: month, n: float64(monthOf(tokens, i))}, true
	case shares[t] > 0 && previous != "the":
		return quantity{of: percent, n: shares[t], qualifier: qualifierBefore(before)}, true
	case heaps[t] > 0:
		return quantity{of: counted, n: heaps[t], qualifier: AtLeast}, true
	case t == "decade" && (previous == "a" || previous == "past" || previous == "last"):
		return quantity{of: duration, n: 10, qualifier: qualifierBefore(before)}, true
	case v > 1 && v < leastSpelled:
		if _, end := numberAt(tokens, i); end > i { // it begins a larger one: "two thousand"
			return quantity{}, false
		}
		return counting(tokens, i+1, quantity{of: small, n: v, qualifier: qualifierBefore(tokens[:i])}), true
	}
	return quantity{}, false
}

// spanned is a range of numbers: "between 2,000 and 3,000", "2,000-3,000". What leads "from" one "to" another is no range.
var spanned = lazily(`(?i)\bbetween\s+(\d[\d,]*)((?:\s+thousand)?)\s+and\s+(\d[\d,]*)((?:\s+thousand)?)|\b(\d[\d,]*)\s?[-–]\s?(\d[\d,]*)\b`)

// ranges finds the ranges of a text, and gives it without them. Ranges of years stay.
func ranges(s string) ([]quantity, string) {
	var out []quantity
	rest := spanned().ReplaceAllStringFunc(s, func(found string) string {
		m := spanned().FindStringSubmatch(found)
		low, ok1 := count(m[1] + m[5])
		high, ok2 := count(m[3] + m[6])
		if m[4] != "" {
			high *= 1000
			if m[2] != "" || low < 1000 {
				low *= 1000
			}
		}
		if years := low >= 1900 && high < 2100; !ok1 || !ok2 || low >= high || years && !strings.Contains(found, ",") {
			return found
		}
		out = append(out, quantity{of: counted, n: float64(low), to: float64(high)})
		return " "
	})
	return out, rest
}

// measured tells what a number in digits measures.
func measured(tokens []token, i, end int, m quantity, ofHundred bool) quantity {
	plainYear := m.n >= 1900 && m.n < 2100 && len(tokens[i].text) == 4 && m.qualifier == Exactly && end == i+1
	switch {
	case ofHundred:
		m.of = percent
	case plainYear && (end == len(tokens) || !countedThings[tokens[end].lower()]):
		m.of = year
	case m.n <= 31 && m.qualifier == Exactly && (i > 0 && monthOf(tokens, i-1) > 0 || end < len(tokens) && monthOf(tokens, end) > 0):
		m.of = day
	}
	return m
}

// countedThings are words that make a number of four digits before them a count and no year.
var countedThings = map[string]bool{"troops": true, "soldiers": true, "gis": true, "americans": true, "people": true, "service": true, "personnel": true, "us": true, "usa": true, "american": true, "u": true, "men": true, "members": true, "forces": true, "fighters": true, "guys": true, "boots": true}

// counting makes a duration of a number that counts years, weeks or the like.
func counting(tokens []token, end int, m quantity) quantity {
	if end < len(tokens) {
		if years, ok := spans[tokens[end].lower()]; ok {
			m.of, m.n = duration, m.n*years
		}
	}
	return m
}

func withoutArticle(tokens []token) []token {
	if n := len(tokens); n > 0 && (tokens[n-1].lower() == "a" || tokens[n-1].lower() == "one" || tokens[n-1].lower() == "the") {
		return tokens[:n-1]
	}
	return tokens
}

// monthOf is the month that a token names in any case, or 0.
func monthOf(tokens []token, i int) int {
	if i < 0 || i >= len(tokens) {
		return 0
	}
	t := tokens[i].lower()
	switch t {
	case "may", "march", "mar", "dec", "jun", "jan", "sept", "oct", "nov", "aug", "jul", "apr", "feb", "sep":
		beside := i > 0 && tokens[i-1].number() || i+1 < len(tokens) && tokens[i+1].number()
		if !beside {
			return 0
		}
	}
	return months[t]
}
