package text

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Concept is what several words and phrases of a field name alike ("GIs", "boots", "service members").
type Concept struct {
	Name      string
	Class     string // the kind of thing that it is: country, force, place, person …
	Exclusive bool   // two concepts of an exclusive class exclude one another
}

// A Lexicon maps phrases to concepts. It is immutable, and so safe for concurrent use.
type Lexicon struct {
	concepts []Concept
	phrases  map[string]int // stems joined by blanks → index of the concept
	longest  int            // words in the longest phrase
	words    map[string]bool
	prefixes map[string]bool
}

// A LineError tells where in a plain text file something is wrong, and what would be right.
type LineError struct {
	File string
	Line int
	Text string // what stands there
	Want string // what is wrong with it and what would be right
}

func (e *LineError) Error() string {
	return fmt.Sprintf("%s:%d: %q: %s", e.File, e.Line, e.Text, e.Want)
}

// ParseLexicon reads a lexicon: headings "[class]" or "[class exclusive]", then lines "name: phrase, phrase, …"; lines
// that begin with # are comments. Every mistake is reported, as a list of *LineError.
func ParseLexicon(file, content string) (*Lexicon, []error) {
	l := &Lexicon{phrases: map[string]int{}, prefixes: map[string]bool{}, words: map[string]bool{}}
	var errs []error
	bad := func(n int, text, want string) { errs = append(errs, &LineError{file, n, text, want}) }
	class, exclusive, names := "", false, map[string]int{}
	for i, line := range strings.Split(strings.TrimPrefix(content, "\ufeff"), "\n") {
		n, line := i+1, strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			f := strings.Fields(strings.Trim(line, "[]"))
			if !strings.HasSuffix(line, "]") || len(f) == 0 || len(f) == 2 && f[1] != "exclusive" || len(f) > 2 {
				bad(n, line, "a heading is [class] or [class exclusive]")
				continue
			}
			class, exclusive = f[0], len(f) == 2
		default:
			name, list, ok := strings.Cut(line, ":")
			if name = strings.TrimSpace(name); !ok || name == "" || strings.TrimSpace(list) == "" {
				bad(n, line, "an entry is a name, a colon and phrases separated by commas")
				continue
			}
			if class == "" {
				bad(n, line, "an entry needs a heading such as [country exclusive] above it")
				continue
			}
			if first, twice := names[name]; twice {
				bad(n, line, fmt.Sprintf("%q has an entry in line %d already; join the two", name, first))
				continue
			}
			names[name] = n
			l.concepts = append(l.concepts, Concept{name, class, exclusive})
			for _, p := range strings.Split(list, ",") {
				if want := l.add(p); want != "" {
					bad(n, strings.TrimSpace(p), want)
				}
			}
		}
	}
	return l, errs
}

// add maps a phrase to the concept that was added last; it returns what is wrong with the phrase, or "".
func (l *Lexicon) add(phrase string) string {
	words := Tokens(Fold(phrase))
	if len(words) == 0 {
		return "a phrase needs a word"
	}
	key := ""
	for i, w := range words {
		if i > 0 {
			key += " "
		}
		key += Stem(w)
		l.words[w] = true
		l.prefixes[key] = true
	}
	at := len(l.concepts) - 1
	if have, ok := l.phrases[key]; ok && have != at {
		return fmt.Sprintf("stands under %q already; a phrase has one meaning", l.concepts[have].Name)
	}
	l.phrases[key] = at
	l.longest = max(l.longest, len(words))
	return ""
}

// Match finds the longest phrase that begins at words[i], and how many words it takes; nil and 1 where there is none.
func (l *Lexicon) Match(words []Word, i int) (*Concept, int) {
	var best *Concept
	n := 1
	var buf [64]byte
	key := buf[:0]
	for j := i; j < len(words) && j < i+l.longest; j++ {
		if j > i {
			key = append(key, ' ')
		}
		key = append(key, words[j].Stem...)
		if !l.prefixes[string(key)] {
			break
		}
		if c, ok := l.phrases[string(key)]; ok {
			best, n = &l.concepts[c], j-i+1
		}
	}
	return best, n
}

// Words gives every word of every phrase as it is written, sorted: what a speller should know.
func (l *Lexicon) Words() []string { return slices.Sorted(maps.Keys(l.words)) }
