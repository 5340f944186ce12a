package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// A choice is a short answer that a fact could give to a question: one of its short answers, or one of its facets.
type choice struct {
	text     string
	evidence []float32
}

// What the chooser judges a short answer by, for one question.
const (
	cNearest   = iota // cosine of the nearest of its asks
	cSecond           // of the second nearest
	cVotes            // its share among the fact's asks, by the fourth power of the cosine
	cRank             // its place by that share
	cSort             // cosine of the nearest of its asks that asks for the same sort of thing
	cSortShare        // share of its asks that ask for the same sort of thing
	cYesNo            // yes-no question and answer: 1 both, 0 neither, -1 question alone, -2 answer alone
	cRepeats          // share of its units with content that the question names already
	cUnits            // units with content
	cAsks             // how many ask for it
	cDated            // holds a date or a time
	cNumbered         // holds a number or a quantity
	cNamed            // holds a name
	cPurpose          // begins like a reason
	cWanted           // the sort of thing that the question asks for
	cFacet            // it is a facet: 1 of the sort that the question asks for, -1 of another; 0 for a short answer
	cNegated          // a denial where the question has a negation or a tag, and the other way round
	cLength           // characters
	cWithin           // cosine of the nearest of its asks, by weights within the fact
	cBayes            // its probability by naive Bayes within the fact
	cBest             // cWithin less the best of another's
	cQuoted           // it quotes somebody
	cSaid             // the question asks what somebody said
	choiceWidth
)

// maxChoices bounds the short answers that are judged, those with the most votes; the rest have next to none.
const maxChoices = 8

// choices lists what a fact could answer, with the evidence, for a question that was just ranked with s.
func (b *Base) choices(q *text.Query, fact int, s *index.Scratch) []choice {
	f := b.facts[fact]
	answers := b.answersOf(fact)
	cosine, bayes := answers.within.compare(s.WordRows())
	tallies := b.tally(q, fact, s)
	for i := range tallies {
		tallies[i].within, tallies[i].bayes = cosine[tallies[i].short], bayes[tallies[i].short]
	}
	order(tallies)
	asked := map[string]bool{}
	for _, u := range q.Content() {
		asked[u.Key] = true
	}
	var out []choice
	for rank, t := range tallies[:min(len(tallies), maxChoices)] {
		out = append(out, b.choice(q, answers.shorts[t.short], asked, func(e []float32) {
			e[cNearest], e[cSecond], e[cVotes], e[cSort], e[cRank] = t.best, t.second, t.votes, t.sorted, float32(rank)
			e[cSortShare] = answers.shorts[t.short].sorts[q.Kind.Sort()]
			e[cWithin], e[cBayes] = t.within, t.bayes
			e[cBest] = t.within - bestOther(tallies, t.short)
			e[cAsks] = float32(len(f.Shorts[t.short].Asks))
		}))
	}
	for _, a := range answers.facets {
		out = append(out, b.choice(q, a, asked, func(e []float32) {
			e[cFacet], e[cRank] = -1, maxChoices
			if slices.Contains(facetSorts[a.facet], q.Kind) {
				e[cFacet] = 1
			}
			if triggered(facetWords[a.facet], q) {
				e[cFacet] = 2
			}
		}))
	}
	return out
}

// facetSorts tells which kinds of question a facet answers.
var facetSorts = map[string][]text.Kind{
	"who": {text.Who, text.Whose}, "whom": {text.Who}, "what": {text.What, text.Which, text.Keywords}, "where": {text.Where}, "when": {text.When, text.Since}, "since": {text.Since},
	"how many": {text.HowMany}, "why": {text.Why}, "how": {text.How}, "according to": {text.Who}, "such as": {text.What, text.Which},
	"before": {}, "after": {},
}

// facetWords are words that ask for a facet whatever the kind of question.
var facetWords = map[string]map[string]bool{
	"according to": stems("says said say claims claimed according source told reported states stated announced quoted"),
	"before":       stems("before prior previously until formerly earlier originally beforehand was were"),
	"after":        stems("after afterwards once following remain left stay become"),
	"such as":      stems("example instance examples specifically including list"),
}

func triggered(words map[string]bool, q *text.Query) bool {
	return words != nil && slices.ContainsFunc(q.Words, func(w text.Word) bool { return words[w.Stem] })
}

// An answerText is a short answer or facet, taken apart once.
type answerText struct {
	text                           string
	units                          []string
	sorts                          [text.Sorts]float32 // share of its asks by sort
	yesNo, denial                  bool
	dated, numbered, named, reason float32
	facet                          string
}

