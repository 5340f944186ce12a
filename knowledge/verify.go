package knowledge

import "drawdown/knowledge/source"

// A Support is what the base says on a claim, in the words of fact checking (FEVER; Thorne et al. 2018): supported, refuted, or not
// enough information.
type Support int

// The verdicts.
const (
	NotCovered Support = iota
	Supported
	Contradicted
)

var supportNames = [...]string{"not covered", "supported", "contradicted"}

// String is the verdict as people read it.
func (s Support) String() string { return supportNames[s] }

// A Verdict is what the base says on one claim of a text.
type Verdict struct {
	Claim     string // the claim as it stands in the text
	Support   Support
	Statement string     // what supports or contradicts it; "" where nothing does
	Citations []Citation // none where it is not covered
}

// Verify holds each claim of a text against the facts, in the order of the text. What asks, greets, bids, values or tells of whoever
// writes is no claim (verify_claims.go); a text without a claim gets no verdict.
//
// A claim is about the fact that the ranker finds for it, as for a question: what the articles do not tell of has none, and is not
// covered. Then its figures are held against the fact's, each as the interval that its qualifier gives it (verify_figures.go): one
// that is excluded contradicts the claim, one that is neither excluded nor said leaves it uncovered. For the rest, the fact's yes-no
// asks are the examples of what is so and what is not (verify_asks.go, verify_lean.go): a logistic regression joins how near the
// claim is to either, opposites, extents ("all", "some") and directions ("from A to B"; verify_words.go, verify_polarity.go); a
// denial turns the result round. A supported claim must also say nothing beyond the fact: no other country or person, nobody else who
// says so, nothing as done that is planned (verify_judge.go).
//
// It keeps to precision: in doubt, a claim is not covered. Measured on 216 claims that nothing was tuned on (testdata/claims.tsv): of the
// verdicts that say supported or contradicted, 93 in 100 are right; of the claims that are either, 19 in 100 are called not covered;
// no claim that is not covered is called anything else. What it does not see: who does what to whom where all words are the fact's ("partners attack the base"), and contradictions that take
// knowledge of the world. Turned down: putting another country's name in the claim's place and asking again, for it could not tell
// what is false of one from what is not told of another; and the short answer that a fact gives to the claim as a question, which adds
// nothing to the nearest asks.
func (b *Base) Verify(text string) []Verdict {
	var out []Verdict
	for _, claim := range b.claimsOf(text) {
		out = append(out, b.judge(claim))
	}
	return out
}

// Sentences takes a text apart into its sentences, by the rules that articles are taken apart by.
func Sentences(text string) []string { return source.Sentences(text) }

// Cite finds the citation of a sentence in the article that is asked for, and what it says: the fact that is told from it, or the
// sentence itself where the article's text was loaded. It is false where the base has neither.
func (b *Base) Cite(article func(id string) bool, paragraph, sentence int) (c Citation, says string, ok bool) {
	for _, f := range b.Facts() {
		for i, at := range f.At {
			if at.Paragraph == paragraph && at.Sentence == sentence && article(f.Article.ID) {
				return b.cite(f)[i], f.Says, true
			}
		}
	}
	if b.passages != nil {
		for _, d := range b.passages.Documents() {
			c := b.citeDocument(d)
			if !article(c.Source) {
				continue
			}
			if s, ok := d.At(paragraph, sentence); ok {
				c.Paragraph, c.Sentence, c.Quote = paragraph, sentence, d.Quote(s)
				return c, c.Quote, true
			}
		}
	}
	return Citation{}, "", false
}
