package text

import (
	_ "embed"
	"strings"
)

// wordTable is one line a word, sorted by byte: the word, then the labels of what it is a kind of. It is made by
// the command in ./wordnet from WordNet 3.0 (Princeton University; its licence stands in WORDNET-LICENSE). It is searched where it lies:
// loading it costs nothing.
//
//go:embed words.txt
var wordTable string

// Labels gives what an English word is a kind of ("helicopter": artifact, aircraft, vehicle …), nearest first, each the
// first word of a WordNet synset or the name of a lexicographer's file with a leading "_"; nil for a word that the table lacks.
func Labels(word string) []string {
	for _, form := range [...]string{word, base(word)} {
		if line, ok := lookup(form); ok {
			if _, labels, found := strings.Cut(line, " "); found && labels != rareMark {
				return strings.Fields(strings.TrimPrefix(labels, rareMark+" "))
			}
		}
	}
	return nil
}

// rareMark is the first label of a word that is rare.
const rareMark = "~"

// IsRare tells whether an English word is one that hardly anybody uses: typed in a hurry, it is as likely a slip.
func IsRare(word string) bool {
	line, ok := lookup(word)
	return ok && len(line) > len(word) && line[len(word)+1] == rareMark[0]
}

// IsEnglish tells whether a word, or the word that it is a plain inflection of, is in the table or is a function word.
func IsEnglish(word string) bool {
	if stop[word] || function[word] {
		return true
	}
	if _, ok := lookup(word); ok {
		return true
	}
	for _, suffix := range [...]string{"s", "es", "d", "ed", "ing", "er", "ers", "ly", "est", "ings"} {
		stem, cut := strings.CutSuffix(word, suffix)
		if !cut || len(stem) < 3 {
			continue
		}
		if _, ok := lookup(stem); ok {
			return true
		}
		if suffix != "s" {
			if _, ok := lookup(stem + "e"); ok {
				return true
			}
			if n := len(stem); n > 3 && stem[n-1] == stem[n-2] {
				if _, ok := lookup(stem[:n-1]); ok {
					return true
				}
			}
		}
	}
	return word != base(word) && inTable(base(word))
}

func inTable(word string) bool { _, ok := lookup(word); return ok }

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

// lookup finds the word's line by binary search over the bytes of the table.
func lookup(word string) (string, bool) {
	lo, hi := 0, len(wordTable)
	for lo < hi {
		mid := lo + (hi-lo)/2
		start := strings.LastIndexByte(wordTable[:mid], '\n') + 1
		end := start + strings.IndexByte(wordTable[start:], '\n')
		line := wordTable[start:end]
		key, _, _ := strings.Cut(line, " ")
		switch {
		case key == word:
			return line, true
		case key < word:
			lo = end + 1
		default:
			hi = start
		}
	}
	return "", false
}
