package wordtable

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Source is what is to be written of a word.
type Source struct {
	Common bool
	Labels []string // without blanks
}

// Make writes a table of words, which are lower-case letters of the English alphabet alone. The same words give the same table.
func Make(words map[string]Source) Table {
	var t Table
	var labels, lists map[string]string
	lines := map[string]int{} // how many words have a list
	for _, w := range words {
		if len(w.Labels) > 0 {
			lines[strings.Join(w.Labels, " ")]++
		}
	}
	uses := map[string]int{} // how many lists have a label
	for list := range lines {
		for _, l := range strings.Fields(list) {
			uses[l]++
		}
	}
	t.Labels, labels = write(uses, func(label string) string { return label })
	t.Lists, lists = write(lines, func(list string) string {
		places := strings.Fields(list)
		for i, l := range places {
			places[i] = labels[l]
		}
		return strings.Join(places, " ")
	})
	t.Words = writeWords(words, lists)
	return t
}

// write writes texts, one a line, those that are used most first, since they have the shortest places; and tells where each begins.
func write(uses map[string]int, line func(string) string) (string, map[string]string) {
	byUse := slices.SortedFunc(maps.Keys(uses), func(a, b string) int {
		return cmp.Or(uses[b]-uses[a], strings.Compare(a, b))
	})
	var out strings.Builder
	places := map[string]string{}
	for _, s := range byUse {
		places[s] = strings.ToUpper(strconv.FormatInt(int64(out.Len()), base))
		out.WriteString(line(s))
		out.WriteByte('\n')
	}
	return out.String(), places
}

func writeWords(words map[string]Source, lists map[string]string) string {
	var out strings.Builder
	last := ""
	for _, w := range slices.Sorted(maps.Keys(words)) {
		head, letters := w[:min(shared, len(w))], w[min(shared, len(w)):]
		if head != last {
			if last != "" {
				out.WriteByte('\n')
			}
			out.WriteString(head)
			last = head
		}
		out.WriteByte(' ')
		if letters == "" {
			letters = empty
		}
		out.WriteString(letters)
		out.WriteString(lists[strings.Join(words[w].Labels, " ")])
		if words[w].Common {
			out.WriteString(common)
		}
	}
	out.WriteByte('\n')
	return out.String()
}
