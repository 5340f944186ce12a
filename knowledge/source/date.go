package source

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dateLine is a date and, passed over, a day of the week before it and a time after
// it. Dates in figures alone are read where the year comes first: 02/10/2025 is one
// day in London and another in Washington.
var dateLine = regexp.MustCompile(`(?i)^` +
	`(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?` +
	`(?:(?P<y1>\d{4})[-/](?P<m1>\d{2})[-/](?P<d1>\d{2})` +
	`|(?P<m2>[a-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4})` +
	`|(?P<d3>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m3>[a-z]{3,9})\.?,?\s+(?P<y3>\d{4}))` +
	`(?:(?:[,\s–—-]*(?:at\s+)?|T)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?` +
	`\s*(?:[ap]\.?m\.?)?\s*(?:z|\(?[a-z]{2,5}\)?|[+-]\d{2}:?\d{2})?)?$`)

// dateOf returns the date of a text that is a date and nothing else, as
// 2006-01-02. Where it has a time and a zone, the date is as written there.
func dateOf(s string) (string, bool) {
	m := dateLine.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return "", false
	}
	part := func(name string) string {
		for _, n := range []string{"1", "2", "3"} {
			if v := m[dateLine.SubexpIndex(name+n)]; v != "" {
				return v
			}
		}
		return ""
	}
	year, _ := strconv.Atoi(part("y"))
	day, _ := strconv.Atoi(part("d"))
	month, ok := monthOf(part("m"))
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if !ok || t.Day() != day || t.Month() != month {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

// monthOf returns a month by its number, its name, or the first letters of it.
func monthOf(s string) (time.Month, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return time.Month(n), 1 <= n && n <= 12
	}
	for m := time.January; m <= time.December; m++ {
		if len(s) >= 3 && strings.HasPrefix(strings.ToLower(m.String()), strings.ToLower(s)) {
			return m, true
		}
	}
	return 0, false
}
