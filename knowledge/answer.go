package knowledge

// An Answer is what the base says to a question: an answer with its citations, or a refusal without any.
type Answer struct {
	Question  string `json:"question"`
	Answered  bool   `json:"answered"`
	Short     string `json:"answer"`    // the headline, at most MaxShort characters
	Statement string `json:"statement"` // what the headline is taken from, with its qualifiers

	Citations []Citation `json:"citations"`
	Caveats   []string   `json:"caveats"` // what is known against the sources cited
	Differs   []Differs  `json:"differs"` // what another article says otherwise
	Related   []string   `json:"related"` // questions that the base answers

	// Suggestions are, with a refusal, the nearest questions that the base answers; Nearest is the nearest statement,
	// "" where none is near. It is not an answer.
	Suggestions []string `json:"suggestions,omitempty"`
	Nearest     string   `json:"nearest,omitempty"`

	// Confidence is the calibrated probability that the answer is right; with a refusal, the one that it was refused for.
	Confidence float64 `json:"confidence"`

	// Facts are what the answer rests on, for follow-ups; for a refusal the nearest fact.
	Facts []*Fact `json:"-"`
}

// A Citation names the sentence that a statement rests on.
type Citation struct {
	Source    string `json:"source"` // the article's id
	Paragraph int    `json:"paragraph"`
	Sentence  int    `json:"sentence"`
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Published string `json:"published"` // ISO date, or ""
	AsOf      string `json:"as_of"`
	URL       string `json:"url"`
	Quote     string `json:"quote,omitempty"` // the sentence verbatim, where the article's text was loaded
}

// Locator is the place that the citation names.
func (c Citation) Locator() Locator { return Locator{c.Source, c.Paragraph, c.Sentence} }

// A Differs is what another article, or another passage, says otherwise.
type Differs struct {
	Note      string   `json:"note"`
	Statement string   `json:"statement"`
	Citation  Citation `json:"citation"`
}

// cite makes the citations of a fact.
func (b *Base) cite(f *Fact) []Citation {
	out := make([]Citation, len(f.At))
	for i, at := range f.At {
		a := f.Article
		out[i] = Citation{Source: a.ID, Paragraph: at.Paragraph, Sentence: at.Sentence, Title: a.Title, Publisher: a.Publisher, Published: a.Published, AsOf: a.AsOf, URL: a.URL, Quote: b.quotes[at]}
	}
	return out
}
