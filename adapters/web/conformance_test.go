package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"drawdown/adapters/web"
	"drawdown/bot"
	"drawdown/bot/bottest"
	"drawdown/knowledge"
)

// A reader asks on the page, as a browser without script does: the session goes from page to page in the form's hidden field.
type reader struct {
	site
	session string
}

// Say gives what the reply says. The question above it, in the reader's own words, is not the bot's.
func (r *reader) Say(text string) (string, error) {
	got := r.page(text, r.session)
	doc, err := html.Parse(strings.NewReader(got.body))
	if err != nil {
		return "", err
	}
	form := find(doc, func(n *html.Node) bool { return attribute(n, "id") == "composer" })
	field := find(form, func(n *html.Node) bool { return attribute(n, "name") == "session" })
	reply := find(doc, func(n *html.Node) bool { return attribute(n, "class") == "reply" })
	if field == nil || reply == nil {
		return "", fmt.Errorf("%s without a session or a reply: %s", got.Status, got.body)
	}
	r.session = attribute(field, "value")
	return textOf(reply), nil
}

func TestPageConformance(t *testing.T) {
	bottest.TestAdapter(t, func(t *testing.T, b *bot.Bot) bottest.Conversation {
		return &reader{site: serve(t, b, web.Options{})}
	})
}

// A script asks as the page's script does: it posts, and gets a piece of a page.
type script struct {
	site
	session string
}

func (s *script) Say(text string) (string, error) {
	r := s.request(http.MethodPost, "/v1/ask", body(s.session, text))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/html")
	got := s.do(r)
	if got.StatusCode != http.StatusOK {
		return detail(got)
	}
	doc, err := html.Parse(strings.NewReader(got.body))
	if err != nil {
		return "", err
	}
	return textOf(find(doc, func(n *html.Node) bool { return attribute(n, "class") == "reply" })), nil
}

func TestScriptConformance(t *testing.T) {
	bottest.TestAdapter(t, func(t *testing.T, b *bot.Bot) bottest.Conversation {
		return &script{serve(t, b, web.Options{}), fmt.Sprint(people.Add(1))}
	})
}

// A program uses the API.
type program struct {
	site
	session string
}

// Say gives every text in the JSON but the question, with the places of the citations written out.
func (p *program) Say(text string) (string, error) {
	got := p.post(body(p.session, text))
	if got.StatusCode != http.StatusOK {
		return detail(got)
	}
	var a web.Answer
	if err := json.Unmarshal([]byte(got.body), &a); err != nil {
		return "", fmt.Errorf("%s: %w", got.body, err)
	}
	if a.Question != text || a.Session != p.session {
		return "", fmt.Errorf("%s, want in it the question %q and the session %q", got.body, text, p.session)
	}
	out := append([]string{a.Short, a.Statement, a.Nearest}, a.Caveats...)
	for _, c := range a.Citations {
		out = append(out, cited(c))
	}
	for _, d := range a.Differs {
		out = append(out, d.Note, d.Statement, cited(d.Citation))
	}
	return strings.Join(append(append(out, a.Related...), a.Suggestions...), "\n"), nil
}

func cited(c knowledge.Citation) string { return c.Title + ", " + c.Locator().String() }

func TestProgramConformance(t *testing.T) {
	bottest.TestAdapter(t, func(t *testing.T, b *bot.Bot) bottest.Conversation {
		return &program{serve(t, b, web.Options{}), fmt.Sprint(people.Add(1))}
	})
}

// body is a request.
func body(session, question string) string {
	out, err := json.Marshal(map[string]string{"session": session, "question": question})
	if err != nil {
		panic(err)
	}
	return string(out)
}

// detail is what a problem says.
func detail(r response) (string, error) {
	var p struct{ Detail string }
	err := json.Unmarshal([]byte(r.body), &p)
	if err != nil || p.Detail == "" {
		err = fmt.Errorf("%s %s is no problem: %v", r.Status, r.body, err)
	}
	return p.Detail, err
}

// find gives the first node below one that fits, in the order of the document.
func find(n *html.Node, fits func(*html.Node) bool) *html.Node {
	if n == nil || fits(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found := find(c, fits); found != nil {
			return found
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf is what somebody reads of a piece of a page: blocks stand on lines of their own.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.DataAtom == atom.P || n.DataAtom == atom.Li || n.DataAtom == atom.Div:
			b.WriteByte('\n')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// Two pages opened by nobody in particular are two conversations.
func TestSessions(t *testing.T) {
	s := serve(t, bot.New(base(t), bot.Options{}), web.Options{})
	one, two := &reader{site: s}, &reader{site: s}
	for _, r := range []*reader{one, two} {
		if _, err := r.Say(inSyria); err != nil {
			t.Fatal(err)
		}
	}
	if len(one.session) != 22 || one.session == two.session {
		t.Errorf("two pages have the sessions %q and %q, want two of 128 bits", one.session, two.session)
	}
	// A session that is none is replaced, not passed on.
	three := &reader{s, `"><script>`}
	if _, err := three.Say(inSyria); err != nil || len(three.session) != 22 {
		t.Errorf("a session that is none became %q (%v), want a new one", three.session, err)
	}
	if got := s.get("/?" + url.Values{"session": {"mine"}}.Encode()); !strings.Contains(got.body, `name="session" value="mine"`) {
		t.Errorf("a session without a question is not kept: %s", got.body)
	}
}
