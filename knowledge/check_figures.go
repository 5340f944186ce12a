package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A number is a figure with the qualifier before it. Its value is written without signs: "2500", "20%", "decade".
type number struct {
	value     string
	written   string
	qualifier Qualifier
	minutes   bool // it counts minutes
	denied    bool // it stands under a denial
}

// A Qualifier says how a figure is to be taken, in the wording in which it is shown. Two wordings of one qualifier are equal.
type Qualifier string

// The qualifiers.
const (
	Exactly   Qualifier = ""
	FewerThan Qualifier = "fewer than"
	MoreThan  Qualifier = "more than"
	JustOver  Qualifier = "just over"
	Nearly    Qualifier = "nearly"
	Around    Qualifier = "around"
	UpTo      Qualifier = "up to"    // the figure or fewer
	AtLeast   Qualifier = "at least" // the figure or more
)

// Qualifiers are all of them.
var Qualifiers = [...]Qualifier{Exactly, FewerThan, MoreThan, JustOver, Nearly, Around, UpTo, AtLeast}

// qualifiers holds the wordings, the longer before the shorter that ends it.
var qualifiers = []struct {
	words string
	is    Qualifier
}{
	{"no more than", UpTo}, {"no fewer than", AtLeast}, {"no less than", AtLeast}, {"not more than", UpTo}, {"not fewer than", AtLeast}, {"not less than", AtLeast},
	{"up to", UpTo}, {"at most", UpTo}, {"a maximum of", UpTo}, {"at least", AtLeast}, {"a minimum of", AtLeast},
	{"slightly more than", JustOver}, {"slightly over", JustOver}, {"slightly above", JustOver}, {"just more than", JustOver}, {"just over", JustOver}, {"just above", JustOver},
	{"a little more than", JustOver}, {"a little over", JustOver}, {"a little above", JustOver}, {"a bit more than", JustOver}, {"a bit over", JustOver}, {"little more than", JustOver}, {"barely more than", JustOver}, {"barely over", JustOver},
	{"slightly fewer than", Nearly}, {"slightly less than", Nearly}, {"slightly under", Nearly}, {"slightly below", Nearly}, {"just under", Nearly}, {"just below", Nearly}, {"just short of", Nearly},
	{"nearly", Nearly}, {"almost", Nearly}, {"close to", Nearly}, {"not quite", Nearly}, {"approaching", Nearly},
	{"fewer than", FewerThan}, {"less than", FewerThan}, {"under", FewerThan}, {"below", FewerThan}, {"lower than", FewerThan}, {"not even", FewerThan}, {"short of", FewerThan},
	{"more than", MoreThan}, {"over", MoreThan}, {"above", MoreThan}, {"upwards of", MoreThan}, {"in excess of", MoreThan}, {"exceeding", MoreThan},
	{"around", Around}, {"about", Around}, {"roughly", Around}, {"approximately", Around}, {"some", Around}, {"circa", Around}, {"in the region of", Around}, {"in the order of", Around},
}

// numbersOf finds the figures: numbers in digits, number words from [leastSpelled] up,
// and a decade, which is ten years in a word.
func numbersOf(tokens []token) []number {
	var out []number
	for i := 0; i < len(tokens); i++ {
		n, end := numberAt(tokens, i)
		if end == i {
			continue
		}
		before := i
		if before > 0 && tokens[before-1].lower() == "a" {
			before--
		}
		n.qualifier = qualifierBefore(tokens[:before])
		if n.qualifier == Exactly && tokens[i].aside {
			n.qualifier = qualifierWithin(tokens[:before])
		}
		if n.qualifier == Exactly && end+1 < len(tokens) && tokens[end].lower() == "or" && tokens[end+1].lower() == "so" {
			n.qualifier = Around
		}
		n.minutes = end < len(tokens) && strings.HasPrefix(tokens[end].lower(), "minute")
		n.denied = n.qualifier != UpTo && n.qualifier != AtLeast && denied(tokens, i) // "no more than 20" denies nothing
		out = append(out, n)
		i = end - 1
	}
	return out
}

// numberAt reads the figure that begins at i, and where it ends; i where none does.
func numberAt(tokens []token, i int) (number, int) {
	t := tokens[i]
	end := i
	value := ""
	switch {
	case t.number():
		value, end = t.stem(), i+1
		if end < len(tokens) && scales[tokens[end].lower()] > 0 {
			if v, err := strconv.ParseFloat(value, 64); err == nil {
				value, end = strconv.FormatFloat(v*float64(scales[tokens[end].lower()]), 'f', -1, 64), end+1
			}
		}
	case t.lower() == "decade" && i > 0 && tokens[i-1].lower() == "a":
		value, end = "decade", i+1
	default:
		v := 0
		if v, end = spelled(tokens, i); end > i {
			value = strconv.Itoa(v)
		}
	}
	if end > i && end < len(tokens) && (tokens[end].text == "%" || tokens[end].lower() == "percent") {
		value, end = value+"%", end+1
	}
	written := make([]string, 0, end-i)
	for _, w := range tokens[i:end] {
		written = append(written, w.text)
	}
	return number{value: value, written: strings.Join(written, " ")}, end
}

var scales = map[string]int{"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

var numerals = func() map[string]int {
	out := map[string]int{}
	for i, w := range strings.Fields("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen") {
		out[w] = i + 1
	}
	for i, w := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		out[w] = (i + 2) * 10
	}
	return out
}()

