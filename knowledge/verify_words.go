package knowledge

import (
	"slices"
	"strings"

	"drawdown/knowledge/text"
)

// opposites are words of English that exclude one another: what is said with the one is not said with the other. One pair of groups a
// line, with a bar between.
const opposites = `
increase increasingly rise rising raise grow growing growth expand expansion surge higher bigger upward double | decrease reduce reduction decline fall drop cut shrink lower fewer less downward smaller wind dwindle halve trim
begin beginning start starting launch | end ending conclude conclusion finish stop over cease
stay remain keep continue retain maintain | leave withdraw abandon depart quit exit evacuate
strengthen strong stronger bolster boost improve enhance reinforce sustain better | weaken weak weaker undermine worsen erode deteriorate damage worse
success succeed successful win victory achieve | failure fail lose defeat setback collapse
support back help assist aid enable empower | oppose attack hinder obstruct block sabotage prevent undermine
acknowledge honor honour recognize respect | ignore deny forget dismiss overlook disregard
welcome applaud praise celebrate | reject oppose condemn refuse criticize denounce resent
confident confidence sure certain | doubt doubtful skeptical unsure uncertain distrust mistrust
capable able competent capability ability | incapable unable unready inability incompetent
gradual gradually steady steadily slow slowly phased | sudden suddenly abrupt abruptly immediate immediately overnight instant instantly rushed
careful carefully thorough prudent | hasty hastily careless sloppy rushed
long lengthy enduring lasting prolonged | short brief quick
turbulent troubled violent difficult | calm peaceful quiet smooth
critical crucial important essential needed necessary pivotal vital decisive significant significantly momentous | unimportant irrelevant unneeded needless unnecessary pointless superfluous minor marginal trivial insignificant
different mixed range various vary differ divided | same identical uniform unanimous
full fully complete completely total totally entire entirely | partial partially part partly
most majority mainly mostly | minority few hardly fewest
official formal formally officially announced confirmed | unofficial rumor rumour leaked informal unconfirmed
public openly | secret secretly hidden clandestine
rarely seldom never | always often usually frequently
easy simple straightforward smooth | hard difficult complicated complex
prevent stop avert deter | allow permit let want encourage
tired fatigue weary exhausted fed | eager keen enthusiastic excited hungry
anticipated expected planned foreseen | surprise surprising unexpected unforeseen unplanned
collaborative cooperative joint together mutual partnership partner | hostile unilateral alone rival enemy
agreement agreed agree negotiated accord | disagreement dispute imposed forced unilateral
flexible flexibility adapt adjust | fixed rigid final frozen inflexible
temporary | permanent permanently forever
safe safer secure | dangerous unsafe insecure
stable stability peace | unstable instability chaos war
anonymous anonymity unnamed anonymously | named
independent independently autonomous autonomously | dependent dependence depend rely reliant
after later | before earlier
persistent persist persistent ongoing exist | gone vanished disappeared destroyed eliminated eradicated finished dead extinct
large large-scale big huge massive | small tiny little
small few handful | hundreds thousands dozens many large
guarantee guarantees guaranteed warrant vouch promise ensure | disclaim
responsible | reckless irresponsible
true real substantive genuine serious | fake cosmetic superficial false merely
training trained train equipped experienced | untrained inexperienced unprepared
transition change shift shifting changing evolving reshape | unchanged constant static
accurate accuracy correct complete reliable | inaccurate wrong incomplete unreliable
combat fight fighting | noncombat
long-standing longstanding old decades | new novel unprecedented
peak highest maximum height top | lowest minimum trough bottom
consolidate gather concentrate collect | scatter disperse spread
kill dead die killed assassinate | survive alive
schedule scheduled plan planned expected upcoming | cancel cancelled canceled scrap postpone
toward towards | away
better more growing increasingly enhanced | worse less decreasingly
reinforce stabilize secure | suffer harm destabilize
recover reclaim retake regain | lose surrender
`

// A meaning is the side of a pair of opposites that a stem stands on.
type meaning struct{ pair, side int }

