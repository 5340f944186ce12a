package source

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Where pages name their title, publisher and date, the surest first.
var (
	titleKeys     = []string{"og:title", "twitter:title", "dc.title", "headline"}
	publisherKeys = []string{"og:site_name", "dc.publisher", "application-name"}
	publishedKeys = []string{"article:published_time", "datepublished", "dc.date", "pubdate", "date"}
)

// pageMeta takes the metadata of a page.
func (d *draft) pageMeta(page, root *html.Node) {
	meta := metaOf(page)
	d.publisher = meta.first(publisherKeys)
	d.title = meta.first(titleKeys)
	if d.title == "" {
		d.title = textOf(find(root, atom.H1))
	}
	if d.title == "" {
		d.title = trimSite(textOf(find(page, atom.Title)), d.publisher)
	}
	for _, key := range publishedKeys {
		d.takeDate(meta[key])
	}
	d.takeTime(root)
	d.takeTime(page)
	for n := range page.Descendants() {
		if rel, _ := attr(n, "rel"); n.DataAtom == atom.Link && strings.EqualFold(rel, "canonical") {
			href, _ := attr(n, "href")
			d.takeURL(href)
		}
	}
	d.takeURL(meta["og:url"])
}

// A pageFields holds the contents of the meta elements by their names.
type pageFields map[string]string

func metaOf(page *html.Node) pageFields {
	fields := make(pageFields)
	for n := range page.Descendants() {
		if n.DataAtom != atom.Meta {
			continue
		}
		content, _ := attr(n, "content")
		for _, key := range []string{"property", "name", "itemprop"} {
			name, ok := attr(n, key)
			name = strings.ToLower(name)
			if ok && fields[name] == "" {
				fields[name] = clean(content)
			}
		}
	}
	return fields
}

func (f pageFields) first(keys []string) string {
	for _, k := range keys {
		if f[k] != "" {
			return f[k]
		}
	}
	return ""
}

// takeTime takes the date from the first time element that gives one.
func (d *draft) takeTime(root *html.Node) {
	for n := range root.Descendants() {
		if n.DataAtom != atom.Time || d.published != "" {
			continue
		}
		if at, ok := attr(n, "datetime"); !ok || !d.takeDate(at) {
			d.takeDate(textOf(n))
		}
	}
}

// find returns the first element of a kind, or nil.
func find(root *html.Node, kind atom.Atom) *html.Node {
	for n := range root.Descendants() {
		if n.DataAtom == kind && n.Namespace == "" {
			return n
		}
	}
	return nil
}

// textOf returns the text in an element, "" for nil.
func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return clean(b.String())
}

// trimSite returns a title without the publisher that many pages put after it.
func trimSite(title, publisher string) string {
	if publisher == "" {
		return title
	}
	for _, mark := range []string{" | ", " - ", " – ", " — "} {
		title = strings.TrimSuffix(title, mark+publisher)
	}
	return title
}
