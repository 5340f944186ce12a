package chart

import (
	"image/color"
	"math"
	"strings"

	"drawdown/knowledge"
)

// The measures of the picture, in points.
const (
	columnWidth = 150 // for a date, a country and "according to the Pentagon" at the size of captions
	leastWidth  = 560 // for the title and the legend
	height      = 430
	leftMargin  = 62 // for "25,000"
	rightMargin = 14
	topMargin   = 62  // for title and subtitle
	nought      = 132 // its height: captions and legend stand below
	markWidth   = 56
	arrowLength = 34 // of "fewer than" and "more than"; half of it for "just over" and "nearly"
	leastBand   = 9  // the height of the lowest band that is still seen as one
)

// aroundShare is how far the band of an "around" reaches to either side, as a share of the number. No article says how far it
// reaches: a tenth is wide enough to be no point, and the legend says that it is for show.
const aroundShare = 0.1

// Sizes of text.
const (
	titleSize   = 16
	captionSize = 11
	amountSize  = 12
)

// The colours have a contrast of 4.5 to 1 and more on white (WCAG 2.2, AA), the grid aside.
var (
	ground = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	ink    = color.NRGBA{0x1f, 0x24, 0x28, 0xff}
	faint  = color.NRGBA{0x57, 0x60, 0x6a, 0xff}
	grid   = color.NRGBA{0xd8, 0xde, 0xe4, 0xff}
	hues   = []color.NRGBA{{0x0b, 0x5c, 0xad, 0xff}, {0xa0, 0x41, 0x00, 0xff}, {0x1a, 0x6b, 0x3a, 0xff}, {0x7a, 0x2d, 0x8c, 0xff}}
)

// tint mixes a colour with the ground: 0 is the ground, 1 the colour.
func tint(c color.NRGBA, share float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
	return color.NRGBA{mix(ground.R, c.R), mix(ground.G, c.G), mix(ground.B, c.B), 0xff}
}

// size is the width and height of the picture of so many figures.
func size(rows int) (float64, float64) {
	return math.Max(leastWidth, leftMargin+rightMargin+float64(rows)*columnWidth), height
}

// draw draws the rows.
func (s sheet) draw(rows []Row) {
	w, h := size(len(rows))
	s.area(ground, 0, 0, w, 0, w, h, 0, h)
	s.line(grid, 1, 0, 0.5, 0.5, w-0.5, 0.5, w-0.5, h-0.5, 0.5, h-0.5, 0.5, 0.5)
	if len(rows) == 0 {
		s.text(w/2, h/2, amountSize, false, middle, ink, nothing)
		return
	}
	s.text(leftMargin-44, h-28, titleSize, true, left, ink, Title(rows))
	s.text(leftMargin-44, h-46, captionSize, false, left, faint, "In order of time, as the articles give them; distances in time are not to scale.")
	a := newAxis(rows)
	s.axis(a, w)
	hue := map[string]color.NRGBA{}
	for i, r := range rows {
		if _, known := hue[r.Series]; !known {
			hue[r.Series] = hues[len(hue)%len(hues)]
		}
		x := leftMargin + (float64(i)+0.5)*(w-leftMargin-rightMargin)/float64(len(rows))
		top := s.mark(x, a.at(r.Low), a.at(r.High), r.Qualifier, r.Planned, hue[r.Series])
		half := s.width(amountSize, true, r.Amount)/2 + 2
		s.area(ground, x-half, top+3, x+half, top+3, x+half, top+6+amountSize, x-half, top+6+amountSize) // no line of the grid crosses the words
		s.text(x, top+6, amountSize, true, middle, ink, r.Amount)
		s.caption(x, hue[r.Series], r)
	}
	s.legend(rows)
}

// caption says below a column whose number it is, when, and who says so, in as many lines as there is room for: the description has all.
func (s sheet) caption(x float64, c color.Color, r Row) {
	const room = 4
	s.text(x, nought-18, amountSize, true, middle, c, r.Series)
	lines := strings.Split(r.When(), ", ")
	if r.By != "" {
		lines = append(lines, s.wrap("according to "+r.By)...)
	}
	if len(lines) > room {
		lines = append(lines[:room-1:room-1], lines[room-1]+" …")
	}
	for i, line := range lines {
		s.text(x, nought-32-14*float64(i), captionSize, false, middle, ink, line)
	}
}

// wrap breaks a caption into lines that fit a column, between words.
func (s sheet) wrap(text string) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(text) {
		if longer := line + " " + w; line != "" && s.width(captionSize, false, longer) < columnWidth-8 {
			line = longer
			continue
		} else if line != "" {
			lines = append(lines, line)
		}
		line = w
	}
	return append(lines, line)
}

// An axis leads from numbers to heights.
type axis struct{ step, top int }

// newAxis chooses a step of 1, 2 or 5 times a power of ten, and at most five of them.
func newAxis(rows []Row) axis {
	most := 1.0
	for _, r := range rows {
		reach := float64(r.High)
		if r.Qualifier == knowledge.Around {
			reach *= 1 + aroundShare
		}
		most = math.Max(most, reach)
	}
	step := 1
	for factor := 0; float64(5*step) < most; factor++ {
		step = step / []int{1, 2, 5}[factor%3] * []int{2, 5, 10}[factor%3]
	}
	return axis{step, step * int(math.Ceil(most/float64(step)))}
}

func (a axis) at(n int) float64 {
	return nought + float64(n)/float64(a.top)*(height-topMargin-nought-16)
}

func (s sheet) axis(a axis, w float64) {
	for n := 0; n <= a.top; n += a.step {
		c := grid
		if n == 0 {
			c = faint
		}
		s.line(c, 1, 0, leftMargin-6, a.at(n), w-rightMargin, a.at(n))
		s.text(leftMargin-10, a.at(n)-4, captionSize, false, right, faint, knowledge.Thousands(n))
	}
}
