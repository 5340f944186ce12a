package chart

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"drawdown/knowledge"
)

// leastText is the narrowest drawing that still tells a thousand from twenty.
const leastText = 30

// defaultText is the width of a drawing where none is given.
const defaultText = 72

// Text draws the rows for a terminal of so many columns (0: it is not known), in ASCII signs alone: a line of words and a line of
// drawing for each number, and what the signs mean. It is "" where the base has no figures.
func Text(base *knowledge.Base, width int) string {
	rows := Rows(base)
	if len(rows) == 0 {
		return ""
	}
	if width <= 0 {
		width = defaultText
	}
	width = max(width, leastText)
	var b strings.Builder
	paragraph(&b, Title(rows)+", in order of time, as the articles give them:", width)
	a := newAxis(rows)
	for _, r := range rows {
		b.WriteByte('\n')
		paragraph(&b, r.String(), width)
		b.WriteString(strip(r, a, width) + "\n")
	}
	b.WriteByte('\n')
	for _, e := range signs {
		if slices.ContainsFunc(rows, e.has) {
			paragraph(&b, e.means, width)
		}
	}
	paragraph(&b, "0 is on the left, "+knowledge.Thousands(a.top)+" on the right.", width)
	return b.String()
}

// signs say what the signs of a strip mean.
var signs = []struct {
	has   func(Row) bool
	means string
}{
	{func(r Row) bool { return pointsDown(r.Qualifier) }, "<--]  below the bound"},
	{func(r Row) bool { return pointsUp(r.Qualifier) }, "[-->  above the bound"},
	{func(r Row) bool { return r.Qualifier == knowledge.Around }, "~~~~  around (a tenth to either side, for show)"},
	{func(r Row) bool { return r.High > r.Low }, "[==]  a range"},
	{func(r Row) bool { return r.Qualifier == knowledge.Exactly && r.High == r.Low }, "*     an exact number"},
	{func(r Row) bool { return r.Planned }, ".. :  dots: planned, not reached"},
}

// strip draws one row, to the right of the line of nought.
func strip(r Row, a axis, width int) string {
	width--
	cells := []byte(strings.Repeat(" ", width))
	at := func(n float64) int {
		return min(width-1, int(math.Round(n/float64(a.top)*float64(width-1))))
	}
	low, high := at(float64(r.Low)), at(float64(r.High))
	fill := func(from, to int, sign byte) {
		for i := max(0, from); i <= min(to, width-1); i++ {
			cells[i] = sign
		}
	}
	line, bounds := byte('-'), [2]byte{'[', ']'}
	if r.Planned {
		line, bounds = '.', [2]byte{':', ':'}
	}
	const reach = 4 // columns of an arrow
	switch {
	case pointsDown(r.Qualifier):
		high = max(high, 1) // there is room for the arrow
		fill(high-reach, high, line)
		cells[high], cells[max(0, high-reach)] = bounds[1], '<'
	case pointsUp(r.Qualifier):
		low = min(low, width-2)
		end := min(width-1, low+reach)
		fill(low, end, line)
		cells[low], cells[end] = bounds[0], '>'
	case r.Qualifier == knowledge.Around:
		sign := byte('~')
		if r.Planned {
			sign = '.'
		}
		fill(at(float64(r.Low)*(1-aroundShare)), at(float64(r.High)*(1+aroundShare)), sign)
	case r.High > r.Low:
		if line == '-' {
			line = '='
		}
		fill(low, high, line)
		cells[low], cells[high] = bounds[0], bounds[1]
	case r.Planned:
		cells[low] = ':'
	default:
		cells[low] = '*'
	}
	return strings.TrimRight("|"+string(cells), " ")
}

// paragraph writes a text in lines of at most width characters; those after the first are indented.
func paragraph(b *strings.Builder, s string, width int) {
	used := 0
	for _, w := range strings.Split(s, " ") {
		n := utf8.RuneCountInString(w)
		switch {
		case used > 0 && used+1+n > width:
			b.WriteString("\n  " + w)
			used = 2 + n
			continue
		case used > 0:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(w)
		used += n
	}
	b.WriteByte('\n')
}