func (b *Base) takeApart(s string) answerText {
	a := answerText{text: s, yesNo: Short{Text: s}.YesNo(), denial: strings.HasPrefix(s, "No")}
	q := b.analyzer.Analyze(s)
	for _, u := range q.Content() {
		a.units = append(a.units, u.Key)
	}
	for _, w := range q.Words {
		switch {
		case timeWords[w.Stem] || len(w.Text) == 4 && (strings.HasPrefix(w.Text, "20") || strings.HasPrefix(w.Text, "19")) && w.Text != "2000":
			a.dated = 1
		case w.Text[0] >= '0' && w.Text[0] <= '9' || quantityWords[w.Stem]:
			a.numbered = 1
		}
	}
	for i, w := range strings.Fields(s) {
		if i > 0 && w[0] >= 'A' && w[0] <= 'Z' {
			a.named = 1
		}
	}
	for _, p := range [...]string{"To ", "Because", "For ", "As ", "So ", "In retaliation", "Retaliation", "Due "} {
		if strings.HasPrefix(s, p) {
			a.reason = 1
		}
	}
	return a
}

var (
	timeWords     = stems("ago weeks year years decade decades month months day later recently now since date october september december january earlier soon past already")
	quantityWords = stems("number fewer less over around about percent most some few many small smaller several two three four half third all none hundreds thousands majority")
)

func stems(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[text.Stem(w)] = true
	}
	return m
}

func (b *Base) choice(q *text.Query, a answerText, asked map[string]bool, fill func([]float32)) choice {
	e := make([]float32, choiceWidth)
	fill(e)
	for _, u := range a.units {
		if asked[u] {
			e[cRepeats]++
		}
	}
	e[cRepeats] /= float32(max(1, len(a.units)))
	e[cUnits], e[cLength] = float32(len(a.units)), float32(len(a.text))
	e[cDated], e[cNumbered], e[cNamed], e[cPurpose] = a.dated, a.numbered, a.named, a.reason
	e[cWanted] = float32(q.Kind.Sort())
	switch yes := q.Kind == text.YesNo; {
	case yes && a.yesNo:
		e[cYesNo] = 1
	case yes:
		e[cYesNo] = -1
	case a.yesNo:
		e[cYesNo] = -2
	}
	if strings.Contains(a.text, "“") {
		e[cQuoted] = 1
	}
	if q.Kind != text.Who && triggered(facetWords["according to"], q) {
		e[cSaid] = 1
	}
	if a.denial {
		e[cNegated] = 1
	}
	return choice{a.text, e}
}

// A tally is what the asks near a question say for one short answer.
type tally struct {
	short                       int
	best, second, votes, sorted float32
	within, bayes               float32
}

// order puts the likeliest first: those with the most votes, by either way of counting.
func order(all []tally) {
	slices.SortStableFunc(all, func(x, y tally) int { return cmp.Compare(y.votes+y.bayes, x.votes+x.bayes) })
}

// bestOther is the best cosine within the fact of any other short answer.
func bestOther(all []tally, short int) float32 {
	best := float32(0)
	for _, t := range all {
		if t.short != short {
			best = max(best, t.within)
		}
	}
	return best
}

// tally counts the votes for each short answer of a fact.
func (b *Base) tally(q *text.Query, fact int, s *index.Scratch) []tally {
	all := make([]tally, len(b.facts[fact].Shorts))
	for i := range all {
		all[i].short = i
	}
	sum := float32(0)
	for _, h := range s.Found() {
		d := b.index.Docs[h.Doc]
		if int(d.Fact) != fact || d.Gap {
			continue
		}
		t := &all[d.Short]
		v := h.Score * h.Score * h.Score * h.Score
		t.votes += v
		sum += v
		if h.Score > t.best {
			t.best, t.second = h.Score, t.best
		} else {
			t.second = max(t.second, h.Score)
		}
		if int(d.Sort) == q.Kind.Sort() {
			t.sorted = max(t.sorted, h.Score)
		}
	}
	if sum > 0 {
		for i := range all {
			all[i].votes /= sum
		}
	}
	return all
}

// short chooses the short answer of a fact for a question that was just ranked with s.
func (b *Base) short(q *text.Query, fact int, s *index.Scratch) string {
	best, at := float32(0), ""
	for i, c := range b.choices(q, fact, s) {
		v := c.evidence[cVotes]
		if b.index.Choice != nil {
			v = b.index.Choice.LogOdds(c.evidence)
		}
		if i == 0 || v > best {
			best, at = v, c.text
		}
	}
	if at == "" {
		return b.facts[fact].Headline()
	}
	return capital(at)
}

// capital begins a short answer with a capital letter.
func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// ShortFor chooses the short answer that a fact, by its number in the index, gives to a question.
func (b *Base) ShortFor(q *text.Query, fact int) string {
	s := b.scratch.Get().(*index.Scratch)
	defer b.scratch.Put(s)
	b.index.Gather(q, s)
	return b.short(q, fact, s)
}

// A Choice is a short answer that could be given, for training: its text and the evidence for it.
type Choice struct {
	Text     string
	Evidence []float32
}

// Choices lists what a fact, by its number in the index, could answer to a question; for training.
func (b *Base) Choices(q *text.Query, fact int) []Choice {
	s := b.scratch.Get().(*index.Scratch)
	defer b.scratch.Put(s)
	b.index.Gather(q, s)
	var out []Choice
	for _, c := range b.choices(q, fact, s) {
		out = append(out, Choice{c.text, c.evidence})
	}
	return out
}
