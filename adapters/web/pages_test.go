package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"drawdown/adapters/web"
	"drawdown/bot"
	"drawdown/knowledge"
)

// Every citation of every fact leads to an anchor that stands once, with the fact's statement and the quotation beside it.
func TestEveryCitationLeadsToItsSentence(t *testing.T) {
	b := quoted(t)
	s := serve(t, bot.New(b, bot.Options{}), web.Options{})
	for _, a := range b.Articles {
		got := s.get("/articles/" + a.ID)
		doc, err := html.Parse(strings.NewReader(got.body))
		if err != nil || got.StatusCode != http.StatusOK {
			t.Fatalf("%s got %s: %v", a.ID, got.Status, err)
		}
		for _, f := range a.Facts {
			for _, c := range b.From(f, "").Citations {
				anchor := c.Locator().Anchor()
				if n := strings.Count(got.body, `id="`+anchor+`"`); n != 1 {
					t.Errorf("%s: the anchor %s stands %d times, want once", a.ID, anchor, n)
				}
				text := textOf(find(doc, func(n *html.Node) bool { return attribute(n, "id") == anchor }))
				for _, part := range []string{f.Says, c.Quote} {
					if part == "" || !strings.Contains(text, part) {
						t.Errorf("%s: %s holds %q, want in it %q", f.ID(), anchor, text, part)
					}
				}
			}
		}
		for _, caveat := range a.Caveats {
			if !strings.Contains(html.UnescapeString(got.body), caveat) {
				t.Errorf("%s does not show the caveat %q", a.ID, caveat)
			}
		}
		inOrder(t, a, got.body)
	}
}

var anchors = regexp.MustCompile(`class="sentence[a-z ]*" id="p(\d+)s(\d+)"`)

func inOrder(t *testing.T, a *knowledge.Article, page string) {
	t.Helper()
	var order []int
	for _, m := range anchors.FindAllStringSubmatch(page, -1) {
		var p, s int
		fmt.Sscan(m[1], &p)
		fmt.Sscan(m[2], &s)
		order = append(order, 1000*p+s)
	}
	if len(order) == 0 || !slices.IsSorted(order) {
		t.Errorf("%s has its sentences in the order %v, want that of the article", a.ID, order)
	}
}

// Of an article that was not loaded as text, no quotation is shown.
func TestUnquoted(t *testing.T) {
	s := serve(t, bot.New(base(t), bot.Options{}), web.Options{})
	if got := s.get("/articles/iraq-troop-reduction"); strings.Contains(got.body, "<blockquote") || strings.Contains(got.body, "beside it") {
		t.Errorf("quotations of an article whose text is not there:\n%s", got.body)
	}
}

func TestMissing(t *testing.T) {
	b := base(t)
	s := serve(t, bot.New(b, bot.Options{}), web.Options{})
	for _, path := range []string{"/articles/nothing", "/articles/%3Cscript%3E", "/articles/%ff%E2%80%AE", "/assets/nothing.css"} {
		got := s.get(path)
		if got.StatusCode != http.StatusNotFound {
			t.Errorf("%s got %s, want 404", path, got.Status)
		}
		for _, a := range b.Articles {
			if !strings.Contains(got.body, `href="../articles/`+a.ID+`"`) {
				t.Errorf("%s got a page that does not name %s:\n%s", path, a.ID, got.body)
			}
		}
		if strings.Contains(got.body, "<script>") || strings.Contains(got.body, "\u202e") {
			t.Errorf("%s got its own name back as it was typed:\n%s", path, got.body)
		}
	}
}

// Statuses of the page are those of the API, and who asks too often is told when to come back.
func TestPageStatus(t *testing.T) {
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	b := bot.New(base(t), bot.Options{Now: func() time.Time { return clock }, Limits: bot.Limits{Person: bot.Rate{Burst: 1, Every: 90 * time.Second}}})
	s := serve(t, b, web.Options{LimitLocal: true})
	for _, c := range []struct {
		question string
		status   int
		holds    string
	}{
		{"", 422, "is empty"},
		{"?!", 422, "no word"},
		{strings.Repeat("é", bot.MaxMessage+1), 422, "1001 characters"},
		{inSyria, 200, "Fewer than 1,000"},
		{inSyria, 429, "ask again in 90 seconds"},
	} {
		got := s.page(c.question, "")
		if got.StatusCode != c.status || !strings.Contains(got.body, c.holds) || !strings.Contains(got.body, `id="composer"`) {
			t.Errorf("%.40q got %s, want %d, %q and the form in\n%s", c.question, got.Status, c.status, c.holds, got.body)
		}
		if want := map[bool]string{true: "90"}[c.status == 429]; got.Header.Get("Retry-After") != want {
			t.Errorf("%.40q got Retry-After %q, want %q", c.question, got.Header.Get("Retry-After"), want)
		}
	}
	d := describe(t, s)
	r := d.request(http.MethodPost, "/v1/ask", "")
	r.Header.Set("Content-Type", "application/json")
	got := d.hold(t, r, body("x", inSyria), true)
	if got.StatusCode != http.StatusTooManyRequests || got.Header.Get("Retry-After") != "90" {
		t.Errorf("the API gave %s with Retry-After %q, want 429 and 90", got.Status, got.Header.Get("Retry-After"))
	}
}

// The base may be replaced while the page is looked at: the pictures follow.
func TestPictures(t *testing.T) {
	b := bot.New(base(t), bot.Options{})
	s := serve(t, b, web.Options{})
	svg, png := s.get("/timeline.svg"), s.get("/timeline.png")
	if kind := svg.Header.Get("Content-Type"); kind != "image/svg+xml" || !strings.Contains(svg.body, "<svg") {
		t.Errorf("/timeline.svg is %s: %.100q", kind, svg.body)
	}
	if kind := png.Header.Get("Content-Type"); kind != "image/png" || !strings.HasPrefix(png.body, "\x89PNG") {
		t.Errorf("/timeline.png is %s: %.20q", kind, png.body)
	}
	r := s.request(http.MethodGet, "/timeline.svg", "")
	r.Header.Set("If-None-Match", svg.Header.Get("ETag"))
	if got := s.do(r); got.StatusCode != http.StatusNotModified {
		t.Errorf("the same picture, asked for again, got %s, want 304", got.Status)
	}
	b.Learn(knowledge.WithoutFacts(base(t).Lexicon, base(t).Corpus, nil))
	if again := s.get("/timeline.svg"); again.body == svg.body || again.Header.Get("ETag") == svg.Header.Get("ETag") {
		t.Errorf("after another base was learnt, the picture is the old one")
	}
	if got := s.get("/timeline"); got.StatusCode != http.StatusOK || strings.Contains(got.body, "<img") {
		t.Errorf("the timeline of a base without numbers is %s with a picture in it:\n%s", got.Status, got.body)
	}
}

func TestTimeline(t *testing.T) {
	b := bot.New(base(t), bot.Options{})
	got := html.UnescapeString(serve(t, b, web.Options{}).get("/timeline").body)
	from := 0
	for _, e := range b.Timeline().Entries {
		at := strings.Index(got[from:], e.Text)
		if at < 0 {
			t.Fatalf("%q does not stand in its order in\n%s", e.Text, got)
		}
		from += at
	}
	for _, want := range []string{`<img src="./timeline.svg" alt="`, "around 20,000", "just over 2,500", "fewer than 2,000", "planned", `<p class="label">2 October 2025</p>`} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
}
