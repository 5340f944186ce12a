package bot

import (
	"fmt"
	"net/url"
	"strings"

	"drawdown/knowledge"
)

// ParsePublicURL reads the address under which the web page is reached, such as "https://drawdown.example.org". "" gives nil.
func ParsePublicURL(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("%q is not the address of a page; it needs scheme and host, such as https://drawdown.example.org", s)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	return u, nil
}

// Link is the address of the sentence that a citation names, on the web page; "" where no public address is set or the article has
// no page, for it was loaded as text.
func (b *Bot) Link(c knowledge.Citation) string {
	if b.public == nil || !b.hasPage(c.Source) {
		return ""
	}
	return b.public.String() + "/articles/" + url.PathEscape(c.Source) + "#" + c.Locator().Anchor()
}

func (b *Bot) hasPage(article string) bool {
	for _, a := range b.Base().Articles {
		if a.ID == article {
			return true
		}
	}
	return false
}

// Picture is the address of the picture of the timeline, as PNG; "" where no public address is set.
func (b *Bot) Picture() string {
	if b.public == nil {
		return ""
	}
	return b.public.String() + "/timeline.png"
}
