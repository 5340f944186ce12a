package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"drawdown/knowledge/source"
	"drawdown/knowledge/text"
)

// A Report is what holding a corpus against its articles brought to light.
type Report struct {
	Findings  []Finding
	Citations int // one for each place of each fact
	Verified  int // those of facts with nothing found against them
}

// A Finding is something that a fact file and its article do not agree on.
type Finding struct {
	File string // the fact file
	Line int    // 0 where none can be named
	Fact string // the fact's id; "" where the article as a whole is meant
	Text string // what stands there
	Want string // what is wrong with it and what would be right
}

// String is the finding as a line for an editor: file, line, fact, what stands there, what is wrong with it.
func (f Finding) String() string {
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d", at, f.Line)
	}
	if f.Fact != "" {
		at += ": " + f.Fact
	}
	return fmt.Sprintf("%s: %q: %s", at, f.Text, f.Want)
}

// Check holds every fact of the corpus against the articles themselves:
//
//   - the article's file is among the documents, by its SHA-256, and every place that a fact names exists in it;
//   - figures, dates and names of statement, facets and short answers stand in the cited sentences (check_names.go,
//     check_figures.go), figures with the qualifiers that they have there ("fewer than");
//   - what stands within quotation marks is verbatim (check_quotes.go);
//   - numbers of troops (troops:) stand in the statement, with their qualifiers (figure.go);
//   - no sentence is left without a fact;
//   - nothing shares a run of [Run] words with the article: facts are told in our own words (check_runs.go).
//
// The rules are made to have no false alarms: what only a reader can judge, they let pass.
func Check(c *Corpus, docs []*source.Document) Report {
	k := checker{corpus: c, analyzer: &text.Analyzer{Lexicon: c.Lexicon}}
	for _, a := range c.Articles {
		k.report.Citations += citations(a)
		i := slices.IndexFunc(docs, func(d *source.Document) bool { return d.SHA256 == a.SHA256 })
		if i < 0 {
			k.found(a, nil, 0, a.File, fmt.Sprintf("no article file has the SHA-256 %s; without it nothing here can be checked", a.SHA256))
			continue
		}
		k.article(a, docs[i])
	}
	return k.report
}

func citations(a *Article) int {
	n := 0
	for _, f := range a.Facts {
		n += len(f.At)
	}
	return n
}

// A checker gathers the findings of one check.
type checker struct {
	corpus   *Corpus
	analyzer *text.Analyzer // without a speller: articles and facts are spelled as they are
	report   Report

	known map[string]bool // words that the article at hand capitalises within a sentence: its names
	runs  map[string]bool // its runs of words
}

func (k *checker) found(a *Article, f *Fact, line int, text, want string) {
	finding := Finding{File: a.ID + ".facts", Line: line, Text: text, Want: want}
	if f != nil {
		finding.Fact = f.ID()
	}
	k.report.Findings = append(k.report.Findings, finding)
}

func (k *checker) article(a *Article, d *source.Document) {
	k.known, k.runs = namesOf(d), runsOf(d.Text)
	for _, f := range a.Facts {
		before := len(k.report.Findings)
		k.fact(f, d)
		if len(k.report.Findings) == before {
			k.report.Verified += len(f.At)
		}
	}
	k.cover(a, d)
}

// A claim is one piece of text of a fact that the article must bear out.
type claim struct {
	text string
	line int
}

// claims are the statement, the facets that are told here, and the short answers of a fact.
func (f *Fact) claims() []claim {
	out := []claim{{f.Says, f.Line}}
	for _, key := range Facets {
		if facet := f.Facets[key]; facet.Text != "" {
			out = append(out, claim{facet.Text, facet.line})
		}
	}
	for _, s := range f.Shorts {
		out = append(out, claim{s.Text, s.Line})
	}
	return out
}

func (k *checker) fact(f *Fact, d *source.Document) {
	k.figuresOf(f)
	ev, ok := k.evidence(f, d)
	if !ok {
		return
	}
	for _, c := range f.claims() {
		for _, want := range k.judge(c.text, ev) {
			k.found(f.Article, f, c.line, c.text, want)
		}
	}
	if year, month, ok := datedOf(f.Dated); ok {
		if want := ev.dates(year, month); want != "" {
			k.found(f.Article, f, f.Line, "dated: "+f.Dated, want)
		}
	}
	for _, q := range f.questions() {
		if run := longestRun(q.text, k.runs); run != "" {
			k.found(f.Article, f, q.line, q.text, tooClose(run))
		}
	}
}

// judge says all that is wrong with a text in the light of the evidence.
func (k *checker) judge(text string, ev *evidence) []string {
	tokens := tokenize(text)
	out := k.names(tokens, ev)
	out = append(out, figures(tokens, ev)...)
	out = append(out, quotations(text, ev)...)
	if run := longestRun(text, k.runs); run != "" && !ev.head {
		out = append(out, tooClose(run))
	}
	return out
}

