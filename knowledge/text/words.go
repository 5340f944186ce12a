package text

import (
	_ "embed"
	"strings"

	"drawdown/knowledge/text/wordtable"
)

// The table of English words (package wordtable describes its form). It is made by the command in ./wordnet from WordNet 3.0
// (Princeton University; its licence stands in WORDNET-LICENSE).
var (
	//go:embed words.txt
	wordsFile string
	//go:embed lists.txt
	listsFile string
	//go:embed labels.txt
	labelsFile string

	wordTable = wordtable.Table{Words: wordsFile, Lists: listsFile, Labels: labelsFile}
)

// Labels gives what an English word is a kind of ("helicopter": artifact, aircraft, vehicle …), nearest first, each the
// first word of a WordNet synset or the name of a lexicographer's file with a leading "_"; nil for a word that the table lacks.
func Labels(word string) []string {
	for _, form := range [...]string{word, base(word)} {
		if w, ok := wordTable.Find(form); ok {
			if labels := wordTable.LabelsOf(w); labels != nil {
				return labels
			}
		}
	}
	return nil
}

// IsRare tells whether an English word is one that hardly anybody uses: typed in a hurry, it is as likely a slip.
func IsRare(word string) bool {
	w, ok := wordTable.Find(word)
	return ok && !w.Common
}

// IsEnglish tells whether a word, or the word that it is a plain inflection of, is in the table or is a function word.
func IsEnglish(word string) bool {
	if stop[word] || function[word] {
		return true
	}
	if inTable(word) {
		return true
	}
	for _, suffix := range [...]string{"s", "es", "d", "ed", "ing", "er", "ers", "ly", "est", "ings"} {
		stem, cut := strings.CutSuffix(word, suffix)
		if !cut || len(stem) < 3 {
			continue
		}
		if inTable(stem) {
			return true
		}
		if suffix != "s" {
			if inTable(stem + "e") {
				return true
			}
			if n := len(stem); n > 3 && stem[n-1] == stem[n-2] {
				if inTable(stem[:n-1]) {
					return true
				}
			}
		}
	}
	return word != base(word) && inTable(base(word))
}

func inTable(word string) bool { _, ok := wordTable.Find(word); return ok }

// function holds function words that WordNet, which lists content words, lacks.
var function = set(`among amongst amid amidst around upon toward towards within beside besides beneath beyond across along despite except per plus minus via versus
until till unless since whereas whereby wherever whenever whatever whichever whoever however hence thus therefore moreover furthermore nevertheless
anybody anyone anything everybody everyone everything nobody none nothing somebody someone something anywhere everywhere nowhere somewhere
ours hers ourselves yourselves herself cannot shouldn wouldn could unto onto although during toward regarding concerning whose if else
lot lots ok okay tv online website email internet wifi app blog covid podcast smartphone`)

// base undoes the regular English plural.
func base(word string) string {
	switch {
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		return word[:len(word)-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "shes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "xes"):
		return word[:len(word)-2]
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && len(word) > 3:
		return word[:len(word)-1]
	}
	return word
}
