package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ends reports whether the open sentence ends at the stop.
func (s *splitter) ends(p stop) bool {
	next, ok := s.next(p.end)
	in, within := s.aside(p.at)
	switch {
	case !ok, unicode.IsLower(next.first), within && in.end >= p.end:
		return false
	case next.at == p.end:
		return s.glued(p, next)
	case within && !in.quote && s.first < in.start:
		return next.opens() // the brackets end here, and perhaps the sentence that they are part of
	case p.strong:
		return !p.quote || !s.attributed(next)
	case p.ellipsis:
		return next.word != "I"
	}
	return s.fullStop(p, next)
}

// A nextWord is the word after a stop.
type nextWord struct {
	word   string
	first  rune // its first character
	at     int  // where what leads to it begins, after the space
	start  int  // where it begins
	dotted bool // a full stop follows right after it
}

// next returns the first word after a place, and whether there is one.
func (s *splitter) next(at int) (nextWord, bool) {
	n := nextWord{at: at}
	if strings.HasPrefix(s.text[at:], " ") {
		n.at++
	}
	i := n.at
	for range maxLead {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if size == 0 {
			return n, false
		}
		if isWordRune(r) {
			n.first, n.start = r, i
			n.word = wordAt(s.text[i:])
			n.dotted = strings.HasPrefix(s.text[i+len(n.word):], ".")
			return n, true
		}
		if !isOpener(r) {
			return n, false
		}
		i += size
	}
	return n, false
}

// wordAt returns the word at the head of a text.
func wordAt(text string) string {
	for i, r := range text {
		if i >= maxToken || !isWordRune(r) && r != '-' && r != '\'' && r != '’' && r != '&' {
			return text[:i]
		}
	}
	return text
}

// opens reports whether the word is one that opens a sentence, and that does not
// begin a name: with a capital, like "The" and "However".
func (n nextWord) opens() bool {
	word, _, _ := strings.Cut(strings.ReplaceAll(n.word, "’", "'"), "'")
	return !n.dotted && openers[word]
}

// glued reports whether a sentence ends where the space after it is missing. Only
// the plainest case counts, for addresses and names have full stops in them too:
// "… the base.The troops …".
func (s *splitter) glued(p stop, next nextWord) bool {
	token := s.token(p.at)
	for _, r := range token {
		if !unicode.IsLower(r) {
			return false
		}
	}
	after := s.text[next.start+len(next.word):]
	return len(token) > 1 && next.opens() && (strings.HasPrefix(after, " ") || strings.HasPrefix(after, ", "))
}

// token returns what stands before a place, back to the space before it, without
// what opens it.
func (s *splitter) token(end int) string {
	from := max(s.start, end-maxToken)
	token := s.text[from:end]
	if i := strings.LastIndexByte(token, ' '); i >= 0 {
		token = token[i+1:]
	}
	return strings.TrimLeftFunc(token, func(r rune) bool { return !isWordRune(r) })
}

// before returns the word before the token that ends at a place.
func (s *splitter) before(end int) string {
	from := max(s.start, end-2*maxToken)
	fields := strings.Fields(s.text[from:end])
	if len(fields) < 2 {
		return ""
	}
	return fields[len(fields)-2]
}

// attributed reports whether a quotation that asks or exclaims is followed by who
// said it: “Who is there?” Captain Noor asked.
func (s *splitter) attributed(next nextWord) bool {
	if next.opens() {
		return false
	}
	words := strings.Fields(s.text[next.start:min(next.start+3*maxToken, len(s.text))])
	for i, w := range words {
		w = strings.TrimRight(w, ".,;:")
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case i > 0 && sayings[w]:
			return true
		case i > 3, !unicode.IsUpper(r):
			return false
		}
	}
	return false
}

// fullStop reports whether a single full stop ends the sentence, given the word
// that follows.
func (s *splitter) fullStop(p stop, next nextWord) bool {
	token := s.token(p.at)
	if token == "" {
		return true
	}
	if s.isMarker(token, p.at) {
		return false
	}
	switch kindOf(token) {
	case title:
		return false
	case counter:
		return !next.counts()
	case clock:
		return next.opens() || unicode.IsUpper(next.first) && !next.zone() && !s.timeFollows(next)
	case either:
		return next.opens() || isLetter(token) && labels[s.before(p.at)]
	}
	return true
}

// isMarker reports whether the open sentence is so far no more than the number or
// letter of an item: "2. The bridge …".
func (s *splitter) isMarker(token string, end int) bool {
	if len(token) > 3 || s.first < end-len(token) {
		return false
	}
	return isLetter(token) || isRoman(token) || len(token) < 3 && strings.Trim(token, "0123456789") == ""
}

// counts reports whether the word is a number, or a day or month before one.
func (n nextWord) counts() bool {
	return unicode.IsNumber(n.first) || len(n.word) > 1 && isRoman(n.word) || calendar[n.word]
}

// zone reports whether the word can go on with a time of day.
func (n nextWord) zone() bool {
	if len(n.word) == 1 {
		return n.dotted
	}
	return calendar[n.word] || n.word == strings.ToUpper(n.word)
}

// timeFollows reports whether the next words name a clock: "Baghdad time".
func (s *splitter) timeFollows(next nextWord) bool {
	rest := s.text[next.start+len(next.word):]
	for range 2 {
		word := wordAt(strings.TrimPrefix(rest, " "))
		if strings.EqualFold(word, "time") {
			return true
		}
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, " "), word)
	}
	return false
}
