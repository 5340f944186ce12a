package main

import (
	"context"

	"drawdown/adapters/repl"
	"drawdown/bot"
)

var articlesCommand = command{
	name:  "articles",
	short: "the articles that are answered from",
	help:  knowingHelp,
	run:   listArticles,
}

func listArticles(_ context.Context, c *call) (int, error) {
	var o options
	fs := c.flags()
	o.knowing(c, fs)
	if err := c.noWords(fs); err != nil {
		return failed, err
	}
	base, err := o.open(c.err)
	if err != nil {
		return failed, err
	}
	reply := bot.New(base, bot.Options{}).Articles()
	return answered, repl.Render(c.out, reply, repl.Style{Width: columns(c.raw)(), Color: c.colored(c.raw)})
}
