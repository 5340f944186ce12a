package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// flags makes the flag set of a call. The flags package's own messages are not used: they do not say what is valid.
func (c *call) flags() *flag.FlagSet {
	fs := flag.NewFlagSet(c.cmd.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	return fs
}

// parse reads the flags, which may stand before, between and after the words, and gives the words. What follows "--" is
// words alone.
func (c *call) parse(fs *flag.FlagSet) ([]string, error) {
	args, literal := c.args, []string(nil)
	if i := slices.Index(args, "--"); i >= 0 {
		args, literal = args[:i], args[i+1:]
	}
	var words []string
	for {
		if err := fs.Parse(args); err != nil {
			return nil, c.flagError(fs, err)
		}
		if args = fs.Args(); len(args) == 0 {
			return append(words, literal...), nil
		}
		words, args = append(words, args[0]), args[1:]
	}
}

// noWords reads flags where no words are taken.
func (c *call) noWords(fs *flag.FlagSet) error {
	words, err := c.parse(fs)
	if err == nil && len(words) > 0 {
		err = fmt.Errorf("%s takes no argument, got %q; it takes %s", c.title(), shorten(strings.Join(words, " ")), valid(fs))
	}
	return err
}

func (c *call) title() string {
	if c.cmd.name == "" {
		return "a conversation"
	}
	return c.cmd.name
}

const undefined = "flag provided but not defined: "

func (c *call) flagError(fs *flag.FlagSet, err error) error {
	if err == flag.ErrHelp {
		return err
	}
	if name, ok := strings.CutPrefix(err.Error(), undefined); ok {
		return fmt.Errorf("%s: unknown flag %q; it takes %s; words that begin with - come after --", c.title(), name, valid(fs))
	}
	return fmt.Errorf("%s: %w; it takes %s", c.title(), err, valid(fs))
}

// valid lists the flags of a set.
func valid(fs *flag.FlagSet) string {
	var out []string
	fs.VisitAll(func(f *flag.Flag) {
		value, _ := flag.UnquoteUsage(f)
		out = append(out, strings.TrimSpace("--"+f.Name+" "+value))
	})
	if len(out) == 0 {
		return "no flags"
	}
	return strings.Join(out, ", ")
}

// options are what every command that answers takes.
type options struct {
	articles string
	facts    string
	noFacts  bool
}

const articlesEnv = "DRAWDOWN_ARTICLES"

// knowing adds the flags that say what is known.
func (o *options) knowing(c *call, fs *flag.FlagSet) {
	fs.StringVar(&o.articles, "articles", c.env(articlesEnv), "`DIR` with article files")
	fs.StringVar(&o.facts, "facts", "", "`DIR` with fact files, lexicon and model, instead of the embedded ones")
	fs.BoolVar(&o.noFacts, "no-facts", false, "answer from the article files alone")
}

// knowingHelp is what knowing adds to a help text.
const knowingHelp = `
  --articles DIR   load article files (.txt, .md, .html): those that the facts were written from lend their
                   sentences to the citations (default: $DRAWDOWN_ARTICLES)
  --facts DIR      fact files, lexicon and model from a folder instead of the embedded ones
  --no-facts       answer from the article files alone
`
