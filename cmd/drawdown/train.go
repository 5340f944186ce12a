package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"drawdown/knowledge"
	"drawdown/knowledge/extract/fit"
	"drawdown/knowledge/train"
)

var trainCommand = command{
	name:  "train",
	usage: "[--facts DIR] [-o FILE] | --squad FILE --articles DIR -o FILE",
	short: "make the model anew after a change to the fact files",
	help: `
  --facts DIR      fact files and lexicon from a folder instead of the embedded ones
  -o FILE          where the model goes (default: ` + knowledge.ModelFile + ` in the folder of the fact files)

  --squad FILE     instead, the model that answers from any article's sentences: from questions in the format of
                   SQuAD 2.0, and from the base's own asks held against the articles in --articles DIR

It takes some minutes. The same files make the same model, to the byte.
`,
	run: trainModel,
}

func trainModel(ctx context.Context, c *call) (int, error) {
	var o options
	fs := c.flags()
	fs.StringVar(&o.facts, "facts", "", "`DIR` with fact files and lexicon")
	to := fs.String("o", "", "`FILE` to write")
	squad := fs.String("squad", "", "`FILE`")
	fs.StringVar(&o.articles, "articles", "", "`DIR` with article files")
	if err := c.noWords(fs); err != nil {
		return failed, err
	}
	if *squad != "" && (*to == "" || o.articles == "") {
		return failed, errors.New("train --squad needs --articles DIR and -o FILE too")
	}
	if *to == "" {
		if o.facts == "" {
			return failed, errors.New("train: name the folder of the fact files (--facts knowledge/articles) or a file to write (-o FILE)")
		}
		*to = filepath.Join(o.facts, knowledge.ModelFile)
	}
	dir, err := o.factFiles()
	if err != nil {
		return failed, err
	}
	corpus, err := knowledge.ReadCorpus(dir)
	if err != nil {
		return failed, err
	}
	work := func() ([]byte, error) { return train.Model(corpus) }
	if *squad != "" {
		work = func() ([]byte, error) { return fit.Train(*squad, o.articles, dir) }
	}
	model, err := interruptible(ctx, work)
	if err != nil {
		return failed, err
	}
	if err := replace(*to, model); err != nil {
		return failed, fmt.Errorf("train: %w", err)
	}
	_, err = fmt.Fprintf(c.out, "%s: %d bytes\n", *to, len(model))
	return answered, err
}

// interruptible waits for work that knows no context, or for the context's end; the work is then left to the program's end.
func interruptible(ctx context.Context, work func() ([]byte, error)) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("train: %w; nothing was written", errInterrupted)
	}
	done := make(chan result, 1)
	go func() {
		data, err := work()
		done <- result{data, err}
	}()
	select {
	case r := <-done:
		return r.data, r.err
	case <-ctx.Done():
		return nil, fmt.Errorf("train: %w; nothing was written", errInterrupted)
	}
}

// replace writes a file in one step: a reader finds the old one or the new one, whole.
func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".model-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
