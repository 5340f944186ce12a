package text

import "strings"

// stop holds the words that say nothing about what is asked: articles, pronouns, prepositions, auxiliaries, question
// words, and the courtesies around a question.
var stop = set(`a an the this that these those it its he him his she her they them their theirs we our ours you your yours i me my mine us
myself yourself himself themselves itself one ones some any each every all both either neither such same other others another
of in on at to from by for with without about into onto over under after before between during against through up down out off as than like
and or but so if then because while although though nor yet also too just only even very really quite rather actually exactly still again ever
is are was were be been being am do does did done doing has have had having can could will would shall should may might must ought
not no yes there here who whom whose what which when where why how whether
please kindly hi hello hey ok okay well thanks thank sorry excuse tell know say says said wonder wondering curious remind explain give
let get got go going want wants wanted need like think guess mean means happen happens happened happening
s t d ll re ve m o`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// IsStop tells whether a folded word carries no content of its own.
func IsStop(word string) bool { return len(word) == 1 && !digit(word[0]) || stop[word] }
