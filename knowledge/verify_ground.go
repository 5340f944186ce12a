package knowledge

import (
	"drawdown/knowledge/text"
)

// A ground is what one fact says, taken apart to hold claims against it.
type ground struct {
	core   map[string]bool   // the units of its statement and facets
	own    map[string]bool   // those, and the units of its short answers
	words  map[string]bool   // the stems of all of them
	denied map[string]bool   // the units that stand in its statement under a denial alone
	means  map[meaning]bool  // the sides of opposites that its statement is on
	like   map[meaning]bool  // those, and the sides that its short answers are on
	actors map[string]string // the countries, forces, places and persons whom it is about, with their classes
	leads  []direction
	stated []quantity
	extent extent
}

func (b *Base) groundOf(f *Fact) ground {
	g := ground{core: map[string]bool{}, own: map[string]bool{}, words: map[string]bool{}, actors: map[string]string{}}
	asserted := map[string]bool{}
	for _, s := range f.tells() {
		g.add(b.analyzer.Analyze(s), g.core)
		for _, w := range b.analyzer.Analyze(deniedPart().ReplaceAllString(s, " ")).Words {
			asserted[w.Stem] = true
		}
	}
	for _, s := range f.Shorts {
		g.add(b.analyzer.Analyze(deniedPart().ReplaceAllString(leadIn().ReplaceAllString(s.Text, ""), " ")), g.own)
	}
	for _, u := range b.analyzer.Analyze(f.Facets["who"].Text).Content() {
		if actor(u) {
			g.actors[u.Key] = u.Concept.Class
		}
	}
	g.denied = b.deniedBy(f)
	g.means, g.like = meaningsOf(asserted), meaningsOf(g.words)
	g.leads = append(b.directionsOf(f.Says), b.direction(f.Facets["before"].Text, f.Facets["after"].Text))
	g.stated, g.extent = quantitiesStatedBy(f), extentsOf(f.Says)
	return g
}

// tells are the statement and the facets of a fact.
func (f *Fact) tells() []string {
	out := []string{f.Says}
	for _, key := range Facets {
		if t := f.Facets[key].Text; t != "" {
			out = append(out, t)
		}
	}
	return out
}

// add takes the units of a text among the fact's own and among others.
func (g *ground) add(q *text.Query, to map[string]bool) {
	for _, u := range q.Content() {
		g.own[u.Key], to[u.Key] = true, true
	}
	for _, w := range q.Words {
		g.words[w.Stem] = true
	}
}

// leadIn is what a short answer begins with before it says what is so.
var leadIn = lazily(`^(Yes|No|Not [^,;:]*|(?:It|They|He|She) (?:did|is|was|has|does|do) not)\s*[,;:–-]?\s*`)

// states tells whether the fact states a unit, or a word of the same root.
func (g *ground) states(u text.Unit) bool {
	return g.own[u.Key] || u.Concept == nil && kin(u.Key, g.words)
}

// actor tells whether a unit is a country, a force, a place or a person: a thing that acts, or is acted on, and is no other.
func actor(u text.Unit) bool {
	return u.Concept != nil && u.Concept.Exclusive && u.Concept.Class != "thing"
}

// otherActor tells whether a claim begins with another of a kind than whom the fact is about, and does not name the latter.
func (g *ground) otherActor(q *text.Query) bool {
	units := q.Content()
	if len(units) == 0 || !actor(units[0]) {
		return false
	}
	rivals := false
	for _, class := range g.actors {
		rivals = rivals || class == units[0].Concept.Class
	}
	for _, u := range units {
		if g.actors[u.Key] != "" {
			return false
		}
	}
	return rivals
}
