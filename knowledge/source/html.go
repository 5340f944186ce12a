package source

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML reads a page: the metadata of its head, and of its body the text of the
// element that holds the article.
func readHTML(text string) (*draft, error) {
	page, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%w; save the page anew, or its text as .txt", err)
	}
	d := new(draft)
	root := article(page)
	d.pageMeta(page, root)
	g := gatherer{draft: d}
	g.walk(root)
	g.flush()
	d.blocks = g.pick()
	return d, nil
}

// isAside reports whether an element holds no text of the article.
func isAside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Form,
		atom.Noscript, atom.Template, atom.Svg, atom.Math, atom.Iframe, atom.Object, atom.Video, atom.Audio,
		atom.Button, atom.Select, atom.Textarea, atom.Dialog, atom.Figcaption, atom.Head:
		return true
	}
	_, hidden := attr(n, "hidden")
	aria, _ := attr(n, "aria-hidden")
	return hidden || aria == "true"
}

// isBlock reports whether an element begins and ends a line.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Body, atom.Caption, atom.Dd, atom.Details, atom.Div, atom.Dl, atom.Dt,
		atom.Fieldset, atom.Figure, atom.Hr, atom.Main, atom.Ol, atom.Pre, atom.Section, atom.Summary,
		atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return isProse(n)
}

// isProse reports whether an element is one that holds the text of an article.
func isProse(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Li, atom.Blockquote:
		return true
	}
	return headingLevel(n) > 0
}

// headingLevel returns the level of a heading, from 1, or 0.
func headingLevel(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	return 0
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val), true
		}
	}
	return "", false
}

// article returns the element that holds the article: among the article elements
// and main the innermost that has more than half of the prose, for pages set lists
// of other articles in article elements too; or else the whole page.
func article(page *html.Node) *html.Node {
	prose := make(map[*html.Node]int)
	best := page
	total := weigh(page, false, prose)
	for n := range page.Descendants() {
		if weight, ok := prose[n]; ok && 2*weight > total {
			best = n
		}
	}
	return best
}

// weigh returns the bytes of prose in an element, and sets those of each article
// and main in it.
func weigh(n *html.Node, inProse bool, prose map[*html.Node]int) int {
	if n.Type == html.TextNode && inProse {
		return len(n.Data)
	}
	if isAside(n) {
		return 0
	}
	inProse = inProse || isProse(n)
	sum := 0
	for c := range n.ChildNodes() {
		sum += weigh(c, inProse, prose)
	}
	if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
		prose[n] = sum
	}
	return sum
}
