// Package knowledge answers questions from a base of facts, each answer with a citation exact to the sentence, and says
// so where the base has none.
//
// From the bottom up: an [Article] is a source document. A [Fact] is one statement in our own words, with its [Locator]s
// in the article and its facets (who, when, why …). Under a fact stand its [Short] answers, each with its asks: the
// ways in which people ask for it (document expansion by questions, as in doc2query; Nogueira et al. 2019). A [Gap] is
// a question that the articles do not answer. A [Base] holds all of them and answers: [Base.Ask] takes a question and
// gives an [Answer], or a refusal.
//
// # The way of a question
//
// Package text takes the question apart: folded, spelling repaired, stems, concepts, the kind of thing asked for. Package
// index ranks the facts for it: a multinomial logistic regression over all asks, nearest asks and gaps, a classifier that tells asks
// from gaps, and what the words say that no fact does; a ranker of gradient-boosted trees joins these features into
// one probability that the fact answers the question. Below a threshold the base refuses: a wrong answer does more harm
// than none. All weights are trained by package train ("drawdown train") and embedded.
//
// [Base.Verify] holds the claims of a text against the facts by the same means.
//
// # The file format
//
// Facts, asks and gaps are plain text, a file an article. Lines that begin with # are comments; a blank line ends
// nothing. The head says what the article is ("article:", "file:", "sha256:", "title:", "subtitle:" (joined to the title by a colon), "publisher:", "published:", "as of:", "url:",
// "caveat:", the last as often as needed). Then come the facts:
//
//	fact: syria-troops                       a name: letters, digits, hyphens; unique in the article
//	at: 9.2                                  paragraph.sentence, counted from 1; 0.0 is the head; several with commas
//	says: According to the Pentagon, …       the statement, with its qualifiers and who said so
//	question: How many remain in Syria?      what it is suggested by, at most 80 characters
//	how many: fewer than 1,000               a facet; see [Facets] for all
//	why: see regional-strategy               or where the facet is told: another fact's name, or article/name
//	dated: 2019                              where it belongs in the timeline: YYYY, YYYY-MM or YYYY-MM-DD, or about YYYY
//	troops: Syria | 2025-10 | fewer than 1,000
//	                                         a number of troops, for the picture: country, date as above, and the number or range
//	                                         ("2,000 to 2,500") with its qualifier (fewer than, more than, just over, nearly, around,
//	                                         up to, at least) as the statement has it; "planned" before it where it is not reached
//	                                         yet, and the date is then when that was made known
//	differs: other-article/name | in short   where an article says otherwise
//
//	= fewer than 1,000                       a short answer, at most 160 characters
//	? how many GIs are still in syria        a way to ask for it
//	? is the US gone | also syria-bases      the same, where another fact answers it as well
//	! how many Russians are there | why      a gap: nearest to this fact, not answered; the reason is for the editor
//
// A file without "article:" holds gaps alone, under headings "gaps: near the topic" and "gaps: off the topic".
//
// Everything in the package is immutable once loaded, and so safe for concurrent use.
package knowledge

import (
	"fmt"
	"strings"
	"unicode"
)

// An Article is a source document. Published and AsOf are ISO dates or "".
type Article struct {
	ID        string
	File      string // the name of the file that the locators were counted in
	SHA256    string // of that file, in hex
	Title     string
	Publisher string
	Published string
	AsOf      string
	URL       string
	Caveats   []string // what is known against it
	Facts     []*Fact
	from      string // the fact file
	line      int    // where it begins there
}

// A Locator names a sentence: paragraph and sentence are counted from 1; 0 and 0 are the document's head.
type Locator struct {
	Article             string
	Paragraph, Sentence int
}

// String is the locator as people read it: "iraq-troop-reduction ¶9 s2", or "… head".
func (l Locator) String() string {
	return l.Article + " " + l.Place()
}

// Place is the locator within its article, as people read it: "¶9 s2", or "head".
func (l Locator) Place() string {
	if l.Paragraph == 0 {
		return "head"
	}
	return fmt.Sprintf("¶%d s%d", l.Paragraph, l.Sentence)
}

// Anchor is the locator as the fragment of a link within its article: "p9s2".
func (l Locator) Anchor() string { return fmt.Sprintf("p%ds%d", l.Paragraph, l.Sentence) }

// A Fact is one statement of an article in our own words.
type Fact struct {
	Name     string
	Article  *Article
	At       []Locator
	Says     string
	Question string // what it is suggested by: a question that it answers; without one in the file, a well-formed ask; or ""
	Facets   map[string]Facet
	Dated    string   // when it happened: YYYY, YYYY-MM or YYYY-MM-DD, with "about " before it where the article is vague; or ""
	Figures  []Figure // numbers of troops that it states
	Differs  []Difference
	Shorts   []Short
	Gaps     []Gap
	Line     int // where it begins in its file
}

// ID is the fact's name with its article: "iraq-troop-reduction/syria-troops".
func (f *Fact) ID() string { return f.Article.ID + "/" + f.Name }

// Facets are the sides of a fact that a follow-up can hold on to, in the order in which they are shown.
var Facets = []string{"who", "whom", "what", "where", "when", "since", "how many", "before", "after", "why", "how", "such as", "rest", "according to"}

// A Facet is one side of a fact: a short answer, or the fact that tells it.
type Facet struct {
	Text string
	See  *Fact // nil where Text is the answer
	see  string
	line int
}

// A Difference is another fact that tells the same thing otherwise.
type Difference struct {
	Fact *Fact
	Note string // in what it differs, in a few words
	name string
	line int
}

// A Short is a short answer that a fact gives, with the ways to ask for it.
type Short struct {
	Text string
	Asks []Ask
	Line int
}

// An Ask is a way in which someone might ask for a short answer.
type Ask struct {
	Text string
	Also []*Fact // facts that answer it as well, so that either is right
	also []string
	line int
}

// YesNo tells whether the short answer begins with the word yes or no.
func (s Short) YesNo() bool {
	end := strings.IndexFunc(s.Text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s.Text)
	}
	first := strings.ToLower(s.Text[:end])
	return first == "yes" || first == "no" && !strings.HasPrefix(s.Text[end:], " ")
}

// A Gap is a question that the articles do not answer.
type Gap struct {
	Question string
	Reason   string // why it is none, for the editor
	Near     *Fact  // the fact nearest to it, or nil
	OffTopic bool
}
