package knowledge

import (
	"fmt"
	"regexp"
	"strings"
)

var quoted = regexp.MustCompile(`“([^“”]+)”`)

// quotations finds what stands within “…” in a claim and not in the cited sentences. Quotation marks, dashes and case are
// folded; the point or comma that ends a quotation may be the claim's own.
func quotations(claim string, ev *evidence) []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(claim, -1) {
		q := strings.Trim(foldQuote(m[1]), " .,;:!?…")
		if q != "" && !holds(ev.folded, q) {
			out = append(out, fmt.Sprintf("the quotation “%s” does not stand in the cited sentence; quote it to the letter, or drop the quotation marks", m[1]))
		}
	}
	return out
}

// foldQuote folds the signs that differ from one writer to the next.
func foldQuote(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(plain.Replace(s))), " ")
}

// holds tells whether a text holds a quotation, beginning and ending with whole words.
func holds(text, quote string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], quote)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(quote)
		if !letterAt(text, start-1) && !letterAt(text, end) {
			return true
		}
		from = start + 1
	}
}

func letterAt(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= '0' && s[i] <= '9' || s[i] >= 0x80)
}
