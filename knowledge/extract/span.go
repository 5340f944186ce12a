package extract

import "drawdown/knowledge/text"

// MaxSpan is the most characters that a short answer has: it is a headline.
const MaxSpan = 160

// maxSpanWords bounds the words of a span that the ranker sees. The longest one in twenty of SQuAD's answers is longer;
// those are clauses, which are cut by rule.
const maxSpanWords = 10

// Features of a span.
const (
	pOne         = iota // one word
	pFew                // two or three
	pMany               // four to six
	pMost               // more
	pWanted             // share of words of the wanted sort
	pAllWanted          // every word with content is of it
	pStartWanted        // the first word is
	pNumber             // holds a number
	pStartNumber        // begins with one
	pTime               // holds a word of time
	pName               // every word with content has a capital
	pCut                // a name goes on beyond an end
	pAsked              // share of words of the question
	pNear               // nearness to the nearest word of the question outside
	pStopStart          // begins with a stop word
	pStopEnd            // ends with one
	pArticle            // begins with an article
	pAfterStop          // the word before is a stop word
	pAfterMark          // punctuation or nothing before
	pBeforeStop         // the word after is a stop word
	pBeforeMark         // punctuation or nothing after
	pCrosses            // punctuation inside
	pReason             // begins with, or comes after, a word of reason or purpose
	pMeans              // comes after "by", "through", "using"
	pAfterPlace         // comes after "in", "at", "near", "from"
	pCopula             // comes after "is", "called", "means"
	pKind               // holds a word of the head's kind
	pAfterHead          // comes right after the head
	pBeforeHead         // stands right before the head
	pLate               // how late in the sentence
	pQuoted             // between quotation marks
	pSay                // comes after a verb of saying
	pAfterPerson        // comes after a title or a word for a person
	pSays               // stands before a verb of saying
	pPlace              // holds a place
	pPerson             // holds a word for a person
	pGroup              // holds a word for an organisation or group
	pGoesOn             // a verb of the question comes next
	spanFeatures
)

// Groups of questions that have span weights of their own.
const (
	gName = iota
	gWho
	gTime
	gNumber
	gPlace
	gReason
	gMeans
	gOther
	spanGroups
)

const spanSize = spanGroups * spanFeatures

// SpanFeatures is how many features a span has.
const SpanFeatures = spanFeatures

// SpanGroups is how many groups of questions have span weights of their own.
const SpanGroups = spanGroups

// A SpanCandidate is a run of words that may be the short answer.
type SpanCandidate struct {
	From, To int // bytes of Doc.Text
	Features [spanFeatures]float32
}

func (q *question) group() int {
	switch {
	case q.want&sPerson != 0 && (q.query.Kind == text.Who || q.query.Kind == text.Whose):
		return gWho
	case q.want&sNumber != 0:
		return gNumber
	case q.want&(sTime|sSpan) != 0:
		return gTime
	case q.want&sPlace != 0:
		return gPlace
	case q.want&sReason != 0:
		return gReason
	case q.want&sMeans != 0:
		return gMeans
	case q.want&sPerson != 0:
		return gWho
	case q.want&sProper != 0:
		return gName
	}
	return gOther
}

// spans lists the candidates of a sentence.
func (x *index) spans(q *question, ps []piece, out []SpanCandidate) []SpanCandidate {
	for a := range ps {
		for b := a; b < len(ps) && b < a+maxSpanWords; b++ {
			if ps[b].stop && b > a || ps[a].stop && b == a {
				continue // no answer ends with "of"
			}
			c := SpanCandidate{From: ps[a].From, To: ps[b].To}
			describeSpan(q, ps, a, b, &c.Features)
			if c.Features[pCrosses] <= 2 {
				out = append(out, c)
			}
		}
	}
	return out
}

