package knowledge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Figure is a number of troops that a fact states, for the picture of the numbers over time. It holds what the article says and
// no more: "fewer than 2,000" has the bound and the qualifier, and no value of its own.
type Figure struct {
	Series    string    // whose number it is: a country such as "Iraq"
	Date      string    // when it holds, as Fact.Dated: YYYY, YYYY-MM or YYYY-MM-DD, "about " before it where the article is vague
	Qualifier Qualifier // how the number is to be taken
	Low, High int       // the number, or the range that the article gives; Low = High but for a range
	Planned   bool      // it is to be reached: Date is when that was made known
	line      int
}

// Amount is the figure as people read it, with its qualifier: "fewer than 2,000", "3,000 to 4,000".
func (g Figure) Amount() string {
	s := Thousands(g.Low)
	if g.High != g.Low {
		s += " to " + Thousands(g.High)
	}
	if g.Qualifier != Exactly {
		s = string(g.Qualifier) + " " + s
	}
	return s
}

// Thousands writes a number with commas: 2,500.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// maxTroops is the largest number that a figure may have: more than any army ever had in one country. A longer one is a slip.
const maxTroops = 10_000_000

// plannedMark opens the amount of a figure that is not reached yet.
const plannedMark = "planned "

// troops reads a line "troops: Iraq | 2025-10 | planned fewer than 2,000".
func (p *parser) troops(value string) {
	parts := strings.Split(value, "|")
	if len(parts) != 3 {
		p.bad("troops: is a country, a date and a number, with bars between: Iraq | 2025-10 | planned fewer than 2,000")
		return
	}
	g := Figure{Series: strings.TrimSpace(parts[0]), Date: strings.TrimSpace(parts[1]), line: p.line}
	if g.Series == "" {
		p.bad("troops: begins with the country that the number is about, such as Iraq")
	}
	if !isDate(strings.TrimPrefix(g.Date, aboutMark), "2006", "2006-01", time.DateOnly) {
		p.bad("the date of troops: is a year, month or day such as 2019, 2024-09 or 2025-10-02, with \"about\" before it where the article is vague")
	}
	amount, planned := strings.CutPrefix(strings.Join(strings.Fields(parts[2]), " "), plannedMark)
	g.Planned = planned
	if want := g.read(amount); want != "" {
		p.bad("%s", want)
		return
	}
	for _, other := range p.fact.Figures {
		if other.Series == g.Series && other.Date == g.Date && other.Planned == g.Planned {
			p.bad("line %d gives the number for %s, %s already; a fact states one", other.line, g.Series, g.Date)
		}
	}
	p.fact.Figures = append(p.fact.Figures, g)
}

// read reads qualifier and number; it returns what is wrong with them, or "".
func (g *Figure) read(amount string) string {
	number := amount
	for _, q := range Qualifiers {
		if rest, ok := strings.CutPrefix(amount, string(q)+" "); ok && q != Exactly {
			g.Qualifier, number = q, rest
			break
		}
	}
	low, high, ranged := strings.Cut(number, " to ")
	if !ranged {
		high = low
	}
	var ok1, ok2 bool
	g.Low, ok1 = count(low)
	g.High, ok2 = count(high)
	switch {
	case !ok1 || !ok2:
		return fmt.Sprintf("the number of troops: is digits such as 2,500, or a range such as 2,000 to 2,500, with one of %s before it and %q before that where it is not reached yet", qualifierNames(), strings.TrimSpace(plannedMark))
	case ranged && g.Low >= g.High:
		return "a range goes from the smaller number to the larger, such as 2,000 to 2,500"
	case ranged && g.Qualifier != Exactly && g.Qualifier != Around:
		return fmt.Sprintf("a range cannot be %q; leave one of the two out", string(g.Qualifier))
	}
	return ""
}

// count reads a number, with or without commas.
func count(s string) (int, bool) {
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	return n, err == nil && n >= 0 && n <= maxTroops && (!strings.Contains(s, ",") || s == Thousands(n))
}

func qualifierNames() string {
	var out []string
	for _, q := range Qualifiers {
		if q != Exactly {
			out = append(out, strconv.Quote(string(q)))
		}
	}
	return strings.Join(out, ", ")
}

// figuresOf holds the figures of a fact against its statement: number and qualifier must stand in it, and so must the country. The
// date is that of the fact or of the article.
func (k *checker) figuresOf(f *Fact) {
	stated := numbersOf(tokenize(f.Says))
	for _, g := range f.Figures {
		bad := func(format string, args ...any) {
			k.found(f.Article, f, g.line, fmt.Sprintf("troops: %s | %s | %s", g.Series, g.Date, g.Amount()), fmt.Sprintf(format, args...))
		}
		for _, n := range slices.Compact([]int{g.Low, g.High}) {
			if !slices.ContainsFunc(stated, func(s number) bool { return s.value == strconv.Itoa(n) && s.qualifier == g.Qualifier && !s.denied }) {
				bad("the statement does not say %q; a figure is what the statement says, with its qualifier", strings.TrimSpace(string(g.Qualifier)+" "+Thousands(n)))
			}
		}
		if !strings.Contains(f.Says, g.Series) && !strings.Contains(f.Facets["where"].Text, g.Series) {
			bad("neither the statement nor where: names %s; name the country of the number there, or put the figure under the fact that does", g.Series)
		}
		if g.Date != f.Dated && !partOf(f.Dated, g.Date) && !partOf(f.Article.AsOf, g.Date) {
			bad("the date is neither that of the fact (dated: %s) nor of the article (as of: %s), nor the month or year of one of them", f.Dated, f.Article.AsOf)
		}
		if g.Planned && !slices.ContainsFunc(tokenize(f.Says), func(t token) bool { return planWords[t.lower()] }) {
			bad("the statement does not say that this is planned; leave %q out", strings.TrimSpace(plannedMark))
		}
	}
}

// planWords tell that something is to be done and not done yet.
var planWords = map[string]bool{"will": true, "plan": true, "plans": true, "planned": true, "intends": true, "intend": true, "aims": true, "aim": true, "scheduled": true, "expected": true}

// partOf tells whether a date is another one, or its month or year.
func partOf(date, part string) bool { return date == part || strings.HasPrefix(date, part+"-") }
