package text

// Kind is the kind of thing that a question asks for, read off its question words (the "answer type" of the
// question-answering literature, by rules, since two dozen of them cover the way people ask).
type Kind uint8

// The kinds, from the question words that announce them.
const (
	Keywords Kind = iota // no question word: a request, a statement, bare keywords
	YesNo
	Who
	Whose
	What
	Which
	When
	Since // since when, how long
	Where
	Why
	HowMany // how many, how much, what number
	How
	Kinds = int(How) + 1 // how many kinds there are
)

var kindNames = [...]string{"keywords", "yes-no", "who", "whose", "what", "which", "when", "since", "where", "why", "how-many", "how"}

// Sort is the sort of thing that answers a question of the kind: kinds of one sort can be put for one another ("since
// when" and "when", "what" and bare keywords).
func (k Kind) Sort() int { return int(sorts[k]) }

var sorts = [Kinds]uint8{Keywords: 0, What: 0, Which: 0, YesNo: 1, Who: 2, Whose: 2, When: 3, Since: 3, Where: 4, Why: 5, HowMany: 6, How: 7}

// Sorts is how many there are.
const Sorts = 8

// String is the kind's name.
func (k Kind) String() string { return kindNames[k] }

var questionWords = map[string]Kind{
	"who": Who, "whom": Who, "whose": Whose, "what": What, "which": Which, "when": When, "where": Where, "why": Why, "how": How, "whether": YesNo,
}

var auxiliaries = map[string]bool{
	"is": true, "are": true, "was": true, "were": true, "am": true, "do": true, "does": true, "did": true, "has": true, "have": true, "had": true,
	"can": true, "could": true, "will": true, "would": true, "should": true, "shall": true, "may": true, "might": true, "must": true,
}

// narrower holds the nouns that turn "what …" and "which …" into a narrower kind.
var narrower = map[string]Kind{
	"year": When, "date": When, "day": When, "month": When, "time": When, "point": When, "moment": When, "deadlin": When, "decad": When,
	"countri": Where, "citi": Where, "town": Where, "place": Where, "locat": Where, "region": Where, "spot": Where, "area": Where, "nation": Where, "part": Where,
	"reason": Why, "purpos": Why, "motiv": Why, "caus": Why, "excus": Why, "motive": Why,
	"number": HowMany, "figur": HowMany, "percentag": HowMany, "percent": HowMany, "size": HowMany, "headcount": HowMany, "share": HowMany, "amount": HowMany,
	"person": Who, "offici": Who, "politician": Who, "man": Who, "guy": Who, "spokesman": Who, "name": Who,
}

// kindOf reads the kind of a question off its words, and which unit its question word governs.
func kindOf(words []Word, units []Unit) (Kind, int) {
	for i, w := range words {
		k, ok := questionWords[w.Text]
		if !ok || w.Text == "which" && i > 0 && !opens(words[i-1]) || w.Text == "who" && i > 0 && relative(words, i) {
			continue
		}
		return refine(k, words, units, i)
	}
	if len(words) > 0 && auxiliaries[words[0].Text] {
		return polite(words, units)
	}
	for i := 1; i+1 < len(words); i++ {
		if auxiliaries[words[i].Text] && pronouns[words[i+1].Text] {
			return YesNo, head(units, i+1)
		}
	}
	return Keywords, -1
}

// polite tells "could you name the …" (no yes-no question) from "could the Iraqis …".
func polite(words []Word, units []Unit) (Kind, int) {
	switch words[0].Text {
	case "can", "could", "would", "will", "may":
		if len(words) > 1 && (words[1].Text == "you" || words[1].Text == "somebody" || words[1].Text == "someone" || words[1].Text == "anyone" || words[1].Text == "i") {
			return Keywords, -1
		}
	}
	return YesNo, head(units, 1)
}

var pronouns = map[string]bool{"they": true, "it": true, "he": true, "she": true, "we": true, "there": true, "that": true, "this": true, "not": true}

// opens tells whether a question may begin after the word: a conjunction, a verb of asking, a greeting.
func opens(w Word) bool {
	switch w.Stem {
	case "and", "or", "but", "so", "know", "tell", "me", "wonder", "rememb", "recal", "say", "explain", "in", "at", "on", "to", "from", "by", "of", "for", "with", "usa", "idea", "ask", "curious", "pleas":
		return true
	}
	return IsStop(w.Text)
}

// relative tells a relative "who" ("the general who was killed") from a question word.
func relative(words []Word, i int) bool {
	p := words[i-1]
	return !IsStop(p.Text) && !opens(p) || p.Stem == "those" || p.Stem == "that"
}

// refine looks at what follows the question word: "how many", "how long", "what year", "what … for".
func refine(k Kind, words []Word, units []Unit, i int) (Kind, int) {
	next := ""
	if i+1 < len(words) {
		next = words[i+1].Stem
	}
	h := head(units, i+1)
	switch k {
	case How:
		switch next {
		case "mani", "much", "big", "larg", "strong", "few", "small":
			return HowMany, head(units, i+2)
		case "long":
			return Since, h
		case "come":
			return Why, h
		}
	case When:
		if i > 0 && words[i-1].Text == "since" {
			return Since, h
		}
	case What, Which:
		if n, ok := narrower[next]; ok {
			return n, head(units, i+2)
		}
		if last := words[len(words)-1].Text; k == What && last == "for" {
			return Why, h
		}
	}
	return k, h
}

// head is the first unit with content at or after the word, or -1.
func head(units []Unit, word int) int {
	for i, u := range units {
		if u.From >= word && !u.Stop {
			return i
		}
	}
	return -1
}
