package chart

import (
	"image/color"
	"math"
	"slices"

	"drawdown/knowledge"
)

// mark draws a number at its height, or a range between two, around x, and gives the height of its upper end. A planned one is hollow
// and dashed.
func (s sheet) mark(x, low, high float64, q knowledge.Qualifier, planned bool, c color.NRGBA) (top float64) {
	dash := 0.0
	if planned {
		dash = 4
	}
	switch q {
	case knowledge.Around:
		low, high = low-aroundShare*(low-nought), high+aroundShare*(high-nought)
		if lack := leastBand - (high - low); lack > 0 {
			low, high = low-lack/2, high+lack/2
		}
		s.band(x, low, high, planned, true, c)
		return high
	case knowledge.FewerThan, knowledge.UpTo:
		s.arrow(x, high, math.Max(high-arrowLength, nought+1), dash, c)
		return high
	case knowledge.Nearly:
		s.arrow(x, high, math.Max(high-arrowLength/2, nought+1), dash, c)
		return high
	case knowledge.MoreThan, knowledge.AtLeast:
		s.arrow(x, low, low+arrowLength, dash, c)
		return low + arrowLength
	case knowledge.JustOver:
		s.arrow(x, low, low+arrowLength/2, dash, c)
		return low + arrowLength/2
	}
	if high > low {
		s.band(x, low, high, planned, false, c)
		return high
	}
	s.spot(x, low, planned, c)
	return low + spotSize
}

// arrow draws a bound and an arrow from it to where the number lies: a solid head, or a hollow one where it is planned.
func (s sheet) arrow(x, from, to, dash float64, c color.Color) {
	s.line(c, 2.5, dash, x-markWidth/2, from, x+markWidth/2, from)
	head := math.Min(8, math.Abs(to-from)*0.7)
	back := to + head
	if to > from {
		back = to - head
	}
	if dash > 0 {
		s.line(c, 1.5, dash, x, from, x, back)
		s.area(ground, x-5, back, x+5, back, x, to)
		s.line(c, 1.5, 0, x-5, back, x+5, back, x, to, x-5, back)
		return
	}
	s.line(c, 2, 0, x, from, x, back)
	s.area(c, x-5, back, x+5, back, x, to)
}

// band draws the range in which the number lies: framed where the article gives its ends, fading out where it does not.
func (s sheet) band(x, low, high float64, planned, fading bool, c color.NRGBA) {
	l, r := x-markWidth/2, x+markWidth/2
	dash := 0.0
	switch {
	case planned:
		dash = 4
	case fading:
		const steps = 4 // enough to be seen as fading
		for i := range steps {
			in := float64(i) * (high - low) / (2*steps + 1)
			s.area(tint(c, 0.15*float64(i+1)), l, low+in, r, low+in, r, high-in, l, high-in)
		}
		return
	default:
		s.area(tint(c, 0.3), l, low, r, low, r, high, l, high)
	}
	s.line(c, 1.5, dash, l, low, r, low, r, high, l, high, l, low)
}

// spotSize is half the height of the point of an exact number.
const spotSize = 5

// spot draws an exact number, as a diamond.
func (s sheet) spot(x, y float64, planned bool, c color.NRGBA) {
	if planned {
		s.line(c, 1.5, 2, x-spotSize, y, x, y-spotSize, x+spotSize, y, x, y+spotSize, x-spotSize, y)
		return
	}
	s.area(c, x-spotSize, y, x, y-spotSize, x+spotSize, y, x, y+spotSize)
}

// legend explains the marks that stand in the picture, and no others.
func (s sheet) legend(rows []Row) {
	const sampleWidth, gap = 24, 14
	w, _ := size(len(rows))
	x, y := leftMargin-44.0, 32.0
	for _, e := range meanings {
		if !slices.ContainsFunc(rows, e.has) {
			continue
		}
		wide := sampleWidth + s.width(captionSize, false, e.means)
		if x+wide > w-rightMargin {
			x, y = leftMargin-44, y-16
		}
		e.sample(s, x+9, y+4)
		s.text(x+sampleWidth, y, captionSize, false, left, faint, e.means)
		x += wide + gap
	}
}

// meanings say what a mark means, with a small one for an example.
var meanings = []struct {
	has    func(Row) bool
	sample func(s sheet, x, y float64)
	means  string
}{
	{func(r Row) bool { return pointsDown(r.Qualifier) }, func(s sheet, x, y float64) {
		s.line(faint, 2, 0, x-9, y+5, x+9, y+5)
		s.area(faint, x-4, y+1, x+4, y+1, x, y-6)
	}, "below the bound"},
	{func(r Row) bool { return pointsUp(r.Qualifier) }, func(s sheet, x, y float64) {
		s.line(faint, 2, 0, x-9, y-5, x+9, y-5)
		s.area(faint, x-4, y-1, x+4, y-1, x, y+6)
	}, "above the bound"},
	{func(r Row) bool { return r.Qualifier == knowledge.Around }, func(s sheet, x, y float64) {
		s.area(tint(faint, 0.25), x-9, y-6, x+9, y-6, x+9, y+6, x-9, y+6)
		s.area(tint(faint, 0.6), x-9, y-3, x+9, y-3, x+9, y+3, x-9, y+3)
	}, "around; a tenth to either side, for show"},
	{func(r Row) bool { return r.High > r.Low }, func(s sheet, x, y float64) {
		s.line(faint, 1.5, 0, x-9, y-5, x+9, y-5, x+9, y+5, x-9, y+5, x-9, y-5)
	}, "a range"},
	{func(r Row) bool { return r.Qualifier == knowledge.Exactly && r.High == r.Low }, func(s sheet, x, y float64) {
		s.area(faint, x-5, y, x, y-5, x+5, y, x, y+5)
	}, "an exact number"},
	{func(r Row) bool { return r.Planned }, func(s sheet, x, y float64) {
		s.line(faint, 2, 3, x-9, y, x+9, y)
	}, "planned, not reached"},
}

func pointsDown(q knowledge.Qualifier) bool {
	return q == knowledge.FewerThan || q == knowledge.UpTo || q == knowledge.Nearly
}

func pointsUp(q knowledge.Qualifier) bool {
	return q == knowledge.MoreThan || q == knowledge.AtLeast || q == knowledge.JustOver
}
