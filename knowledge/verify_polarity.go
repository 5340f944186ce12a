package knowledge

import (
	"slices"
	"strings"

	"drawdown/knowledge/text"
)

// negation finds what denies a claim. What qualifies a figure ("no more than 20", "not even 100") denies nothing.
var negation = lazily(`(?i)\b(?:not|no longer|no|never|nowhere near|nowhere|without|cannot|neither|nor|nobody|none|nothing|hardly|barely|yet to|fail(?:s|ed)? to|refuse[sd]? to|(?:un|no longer )able to|away from)\b|\b(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should|need|must)n['’]?t\b|\b(?:stop(?:s|ped)?|ceased?|ceases)\b(?:\s+\w+ing\b)`)

// qualifying follows a negation that belongs to a figure, or to a phrase that denies nothing.
var qualifying = lazily(`(?i)^\s+(?:more than|fewer than|less than|even \d|quite|but|matter|doubt|wonder)\b`)

// emphasis strengthens a denial, and says nothing else.
var emphasis = lazily(`(?i)\b(?:any ?more|any longer|at all|whatsoever|in any way|by any means)\b`)

// polarity tells whether a claim denies what it tells of, and gives it without its denials. Two denials undo one another.
func polarity(claim string) (denies bool, told string) {
	var out strings.Builder
	last := 0
	for _, at := range negation().FindAllStringIndex(claim, -1) {
		word := strings.ToLower(claim[at[0]:at[1]])
		if (word == "not" || word == "no" || word == "nothing") && qualifying().MatchString(claim[at[1]:]) {
			continue
		}
		denies = !denies
		out.WriteString(claim[last:at[0]])
		last = at[1]
		if strings.HasSuffix(word, "ing") { // "stopped training": what was stopped stays
			last = at[0] + strings.LastIndexAny(claim[at[0]:at[1]], " \t")
		}
	}
	out.WriteString(claim[last:])
	if last > 0 {
		return denies, emphasis().ReplaceAllString(out.String(), " ")
	}
	return denies, claim
}

// deniedPart is what stands under a denial within a statement.
var deniedPart = lazily(`(?i)\b(?:not|no|never|far from|without|prevent(?:s|ing)?|rather than|cannot|nor)\b(.*?)(?:[;:.]|, (?:but|though|yet|which|rather)\b|$)`)

// deniedBy are the units that a fact's statement holds under a denial alone.
func (b *Base) deniedBy(f *Fact) map[string]bool {
	out := map[string]bool{}
	for _, m := range deniedPart().FindAllStringSubmatch(f.Says, -1) {
		for _, u := range b.analyzer.Analyze(m[1]).Content() {
			out[u.Key] = true
		}
	}
	for _, u := range b.analyzer.Analyze(deniedPart().ReplaceAllString(f.Says, " ")).Content() {
		delete(out, u.Key)
	}
	return out
}

// A direction is what leads from one thing to another, or is put above another: "from A to B", "A rather than B".
type direction struct{ first, second map[string]bool }

var (
	fromTo = lazily(`(?i)\bfrom\b(.{3,80}?)\b(?:over to|to|into|towards?)\b([^,;.]{3,80})`)
	passes = lazily(`(?i)([^;:.]{2,80}?)\b(?:hand(?:s|ed|ing)?|give[sn]?|gave|giving|pass(?:es|ed|ing)?|transfer(?:s|red|ring)?|turn(?:s|ed|ing)? over)\b[^;:.]*?\bto\b([^;:.]{3,80})`)
	takes  = lazily(`(?i)([^;:.]{2,80}?)\b(?:take|takes|took|taking|taken)\b[^;:.]*?\bfrom\b([^;:.]{3,80})`)
	above  = lazily(`(?i)\b(?:favou?r(?:s|ed|ing)?|prefer(?:s|red|ring)?|puts?|cho(?:o|)ses?|values?)\b([^,;.:]{3,80}?)\b(?:over|above|before|to)\b([^,;.]{3,80})|([^,;.:]{3,80}?)\b(?:rather than|instead of)\b([^,;.]{3,80})`)
)

// directionsOf finds the directions of a text. In "A rather than B", B is the first of the two: what it leads from.
func (b *Base) directionsOf(s string) []direction {
	var out []direction
	for _, m := range fromTo().FindAllStringSubmatch(s, -1) {
		out = append(out, b.direction(m[1], m[2]))
	}
	for _, m := range passes().FindAllStringSubmatch(s, -1) {
		out = append(out, b.direction(m[1], m[2]))
	}
	for _, m := range takes().FindAllStringSubmatch(s, -1) {
		out = append(out, b.direction(m[2], m[1]))
	}
	for _, m := range above().FindAllStringSubmatch(s, -1) {
		out = append(out, b.direction(m[2]+m[4], m[1]+m[3]))
	}
	return out
}

func (b *Base) direction(first, second string) direction {
	d := direction{b.unitsOf(first), b.unitsOf(second)}
	for u := range d.first {
		if d.second[u] {
			delete(d.first, u)
			delete(d.second, u)
		}
	}
	return d
}

func (b *Base) unitsOf(s string) map[string]bool {
	out := map[string]bool{}
	for _, u := range b.analyzer.Analyze(s).Content() {
		out[u.Key] = true
	}
	return out
}

// reversed tells whether a claim leads the other way than the fact does.
func reversed(claimed, stated []direction) bool {
	return slices.ContainsFunc(claimed, func(c direction) bool {
		along, against := 0, 0
		for _, s := range stated {
			along += common(c.first, s.first) + common(c.second, s.second)
			against += common(c.first, s.second) + common(c.second, s.first)
		}
		return against > along
	})
}

func common(a, b map[string]bool) int {
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return n
}

// attribution is how a claim says that somebody said something; what stands before it, or after the second, is who.
var (
	saidBy      = lazily(`(?i)^(.{2,60}?)\b(?:said|says|say|told|tells|called|calls|admitted|admits|claimed|claims|stated|states|announced|emphasized|reported|promised)\b`)
	accordingTo = lazily(`(?i)\baccording to ([^,;.]{2,60})`)
)

// sayers are the units that name who a claim says it was said by.
func (b *Base) sayers(claim string) []text.Unit {
	who := ""
	if m := saidBy().FindStringSubmatch(claim); m != nil {
		who = m[1]
	} else if m := accordingTo().FindStringSubmatch(claim); m != nil {
		who = m[1]
	}
	return b.analyzer.Analyze(who).Content()
}
