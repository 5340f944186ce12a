package source

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A gatherer gathers the blocks of a page.
type gatherer struct {
	draft *draft
	text  strings.Builder // of the open block
	level int             // of the heading that is open, or 0
	prose bool            // an element of prose is open
	bare  []bool          // of each block, whether it stands outside such elements
}

// paragraphBreak is what two <br> in a row leave in the text, where a line break of
// the source leaves a space.
var paragraphBreak = regexp.MustCompile(`\n\s*\n`)

func (g *gatherer) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		g.text.WriteString(strings.ReplaceAll(n.Data, "\n", " "))
	case n.DataAtom == atom.Br:
		g.text.WriteByte('\n')
	case isAside(n):
	case isBlock(n):
		g.block(n)
	default:
		for c := range n.ChildNodes() {
			g.walk(c)
		}
	}
}

func (g *gatherer) block(n *html.Node) {
	g.flush()
	level, prose := g.level, g.prose
	g.prose = prose || isProse(n)
	if l := headingLevel(n); l > 0 {
		g.level = l
	}
	for c := range n.ChildNodes() {
		g.walk(c)
	}
	g.flush()
	g.level, g.prose = level, prose
}

// flush ends the open block.
func (g *gatherer) flush() {
	for _, p := range paragraphBreak.Split(g.text.String(), -1) {
		g.draft.add(g.level, p)
	}
	for len(g.bare) < len(g.draft.blocks) {
		g.bare = append(g.bare, !g.prose)
	}
	g.text.Reset()
}

// pick returns the blocks of prose, or all blocks of a page that marks no prose.
func (g *gatherer) pick() []block {
	var prose []block
	running := false
	for i, b := range g.draft.blocks {
		if !g.bare[i] {
			prose = append(prose, b)
			running = running || b.level == 0
		}
	}
	if !running {
		return g.draft.blocks
	}
	return prose
}
