package fit

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"drawdown/knowledge/extract"
	"drawdown/knowledge/text"
)

// An outcome is how one example came out.
type outcome struct {
	set        string
	fold       int
	answerable bool
	bm25       bool // the best by BM25 was right
	first      bool // the ranker's first was right
	right      bool // the judge's first was right
	logOdds    float32
}

// Cross prints how well the method does on titles and articles that it was not trained on.
func Cross(w io.Writer, sets []*Set, lexicon *text.Lexicon, o Options) {
	sheets := gather(sets, lexicon, o)
	folds := 0
	for _, s := range sheets {
		folds = max(folds, s.fold+1)
	}
	models := make([]*extract.Model, folds)
	parallel(folds, func(k int) {
		if !slices.ContainsFunc(sheets, func(s *sheet) bool { return s.fold == k }) {
			return
		}
		models[k] = &extract.Model{Rank: rankWeights(without(sheets, k), o)}
	})
	cs, right := make([][]extract.Candidate, len(sheets)), make([][]bool, len(sheets))
	parallel(len(sheets), func(i int) { cs[i], right[i] = ranked(sheets[i], models[sheets[i].fold]) })
	out := make([]outcome, len(sheets))
	parallel(folds, func(k int) {
		var rows judgeRows
		for i, s := range sheets {
			if s.fold != k {
				rows.add(cs[i], right[i])
			}
		}
		judge := rows.fit(o)
		for i, s := range sheets {
			if s.fold != k {
				continue
			}
			r := outcome{set: "squad", fold: k, answerable: s.Answerable, logOdds: -100}
			if s.fold >= titleFolds {
				r.set = "facts"
			}
			r.bm25 = len(s.right) > 0 && s.right[0]
			r.first = len(right[i]) > 0 && right[i][0]
			for j := range cs[i] {
				if l := judge.LogOdds(cs[i][j].Doubt[:]); l > r.logOdds {
					r.logOdds, r.right = l, right[i][j]
				}
			}
			out[i] = r
		}
	})
	for _, name := range []string{"squad", "facts"} {
		report(w, name, slices.DeleteFunc(slices.Clone(out), func(r outcome) bool { return r.set != name }))
	}
}

func without(sheets []*sheet, fold int) []*sheet {
	return slices.DeleteFunc(slices.Clone(sheets), func(s *sheet) bool { return s.fold == fold })
}

// report prints the share of right sentences, and what is right and refused along the threshold.
func report(w io.Writer, name string, out []outcome) {
	var answerable, bm25, first, right, gaps int
	for _, r := range out {
		if !r.answerable {
			gaps++
			continue
		}
		answerable++
		bm25 += count(r.bm25)
		first += count(r.first)
		right += count(r.right)
	}
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	fmt.Fprintf(w, "%s: %d answerable, %d not; sentence @1: BM25 %.1f, ranker %.1f, judge %.1f\n", name, answerable, gaps, share(bm25, answerable), share(first, answerable), share(right, answerable))
	slices.SortFunc(out, func(a, b outcome) int { return cmp.Compare(a.logOdds, b.logOdds) })
	refused, next := 0, 0
	targets := []float64{50, 60, 70, 75, 80, 85, 90, 95}
	for i, r := range out {
		for next < len(targets) && share(refused, gaps) >= targets[next] {
			given, good := len(out)-i, 0
			for _, r := range out[i:] {
				good += count(r.right && r.answerable)
			}
			fmt.Fprintf(w, "  refused %.0f: right %.1f, of those given %.1f, log-odds %.2f\n", targets[next], share(good, answerable), share(good, given), r.logOdds)
			next++
		}
		refused += count(!r.answerable)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
