package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"drawdown/knowledge"
	"drawdown/knowledge/articles"
	"drawdown/knowledge/source"
)

// open loads what the options name. Article files that cannot be read are named on errOut; the others are used: those
// that the facts were written from lend their quotations, any other is answered from where the facts do not say.
func (o options) open(errOut io.Writer) (*knowledge.Base, error) {
	defer collector.rest()()
	docs, err := o.documents(errOut)
	if err != nil {
		return nil, err
	}
	dir, err := o.factFiles()
	if err != nil {
		return nil, err
	}
	if o.noFacts {
		return passagesAlone(dir, docs)
	}
	base, err := load(dir, o.facts == "")
	if err != nil {
		return nil, fmt.Errorf("load the facts: %w", err)
	}
	if docs == nil {
		return base, nil
	}
	return base.WithArticles(docs).WithPassages(base.Unknown(docs)), nil
}

// load reads the embedded facts, or those of a folder.
func load(dir fs.FS, embedded bool) (*knowledge.Base, error) {
	if embedded {
		return knowledge.Embedded()
	}
	return knowledge.Load(dir)
}

// passagesAlone answers from article files without any fact; the fact files lend the lexicon and the articles' names.
func passagesAlone(dir fs.FS, docs []*source.Document) (*knowledge.Base, error) {
	if len(docs) == 0 {
		return nil, errors.New("--no-facts needs article files to answer from; name their folder with --articles DIR")
	}
	known, err := knowledge.ReadCorpus(dir)
	if err != nil {
		return nil, err
	}
	return knowledge.WithoutFacts(known.Lexicon, known, docs), nil
}

// factFiles is the folder of the fact files: the embedded one, unless another is named.
func (o options) factFiles() (fs.FS, error) {
	if o.facts == "" {
		return articles.Files, nil
	}
	info, err := os.Stat(o.facts)
	if err != nil {
		return nil, fmt.Errorf("--facts %q: %w; name a folder with *.facts, %s and %s", o.facts, errors.Unwrap(err), knowledge.LexiconFile, knowledge.ModelFile)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("--facts %q is not a folder; name one with *.facts, %s and %s", o.facts, knowledge.LexiconFile, knowledge.ModelFile)
	}
	return os.DirFS(o.facts), nil
}

// documents reads the article files, or gives nil where none are named. A folder of which nothing can be read is an error.
func (o options) documents(errOut io.Writer) ([]*source.Document, error) {
	if o.articles == "" {
		return nil, nil
	}
	docs, err := source.ReadDir(o.articles)
	if err != nil && len(docs) == 0 {
		return nil, err
	}
	if err != nil {
		for _, line := range strings.Split(err.Error(), "\n") {
			fmt.Fprintf(errOut, "drawdown: %s\n", line)
		}
	}
	return docs, nil
}
