package web

import (
	"net/http"
	"strings"
	"time"

	"drawdown/bot/chart"
)

// A timetable is the page at /timeline.
type timetable struct {
	Entries []entry
	Picture string // the address of the picture; "" where the facts give no numbers
	Alt     string
	Title   string
	Rows    []number
}

// A number is a row of the table beside the picture, which says the same.
type number struct {
	Series, Amount, When, By string
	Sources                  []source
}

// timeline answers GET /timeline.
func (a *Adapter) timeline(w http.ResponseWriter, r *http.Request) {
	base := a.bot.Base()
	var body timetable
	for _, e := range a.bot.Timeline().Entries {
		n := numbering{base: base, root: "./"}
		body.Entries = append(body.Entries, n.entry(e))
	}
	if rows := chart.Rows(base); len(rows) > 0 {
		body.Picture, body.Alt, body.Title = "./timeline.svg", chart.Alt(base), chart.Title(rows)
		for _, row := range rows {
			n := numbering{base: base, root: "./"}
			body.Rows = append(body.Rows, number{row.Series, row.Amount, row.When(), row.By, n.sources(row.Citations)})
		}
	}
	a.show(w, "timeline", http.StatusOK, a.newFrame("timeline", "Timeline – Drawdown", "./", body))
}

// when writes a date of the timeline as people do: "2 October 2025", "September 2025", "2019"; "about" stays.
func when(dated string) string {
	about, iso := "", dated
	if rest, ok := strings.CutPrefix(dated, "about "); ok {
		about, iso = "about ", rest
	}
	for _, form := range [...][2]string{{time.DateOnly, "2 January 2006"}, {"2006-01", "January 2006"}} {
		if t, err := time.Parse(form[0], iso); err == nil {
			return about + t.Format(form[1])
		}
	}
	return dated
}
