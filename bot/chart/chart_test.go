package chart_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"drawdown/bot/chart"
	"drawdown/knowledge"
)

var update = flag.Bool("update", false, "write the goldens anew; look at the difference")

// baseOf is a base whose one fact has the figures given, as a fact file writes them.
func baseOf(t testing.TB, figures ...string) *knowledge.Base {
	t.Helper()
	file := "article: boats\nfile: boats.md\nsha256: " + strings.Repeat("0", 64) + "\ntitle: Boats\nas of: 2024-03-05\n"
	for i, f := range figures {
		file += fmt.Sprintf("fact: number-%d\nat: %d.1\nsays: So it is told.\n", i, i+1)
		figure, by, said := strings.Cut(f, " / ")
		file += "troops: " + figure + "\n"
		if said {
			file += "according to: " + by + "\n"
		}
	}
	if len(figures) == 0 {
		file += "fact: none\nat: 1.1\nsays: So it is told.\n"
	}
	c, err := knowledge.ReadCorpus(fstest.MapFS{"boats.facts": {Data: []byte(file)}, knowledge.LexiconFile: {Data: []byte("[thing]\nboat: boat\n")}})
	if err != nil {
		t.Fatal(err)
	}
	return knowledge.FromIndex(c, nil, nil)
}

// every is a figure of every kind.
var every = []string{
	"Skell | 2024-03-04 | planned up to 300 / Mayor Ada Quill & the <council>",
	"Skell | about 1990 | around 2,000",
	"Lorne | 2024-03 | fewer than 900 / the council",
	"Lorne | 2023 | 1,200",
	"Lorne | 2024-03 | planned 600",
	"Lorne | 2001-05 | more than 1,500",
	"Skell | 2010 | 900 to 1,100",
	"Lorne | 2011 | planned 500 to 700",
	"Lorne | 2012 | just over 800",
	"Lorne | 2013 | nearly 40",
	"Lorne | 2014 | at least 20",
	"Lorne | 2015 | planned around 10",
}

var embedded = sync.OnceValues(knowledge.Embedded)

