package chart

import (
	"bytes"
	"fmt"
	"html"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"drawdown/knowledge"
)

// dotsPerInch of the PNG: two to a point, so that it is sharp where screens have more dots than points.
const dotsPerInch = 144

// SVG is the picture as SVG, with a title and a description for those who do not see it. Where the base has no figures, it says so.
func SVG(base *knowledge.Base) ([]byte, error) {
	rows := Rows(base)
	f, err := fonts()
	if err != nil {
		return nil, fmt.Errorf("draw the chart: %w", err)
	}
	w, h := size(len(rows))
	c := vgsvg.New(vg.Length(w), vg.Length(h))
	sheet{c, f}.draw(rows)
	var out bytes.Buffer
	if _, err := c.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("draw the chart: %w", err)
	}
	return accessible(out.Bytes(), Title(rows), Alt(base)), nil
}

// accessible gives a picture its title and description, and a family of fonts that every reader has.
func accessible(svg []byte, title, desc string) []byte {
	svg = bytes.ReplaceAll(svg, []byte("font-family:"+typeface+";"), []byte("font-family:"+typeface+",Arial,Helvetica,sans-serif;"))
	svg = bytes.Replace(svg, []byte("<svg "), []byte(`<svg role="img" aria-labelledby="title desc" `), 1)
	head := fmt.Sprintf("<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n<g ", html.EscapeString(title), html.EscapeString(desc))
	return bytes.Replace(svg, []byte("<g "), []byte(head), 1)
}

// PNG is the same picture as PNG. Where the base has no figures, it says so.
func PNG(base *knowledge.Base) ([]byte, error) {
	rows := Rows(base)
	f, err := fonts()
	if err != nil {
		return nil, fmt.Errorf("draw the chart: %w", err)
	}
	w, h := size(len(rows))
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(w), vg.Length(h)), vgimg.UseDPI(dotsPerInch))
	sheet{c, f}.draw(rows)
	var out bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: c}).WriteTo(&out); err != nil {
		return nil, fmt.Errorf("draw the chart: %w", err)
	}
	return out.Bytes(), nil
}