// leastSpelled is the number from which one written in words is a figure. Smaller ones count what is listed ("three: …")
// or are articles ("one official").
const leastSpelled = 20

// spelled reads a number written in words, and where it ends; i where there is none.
func spelled(tokens []token, i int) (int, int) {
	total, part, j := 0, 0, i
words:
	for ; j < len(tokens); j++ {
		w := tokens[j].lower()
		n, scale := numerals[w], scales[w]
		switch {
		case n > 0 && (part == 0 || part >= 100 || n < 10 && part >= 20 && part%10 == 0):
			part += n
		case scale == 100 && part > 0:
			part *= scale
		case scale > 100 && part > 0:
			total, part = total+part*scale, 0
		default:
			break words
		}
	}
	if total+part < leastSpelled {
		return 0, i
	}
	return total + part, j
}

// qualifierBefore reads the qualifier that ends a run of tokens.
func qualifierBefore(tokens []token) Qualifier {
	for _, q := range qualifiers {
		words := strings.Fields(q.words)
		if len(words) > len(tokens) {
			continue
		}
		at := tokens[len(tokens)-len(words):]
		apart := slices.ContainsFunc(at[1:], func(t token) bool { return t.gap }) // "No, fewer than 20" is not "no fewer than 20"
		if !apart && slices.EqualFunc(words, at, func(w string, t token) bool { return w == t.lower() }) {
			return q.is
		}
	}
	return Exactly
}

// qualifierWithin reads the last qualifier of the clause that an aside explains: "about a fifth (20%)".
func qualifierWithin(tokens []token) Qualifier {
	for end := len(tokens); end > 0; end-- {
		if q := qualifierBefore(tokens[:end]); q != Exactly {
			return q
		}
		if tokens[end-1].gap {
			break
		}
	}
	return Exactly
}

// figures says which figures and dates of a claim the evidence does not hold, or holds with a qualifier that the claim drops.
func figures(tokens []token, ev *evidence) []string {
	var out []string
	for _, n := range numbersOf(tokens) {
		held, ok := ev.numbers[n.value]
		switch {
		case n.denied || ev.head && n.minutes: // the time that reading takes is page furniture, which is not in the text
		case !ok && n.value == "decade": // only its qualifier is held: "the past decade" is one too
		case !ok:
			out = append(out, fmt.Sprintf("the figure %s does not stand in the cited sentence", n.written))
		case ok && !slices.Contains(held, Exactly) && !slices.Contains(held, n.qualifier):
			out = append(out, fmt.Sprintf("the cited sentence says %q; a qualifier stays with its figure", string(held[0])+" "+n.written))
		}
	}
	for i, t := range tokens {
		if m := monthAt(tokens, i); m > 0 && !denied(tokens, i) && !ev.month(m) {
			out = append(out, fmt.Sprintf("the month %s does not stand in the cited sentence", t.text))
		}
	}
	return out
}

// months by name and abbreviation.
var months = func() map[string]int {
	out := map[string]int{}
	for i, m := range strings.Fields("january february march april may june july august september october november december") {
		out[m], out[m[:3]] = i+1, i+1
	}
	out["sept"] = 9
	return out
}()

var isoDates = regexp.MustCompile(`\b\d{4}-(\d{2})\b`)

// monthAt is the month that a token names, or 0. "May" and "March" are words too: they name a month beside a number.
func monthAt(tokens []token, i int) int {
	t := tokens[i]
	beside := i > 0 && tokens[i-1].number() || i+1 < len(tokens) && tokens[i+1].number()
	switch t.lower() {
	case "may", "march", "mar":
		if !beside {
			return 0
		}
	}
	if !t.capital() {
		return 0
	}
	return months[t.lower()]
}

// month tells whether the evidence holds a month, by name or as a number of an ISO date.
func (ev *evidence) month(m int) bool {
	for i := range ev.tokens {
		if monthAt(ev.tokens, i) == m {
			return true
		}
	}
	for _, d := range isoDates.FindAllStringSubmatch(ev.folded, -1) {
		if n, _ := strconv.Atoi(d[1]); n == m {
			return true
		}
	}
	return false
}

func (ev *evidence) anyMonth() bool {
	for m := 1; m <= 12; m++ {
		if ev.month(m) {
			return true
		}
	}
	return false
}

// datedOf reads the year and month (0: none) of where a fact belongs in the timeline; ok is false where that is vague.
func datedOf(dated string) (year string, month int, ok bool) {
	if dated == "" || strings.HasPrefix(dated, aboutMark) {
		return "", 0, false
	}
	year, rest, _ := strings.Cut(dated, "-")
	if len(rest) >= 2 {
		month, _ = strconv.Atoi(rest[:2])
	}
	return year, month, true
}

// dates says what is wrong with a date, or "".
func (ev *evidence) dates(year string, month int) string {
	if _, ok := ev.numbers[year]; !ok {
		return fmt.Sprintf("the year %s does not stand in the cited sentence; write \"about\" where the article is vague", year)
	}
	if month > 0 && !ev.month(month) && ev.anyMonth() {
		return fmt.Sprintf("month %d does not stand in the cited sentence; give the year alone", month)
	}
	return ""
}
