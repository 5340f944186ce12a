// Package fit trains the model of package extract and judges it by cross-validation.
//
// It learns from two kinds of [Set]. SQuAD 2.0 (Rajpurkar, Jia and Liang 2018) has questions about encyclopedia articles, half of
// them without an answer in the text; each title is a set. The facts of a corpus have asks and gaps, in the words of people
// who chat; their places in the articles are sentences. Either teaches weights of general features alone: no weight
// belongs to a word.
//
// Training is stacked (Wolpert 1992): rankers that have not seen a title or an article order the sentences for it, and the judge
// learns from that. The same files give the same model to the byte: what is random in other trainers (order, samples) is not there.
package fit

import (
	"fmt"
	"io/fs"

	"drawdown/knowledge"
	"drawdown/knowledge/source"
)

// Train makes a model from a SQuAD file, the article files of a directory and the facts about them, as the bytes that
// package extract embeds. Without articles, SQuAD alone is learnt from.
func Train(squad, articles string, facts fs.FS) ([]byte, error) {
	sets, corpus, err := Read(squad, articles, facts)
	if err != nil {
		return nil, err
	}
	return Fit(sets, corpus.Lexicon, Defaults).MarshalBinary()
}

// Read reads what is trained on.
func Read(squad, articles string, facts fs.FS) ([]*Set, *knowledge.Corpus, error) {
	corpus, err := knowledge.ReadCorpus(facts)
	if err != nil {
		return nil, nil, fmt.Errorf("read facts: %w", err)
	}
	sets, err := ReadSQuAD(squad)
	if err != nil {
		return nil, nil, fmt.Errorf("read questions: %w", err)
	}
	if articles == "" {
		return sets, corpus, nil
	}
	docs, err := source.ReadDir(articles)
	if err != nil {
		return nil, nil, err
	}
	return append(sets, ReadFacts(corpus, docs)), corpus, nil
}
