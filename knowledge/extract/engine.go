package extract

import (
	"cmp"
	"slices"
	"sync"

	ranking "drawdown/knowledge/index"
	"drawdown/knowledge/source"
	"drawdown/knowledge/text"
)

// An Engine answers questions from documents. It is immutable, and so safe for concurrent use.
type Engine struct {
	index    *index
	analyzer *text.Analyzer
	model    *Model
	pool     sync.Pool // of *scratch
}

// A Passage is a sentence that may answer a question.
type Passage struct {
	Doc                 *source.Document
	Paragraph, Sentence int // from 1
	Range               source.Sentence
	Span                [2]int  // the short answer, half-open in Doc.Text; empty but for the best passage
	Confidence          float32 // the probability that the sentence answers the question
	Parts               []Part  // what moved the confidence, most first; nil but for the best passage
}

// A Part is a named feature with what it added to the log-odds.
type Part struct {
	Name  string
	Value float32
	Adds  float32
}

// Passages is the most that Ask gives.
const Passages = 5

// New analyses and indexes the sentences of the documents. The lexicon names concepts; nil is none.
func New(docs []*source.Document, lexicon *text.Lexicon) *Engine {
	return NewWith(docs, lexicon, trained())
}

// NewWith is New with another model than the embedded one; with nil it only gathers evidence, for training.
func NewWith(docs []*source.Document, lexicon *text.Lexicon, m *Model) *Engine {
	if lexicon == nil {
		lexicon, _ = text.ParseLexicon("", "")
	}
	x := build(docs, lexicon)
	e := &Engine{index: x, model: m, analyzer: &text.Analyzer{Lexicon: lexicon, Speller: text.NewSpeller(x.spellings(lexicon), text.IsEnglish, nil)}}
	e.pool.New = func() any { return x.scratch() }
	return e
}

// spellings counts the words that typing errors are repaired towards.
func (x *index) spellings(lexicon *text.Lexicon) map[string]int {
	out := make(map[string]int, len(x.forms))
	for i := range x.forms {
		f := &x.forms[i]
		out[f.text] = max(1, int(f.middle+f.lower))
	}
	for _, w := range lexicon.Words() {
		out[w]++
	}
	return out
}

// Analyze takes a question apart as Ask does.
func (e *Engine) Analyze(question string) *text.Query { return e.analyzer.Analyze(question) }

// Gather gives the candidates for a question with their evidence, best by BM25 first: what training learns from.
func (e *Engine) Gather(question string) []Candidate {
	s := e.pool.Get().(*scratch)
	defer e.pool.Put(s)
	return e.index.gather(e.index.question(e.Analyze(question)), s)
}

// Doubt ranks candidates by a model's weights and fills what the judge sees.
func (e *Engine) Doubt(question string, m *Model, cs []Candidate) {
	rank(&m.Rank, cs)
	e.index.doubt(e.index.question(e.Analyze(question)), cs)
}

// Ask gives the passages that may answer a question, best first, at most [Passages]. Below [Threshold] the first is no answer.
func (e *Engine) Ask(question string) []Passage {
	q := e.index.question(e.Analyze(question))
	s := e.pool.Get().(*scratch)
	cs := e.index.gather(q, s)
	e.pool.Put(s)
	rank(&e.model.Rank, cs)
	e.index.doubt(q, cs)
	cs = cs[:min(Judged, len(cs))]
	for i := range cs {
		cs[i].LogOdds = e.model.Judge.LogOdds(cs[i].Doubt[:])
	}
	slices.SortStableFunc(cs, func(a, b Candidate) int { return cmp.Compare(b.LogOdds, a.LogOdds) })
	out := make([]Passage, len(cs))
	for i := range cs {
		out[i] = e.passage(&cs[i])
	}
	if len(out) > 0 {
		out[0].Span = e.index.span(q, int32(cs[0].Sentence), &e.model.Spans)
		out[0].Parts = e.parts(&cs[0])
	}
	return out
}

func (e *Engine) passage(c *Candidate) Passage {
	doc, p, s := e.index.place(int32(c.Sentence))
	d := e.index.docs[doc]
	out := Passage{Doc: d, Paragraph: int(p) + 1, Sentence: int(s) + 1, Range: d.Paragraphs[p].Sentences[s], Confidence: ranking.Sigmoid(c.LogOdds)}
	out.Span = [2]int{out.Range.Start, out.Range.Start}
	return out
}

// parts takes a confidence apart by feature.
func (e *Engine) parts(c *Candidate) []Part {
	var adds [doubtSize]float32
	e.model.Judge.Parts(c.Doubt[:], adds[:])
	var out []Part
	for k, v := range adds {
		if v != 0 {
			out = append(out, Part{DoubtNames[k], c.Doubt[k], v})
		}
	}
	slices.SortStableFunc(out, func(a, b Part) int { return cmp.Compare(abs(b.Adds), abs(a.Adds)) })
	return out
}

func abs(x float32) float32 { return max(x, -x) }

var trained = sync.OnceValue(func() *Model {
	m := &Model{}
	if err := m.UnmarshalBinary(embedded); err != nil {
		panic(err) // a test holds the embedded model against this program
	}
	return m
})

// Threshold is the confidence below which a caller refuses. In cross-validation over articles that training had not seen it
// refuses about four in five of the gaps near them, but fewer than half of SQuAD's, which are made to look answerable.
const Threshold = 0.33

// Documents are the documents that the engine answers from.
func (e *Engine) Documents() []*source.Document { return e.index.docs }