func embeddedBase(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRows(t *testing.T) {
	var got []string
	rows := chart.Rows(baseOf(t, every...))
	for _, r := range rows {
		got = append(got, r.String())
		if len(r.Citations) != 1 || r.Says == "" {
			t.Errorf("%s has the statement %q and %d citations, want one of each", r, r.Says, len(r.Citations))
		}
	}
	want := []string{
		"Skell, about 1990: around 2,000",
		"Lorne, May 2001: more than 1,500",
		"Skell, 2010: 900 to 1,100",
		"Lorne, planned, announced 2011: 500 to 700",
		"Lorne, 2012: just over 800",
		"Lorne, 2013: nearly 40",
		"Lorne, 2014: at least 20",
		"Lorne, planned, announced 2015: around 10",
		"Lorne, 2023: 1,200",
		"Lorne, March 2024: fewer than 900 (according to the council)",
		"Lorne, planned, announced March 2024: 600",
		"Skell, planned, announced 4 March 2024: up to 300 (according to Mayor Ada Quill & the <council>)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Every number of the embedded base, as its articles qualify it: a figure that is changed has to be changed here with open eyes.
func TestEmbeddedRows(t *testing.T) {
	var got []string
	for _, r := range chart.Rows(embeddedBase(t)) {
		got = append(got, r.String())
	}
	want := []string{
		"Iraq, about 2015: around 20,000",
		"Iraq, October 2025: just over 2,500 (according to the Pentagon)",
		"Syria, October 2025: fewer than 1,000 (according to the Pentagon)",
		"Iraq, planned, announced October 2025: fewer than 2,000 (according to the Pentagon)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func bases(t *testing.T) map[string]*knowledge.Base {
	return map[string]*knowledge.Base{"embedded": embeddedBase(t), "every": baseOf(t, every...), "one": baseOf(t, "Lorne | 2023 | 1"), "nought": baseOf(t, "Lorne | 2023 | 0", "Lorne | 2024 | fewer than 1"), "empty": baseOf(t)}
}

func TestSVG(t *testing.T) {
	for name, base := range bases(t) {
		got, err := chart.SVG(base)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, _ := chart.SVG(base)
		if !bytes.Equal(got, again) {
			t.Errorf("%s: drawn twice, the picture has other bytes", name)
		}
		golden(t, name+".svg", got)
		said := readSVG(t, name, got)
		if want := chart.Alt(base); said["desc"] != want {
			t.Errorf("%s: the description is %q, want %q", name, said["desc"], want)
		}
		if rows := chart.Rows(base); said["title"] != chart.Title(rows) {
			t.Errorf("%s: the title is %q, want %q", name, said["title"], chart.Title(rows))
		}
	}
}

// readSVG reads what elements of a picture say, those of one name with a line each, and holds the picture to be self-contained.
func readSVG(t *testing.T, name string, svg []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	d := xml.NewDecoder(bytes.NewReader(svg))
	element := ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%s is no XML: %v", name, err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			element = v.Name.Local
			if element == "script" || element == "image" || element == "a" || element == "foreignObject" {
				t.Errorf("%s holds the element %s; want lines and words alone", name, element)
			}
		case xml.CharData:
			if s := strings.TrimSpace(string(v)); s != "" {
				out[element] = strings.TrimPrefix(out[element]+"\n"+s, "\n")
			}
		}
	}
}

// The picture says in words all that the table does: nothing depends on a colour or on a height alone.
func TestTableIsThePicture(t *testing.T) {
	for name, base := range bases(t) {
		svg, err := chart.SVG(base)
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Split(readSVG(t, name, svg)["text"], "\n")
		text := strings.Join(strings.Fields(chart.Text(base, 40)), " ")
		count := map[string]int{}
		for _, s := range said {
			count[s]++
		}
		amounts := map[string]int{}
		for _, r := range chart.Rows(base) {
			amounts[r.Amount]++
			for _, want := range append(strings.Split(r.When(), ", "), r.Series, r.Amount) {
				if count[want] == 0 {
					t.Errorf("%s: the row %q stands in the table; the picture says %q, without %q", name, r, said, want)
				}
			}
			if !strings.Contains(text, r.String()) {
				t.Errorf("%s: the row %q stands in the table; the text is %q", name, r, text)
			}
		}
		for amount, n := range amounts {
			tick := !strings.Contains(amount, " ") // an exact number may stand at the axis too
			if count[amount] < n || count[amount] > n && !tick {
				t.Errorf("%s: %q stands %d times in the table and %d times in the picture", name, amount, n, count[amount])
			}
		}
	}
}

func TestPNG(t *testing.T) {
	for _, name := range []string{"embedded", "every"} {
		base := bases(t)[name]
		got, err := chart.PNG(base)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again, _ := chart.PNG(base); name == "embedded" && !bytes.Equal(got, again) {
			t.Errorf("%s: drawn twice, the picture has other bytes", name)
		}
		file := filepath.Join("testdata", name+".png")
		if *update {
			write(t, file, got)
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := distance(t, got, want); d > 0.2 { // compression and rounding differ between versions and processors; a line does not
			t.Errorf("%s is %.2f levels a pixel away from %s; run with -update and look at it", name, d, file)
		}
	}
}

// distance is how far two pictures are apart, in levels of brightness a pixel, by every third pixel either way.
func distance(t *testing.T, a, b []byte) float64 {
	t.Helper()
	x, y := decode(t, a), decode(t, b)
	if x.Bounds() != y.Bounds() {
		t.Fatalf("the pictures have the sizes %v and %v", x.Bounds(), y.Bounds())
	}
	sum, n := 0.0, 0
	for i := x.Bounds().Min.Y; i < x.Bounds().Max.Y; i += 3 {
		for j := x.Bounds().Min.X; j < x.Bounds().Max.X; j += 3 {
			_, g, _, alpha := x.At(j, i).RGBA()
			_, h, _, _ := y.At(j, i).RGBA()
			if alpha != 0xffff {
				t.Fatalf("the pixel %d, %d can be seen through; on a dark page nothing would be read", j, i)
			}
			sum += math.Abs(float64(g)-float64(h)) / 0x101
			n++
		}
	}
	return sum / float64(n)
}

func decode(t *testing.T, b []byte) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestText(t *testing.T) {
	var all strings.Builder
	for _, name := range []string{"embedded", "every", "one", "nought", "empty"} {
		base := bases(t)[name]
		for _, width := range []int{-1, 0, 1, 40, 80} {
			got := chart.Text(base, width)
			if width == 40 || width == 80 {
				fmt.Fprintf(&all, "== %s at %d columns\n%s", name, width, got)
			}
			if (got == "") != (name == "empty") {
				t.Errorf("%s at %d columns is %q", name, width, got)
			}
			for _, line := range strings.Split(got, "\n") {
				if len(line) > max(width, 30) && width > 0 || strings.HasSuffix(line, " ") {
					t.Errorf("%s at %d columns has the line %q", name, width, line)
				}
			}
			if i := strings.IndexFunc(got, func(r rune) bool { return r > '~' || r < ' ' && r != '\n' }); i >= 0 {
				t.Errorf("%s at %d columns holds the sign %q; want ASCII alone", name, width, got[i:i+1])
			}
		}
	}
	golden(t, "text.txt", []byte(all.String()))
}

func TestEmpty(t *testing.T) {
	base := baseOf(t)
	if rows := chart.Rows(base); rows != nil {
		t.Errorf("a base without figures has the rows %v, want none", rows)
	}
	svg, err := chart.SVG(base)
	if want := "The articles give no numbers of troops."; err != nil || !strings.Contains(readSVG(t, "empty", svg)["text"], want) || chart.Alt(base) != want {
		t.Errorf("a base without figures has a picture that says %q, %v, instead of %q; %q", svg, err, chart.Alt(base), want)
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		write(t, file, got)
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run with -update", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from the picture drawn now; run with -update and look at the difference:\n%s", file, got)
	}
}

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkPNG(b *testing.B) {
	base := embeddedBase(b)
	for b.Loop() {
		if _, err := chart.PNG(base); err != nil {
			b.Fatal(err)
		}
	}
}