func describeSpan(q *question, ps []piece, a, b int, f *[spanFeatures]float32) {
	n := b - a + 1
	f[lengthFeature(n)] = 1
	content, wanted, names, asked := 0, 0, 0, 0
	for i := a; i <= b; i++ {
		w := &ps[i]
		asked += int(count(w.asked && !w.stop))
		f[pCrosses] += count(i > a && w.before)
		f[pKind] = max(f[pKind], count(w.ofKind))
		f[pNumber] = max(f[pNumber], count(w.sorts&sNumber != 0))
		f[pTime] = max(f[pTime], count(w.sorts&sTime != 0))
		f[pPlace] = max(f[pPlace], count(w.sorts&sPlace != 0))
		f[pPerson] = max(f[pPerson], count(w.sorts&sPerson != 0))
		f[pGroup] = max(f[pGroup], count(w.sorts&sGroup != 0))
		f[pQuoted] = max(f[pQuoted], count(w.quoted))
		if w.stop {
			continue
		}
		content++
		names += int(count(w.name))
		wanted += int(count(w.sorts&q.want != 0 || q.want&sProper != 0 && w.name))
	}
	f[pWanted], f[pAsked] = float32(wanted)/float32(n), float32(asked)/float32(n)
	f[pAllWanted], f[pName] = count(wanted == content && content > 0), count(names == content && content > 0)
	first, last := &ps[a], &ps[b]
	f[pStartWanted] = count(first.sorts&q.want != 0)
	f[pStartNumber] = count(first.sorts&(sNumber|sFew) != 0)
	f[pStopStart], f[pStopEnd], f[pArticle] = count(first.stop), count(last.stop), count(first.article)
	f[pReason] = count(first.sorts&(sReason|sPurpose) != 0)
	f[pLate] = float32(a) / float32(len(ps))
	edges(ps, a, b, f)
	for i := range ps {
		if ps[i].asked && !ps[i].stop && (i < a || i > b) {
			f[pNear] = max(f[pNear], 1/float32(max(a-i, i-b)))
		}
	}
}

func lengthFeature(n int) int {
	switch {
	case n == 1:
		return pOne
	case n <= 3:
		return pFew
	case n <= 6:
		return pMany
	}
	return pMost
}

// edges describes what stands around a span.
func edges(ps []piece, a, b int, f *[spanFeatures]float32) {
	f[pAfterMark], f[pBeforeMark] = count(a == 0 || ps[a].before), count(b+1 == len(ps) || ps[b+1].before)
	if a > 0 {
		w := &ps[a-1]
		f[pAfterStop] = count(w.stop)
		f[pReason] = max(f[pReason], count(w.sorts&(sReason|sPurpose) != 0))
		f[pMeans] = count(w.sorts&sMeans != 0)
		f[pCopula] = count(w.sorts&sCopula != 0)
		f[pAfterHead] = count(w.head)
		f[pAfterPerson] = count(w.sorts&(sTitle|sPerson) != 0 && !w.name)
		f[pSay] = count(w.sorts&sSay != 0)
		f[pCut] += count(w.name && ps[a].name && !ps[a].before)
		f[pAfterPlace] = count(w.stop && w.sorts&(sMeans|sReason|sCopula|sPronoun) == 0)
	}
	if b+1 < len(ps) {
		w := &ps[b+1]
		f[pSays] = count(w.sorts&sSay != 0)
		f[pGoesOn] = count(w.asked && !w.stop && !w.name)
		f[pBeforeStop], f[pBeforeHead] = count(w.stop), count(w.head)
		f[pCut] += count(w.name && ps[b].name && !w.before)
		f[pCut] += count(ps[b].sorts&sNumber != 0 && w.sorts&(sNumber|sPercent|sMoney) != 0)
	}
}

// Spans gives the candidates for a short answer in a sentence, counted over all documents from 0, and the question's group: what
// training learns from.
func (e *Engine) Spans(question string, sentence int) ([]SpanCandidate, int) {
	q := e.index.question(e.Analyze(question))
	return e.index.spans(q, e.index.pieces(q, int32(sentence)), nil), q.group()
}
