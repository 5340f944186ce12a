package knowledge

import (
	"strings"

	"drawdown/knowledge/text"
)

// fewestUnits is how many words with content a claim has at least: with one alone, nothing is said of anything.
const fewestUnits = 2

// What is no claim, by how it begins or what it holds. The rules are for English as people write it in chats; what they let through by
// mistake is judged, and is as a rule not covered.
var (
	asks      = lazily(`(?i)^(?:(?:so|and|but|hey|ok|okay|wait|well|um|lol|bro|guys),?\s+)*(?:(?:who|whom|whose|what|which|when|where|why|how)(?:['’]?s|['’]?re)?\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|many|much|long|come|about|u|r|year|country|[a-z]+\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would))\b|(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|isn['’]?t|aren['’]?t|wasn['’]?t|don['’]?t|doesn['’]?t|didn['’]?t)\s+(?:it|there|they|he|she|we|you|u|i|this|that|these|those|the|any|some|us|u\.s\.|anyone|anybody|someone|somebody|iraq\w*|america\w*|syria\w*|isis|all|most)\b)`)
	greets    = lazily(`(?i)^(?:hi|hello|hey|yo|good (?:morning|evening|afternoon|night|day)|morning|thanks?|thank you|thx|ty|cheers|bye|goodbye|see you|cya|welcome|congrat\w*|happy \w+|lol|lmao|haha\w*|wow|omg|ok|okay|yes|no|yep|nope|sure|right|exactly|agreed|true|same|nice|cool|great)\b(?:[\s,!.:)]+\w+){0,3}[\s!.:)]*$`)
	ofOneself = lazily(`(?i)^(?:(?:and|but|so|well|yes|no|lol|ok|honestly|personally|sorry),?\s+)*(?:i|i['’]?m|i['’]?ve|i['’]?d|i['’]?ll|im|ive|we|we['’](?:re|ve|d|ll)|let['’]?s|me)\s`)
	bids      = lazily(`(?i)^(?:please|pls|read|check|look|see|click|tell|show|stop|go|come|let|help|imagine|watch|listen|ask|note|guess|consider|don['’]?t|do not|never mind|nevermind|remember)\s`)
	values    = lazily(`(?i)\b(?:imo|imho|in my (?:opinion|view)|if you ask me|hopefully|sadly|unfortunately|thank god|love|loves|hate|hates|awesome|amazing|terrible|horrible|awful|stupid|idiotic|dumb|ridiculous|disgrace|disgraceful|shame|shameful|sucks?|(?:good|bad|great|wise|dumb|best|worst|right|wrong) (?:idea|move|thing|decision|news|call|choice)|(?:a|big|huge|grave|terrible) mistake|the (?:best|worst)|makes me|i (?:hope|wish|love|hate|want|feel))\b`)
)

// hearsay is how a claim is put that somebody passes on, or thinks: the claim is what follows.
var hearsay = lazily(`(?i)^(?:(?:and|but|so|well|ok|hey|guys|fyi|btw|apparently|reportedly|allegedly|supposedly|actually|basically|lol|breaking|news|fact|reminder),?:?\s+)*(?:(?:i|we)(?:['’]ve| have| just)?\s+(?:just\s+)?(?:heard|read|saw|learned|learnt|think|thought|believe|know|remember|recall|guess|bet|suppose|am sure|was told)|i['’]?m (?:sure|told|certain)|it(?:['’]s| is) (?:true|a fact|clear|said)|they say|people say|word is)\s+(?:(?:somewhere|today|online|here|on \w+|in the \w+)\s+)?(?:that\s+)?`)

// claimsOf takes the claims out of a text, as they stand in it: its sentences, those with two claims taken apart, without what asks, greets,
// bids, values or tells of whoever writes.
func (b *Base) claimsOf(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		for _, sentence := range Sentences(line) {
			for _, part := range parted(strings.TrimSpace(sentence)) {
				if b.isClaim(part) {
					out = append(out, part)
				}
			}
		}
	}
	return out
}

// isClaim tells whether a sentence says something of the world that could be held against facts.
func (b *Base) isClaim(s string) bool {
	told := proposition(s)
	if strings.HasSuffix(strings.TrimRight(s, `"”')!. `), "?") || asks().MatchString(told) || greets().MatchString(told) || bids().MatchString(told) || values().MatchString(s) || ofOneself().MatchString(told) {
		return false
	}
	return len(b.analyzer.Analyze(told).Content()) >= fewestUnits
}

// proposition is what a claim says, without who passes it on.
func proposition(s string) string {
	s = strings.TrimLeft(s, `"“'(>*_- `)
	return s[len(hearsay().FindString(s)):]
}

// joint is where a sentence may be taken apart.
var joint = lazily(`(?i)(?:;\s+|,?\s+(?:and|but|while|whereas|yet)\s+|,\s+)`)

// parted takes a sentence apart where two claims are joined and each stands by itself: with a subject of its own, which no pronoun is, and
// a verb.
func parted(s string) []string {
	for _, at := range joint().FindAllStringIndex(s, -1) {
		left, right := s[:at[0]], s[at[1]:]
		if stands(left) && stands(right) && !dependent(right) && !between(left) {
			return append([]string{left}, parted(right)...)
		}
	}
	return []string{s}
}

// between tells whether "and" joins the ends of a span: "between 2,000 and 3,000", "both Iraq and Syria".
func between(left string) bool {
	words := text.Tokens(text.Fold(left))
	for _, w := range words[max(0, len(words)-4):] {
		if w == "between" || w == "both" {
			return true
		}
	}
	return false
}

// finite are the commonest verb forms that make a clause; so does a word that ends in -ed.
var finite = wordSet(`is are was were has have had will would can could may might must do does did says said say tells told claims calls called left leaves leave fell falls
goes went gets got gave gives came comes began begins ends made makes took takes lost won keeps kept stays stay remains remain wants want plans plan supports support helps help
shows lies stands sits runs ran met meets hit hits struck killed kills means happens cuts cut rises rose grows grew drops isn't aren't wasn't weren't hasn't haven't won't can't don't doesn't
didn't it's he's she's they're there's that's isnt arent wont cant dont doesnt didnt takes moves moved pulls expects fears sees saw sent sends signed signs announced reduced started`)

// stands tells whether a clause could stand by itself: a subject and then a verb.
func stands(clause string) bool {
	words := text.Tokens(text.Fold(clause))
	if len(words) > 0 && subordinates[words[0]] {
		return false
	}
	for i, w := range words {
		if i > 0 && (finite[w] || strings.HasSuffix(w, "ed") && len(w) > 4) {
			return true
		}
	}
	return false
}

// subordinates begin a clause that belongs to another.
var subordinates = wordSet("when if because although though since after before while whereas despite as until unless once whether that which who where")

// dependent tells whether a clause begins with what leans on the one before: a verb without a subject, a pronoun, a relative.
func dependent(clause string) bool {
	words := text.Tokens(text.Fold(clause))
	if n := len(words); n < 3 || attributes[words[n-1]] || finite[words[0]] || strings.HasSuffix(words[0], "ed") || strings.HasSuffix(words[0], "ing") {
		return true
	}
	return leansBack[words[0]]
}

// attributes end a clause that says who said the one before.
var attributes = wordSet("said says told claims claimed reported according announced")

var leansBack = wordSet(`it its it's they they're their them he his she her this that these those which who whose where when then so not also still even only now to will would may might can could some others another most there in by with for from on at as if because since after before until then thus`)

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
