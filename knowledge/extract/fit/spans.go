package fit

import (
	"fmt"
	"io"
	"strings"

	"drawdown/knowledge/extract"
	"drawdown/knowledge/text"
)

// spanSteps trains the weights of each group from those of all: few steps, so that a small group strays little.
const spanSteps = 40

// A spanSheet is the candidates for a short answer.
type spanSheet struct {
	list
	fold, group int
	texts       []string
	answers     []string
}

// spanSheets lists the candidates for every example with an answer in its sentence.
func spanSheets(sheets []*sheet) []*spanSheet {
	all := make([]*spanSheet, len(sheets))
	parallel(len(sheets), func(i int) {
		s := sheets[i]
		if len(s.Answers) == 0 {
			return
		}
		cs, group := s.engine.Spans(s.Question, s.Gold[0])
		at := &spanSheet{fold: s.fold, group: group, answers: s.Answers}
		at.weight = 1
		for k := range cs {
			t := s.document.Text[cs[k].From:cs[k].To]
			at.x = append(at.x, cs[k].Features[:])
			at.texts = append(at.texts, t)
			at.right = append(at.right, exact(t, s.Answers))
		}
		all[i] = at
	})
	var out []*spanSheet
	for _, s := range all {
		if s != nil {
			out = append(out, s)
		}
	}
	return out
}

// exact is SQuAD's exact match: but for case, punctuation and articles.
func exact(t string, answers []string) bool {
	for _, a := range answers {
		if normal(t) == normal(a) {
			return true
		}
	}
	return false
}

func normal(s string) string {
	var out []string
	for _, w := range text.Tokens(text.Fold(s)) {
		if w != "the" && w != "a" && w != "an" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

func spanWeights(sheets []*sheet, o Options) [extract.SpanGroups * extract.SpanFeatures]float32 {
	return fitSpans(spanSheets(sheets), -1, o)
}

// fitSpans trains on all folds but one.
func fitSpans(sheets []*spanSheet, held int, o Options) (out [extract.SpanGroups * extract.SpanFeatures]float32) {
	var all []list
	groups := make([][]list, extract.SpanGroups)
	for _, s := range sheets {
		if s.fold != held {
			all = append(all, s.list)
			groups[s.group] = append(groups[s.group], s.list)
		}
	}
	const n = extract.SpanFeatures
	common := fitListwise(all, n, o.Steps, o.L2, nil)
	for g, lists := range groups {
		w := common
		if len(lists) > 0 {
			w = fitListwise(lists, n, spanSteps, o.L2, common)
		}
		copy(out[g*n:], w)
	}
	return out
}

// CrossSpans prints how often the best span of the right sentence is exactly an answer, and how much of one it shares (F1).
func CrossSpans(w io.Writer, sets []*Set, lexicon *text.Lexicon, o Options) {
	sheets := spanSheets(gather(sets, lexicon, o))
	names := [extract.SpanGroups]string{"name", "who", "time", "number", "place", "reason", "means", "other"}
	var n, hit, f1, among [extract.SpanGroups + 1]float64
	for fold := range titleFolds {
		weights := fitSpans(sheets, fold, o)
		for _, s := range sheets {
			if s.fold != fold {
				continue
			}
			best, top, has := "", float32(-1e9), 0.0
			for i, x := range s.x {
				score := float32(0)
				for k, v := range x {
					score += weights[s.group*extract.SpanFeatures+k] * v
				}
				if score > top {
					best, top = s.texts[i], score
				}
				if s.right[i] {
					has = 1
				}
			}
			for _, g := range [...]int{s.group, extract.SpanGroups} {
				n[g]++
				among[g] += has
				hit[g] += float64(count(exact(best, s.answers)))
				f1[g] += overlap(best, s.answers)
			}
		}
	}
	for g, name := range append(names[:], "all") {
		fmt.Fprintf(w, "spans %-8s %5.0f questions: answer among candidates %.1f, exact %.1f, F1 %.1f\n", name, n[g], 100*among[g]/n[g], 100*hit[g]/n[g], 100*f1[g]/n[g])
	}
}

// overlap is SQuAD's F1: the harmonic mean of precision and recall over words, by the best of the answers.
func overlap(t string, answers []string) float64 {
	best := 0.0
	got := strings.Fields(normal(t))
	for _, a := range answers {
		want := strings.Fields(normal(a))
		left := map[string]int{}
		for _, w := range want {
			left[w]++
		}
		same := 0.0
		for _, w := range got {
			if left[w] > 0 {
				left[w]--
				same++
			}
		}
		if same > 0 {
			p, r := same/float64(len(got)), same/float64(len(want))
			best = max(best, 2*p*r/(p+r))
		}
	}
	return best
}
