package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"drawdown/knowledge/text"
)

// The bounds of a list of gaps: what is read of the journal, and what is shown.
const (
	maxUnanswered = 2000
	maxGaps       = 15
	gapsPatience  = 2 * time.Second // an administrator waits that long; a platform does as well
)

// A Gap is something that people asked in vain, in one or several wordings.
type Gap struct {
	Texts   []string // the wordings, the most frequent first; folded
	Refused int      // how often it was refused
	Down    int      // thumbs down that its answers got
	Nearest string   // what the nearest fact says; "" where none is near
	Last    time.Time
}

// Gaps gives what people asked that the articles do not say, and what they thought badly answered: wordings of one question together,
// the most frequent first, most of them at most.
func (b *Bot) Gaps(ctx context.Context, most int) ([]Gap, error) {
	list, err := b.journal.Unanswered(ctx, maxUnanswered)
	if err != nil {
		return nil, err
	}
	mind := b.mind.Load()
	gaps := cluster(list, func(s string) []string { return contentOf(mind.base.Analyzer().Analyze(s)) })
	for i := range gaps {
		if f := mind.base.Fact(gaps[i].Nearest, nil); f != nil {
			gaps[i].Nearest = f.Says
		} else {
			gaps[i].Nearest = ""
		}
	}
	return gaps[:min(most, len(gaps))], nil
}

// ListGaps is Gaps as a reply for whoever runs the bot.
func (b *Bot) ListGaps(ctx context.Context) Reply {
	ctx, cancel := context.WithTimeout(ctx, gapsPatience)
	defer cancel()
	gaps, err := b.Gaps(ctx, maxGaps)
	if err != nil {
		b.log.Warn("the journal did not list the gaps", "error", err)
		return Reply{Kind: Talk, Private: true, Text: "The journal does not answer just now. Please try again later."}
	}
	if len(gaps) == 0 {
		return Reply{Kind: Talk, Private: true, Text: "Nobody has asked anything yet that the articles do not say."}
	}
	r := Reply{Kind: Listing, Private: true, Text: "Asked, and not answered or not well:"}
	for _, g := range gaps {
		e := Entry{Label: times(g), Text: g.Texts[0]}
		if n := len(g.Texts) - 1; n > 0 {
			e.Text += fmt.Sprintf(" (and %d more wordings)", n)
		}
		if g.Nearest != "" {
			e.Text += " — nearest: " + g.Nearest
		}
		r.Entries = append(r.Entries, e)
	}
	return r
}

func times(g Gap) string {
	var out []string
	if g.Refused > 0 {
		out = append(out, fmt.Sprintf("refused %d×", g.Refused))
	}
	if g.Down > 0 {
		out = append(out, fmt.Sprintf("%d thumbs down", g.Down))
	}
	return strings.Join(out, ", ")
}

// sameGap is the share of common units (Jaccard) from which two texts are wordings of one question: of three units two, or all.
const sameGap = 0.6

// cluster puts wordings of one question together, by leader clustering (Hartigan 1975): in the order of the list, most frequent
// first, each text joins the first cluster whose leader is like it, or leads a new one.
func cluster(list []Unanswered, content func(string) []string) []Gap {
	type leader struct{ units []string }
	var leaders []leader
	var gaps []Gap
next:
	for _, u := range list {
		units := content(u.Text)
		for i, l := range leaders {
			if jaccard(l.units, units) >= sameGap {
				g := &gaps[i]
				g.Texts, g.Refused, g.Down = append(g.Texts, u.Text), g.Refused+u.Refused, g.Down+u.Down
				if u.Last.After(g.Last) {
					g.Last = u.Last
				}
				continue next
			}
		}
		leaders = append(leaders, leader{units})
		gaps = append(gaps, Gap{Texts: []string{u.Text}, Refused: u.Refused, Down: u.Down, Nearest: u.Fact, Last: u.Last})
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return cmp.Compare(b.Refused+b.Down, a.Refused+a.Down) })
	return gaps
}

// contentOf are the units with content of a text, and what kind of thing it asks for, sorted and each once.
func contentOf(q *text.Query) []string {
	var out []string
	for _, u := range q.Content() {
		out = append(out, u.Key)
	}
	if len(out) == 0 {
		for _, w := range q.Words {
			out = append(out, w.Stem)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// jaccard is the share that two sorted lists have in common.
func jaccard(a, b []string) float64 {
	common := 0
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); ok {
			common++
		}
	}
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 1
}