// questions are the asks and gaps of a fact. Nothing in them must be true, but they too are in our own words.
func (f *Fact) questions() []claim {
	var out []claim
	for _, s := range f.Shorts {
		for _, q := range s.Asks {
			out = append(out, claim{q.Text, q.line})
		}
	}
	for _, g := range f.Gaps {
		out = append(out, claim{g.Question, f.Line})
	}
	return out
}

// cover finds the sentences that no fact cites.
func (k *checker) cover(a *Article, d *source.Document) {
	cited := map[Locator]bool{}
	for _, f := range a.Facts {
		for _, at := range f.At {
			cited[at] = true
		}
	}
	for p, paragraph := range d.Paragraphs {
		for s, sentence := range paragraph.Sentences {
			at := Locator{a.ID, p + 1, s + 1}
			if !cited[at] && len(tokenize(d.Quote(sentence))) > 0 {
				k.found(a, nil, 0, at.String(), "no fact cites this sentence; write one with at: "+fmt.Sprintf("%d.%d", p+1, s+1))
			}
		}
	}
}

// evidence is what the cited sentences of a fact hold.
type evidence struct {
	head     bool   // it is, or includes, the document's head
	folded   string // for quotations
	tokens   []token
	words    map[string]bool
	concepts map[string]bool
	initials string // of all words in a row, for abbreviations
	reach    map[string]bool
	numbers  map[string][]Qualifier
}

// evidence gathers the cited sentences; ok is false where a place does not exist, which is a finding.
func (k *checker) evidence(f *Fact, d *source.Document) (*evidence, bool) {
	ev := &evidence{words: map[string]bool{}, concepts: map[string]bool{}, reach: map[string]bool{}, numbers: map[string][]Qualifier{}}
	ok := true
	k.refer(ev, f.Article.Title)
	k.refer(ev, d.Title)
	for _, at := range f.At {
		if at.Paragraph == 0 {
			ev.head = true
			k.headOf(f.Article, d, ev)
			continue
		}
		s, exists := d.At(at.Paragraph, at.Sentence)
		if !exists {
			k.found(f.Article, f, f.Line, fmt.Sprintf("at: %d.%d", at.Paragraph, at.Sentence), fmt.Sprintf("the article has no such sentence; it has %d paragraphs", len(d.Paragraphs)))
			ok = false
			continue
		}
		ev.add(d.Quote(s), k.analyzer)
		for _, s := range referred(d, at) {
			k.refer(ev, s)
		}
	}
	return ev, ok
}

// headOf takes as evidence what the head says, and what the editor noted of the article.
func (k *checker) headOf(a *Article, d *source.Document, ev *evidence) {
	for _, s := range append([]string{d.Title, d.Publisher, d.Published, d.URL, a.Title, a.Publisher, a.Published, a.URL}, a.Caveats...) {
		if s != "" {
			ev.add(s, k.analyzer)
		}
	}
}

func (ev *evidence) add(sentence string, a *text.Analyzer) {
	ev.folded += " " + foldQuote(sentence)
	tokens := tokenize(sentence)
	ev.tokens = append(ev.tokens, tokens...)
	for _, t := range tokens {
		ev.words[t.stem()] = true
		ev.initials += t.initial()
	}
	ev.initials += " "
	for _, u := range a.Analyze(sentence).Units {
		if u.Concept != nil {
			ev.concepts[u.Concept.Name] = true
		}
	}
	for _, n := range numbersOf(tokens) {
		ev.numbers[n.value] = append(ev.numbers[n.value], n.qualifier)
	}
}

// refer takes note of the names in a sentence that a cited one may refer back to ("the group", "there").
func (k *checker) refer(ev *evidence, sentence string) {
	for _, t := range tokenize(sentence) {
		if t.capital() {
			ev.reach[t.stem()] = true
		}
	}
	for _, u := range k.analyzer.Analyze(sentence).Units {
		if u.Concept != nil && u.Concept.Exclusive {
			ev.reach["<"+u.Concept.Name+">"] = true
		}
	}
}

// referred are the sentences that a sentence may refer back to: those before it in its paragraph, and the paragraph before.
func referred(d *source.Document, at Locator) []string {
	var out []string
	for p := max(1, at.Paragraph-1); p <= at.Paragraph; p++ {
		for i, s := range d.Paragraphs[p-1].Sentences {
			if p < at.Paragraph || i+1 < at.Sentence {
				out = append(out, d.Quote(s))
			}
		}
	}
	return out
}

func tooClose(run string) string {
	return fmt.Sprintf("%d or more words in a row stand in the article: %q; say it in other words", Run, strings.TrimSpace(run))
}
