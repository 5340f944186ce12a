package train

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"drawdown/knowledge"
	"drawdown/knowledge/text"
)

// innerFolds is the number of parts in which the ranker learns to judge questions that the classifiers have not seen.
const innerFolds = 10

// Model trains on everything that the corpus holds and gives the bytes of the model file. It takes some minutes on two cores.
func Model(c *knowledge.Corpus) ([]byte, error) {
	if err := c.Doubles(); err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	vocabulary := c.Vocabulary()
	t := newTrainer(c, analyzer(c, vocabulary))
	if err := t.enough(); err != nil {
		return nil, err
	}
	x := t.stack(t.examples, innerFolds)
	words := slices.Sorted(maps.Keys(vocabulary))
	counts := make([]int32, len(words))
	for i, w := range words {
		counts[i] = int32(vocabulary[w])
	}
	return x.Encode(c.Fingerprint, words, counts), nil
}

// enough tells whether there is anything to learn from.
func (t *trainer) enough() error {
	for _, e := range t.examples {
		if !e.Gap {
			return nil
		}
	}
	return errors.New("train: the facts have no asks to learn from; write some under their short answers (? …)")
}

func analyzer(c *knowledge.Corpus, vocabulary map[string]int) *text.Analyzer {
	return &text.Analyzer{Lexicon: c.Lexicon, Speller: text.NewSpeller(vocabulary, text.IsEnglish, text.IsRare)}
}
