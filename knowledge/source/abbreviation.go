package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A kind is what a full stop after a word can mean.
type kind int

const (
	plain   kind = iota // the end of the sentence
	title               // an abbreviation with a name to follow, never the end
	counter             // an abbreviation if a number follows, else the end
	clock               // a.m. and p.m.
	either              // an abbreviation, and the end too if the next word opens a sentence
)

// Abbreviations, as they are written, without the last full stop.
var abbreviations = kinds(map[kind]string{
	title: `Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Rev Fr Hon Gen Gens Maj Col Lt Capt Cpt Cmdr Cdr Cpl Sgt Sgts
		Pvt Pfc Spc Adm Brig Ens Gov Govs Sen Sens Rep Reps Pres Amb Supt Insp Det Atty Mt Ft
		vs v cf viz approx ca e.g i.e eg ie`,
	counter: `No Nos no nos Art Arts art Fig Figs fig figs Ch ch Vol vol pp p para Sec sec Sect Eq eq Op
		Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun`,
	clock: `a.m p.m am pm A.M P.M`,
	either: `St Ave Blvd Rd Inc Ltd Co Corp Bros Jr Sr Esq Dept Univ Assn Govt Gov't Dist Est est al ibid
		Ph.D Ed.D M.Sc B.Sc Calif Fla Ariz Tex Tenn Va Md Ga Pa Ky Okla Colo Conn Minn Wis`,
})

// Words that open a sentence after an abbreviation, where a capital alone could
// belong to a name: determiners, pronouns, conjunctions, prepositions, adverbs. Left
// out are those that names begin with: "U.S. Under Secretary", "Samuel B. Will".
var openers = set(`The This That These Those A An It Its He She They We You I His Her Their Our My Your There Here
	But And Or So Yet Nor However Then When While Where If In On At For From With Without By As To Of After Before Since
	Although Though Because Once Until During Meanwhile Moreover Furthermore Therefore Thus Hence Still Now Also Even
	Only Just Some Many Most Much Several Such Any All Each Every Both Neither Either Instead Despite Among Amid Between
	Through Throughout Within Against According About Around Unlike Like What Who Why How Which Whether Is Are Was Were
	Does Did Do Has Have Had Not Later Today Yesterday Earlier Recently Finally Nevertheless Nonetheless Rather Ultimately
	Another Others Nobody Nothing Everyone Everything Someone Today Perhaps`)

// Words that one letter can follow as a number: "World War I. Then …".
var labels = set(`War Phase Part Chapter Volume Type Class Plan Grade Group Category Appendix Section Level Model Annex
	vitamin Vitamin hepatitis Hepatitis plan phase group type level grade class`)

// Verbs that say who said it.
var sayings = set(`said says asked asks added adds wrote writes replied told tells continued warned shouted cried declared
	argued insisted explained noted recalled wondered exclaimed answered remarked tweeted posted`)

// What can follow a time of day, and stand before the number of a day.
var calendar = set(`January February March April May June July August September October November December
	Monday Tuesday Wednesday Thursday Friday Saturday Sunday Eastern Central Mountain Pacific Greenwich Local
	Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun`)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func kinds(lists map[kind]string) map[string]kind {
	m := make(map[string]kind)
	for k, words := range lists {
		for _, w := range strings.Fields(words) {
			m[w] = k
		}
	}
	return m
}

// kindOf returns the kind of the word before a full stop. Of a compound such as
// "mid-Oct" or "Maj.Gen" the last part counts.
func kindOf(token string) kind {
	if i := strings.LastIndexAny(token, "-–—/"); i >= 0 {
		_, size := utf8.DecodeRuneInString(token[i:])
		token = token[i+size:]
	}
	if k, ok := abbreviations[token]; ok {
		return k
	}
	if isAcronym(token) && (len(token) > 1 || token == strings.ToUpper(token)) {
		return either
	}
	return abbreviations[token[strings.LastIndexByte(token, '.')+1:]]
}

// isAcronym reports whether a token is of single letters with full stops between
// them, one letter alone included: U.S, D.C, J.
func isAcronym(token string) bool {
	for part := range strings.SplitSeq(token, ".") {
		if !isLetter(part) {
			return false
		}
	}
	return true
}

// isLetter reports whether a token is one letter.
func isLetter(token string) bool {
	r, size := utf8.DecodeRuneInString(token)
	return size == len(token) && unicode.IsLetter(r)
}

// isRoman reports whether a token is a Roman numeral, as articles and parts have.
func isRoman(token string) bool {
	return token != "" && strings.Trim(token, "IVXLC") == ""
}
