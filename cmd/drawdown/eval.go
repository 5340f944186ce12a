package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"drawdown/adapters/web"
	"drawdown/bot"
	"drawdown/knowledge"
	"drawdown/knowledge/eval"
	"drawdown/knowledge/source"
	"drawdown/knowledge/train"
)

var evalCommand = command{
	name:  "eval",
	usage: "[--wrong] [--typos SEED] GOLD.jsonl | --cross",
	short: "how well a gold set is answered, or the base's own asks and gaps",
	help: `
  --wrong          also every miss: the question, what it wants, what it got
  --typos SEED     the same questions with one random edit in each
  --cross          ten-fold cross-validation over the base's own asks and gaps: every part is asked of a base that was
                   trained without it (takes some ten minutes on two cores)
` + knowingHelp + `
A gold set has one JSON object a line: a question with the wordings that an answer must hold and the evidence, as
quotations (the articles' text is then needed: --articles, or a folder articles/raw beside the gold set's own) or as
places. A gold question that is also an ask of the base is reported: it measures nothing.
`,
	run: evaluate,
}

func evaluate(ctx context.Context, c *call) (int, error) {
	var o options
	fs := c.flags()
	wrong := fs.Bool("wrong", false, "")
	typos := fs.Uint64("typos", 0, "`SEED`")
	cross := fs.Bool("cross", false, "")
	o.knowing(c, fs)
	words, err := c.parse(fs)
	if err != nil {
		return failed, err
	}
	if *cross {
		if len(words) > 0 {
			return failed, errors.New("eval --cross takes no gold set: it asks the base's own asks and gaps")
		}
		return crossValidate(c, o)
	}
	if len(words) != 1 {
		return failed, errors.New("eval needs one gold set, such as: drawdown eval GOLD.jsonl")
	}
	if o.articles == "" {
		o.articles = beside(words[0])
	}
	results, err := goldSet(ctx, c, o, words[0], *typos)
	if err != nil {
		return failed, err
	}
	if *wrong {
		eval.Wrong(c.out, results)
	}
	eval.Table(c.out, results)
	return answered, nil
}

// beside is the folder articles/raw that stands beside the folder of a gold set, or "".
func beside(gold string) string {
	dir := filepath.Join(filepath.Dir(gold), "..", "articles", "raw")
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir
	}
	return ""
}

// goldSet asks every question of a gold set. The articles' text serves to find the evidence; only where --no-facts asks
// for it are answers taken from it.
func goldSet(ctx context.Context, c *call, o options, path string, typos uint64) ([]eval.Result, error) {
	docs, err := o.documents(c.err)
	if err != nil {
		return nil, err
	}
	dir, err := o.factFiles()
	if err != nil {
		return nil, err
	}
	corpus, err := knowledge.ReadCorpus(dir)
	if err != nil {
		return nil, err
	}
	questions, err := readGold(path, corpus, docs)
	if err != nil {
		return nil, err
	}
	for _, q := range eval.Leaked(questions, corpus) {
		fmt.Fprintf(c.err, "drawdown: %s: %q is an ask or a gap of the base too; it measures nothing\n", q.ID, q.Text)
	}
	if typos > 0 {
		questions = eval.Typos(questions, typos)
	}
	base, err := o.open(io.Discard)
	if err != nil {
		return nil, err
	}
	b := bot.New(base, bot.Options{})
	return eval.Run(questions, func(session, question string) knowledge.Answer {
		r := b.Handle(ctx, bot.Message{Platform: "eval", Conversation: session, Text: question})
		return web.NewAnswer("", session, question, r).Answer
	}), nil
}

func readGold(path string, corpus *knowledge.Corpus, docs []*source.Document) ([]eval.Question, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return eval.Read(path, f, corpus, docs)
}

func crossValidate(c *call, o options) (int, error) {
	dir, err := o.factFiles()
	if err != nil {
		return failed, err
	}
	corpus, err := knowledge.ReadCorpus(dir)
	if err != nil {
		return failed, err
	}
	report, err := train.Cross(corpus, func(done, of int) { fmt.Fprintf(c.err, "fold %d of %d\n", done, of) })
	if err != nil {
		return failed, err
	}
	_, err = io.WriteString(c.out, report.String())
	return answered, err
}
