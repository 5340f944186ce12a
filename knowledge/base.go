package knowledge

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"drawdown/knowledge/articles"
	"drawdown/knowledge/extract"
	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
)

// ModelFile is the name of the model beside the fact files.
const ModelFile = "model.bin"

// A Base answers questions from a corpus. It is immutable once loaded, and so safe for concurrent use.
type Base struct {
	*Corpus
	facts    []*Fact
	analyzer *text.Analyzer
	index    *index.Index
	askOf    []string           // every ask and gap, in the order of the index
	shortOf  []int32            // which short answer of its fact an ask gets; -1 for a gap
	taken    []takenApart       // per fact
	quotes   map[Locator]string // verbatim sentences of articles that were loaded
	passages *extract.Engine    // answers from documents; nil: none were loaded
	sources  *Corpus            // whose articles name the documents, where it is not the base's own
	scratch  sync.Pool

	askerOnce sync.Once
	askerMade *asker // what the asks say on claims
}

// Embedded loads the facts that the binary holds.
func Embedded() (*Base, error) {
	return load(articles.Files, func() ([]byte, error) { return articles.Model, nil })
}

// Load reads the fact files, the lexicon and the model of a folder. The model must have been trained on these very files.
func Load(dir fs.FS) (*Base, error) {
	return load(dir, func() ([]byte, error) {
		data, err := fs.ReadFile(dir, ModelFile)
		if err != nil {
			return nil, fmt.Errorf("%w; make it with drawdown train", err)
		}
		return data, nil
	})
}

// load reads the model while it reads the fact files: either takes half of the time.
func load(dir fs.FS, model func() ([]byte, error)) (*Base, error) {
	var m *trained
	var bad error
	var reading sync.WaitGroup
	reading.Go(func() {
		var data []byte
		if data, bad = model(); bad == nil {
			m, bad = readModel(data)
		}
	})
	c, err := ReadCorpus(dir)
	reading.Wait()
	if err = cmp.Or(err, bad); err != nil {
		return nil, err
	}
	return m.base(c)
}

// ErrStale says that a model was trained on other facts than those it stands beside.
var ErrStale = errors.New("the model was trained on other facts or another lexicon than these; make it anew with drawdown train")

// NewBase joins a corpus and its model.
func NewBase(c *Corpus, model []byte) (*Base, error) {
	m, err := readModel(model)
	if err != nil {
		return nil, err
	}
	return m.base(c)
}

// A trained is what a model file holds.
type trained struct {
	index       *index.Index
	fingerprint string
	speller     *text.Speller
}

func readModel(data []byte) (*trained, error) {
	x, fingerprint, words, counts, err := index.Decode(data)
	if err != nil {
		return nil, err
	}
	vocabulary := make(map[string]int, len(words))
	for i, w := range words {
		vocabulary[w] = int(counts[i])
	}
	return &trained{x, fingerprint, text.NewSpeller(vocabulary, text.IsEnglish, text.IsRare)}, nil
}

func (m *trained) base(c *Corpus) (*Base, error) {
	if m.fingerprint != c.Fingerprint {
		return nil, ErrStale
	}
	return newBase(c, m.index, &text.Analyzer{Lexicon: c.Lexicon, Speller: m.speller}), nil
}

// FromIndex joins a corpus, an index trained on it in this process, and the analyzer that it was trained with.
func FromIndex(c *Corpus, x *index.Index, a *text.Analyzer) *Base { return newBase(c, x, a) }

func newBase(c *Corpus, x *index.Index, a *text.Analyzer) *Base {
	b := &Base{Corpus: c, facts: c.Facts(), analyzer: a, index: x}
	b.scratch.New = func() any { return new(index.Scratch) }
	for _, f := range b.facts {
		for k, s := range f.Shorts {
			for _, ask := range s.Asks {
				b.askOf, b.shortOf = append(b.askOf, ask.Text), append(b.shortOf, int32(k))
			}
		}
		for _, g := range f.Gaps {
			b.askOf, b.shortOf = append(b.askOf, g.Question), append(b.shortOf, -1)
		}
	}
	b.taken = make([]takenApart, len(b.facts))
	return b
}

// clone gives a base that shares everything with b but what is worked out while answering.
func (b *Base) clone() *Base {
	out := newBase(b.Corpus, b.index, b.analyzer)
	out.quotes, out.passages, out.sources = b.quotes, b.passages, b.sources
	return out
}

// takenApart are the answers of a fact, taken apart when it is first answered with: all at once would take longer than
// a start should.
type takenApart struct {
	once           sync.Once
	shorts, facets []answerText
	within         *within
}

func (b *Base) answersOf(fact int) *takenApart {
	t := &b.taken[fact]
	t.once.Do(func() {
		f := b.facts[fact]
		for _, s := range f.Shorts {
			t.shorts = append(t.shorts, b.takeApart(s.Text))
		}
		t.within = newWithin(b.index, fact, len(f.Shorts))
		for _, d := range b.index.Docs {
			if int(d.Fact) == fact && !d.Gap {
				t.shorts[d.Short].sorts[d.Sort] += 1 / float32(len(f.Shorts[d.Short].Asks))
			}
		}
		for _, key := range Facets {
			if text := f.Facets[key].Text; text != "" && facetSorts[key] != nil {
				a := b.takeApart(text)
				a.facet = key
				t.facets = append(t.facets, a)
			}
		}
	})
	return t
}

// Analyzer takes questions apart as the base does.
func (b *Base) Analyzer() *text.Analyzer { return b.analyzer }
