package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"drawdown/knowledge"
)

var checkCommand = command{
	name:  "check",
	usage: "[--articles DIR]",
	short: "the knowledge base is sound; with article files, every citation is held against them",
	help: `
  --articles DIR   the article files that the facts were written from (default: $DRAWDOWN_ARTICLES)
  --facts DIR      fact files, lexicon and model from a folder instead of the embedded ones

Without article files: the fact files can be read, no question stands twice, and the model was trained on them. With
them also: every article is there, every sentence has a fact, figures, dates, names and quotations stand in the
sentences cited, and nothing is told in the article's own words. Exit status: 0, or 2 where something was found.
`,
	run: check,
}

func check(_ context.Context, c *call) (int, error) {
	var o options
	fs := c.flags()
	fs.StringVar(&o.articles, "articles", c.env(articlesEnv), "`DIR` with article files")
	fs.StringVar(&o.facts, "facts", "", "`DIR` with fact files, lexicon and model")
	if err := c.noWords(fs); err != nil {
		return failed, err
	}
	dir, err := o.factFiles()
	if err != nil {
		return failed, err
	}
	corpus, err := knowledge.ReadCorpus(dir)
	if err != nil {
		return failed, err
	}
	docs, err := o.documents(c.err)
	if err != nil {
		return failed, err
	}
	errs := []error{corpus.Doubles()}
	if _, err := load(dir, o.facts == ""); err != nil {
		errs = append(errs, err)
	}
	if docs != nil {
		errs = append(errs, c.report(knowledge.Check(corpus, docs)))
	}
	if err := errors.Join(errs...); err != nil {
		return failed, err
	}
	fmt.Fprintf(c.out, "%d articles, %d facts: sound\n", len(corpus.Articles), len(corpus.Facts()))
	return answered, nil
}

// report prints what was found, and gives an error where anything was.
func (c *call) report(r knowledge.Report) error {
	for _, f := range r.Findings {
		fmt.Fprintln(c.out, f)
	}
	fmt.Fprintf(c.out, "%d of %d citations verified\n", r.Verified, r.Citations)
	if n := len(r.Findings); n > 0 {
		return fmt.Errorf("check: %d findings", n)
	}
	return nil
}

// corpus reads the flags of a command that lists what the fact files hold, and the files.
func (c *call) corpus(fs *flag.FlagSet) (*knowledge.Corpus, error) {
	var o options
	fs.StringVar(&o.facts, "facts", "", "`DIR` with fact files and lexicon")
	if err := c.noWords(fs); err != nil {
		return nil, err
	}
	dir, err := o.factFiles()
	if err != nil {
		return nil, err
	}
	return knowledge.ReadCorpus(dir)
}
