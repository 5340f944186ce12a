// Package chart draws the numbers of U.S. troops that the articles give, over time: as SVG for the web page, as PNG for chats, as
// text for a terminal, and as the table that says the same.
//
// [Rows] is the table; everything else is drawn from it, so that no picture can say more than the table. A figure is drawn as what it
// is: "fewer than 2,000" as a bound with an arrow down from it, "just over 2,500" as one with an arrow up, "around 20,000" as a band that
// fades out, a range as a frame, and only a number that is given exactly as a point. What is planned is hollow and dashed. Every mark
// has its words beside it, so that nothing depends on colours.
//
// Each figure has a column of its own, in order of time, and the picture says that distances in time are not to scale: the articles
// give one number of a decade ago and three of one autumn, which on a true axis would lie upon one another. Numbers begin at nought.
// The ground of the pictures is white and opaque, so that they are read alike on light and dark pages. The same base gives the same
// bytes.
//
// # The library
//
// The drawing goes to the vector graphics layer of gonum.org/v1/plot (BSD licence), which draws the same lines to SVG and PNG. Its
// package plot, which has axes and legends, is left out: it brings twelve fonts, TeX and PDF along and adds 7.4 MB to a binary; the
// layer beneath, with two of the fonts of golang.org/x/image, adds 1.5 MB. Axes are twenty lines here.
//
// Everything in the package is safe for concurrent use.
package chart

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"drawdown/knowledge"
)

// A Row is one number of troops.
type Row struct {
	Series    string // the country
	Date      string // YYYY, YYYY-MM or YYYY-MM-DD, "about " before it where the article is vague; of a planned number, when it was announced
	Amount    string // the number with its qualifier: "fewer than 2,000"
	Qualifier knowledge.Qualifier
	Low, High int // the number or the range
	Planned   bool
	By        string // who says so, as the article has it; or ""
	Says      string // the statement that it stands in
	Citations []knowledge.Citation
}

// Rows are the numbers of a base in order of time, those that are planned after those of the same time. They are nil where it has none.
func Rows(base *knowledge.Base) []Row {
	var out []Row
	for _, f := range base.Facts() {
		for _, g := range f.Figures {
			out = append(out, Row{g.Series, g.Date, g.Amount(), g.Qualifier, g.Low, g.High, g.Planned, f.Facets["according to"].Text, f.Says, base.From(f, "").Citations})
		}
	}
	slices.SortStableFunc(out, func(a, b Row) int {
		return cmp.Or(cmp.Compare(day(a), day(b)), order(a.Planned)-order(b.Planned), cmp.Compare(a.Series, b.Series))
	})
	return out
}

func day(r Row) string { return strings.TrimPrefix(r.Date, "about ") }

func order(later bool) int {
	if later {
		return 1
	}
	return 0
}

// When is the time of a row as people read it: "about 2015", "October 2025", "planned, announced 2 October 2025".
func (r Row) When() string {
	s := day(r)
	for layout, written := range map[string]string{"2006-01": "January 2006", time.DateOnly: "2 January 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			s = t.Format(written)
			break
		}
	}
	if strings.HasPrefix(r.Date, "about ") {
		s = "about " + s
	}
	if r.Planned {
		s = "planned, announced " + s
	}
	return s
}

// String is the row in a line: "Iraq, about 2015: around 20,000".
func (r Row) String() string {
	s := fmt.Sprintf("%s, %s: %s", r.Series, r.When(), r.Amount)
	if r.By != "" {
		s += " (according to " + r.By + ")"
	}
	return s
}

// Title is the headline of the pictures.
func Title(rows []Row) string {
	var series []string
	for _, r := range rows {
		if !slices.Contains(series, r.Series) {
			series = append(series, r.Series)
		}
	}
	switch n := len(series); n {
	case 0:
		return nothing
	case 1:
		return "U.S. troops in " + series[0]
	default:
		return "U.S. troops in " + strings.Join(series[:n-1], ", ") + " and " + series[n-1]
	}
}

// nothing is what a picture without figures says.
const nothing = "The articles give no numbers of troops."

// Alt says what the picture shows, for those who do not see it.
func Alt(base *knowledge.Base) string {
	rows := Rows(base)
	if len(rows) == 0 {
		return nothing
	}
	said := make([]string, len(rows))
	for i, r := range rows {
		said[i] = r.String()
	}
	return Title(rows) + ". " + strings.Join(said, "; ") + "."
}
