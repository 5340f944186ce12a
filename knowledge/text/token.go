package text

import "strings"

// Tokens splits a folded text into words: letters and digits, with contractions opened ("who's" is who, is; "isn't"
// is, not), the commas of numbers dropped ("2,500" is 2500), a percent sign a word of its own, and the abbreviation
// "u.s." read as the country. A possessive 's is dropped.
func Tokens(folded string) []string {
	out := make([]string, 0, 16)
	for i := 0; i < len(folded); {
		c := folded[i]
		if c == '%' {
			out = append(out, "percent")
		}
		if !wordByte(c) {
			i++
			continue
		}
		j := i
		for j < len(folded) && (wordByte(folded[j]) || inner(folded, i, j)) {
			j++
		}
		out = appendWord(out, folded[i:j])
		i = j
	}
	return country1(out)
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// inner tells whether the sign at j belongs to the word that began at i: an apostrophe between letters, a comma or
// point between digits, a point inside an abbreviation of single letters ("u.s.").
func inner(s string, i, j int) bool {
	if j+1 >= len(s) || !wordByte(s[j+1]) {
		return false
	}
	switch s[j] {
	case '\'':
		return true
	case ',':
		return digit(s[j-1]) && j+3 < len(s) && digit(s[j+1]) && digit(s[j+2]) && digit(s[j+3])
	case '.':
		if digit(s[j-1]) && digit(s[j+1]) {
			return true
		}
		return (j == i+1 || s[j-2] == '.') && (j+2 >= len(s) || !wordByte(s[j+2]))
	}
	return false
}

// contractions that do not follow the rule "stem + n't / 's / 're …", and those that people type without the apostrophe.
var contractions = map[string]string{
	"can't": "can not", "won't": "will not", "cannot": "can not", "ain't": "is not", "shan't": "shall not",
	"dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not",
	"werent": "were not", "hasnt": "has not", "havent": "have not", "hadnt": "had not", "wouldnt": "would not",
	"couldnt": "could not", "shouldnt": "should not", "cant": "can not", "wont": "will not", "aint": "is not",
	"whos": "who is", "whats": "what is", "wheres": "where is", "whens": "when is", "hows": "how is", "thats": "that is",
	"theres": "there is", "theyre": "they are", "youre": "you are", "im": "i am", "ive": "i have", "hes": "he is", "shes": "she is",
	"howd": "how did", "whyd": "why did", "whod": "who did", "whered": "where did", "gonna": "going to", "wanna": "want to", "gotta": "got to",
	"gimme": "give me", "lemme": "let me", "dunno": "do not know", "wassup": "what is up",
}

// chat holds what people in a hurry type for a common word.
var chat = map[string]string{
	"u": "you", "ur": "your", "r": "are", "y": "why", "pls": "please", "plz": "please", "thx": "thanks", "ppl": "people", "govt": "government", "gov": "government",
	"abt": "about", "bc": "because", "cuz": "because", "b4": "before", "wat": "what", "wut": "what", "wot": "what", "wht": "what", "waht": "what", "whta": "what", "wen": "when",
	"whn": "when", "wehn": "when", "hwen": "when", "hw": "how", "hwo": "how", "wich": "which", "whic": "which", "whihc": "which", "wich's": "which", "wy": "why", "wher": "where",
	"whre": "where", "wer": "where", "thier": "their", "ther": "there", "teh": "the", "hte": "the", "adn": "and", "stil": "still", "wil": "will", "dat": "that", "da": "the",
	"dis": "this", "tho": "though", "thru": "through", "rn": "right now", "tmrw": "tomorrow", "sb": "somebody", "sth": "something", "w": "with", "2day": "today", "info": "information",
	"mil": "military", "intel": "intelligence", "min": "minister", "yr": "year", "yrs": "years", "approx": "approximately", "pct": "percent", "nr": "number", "num": "number",
	"sept": "september", "oct": "october", "nov": "november", "dec": "december", "jan": "january", "feb": "february", "aug": "august",
	"idk": "i do not know", "btw": "by the way", "iirc": "if i remember correctly", "imo": "in my opinion", "asap": "as soon as possible", "fyi": "for your information",
}

func appendWord(out []string, w string) []string {
	if full, ok := contractions[w]; ok {
		return append(out, strings.Fields(full)...)
	}
	if full, ok := chat[w]; ok {
		return append(out, strings.Fields(full)...)
	}
	switch {
	case digit(w[0]):
		return append(out, strings.ReplaceAll(w, ",", ""))
	case strings.Contains(w, "."):
		return append(out, strings.ReplaceAll(w, ".", ""))
	}
	i := strings.IndexByte(w, '\'')
	if i < 0 {
		return append(out, w)
	}
	return appendContraction(out, w, i)
}

// appendContraction opens a word with an apostrophe at i. "who's" and its kin are questions about being; any other 's is a possessive.
func appendContraction(out []string, w string, i int) []string {
	stem, tail := w[:i], w[i+1:]
	switch tail {
	case "s":
		switch stem {
		case "who", "what", "where", "when", "how", "why", "that", "there", "here", "it", "he", "she":
			return append(out, stem, "is")
		case "let":
			return append(out, "let", "us")
		}
		return append(out, stem)
	case "re":
		return append(out, stem, "are")
	case "ve":
		return append(out, stem, "have")
	case "ll":
		return append(out, stem, "will")
	case "m":
		return append(out, stem, "am")
	case "d":
		return append(out, stem, "did")
	case "t":
		if stem = strings.TrimSuffix(stem, "n"); stem == "" {
			return append(out, "not")
		}
		return append(out, stem, "not")
	}
	return append(out, strings.ReplaceAll(w, "'", ""))
}

// takesPronoun holds the words after which a lower-case "us" is the pronoun and not the country.
var takesPronoun = map[string]bool{
	"tell": true, "tells": true, "told": true, "give": true, "gives": true, "let": true, "show": true, "inform": true, "remind": true,
	"for": true, "help": true, "teach": true, "enlighten": true, "all": true, "both": true, "between": true,
}

// country1 reads a lower-case "us" as the country unless the word before asks for a pronoun.
func country1(words []string) []string {
	for i, w := range words {
		if w == "us" && (i == 0 || !takesPronoun[words[i-1]] || i+1 < len(words) && governs[words[i+1]]) {
			words[i] = "usa"
		}
	}
	return words
}

// governs holds the words before which "us" is the country whatever comes before it ("for us troops").
var governs = map[string]bool{
	"troops": true, "troop": true, "soldiers": true, "forces": true, "military": true, "army": true, "government": true, "personnel": true,
	"advisers": true, "advisors": true, "service": true, "officials": true, "base": true, "bases": true, "strikes": true, "airstrike": true, "withdrawal": true,
	"presence": true, "mission": true, "iraq": true, "led": true, "drawdown": true, "and": true,
}
