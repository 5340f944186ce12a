package extract

import (
	"strings"

	"drawdown/knowledge/text"
)

// Sorts are what a word can be evidence of, one bit each: read off the word alone, so that it costs nothing a sentence.
type sorts uint32

const (
	sNumber  sorts = 1 << iota // digits, number words
	sYear                      // four digits that can be a year
	sTime                      // months, weekdays, "decade", "yesterday"
	sSpan                      // units of a duration: years, months, weeks
	sPercent                   // "percent", "half", "third"
	sMoney                     // currencies
	sPerson                    // a word for a person, by WordNet
	sPlace                     // a place, by WordNet or the lexicon
	sGroup                     // an organisation or group, by WordNet
	sReason                    // "because", "due", "owing"
	sPurpose                   // "allow", "ensure", "aim"
	sMeans                     // "by", "through", "using": how something is done
	sNot                       // negations
	sPronoun                   // words that point back: "they", "this", "its"
	sTitle                     // words before a person's name: "president", "general", "mr"
	sSay                       // verbs of saying
	sProper                    // written with a capital in mid-sentence more often than not
	sStop                      // carries no content
	sCopula                    // "is", "called", "means": definitions
	sFew                       // "fewer", "about", "nearly": what goes with a number
)

// sortWords lists the words of each sort, as they are written or as stems.
var sortWords = func() map[string]sorts {
	m := map[string]sorts{}
	for _, list := range [...]struct {
		sort  sorts
		words string
	}{
		{sNumber, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen half third quarter double triple twice hundreds thousands millions billions dozens several single couple"},
		{sTime, "january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday century centuries decade decades yesterday today tomorrow spring summer autumn winter midnight noon ago era"},
		{sSpan, "year years month months week weeks day days hour hours minute minutes second seconds decade decades century centuries"},
		{sPercent, "percent percentage half third quarter majority minority fraction proportion"},
		{sMoney, "dollar dollars euro euros pound pounds cent cents yen franc usd"},
		{sReason, "because due owing since reason cause caused causes thanks result resulted amid therefore consequently thus why hence led prompted"},
		{sPurpose, "allow allows allowing enable enables ensure ensures aim aims aimed purpose goal intended order so help helps designed prevent prevents prevented"},
		{sMeans, "by through using via with means method process"},
		{sNot, "not no never none neither nor without nobody nothing cannot hardly barely failed refused"},
		{sPronoun, "he she it they this these that those him her them his their its there such latter former"},
		{sTitle, "mr mrs ms dr president minister general secretary king queen prince emperor pope captain colonel senator professor sir lord duke chief director chairman judge governor spokesman spokesperson coordinator khan"},
		{sSay, "say said says tell told tells argue argued argues call called calls describe described describes warn warned warns add added adds note noted notes insist insisted insists announce announced announces state stated states claim claimed claims according stress stressed acknowledge acknowledged emphasize emphasized explain explained believe believed suggest suggested"},
		{sCopula, "is are was were means refers known called named defined"},
		{sFew, "fewer less more most least about nearly almost over under around roughly approximately some only up"},
	} {
		for _, w := range strings.Fields(list.words) {
			m[w] |= list.sort
		}
	}
	return m
}()

// sortOf reads the sorts of a folded word and its WordNet labels.
func sortOf(form string, labels []string) sorts {
	s := sortWords[form]
	if text.IsStop(form) {
		s |= sStop
	}
	if digitByte(form[0]) {
		s |= sNumber
		if len(form) == 4 && (form[0] == '1' || form[0] == '2' && form[1] == '0') {
			s |= sYear | sTime
		}
		if strings.HasSuffix(form, "s") && len(form) == 5 {
			s |= sTime
		}
		return s
	}
	for i, l := range labels {
		switch l {
		case "_person":
			s |= sPerson
		case "_location":
			s |= sPlace
		case "_group":
			s |= sGroup
		case "_time":
			if i == 0 {
				s |= sTime
			}
		}
	}
	return s
}

// wanted says which sorts of word answer a question; 0 where any may.
func wanted(q *text.Query) sorts {
	switch q.Kind {
	case text.Who, text.Whose:
		return sPerson | sGroup | sProper
	case text.When:
		return sTime | sYear
	case text.Since:
		return sTime | sYear | sSpan
	case text.Where:
		return sPlace | sProper
	case text.Why:
		return sReason | sPurpose
	case text.HowMany:
		return sNumber
	case text.How:
		return sMeans
	case text.What, text.Which, text.Keywords:
		return headWanted(q)
	}
	return 0
}

// headWanted reads what a "what" or "which" asks for off the noun that it governs, by the noun's WordNet labels.
func headWanted(q *text.Query) sorts {
	if q.Head < 0 || q.Kind == text.Keywords {
		return 0
	}
	var want sorts
	for i, l := range text.Labels(q.Words[q.Units[q.Head].From].Text) {
		switch {
		case l == "_person" && i == 0:
			want |= sPerson | sProper
		case l == "_location" && i == 0:
			want |= sPlace | sProper
		case l == "_group" && i == 0:
			want |= sGroup | sProper
		case l == "_time" && i == 0:
			want |= sTime | sYear
		case l == "_quantity" && i == 0:
			want |= sNumber
		}
	}
	return want
}
