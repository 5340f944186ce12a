package knowledge_test

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"drawdown/knowledge"
	"drawdown/knowledge/articles"
)

// sentences is how many sentences each paragraph of the articles has.
var sentences = map[string][]int{
	"iraq-troop-reduction":   {2, 3, 2, 5, 4, 3, 3, 4, 2, 3, 3, 3, 3, 1},
	"iraq-mission-redefined": {2, 1, 2, 1, 1, 2, 1, 2, 1, 3, 1, 1, 2, 4},
}

// Every sentence has a fact, and no fact names a sentence that there is not.
func TestEverySentenceHasFact(t *testing.T) {
	c, err := knowledge.ReadCorpus(articles.Files)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Articles) != len(sentences) {
		t.Errorf("%d articles are embedded, want %d", len(c.Articles), len(sentences))
	}
	told := map[knowledge.Locator]string{}
	for _, f := range c.Facts() {
		for _, at := range f.At {
			told[at] = f.ID()
		}
		if len(f.Shorts) == 0 {
			t.Errorf("%s: nobody asks for it; want a short answer with asks", f.ID())
		}
		if f.Question == "" {
			t.Errorf("%s: none of its asks can be shown as a question; want one of 25 to 80 bytes that begins with a capital and ends in a question mark", f.ID())
		}
	}
	count := 0
	for id, paragraphs := range sentences {
		for p, n := range paragraphs {
			for s := range n {
				count++
				at := knowledge.Locator{Article: id, Paragraph: p + 1, Sentence: s + 1}
				if told[at] == "" {
					t.Errorf("%v: no fact tells this sentence", at)
				}
				delete(told, at)
			}
		}
	}
	if count != 65 {
		t.Errorf("the articles have %d sentences by this table, want 65", count)
	}
	delete(told, knowledge.Locator{Article: "iraq-mission-redefined"}) // its head: the other article has none
	for at, fact := range told {
		t.Errorf("%s stands at %v, and there is no such sentence", fact, at)
	}
}

func TestEmbeddedHeads(t *testing.T) {
	c, err := knowledge.ReadCorpus(articles.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range c.Articles {
		if a.AsOf != "2025-10-02" {
			t.Errorf("%s is as of %q, want 2025-10-02", a.ID, a.AsOf)
		}
		if len(a.Caveats) == 0 {
			t.Errorf("%s has no caveat; either article has something against it that a reader must be told", a.ID)
		}
		for _, f := range a.Facts {
			for _, s := range f.Shorts {
				if n := len([]rune(s.Text)); n > knowledge.MaxShort {
					t.Errorf("%s: the short answer %q has %d characters, want %d at most", f.ID(), s.Text, n, knowledge.MaxShort)
				}
			}
			for _, d := range f.Differs {
				if d.Note == "" {
					t.Errorf("%s differs from %s, and nothing says in what", f.ID(), d.Fact.ID())
				}
			}
		}
	}
	near, off := 0, 0
	for _, g := range c.Gaps {
		if g.OffTopic {
			off++
		} else {
			near++
		}
	}
	if near == 0 || off == 0 {
		t.Errorf("%d gaps near the topic and %d off it stand by themselves, want both kinds", near, off)
	}
}

// mayTake is how much time of the processors loading may take. It takes some 60 ms of it, and up to 110 where other processes keep
// caches and memory busy; twice that is no noise, but work that somebody added to every start of the command. The time that passes says
// nothing on a busy machine.
const mayTake = 220 * time.Millisecond

// The model that is embedded was trained on the facts that are.
func TestEmbedded(t *testing.T) {
	best := time.Hour
	for range 5 { // the best of some: other processes take their share of the caches
		runtime.GC() // what is left of the last turn is not this one's work
		start := processorTime()
		_, err := knowledge.Embedded()
		if errors.Is(err, knowledge.ErrStale) {
			t.Fatalf("%v (drawdown train --facts knowledge/articles)", err)
		}
		if err != nil {
			t.Fatal(err)
		}
		best = min(best, processorTime()-start)
	}
	if limit := mayTake * slowdown; best > limit {
		t.Errorf("loading takes %v of the processors' time, want %v at most", best, limit)
	}
	if best <= 0 && measured {
		t.Errorf("loading takes %v of the processors' time; the measure is wrong", best)
	}
}
