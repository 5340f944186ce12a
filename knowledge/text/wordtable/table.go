// Package wordtable is the form of the table of English words that package text embeds: which words there are, which of them
// are rare, and what each is a kind of. A [Table] is three texts that are searched where they lie, so that loading it costs nothing;
// [Make] writes them.
//
//	labels  one label a line ("aircraft"), those of the most lists first
//	lists   one list of labels a line, those of the most words first: where each label begins in labels, with a blank between them
//	words   one line for all words with the same first five letters, sorted by byte: those letters, and then, each behind a blank,
//	        the words without them
//
// So the line of troop, trooper, troops and troopship is
//
//	troop -5ECW* er5S7T* sB96* shipF1R
//
// A word that is those letters and nothing else stands as "-". Behind its letters a word has the place where its list begins, unless
// it has no labels, and then a "*" if it is in common use. Places are counted in bytes, and written to the base of 36 with capitals.
//
// Most words share their list with others: with a list beside each word, 81 thousand of them took 3.2 MB; like this they take 1.2 MB.
// Turned down: lists written in words (0.6 MB more); numbers of lines instead of places (0.1 MB less, but then either text needs an
// index, built at every start); lines of four letters (0.04 MB less, but the longest have several hundred words to search); words that
// say how many letters they share with the one before (0.2 MB less, and nobody can read them).
package wordtable

import (
	"strconv"
	"strings"
)

// A Table is the texts of a table. It is immutable, and so safe for concurrent use.
type Table struct{ Words, Lists, Labels string }

// A Word is what a table says of a word.
type Word struct {
	Common bool   // people use it: it is no rarity
	list   string // where its list begins, as digits; "": it has none
}

const (
	shared = 5   // letters that the words of a line begin with
	common = "*" // marks a word in common use
	empty  = "-" // stands for no further letters
	base   = 36  // of places
)

// Find looks a word up, by binary search for its line, and then along it.
func (t *Table) Find(word string) (Word, bool) {
	if !plain(word) {
		return Word{}, false
	}
	head := word[:min(shared, len(word))]
	lo, hi := 0, len(t.Words)
	for lo < hi {
		mid := lo + (hi-lo)/2
		start := strings.LastIndexByte(t.Words[:mid], '\n') + 1
		end := start + strings.IndexByte(t.Words[start:], '\n')
		n := strings.IndexByte(t.Words[start:end], ' ')
		switch key := t.Words[start : start+n]; {
		case key == head:
			return findIn(t.Words[start+n:end], word[n:])
		case key < head:
			lo = end + 1
		default:
			hi = start
		}
	}
	return Word{}, false
}

// plain tells whether a word has letters alone, so that nothing else of a line is taken for it.
func plain(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

// findIn finds the word with these further letters in a line. Of the words that begin with them, it is the first.
func findIn(line, letters string) (Word, bool) {
	if letters == "" {
		letters = empty
	}
	at := strings.Index(line, " "+letters)
	if at < 0 {
		return Word{}, false
	}
	marks, _, _ := strings.Cut(line[at+1+len(letters):], " ")
	if marks != "" && marks[0] >= 'a' {
		return Word{}, false // it goes on
	}
	list, used := strings.CutSuffix(marks, common)
	return Word{Common: used, list: list}, true
}

// LabelsOf gives the labels of a word that was found in the table, in their order; nil where it has none.
func (t *Table) LabelsOf(w Word) []string {
	if w.list == "" {
		return nil
	}
	list := lineAt(t.Lists, w.list)
	out := make([]string, 0, 1+strings.Count(list, " "))
	for more := true; more; {
		var place string
		place, list, more = strings.Cut(list, " ")
		out = append(out, lineAt(t.Labels, place))
	}
	return out
}

// lineAt gives the line that begins at a place. Places come from Make alone, so they are right.
func lineAt(text, place string) string {
	at, _ := strconv.ParseUint(place, base, 32)
	line, _, _ := strings.Cut(text[at:], "\n")
	return line
}
