package bot

import (
	"slices"
	"strings"
	"time"

	"drawdown/knowledge"
)

// Date writes an ISO date as people do ("2 October 2025"); what is none, as it is.
func Date(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("2 January 2006")
}

// AsOf says how old the sources of an answer are, each date once ("6 May 2024 and 2 October 2025"); "" where none is known.
func AsOf(list []knowledge.Citation) string {
	var dates []string
	for _, c := range list {
		if d := Date(c.AsOf); d != "" && !slices.Contains(dates, d) {
			dates = append(dates, d)
		}
	}
	return strings.Join(dates, " and ")
}

// InQuotes puts a sentence in quotation marks: plain ones around one that has typographic marks of its own.
func InQuotes(s string) string {
	if strings.ContainsAny(s, "“”") {
		return `"` + s + `"`
	}
	return "“" + s + "”"
}
