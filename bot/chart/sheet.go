package chart

import (
	"image/color"
	"sync"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// A sheet is a canvas with the few strokes that the picture is made of. Its origin is the lower left corner; a unit is a point.
type sheet struct {
	canvas vg.Canvas
	fonts  *font.Cache
}

// Where a text stands to its point.
const (
	left   = 0.0
	middle = 0.5
	right  = 1.0
)

const typeface = "Go"

// fonts are read once. That they do not read would be a fault of the library that holds them.
var fonts = sync.OnceValues(func() (*font.Cache, error) {
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	bold, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, err
	}
	return font.NewCache(font.Collection{
		{Font: font.Font{Typeface: typeface}, Face: regular},
		{Font: font.Font{Typeface: typeface, Weight: xfont.WeightBold}, Face: bold},
	}), nil
})

func (s sheet) face(size float64, bold bool) font.Face {
	f := font.Font{Typeface: typeface}
	if bold {
		f.Weight = xfont.WeightBold
	}
	return s.fonts.Lookup(f, vg.Length(size))
}

func (s sheet) width(size float64, bold bool, text string) float64 {
	f := s.face(size, bold)
	return f.Width(text).Points()
}

func (s sheet) text(x, y, size float64, bold bool, align float64, c color.Color, text string) {
	s.canvas.SetColor(c)
	f := s.face(size, bold)
	s.canvas.FillString(f, point(x-align*f.Width(text).Points(), y), text)
}

// line draws a line through points, given as x and y in turn; dash is the length of dashes, 0 for none.
func (s sheet) line(c color.Color, width, dash float64, at ...float64) {
	s.canvas.SetColor(c)
	s.canvas.SetLineWidth(vg.Length(width))
	s.canvas.SetLineDash(nil, 0)
	if dash > 0 {
		s.canvas.SetLineDash([]vg.Length{vg.Length(dash), vg.Length(dash * 0.75)}, 0)
	}
	s.canvas.Stroke(path(at))
}

// area fills the area within points.
func (s sheet) area(c color.Color, at ...float64) {
	s.canvas.SetColor(c)
	p := path(at)
	p.Close()
	s.canvas.Fill(p)
}

func path(at []float64) vg.Path {
	var p vg.Path
	p.Move(point(at[0], at[1]))
	for i := 2; i+1 < len(at); i += 2 {
		p.Line(point(at[i], at[i+1]))
	}
	return p
}

func point(x, y float64) vg.Point { return vg.Point{X: vg.Length(x), Y: vg.Length(y)} }
