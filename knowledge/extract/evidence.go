package extract

// The features by which a sentence is judged. Shares are shares of the question's idf mass. The names are what an explanation prints.
const (
	fScore       = iota // BM25, as a share of what all words would give
	fTotal              // the same with paragraph and neighbours
	fBehind             // how far the total is behind the best candidate's
	fFirst              // whether it is the best candidate
	fExact              // share of the units that stand in the sentence
	fAlike              // share that stands in it as a similar word: same stem, prefix or trigrams
	fKin                // share that stands in it as a word of the same kind, by WordNet
	fMissing            // share that does not
	fMissingMax         // the highest idf of those, against that of an unseen word
	fMissingMany        // how many of them
	fMissingName        // share of names among them
	fUnseen             // share that stands nowhere in the documents
	fUnseenKin          // of the missing share, what no kin in the sentence softens
	fPairs              // share of neighbouring units that neighbour one another in the sentence
	fNear               // share of them that stand near one another
	fWindow             // how dense the units stand
	fParagraph          // share that stands in the paragraph alone
	fBefore             // share that stands in the sentence before and not in this one
	fAfter              // share that stands in the sentence after
	fTitle              // share that stands in the title
	fNowhere            // share that stands neither in the paragraph nor in the title
	fPoints             // what stands before, where the sentence points back
	fNumber             // numbers of the question that stand in the sentence
	fNoNumber           // numbers of it that do not
	fConflict           // another concept of an exclusive class than the question's
	fStray              // an exclusive concept of the question that is not in the sentence
	fAstray             // one that is not in the paragraph or title either
	fPerson             // a person is asked for and named: 1; asked for and not named: -1
	fPlace
	fTime
	fCount
	fReason
	fPurpose
	fMeans
	fGroup
	fNovel     // new words in the sentence, as log
	fHead      // what the question word governs stands there
	fNoHead    // it does not, not even alike or in kind
	fOfKind    // a new word is of the kind that the head names ("which helicopter": Chinook)
	fBeside    // a new number stands right before the head
	fStems     // share of neighbouring stems, stop words included
	fThree     // share of three stems in a row
	fSkips     // share of pairs of units within reach of one another
	fNot       // one of the two has a negation, the other none
	fAround    // BM25 of the better neighbour
	fSaid      // what somebody says is asked for, and the sentence tells of saying or quotes
	fLength    // words of the sentence, as log
	fOpens     // the first sentence of its paragraph
	fAsking    // the sentence is itself a question
	fName      // share of names of the question that stand in the sentence
	fWords     // units of the question, as log
	fNoThing   // share of missing words for things one can touch, persons and places
	fNoVerb    // share of missing words that are verbs before all
	fNoOther   // share of the other missing words
	fStrange   // share of words that neither the documents nor English knows: names, as a rule
	fNewThing  // share of words for things, persons and places that stand nowhere in the documents
	fReach     // how near a word of the wanted sort is to the words in common
	fCapital   // runs of new words with capitals, where a name is wanted
	fNoCapital // a name is wanted and there is no such run
	fFigure    // how near a new number is to the head, where a number is wanted
	evidenceSize
)

// EvidenceSize is how many features there are.
const (
	EvidenceSize = evidenceSize
	DoubtSize    = doubtSize
)

// FeatureNames are the features' names in order.
var FeatureNames = [evidenceSize]string{
	"score", "score with context", "behind the best", "best", "words", "similar words", "words of a kind", "missing", "missing word", "missing words", "missing names",
	"unseen words", "missing without kin", "neighbouring words", "near words", "density", "in the paragraph", "in the sentence before", "in the sentence after",
	"in the title", "nowhere near", "points back", "numbers", "missing numbers", "conflict", "missing concept", "missing concept nearby", "person", "place", "time", "count",
	"reason", "purpose", "means", "group", "new words", "head word", "missing head word", "of the head's kind", "number of the head", "phrases", "long phrases", "pairs of words",
	"negation", "neighbour's score", "saying", "length", "opens its paragraph", "is a question", "names", "question's length",
	"missing things", "missing verbs", "missing others", "strange words", "things unheard of", "nearness of an answer", "new names", "no new name", "number near head",
}

// Evidence is the features of one candidate.
type Evidence [evidenceSize]float32