// meanings maps a stem to the sides that it stands on.
var meanings = func() map[string][]meaning {
	out := map[string][]meaning{}
	for pair, line := range strings.Split(strings.TrimSpace(opposites), "\n") {
		for side, words := range strings.Split(line, "|") {
			for _, w := range text.Tokens(words) {
				out[text.Stem(w)] = append(out[text.Stem(w)], meaning{pair, side})
			}
		}
	}
	return out
}()

// prefixes turn a word into its opposite.
var prefixes = [...]string{"un", "dis", "in", "im", "ir", "non", "mis", "de"}

// leastRoot is the length from which what follows such a prefix is a word by itself.
const leastRoot = 4

// negates tells whether a stem is one that the fact states, with a prefix that turns it round: "disempower".
func negates(stem string, stated map[string]bool) bool {
	for _, p := range prefixes {
		if root, ok := strings.CutPrefix(stem, p); ok && len(root) >= leastRoot && stated[root] && !stated[stem] {
			return true
		}
	}
	return false
}

// opposes tells whether a unit of a claim is the opposite of what a fact states. Words that compare ("more than 2,500") qualify a figure.
func (g *ground) opposes(q *text.Query, u text.Unit) bool {
	if u.From > 0 && q.Words[u.From-1].Text == "less" && g.words["more"] { // "less capable"
		return true
	}
	if u.To < len(q.Words) && q.Words[u.To].Text == "than" {
		return false
	}
	for _, w := range q.Words[u.From:u.To] {
		if g.opposesStem(w.Stem) {
			return true
		}
	}
	return false
}

// opposesStem tells whether the fact states the opposite of a stem, and neither the stem itself nor another that means the same.
func (g *ground) opposesStem(stem string) bool {
	if g.words[stem] {
		return false
	}
	for _, m := range meanings[stem] {
		if g.means[meaning{m.pair, 1 - m.side}] && !g.like[m] {
			return true
		}
	}
	return negates(stem, g.words)
}

// ambiguous tells whether a unit's word may mean the opposite of the concept that it stands for: "left" is what remains, and what went.
func ambiguous(q *text.Query, u text.Unit) bool {
	if u.Concept == nil {
		return false
	}
	for _, m := range meanings[text.Stem(u.Concept.Name)] {
		if slices.Contains(meanings[q.Words[u.From].Stem], meaning{m.pair, 1 - m.side}) {
			return true
		}
	}
	return false
}

// meaningsOf are the sides of opposites that some stems stand on.
func meaningsOf(stems map[string]bool) map[meaning]bool {
	out := map[meaning]bool{}
	for s := range stems {
		for _, m := range meanings[s] {
			out[m] = true
		}
	}
	return out
}

// An extent is how much of something a text speaks of.
type extent int

const (
	few extent = 1 << iota
	some
	many
	most
	all
)

// extents are words for them.
var extents = map[string]extent{
	"few": few, "handful": few, "small": few, "scarcely": few,
	"some": some, "several": some, "certain": some, "others": some, "part": some, "partly": some, "range": some, "different": some,
	"many": many, "hundreds": many, "thousands": many, "dozens": many, "numerous": many,
	"most": most, "majority": most, "mostly": most, "mainly": most,
	"all": all, "every": all, "everyone": all, "everybody": all, "entire": all, "whole": all, "everything": all,
}

// extentsOf are the extents that a text speaks of.
func extentsOf(s string) extent {
	out := extent(0)
	for _, w := range text.Tokens(text.Fold(s)) {
		out |= extents[w]
	}
	return out
}

// exceeds tells whether a claim speaks of another extent than the statement: all where that says some, many where it says few.
func (claimed extent) exceeds(stated extent) bool {
	switch {
	case claimed&stated != 0 || stated == 0:
		return false
	case claimed&all != 0:
		return true
	case claimed&(many|most) != 0:
		return stated&few != 0
	case claimed&few != 0:
		return stated&(many|most) != 0
	}
	return false
}

// absolute is how a claim says that something holds without exception.
var absolute = lazily(`(?i)\b(?:all|every|everyone|everybody|completely|entirely|totally|fully|only|always|exactly|forever|at once|for good|same|any)\b`)
