package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"drawdown/knowledge/text"
)

// Limits of the fact files, each with its reason.
const (
	MaxShort    = 160 // characters of a short answer: it is a headline
	MaxSays     = 500 // characters of a statement: chat messages show it whole
	MaxShown    = 80  // characters of a fact's question: the label of a button on Discord
	MaxQuestion = 1000
)

var (
	factName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	sha256re = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// aboutMark opens a date that the article gives vaguely.
const aboutMark = "about "

// A parser reads one fact file. It goes on after a mistake, so that an editor sees all of them at once.
type parser struct {
	file    string
	line    int
	text    string
	article *Article
	fact    *Fact
	gaps    []Gap // of a file without an article
	section string
	errs    []error
}

// parse reads a fact file. The facets' and differences' references are resolved later, when all files are read.
func parse(file, content string) (*Article, []Gap, []error) {
	p := &parser{file: file}
	for i, line := range strings.Split(strings.TrimPrefix(content, "\ufeff"), "\n") {
		p.line, p.text = i+1, strings.TrimSpace(line)
		if !utf8.ValidString(line) {
			p.bad("the file is not UTF-8; save it as UTF-8 text")
			return nil, nil, p.errs
		}
		if p.text != "" && p.text[0] != '#' {
			p.read()
		}
	}
	p.endFact()
	if p.article == nil && p.gaps == nil {
		p.bad("the file holds neither an article (article: …) nor gaps (gaps: near the topic)")
	}
	p.endArticle()
	return p.article, p.gaps, p.errs
}

func (p *parser) bad(format string, args ...any) {
	p.errs = append(p.errs, &text.LineError{File: p.file, Line: p.line, Text: p.text, Want: fmt.Sprintf(format, args...)})
}

func (p *parser) read() {
	rest := strings.TrimSpace(p.text[1:])
	switch p.text[0] {
	case '=':
		p.short(rest)
	case '?':
		p.ask(rest)
	case '!':
		p.gap(rest)
	default:
		key, value, ok := strings.Cut(p.text, ":")
		if !ok {
			p.bad(`a line is "key: value", or begins with = (short answer), ? (ask), ! (gap) or # (comment)`)
			return
		}
		p.key(strings.TrimSpace(key), strings.TrimSpace(value))
	}
}

func (p *parser) key(key, value string) {
	if value == "" {
		p.bad("%s: needs a value; leave the line out where there is none", key)
		return
	}
	switch {
	case key == "article":
		if p.article != nil {
			p.bad("a file holds one article; this is its second")
		}
		if !factName.MatchString(value) {
			p.bad("an article's id is lower-case letters, digits and hyphens")
		}
		if p.section != "" {
			p.bad("a file of gaps holds no article; give the article a file of its own")
		}
		p.article = &Article{ID: value, from: p.file, line: p.line}
	case key == "gaps":
		if p.article != nil || value != "near the topic" && value != "off the topic" {
			p.bad(`gaps stand under their fact, or in a file of their own under "gaps: near the topic" or "gaps: off the topic"`)
		}
		p.section = value
	case p.article == nil:
		p.bad("an article's file begins with article: ID")
	case key == "fact":
		p.newFact(value)
	case p.fact == nil:
		p.head(key, value)
	default:
		p.factKey(key, value)
	}
}

func (p *parser) head(key, value string) {
	a := p.article
	set := func(field *string, ok bool, want string) {
		if *field != "" {
			p.bad("%s: stands twice", key)
		}
		if !ok {
			p.bad("%s: is %s", key, want)
		}
		*field = value
	}
	switch key {
	case "file":
		set(&a.File, true, "")
	case "sha256":
		set(&a.SHA256, sha256re.MatchString(value), "64 hexadecimal digits, as sha256sum prints them")
	case "title":
		set(&a.Title, true, "")
	case "subtitle":
		if a.Title == "" {
			p.bad("subtitle: stands below the title: that it is joined to")
		}
		a.Title += ": " + value
	case "publisher":
		set(&a.Publisher, true, "")
	case "published":
		set(&a.Published, isDate(value, time.DateOnly), "a date such as 2025-10-02")
	case "as of":
		set(&a.AsOf, isDate(value, time.DateOnly), "a date such as 2025-10-02")
	case "url":
		set(&a.URL, strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://"), "a link that begins with https://")
	case "caveat":
		a.Caveats = append(a.Caveats, value)
	default:
		p.bad("unknown key %q; an article's head has file, sha256, title, subtitle, publisher, published, as of, url, caveat", key)
	}
}

func (p *parser) newFact(name string) {
	line, text := p.line, p.text
	p.endFact()
	p.line, p.text = line, text
	if !factName.MatchString(name) {
		p.bad("a fact's name is lower-case letters, digits and hyphens")
	}
	for _, f := range p.article.Facts {
		if f.Name == name {
			p.bad("the fact in line %d has this name already", f.Line)
		}
	}
	p.fact = &Fact{Name: name, Article: p.article, Facets: map[string]Facet{}, Line: p.line}
	p.article.Facts = append(p.article.Facts, p.fact)
}

func (p *parser) factKey(key, value string) {
	f := p.fact
	switch key {
	case "at":
		p.at(value)
	case "says":
		if f.Says != "" {
			p.bad("says: stands twice; a fact is one statement")
		}
		if n := utf8.RuneCountInString(value); n > MaxSays {
			p.bad("the statement has %d characters; at most %d are shown whole, so split the fact", n, MaxSays)
		}
		f.Says = value
	case "question":
		if n := utf8.RuneCountInString(value); n > MaxShown || !strings.HasSuffix(value, "?") {
			p.bad("question: is shown on buttons: one question of at most %d characters that ends with a question mark", MaxShown)
		}
		f.Question = value
	case "dated":
		if !isDate(strings.TrimPrefix(value, aboutMark), "2006", "2006-01", time.DateOnly) {
			p.bad("dated: is a year, month or day such as 2019, 2024-09 or 2025-10-02, with \"about\" before it where the article is vague")
		}
		f.Dated = value
	case "troops":
		p.troops(value)
	case "differs":
		name, note, ok := strings.Cut(value, "|")
		if !ok {
			p.bad("differs: is the other fact's name, a bar, and in what it differs")
		}
		f.Differs = append(f.Differs, Difference{name: strings.TrimSpace(name), Note: strings.TrimSpace(note), line: p.line})
	default:
		if !slices.Contains(Facets, key) {
			p.bad("unknown key %q; a fact has at, says, question, dated, troops, differs and the facets %s", key, strings.Join(Facets, ", "))
			return
		}
		if _, twice := f.Facets[key]; twice {
			p.bad("%s: stands twice in this fact", key)
		}
		facet := Facet{Text: value, line: p.line}
		if see, ok := strings.CutPrefix(value, "see "); ok {
			facet = Facet{see: strings.TrimSpace(see), line: p.line}
		} else if n := utf8.RuneCountInString(value); n > MaxShort {
			p.bad("the facet has %d characters; it is shown as a short answer, of %d at most", n, MaxShort)
		}
		f.Facets[key] = facet
	}
}

func (p *parser) at(value string) {
	for _, part := range strings.Split(value, ",") {
		para, sent, ok := strings.Cut(strings.TrimSpace(part), ".")
		a, err1 := strconv.Atoi(para)
		b, err2 := strconv.Atoi(sent)
		if !ok || err1 != nil || err2 != nil || a < 0 || b < 0 || (a == 0) != (b == 0) {
			p.bad("at: is paragraph.sentence such as 9.2, both counted from 1, or 0.0 for the head; several are separated by commas")
			return
		}
		at := Locator{p.article.ID, a, b}
		if slices.Contains(p.fact.At, at) {
			p.bad("at: names %d.%d twice; once is enough", a, b)
			continue
		}
		p.fact.At = append(p.fact.At, at)
	}
}

// isDate tells whether a value is a date that there is, in one of the layouts.
func isDate(value string, layouts ...string) bool {
	return slices.ContainsFunc(layouts, func(l string) bool {
		_, err := time.Parse(l, value)
		return err == nil
	})
}

func (p *parser) short(value string) {
	if p.fact == nil {
		p.bad("a short answer stands under a fact (fact: NAME)")
		return
	}
	if n := utf8.RuneCountInString(value); n == 0 || n > MaxShort {
		p.bad("a short answer has 1 to %d characters, this one %d", MaxShort, n)
	}
	for _, s := range p.fact.Shorts {
		if s.Text == value {
			p.bad("this short answer stands in line %d already; put the asks there", s.Line)
		}
	}
	p.fact.Shorts = append(p.fact.Shorts, Short{Text: value, Line: p.line})
}

func (p *parser) ask(value string) {
	if p.fact == nil || len(p.fact.Shorts) == 0 {
		p.bad("an ask stands under the short answer that it should get (= …)")
		return
	}
	question, rest, bar := strings.Cut(value, "|")
	a := Ask{Text: strings.TrimSpace(question), line: p.line}
	p.question(a.Text)
	if names, ok := strings.CutPrefix(strings.TrimSpace(rest), "also "); ok {
		for _, name := range strings.Split(names, ",") {
			a.also = append(a.also, strings.TrimSpace(name))
		}
	} else if bar {
		p.bad(`after the bar of an ask stands "also" and the names of facts that answer it as well`)
	}
	s := &p.fact.Shorts[len(p.fact.Shorts)-1]
	s.Asks = append(s.Asks, a)
}

func (p *parser) gap(value string) {
	q, reason, _ := strings.Cut(value, "|")
	g := Gap{Question: strings.TrimSpace(q), Reason: strings.TrimSpace(reason), Near: p.fact, OffTopic: p.section == "off the topic"}
	p.question(g.Question)
	switch {
	case p.fact != nil:
		p.fact.Gaps = append(p.fact.Gaps, g)
	case p.section != "":
		p.gaps = append(p.gaps, g)
	default:
		p.bad(`a gap stands under a fact, or in a file of gaps under "gaps: near the topic" or "gaps: off the topic"`)
	}
}

func (p *parser) question(q string) {
	if n := utf8.RuneCountInString(q); n == 0 || n > MaxQuestion {
		p.bad("a question has 1 to %d characters, this one %d", MaxQuestion, n)
	} else if !strings.ContainsFunc(q, unicode.IsLetter) {
		p.bad("a question needs a word")
	}
}

func (p *parser) endFact() {
	f := p.fact
	if f == nil {
		return
	}
	defer func(line int, text string) { p.line, p.text = line, text }(p.line, p.text)
	p.line, p.text = f.Line, "fact: "+f.Name
	if len(f.At) == 0 {
		p.bad("the fact lacks its place in the article (at: 9.2)")
	}
	if f.Says == "" {
		p.bad("the fact lacks its statement (says: …)")
	}
	if f.Question == "" {
		f.Question = f.presentable()
	}
	for _, s := range f.Shorts {
		if len(s.Asks) == 0 {
			p.line, p.text = s.Line, "= "+s.Text
			p.bad("nobody asks for this short answer; write at least one ask (? …) or remove it")
		}
	}
	p.fact = nil
}

// presentable is the first ask that can stand for the fact where the editor names no question, or "".
func (f *Fact) presentable() string {
	for _, s := range f.Shorts {
		for _, a := range s.Asks {
			if presentable(a.Text) {
				return a.Text
			}
		}
	}
	return ""
}

func (p *parser) endArticle() {
	a := p.article
	if a == nil {
		return
	}
	p.line, p.text = a.line, "article: "+a.ID
	for _, need := range [...]struct{ key, value string }{{"file", a.File}, {"sha256", a.SHA256}, {"title", a.Title}, {"as of", a.AsOf}} {
		if need.value == "" {
			p.bad("the article's head lacks %s:", need.key)
		}
	}
	if len(a.Facts) == 0 {
		p.bad("the article has no facts")
	}
}
