package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"drawdown/bot"
)

//go:embed templates
var templates embed.FS

// views are the pages' templates, each with the frame around it and what pages have in common.
var views = parseViews("home", "article", "timeline", "missing")

func parseViews(names ...string) map[string]*template.Template {
	shared := template.Must(template.ParseFS(templates, "templates/frame.tmpl", "templates/turn.tmpl", "templates/source.tmpl"))
	out := map[string]*template.Template{}
	for _, name := range names {
		out[name] = template.Must(template.Must(shared.Clone()).ParseFS(templates, "templates/"+name+".tmpl"))
	}
	return out
}

// A frame is what stands around every page.
type frame struct {
	Title  string
	Here   string // which link of the navigation is this page: "home", "timeline", the id of an article, or "" where there is no page
	Root   string // where the service begins, seen from the page: "./" or "../"
	Style  string
	Script string // "" where the page has none
	Icon   string
	Nav    []link
	Body   any

	Articles []card // at the foot
}

// A link is a place on this site.
type link struct{ Name, Href, Text string }

func (a *Adapter) newFrame(here, title, root string, body any) frame {
	f := frame{Title: title, Here: here, Root: root, Style: root + a.assets["style.css"].href(), Icon: root + a.assets["icon.svg"].href(), Body: body, Articles: a.cards(root)}
	f.Nav = []link{{"home", root, "Ask"}, {"timeline", root + "timeline", "Timeline"}}
	return f
}

// A page is a part of the site for people: what goes wrong, it says as a page or as plain text.
type page struct {
	methods []string
	serve   http.HandlerFunc
}

func (p page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !allowed(w, r, p.methods) {
		http.Error(w, fmt.Sprintf("%q is no method of this page. Use %s.", r.Method, w.Header().Get("Allow")), http.StatusMethodNotAllowed)
		return
	}
	w.Header()["Cross-Origin-Opener-Policy"] = isolated
	p.serve(w, r)
}

// show writes a page.
func (a *Adapter) show(w http.ResponseWriter, view string, status int, f frame) {
	buf := new(bytes.Buffer)
	if err := views[view].ExecuteTemplate(buf, "frame", f); err != nil {
		panic(err) // what a template asks for, its view has: a test shows every page
	}
	h := w.Header()
	h["Content-Type"] = htmlType
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	h.Set("Content-Length", strconv.Itoa(buf.Len()))
	w.WriteHeader(status)
	w.Write(buf.Bytes())
}

// A home is the page at /.
type home struct {
	Session  string
	Turn     *turn // nil before the first question
	Examples []string
	Most     int // characters of a question
}

// home answers GET /, with the answer to q where it is given.
func (a *Adapter) home(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	body := home{Session: query.Get("session"), Most: bot.MaxMessage}
	if !isSession(body.Session) {
		body.Session = newSession()
	}
	status := http.StatusOK
	if query.Has("q") {
		text := query.Get("q")
		reply := a.bot.Handle(r.Context(), bot.Message{Platform: a.Name(), Conversation: body.Session, Author: a.client(r), Text: text})
		t := a.newTurn(body.Session, text, reply, "./")
		body.Turn = &t
		if status = statusOf(reply); status == http.StatusTooManyRequests {
			retryAfter(w, reply.Wait)
		}
	} else {
		body.Examples = texts(a.bot.Help().Entries)
	}
	// Not "no-store": that would take the conversation from who follows a citation and comes back.
	w.Header().Set("Cache-Control", "private, no-cache")
	f := a.newFrame("home", "Drawdown", "./", body)
	if body.Turn != nil && body.Turn.Question != "" {
		f.Title = shorten(body.Turn.Question) + " – Drawdown"
	}
	f.Script = "./" + a.assets["ask.js"].href()
	a.show(w, "home", status, f)
}

// renderTurn writes a turn as the page's script appends it.
func (a *Adapter) renderTurn(buf *bytes.Buffer, q request, r bot.Reply) {
	if err := views["home"].ExecuteTemplate(buf, "turn", a.newTurn(q.Session, q.Question, r, "./")); err != nil {
		panic(err) // as in show
	}
}

// missing says that there is no such page, and what there is.
func (a *Adapter) missing(w http.ResponseWriter, says string) {
	a.show(w, "missing", http.StatusNotFound, a.newFrame("", "Not found – Drawdown", "../", says))
}
