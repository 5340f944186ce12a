package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"

	"drawdown/knowledge/text"
)

// A Corpus is what the files of a folder say: articles with their facts, gaps, and the lexicon of the field.
type Corpus struct {
	Articles []*Article
	Gaps     []Gap // nearest to no fact
	Lexicon  *text.Lexicon

	// Fingerprint is the SHA-256 of all that a model is trained on.
	Fingerprint string
}

// LexiconFile is the name of the lexicon beside the fact files.
const LexiconFile = "lexicon.txt"

// ReadCorpus reads every *.facts file of a folder and its lexicon. Every mistake is reported, joined in one error, each
// with file, line, what is wrong and what would be right. [Corpus.Doubles] checks what takes the words of all questions.
func ReadCorpus(dir fs.FS) (*Corpus, error) {
	names, err := fs.Glob(dir, "*.facts")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no fact files (*.facts) found")
	}
	sort.Strings(names)
	c := &Corpus{}
	var errs []error
	for _, name := range names {
		content, err := readText(dir, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		a, gaps, bad := parse(path.Base(name), content)
		errs = append(errs, bad...)
		c.Gaps = append(c.Gaps, gaps...)
		if a != nil {
			errs = append(errs, c.add(a)...)
		}
	}
	if len(c.Articles) == 0 && len(errs) == 0 {
		errs = append(errs, errors.New("the fact files hold gaps alone; at least one must hold an article (article: ID) with facts"))
	}
	words, err := fs.ReadFile(dir, LexiconFile)
	if err != nil {
		errs = append(errs, err)
	}
	lexicon, bad := text.ParseLexicon(LexiconFile, string(words))
	c.Lexicon = lexicon
	errs = append(errs, bad...)
	errs = append(errs, c.resolve()...)
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	c.Fingerprint = c.fingerprint(words)
	return c, nil
}

// readText reads a file as text. By way of fs.ReadFile it would be copied once more.
func readText(dir fs.FS, name string) (string, error) {
	f, err := dir.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var out strings.Builder
	if info, err := f.Stat(); err == nil {
		out.Grow(int(info.Size()))
	}
	_, err = io.Copy(&out, f)
	return out.String(), err
}

// fingerprint hashes what a model is trained on: statements, facets, short answers, asks, gaps and the lexicon. An editor may
// change a caveat, a date or the question that a fact is suggested by without training anew.
func (c *Corpus) fingerprint(lexicon []byte) string {
	sum := sha256.New()
	var line []byte // written into again and again: formatting every line anew takes several times as long as hashing it
	write := func(kind, s string) {
		line = strconv.AppendInt(append(line[:0], kind...), int64(len(s)), 10)
		line = append(append(append(line, ':'), s...), '\n')
		sum.Write(line)
	}
	for _, f := range c.Facts() {
		write("fact", f.ID())
		write("says", f.Says)
		for _, key := range Facets {
			write(key, f.Facets[key].Text)
		}
		for _, s := range f.Shorts {
			write("=", s.Text)
			for _, a := range s.Asks {
				write("?", a.Text)
				for _, other := range a.Also {
					write("also", other.ID())
				}
			}
		}
		for _, g := range f.Gaps {
			write("!", g.Question)
		}
	}
	for _, g := range c.Gaps {
		write("!", g.Question)
	}
	write("lexicon", string(lexicon))
	return hex.EncodeToString(sum.Sum(nil))
}

func (c *Corpus) add(a *Article) []error {
	for _, other := range c.Articles {
		if other.ID == a.ID {
			return []error{&text.LineError{File: a.from, Line: a.line, Text: a.ID, Want: fmt.Sprintf("%s has an article with this id already; ids are unique", other.from)}}
		}
	}
	c.Articles = append(c.Articles, a)
	return nil
}

// Facts are all facts, article by article in file order.
func (c *Corpus) Facts() []*Fact {
	var out []*Fact
	for _, a := range c.Articles {
		out = append(out, a.Facts...)
	}
	return out
}

// Fact finds a fact by "article/name", or by "name" within the article of from; nil where there is none.
func (c *Corpus) Fact(name string, from *Article) *Fact {
	for _, a := range c.Articles {
		for _, f := range a.Facts {
			if f.is(name) || a == from && f.Name == name {
				return f
			}
		}
	}
	return nil
}

// is tells whether a name is the fact's id, without writing the id down: every name of a corpus is held against every fact.
func (f *Fact) is(name string) bool {
	id := f.Article.ID
	return len(name) == len(id)+1+len(f.Name) && strings.HasPrefix(name, id) && name[len(id)] == '/' && name[len(id)+1:] == f.Name
}

// resolve turns the names in facets and differences into facts, and finds questions that stand twice.
func (c *Corpus) resolve() []error {
	var errs []error
	find := func(f *Fact, line int, name string) *Fact {
		other, want := c.Fact(name, f.Article), ""
		switch other {
		case nil:
			want = "no fact has this name; write the name of a fact of this article, or article/name"
		case f:
			want = "the fact points to itself; name another one, or leave it out"
		}
		if want != "" {
			errs = append(errs, &text.LineError{File: f.Article.from, Line: line, Text: name, Want: want})
		}
		return other
	}
	for _, f := range c.Facts() {
		for _, key := range Facets {
			if facet := f.Facets[key]; facet.see != "" {
				facet.See = find(f, facet.line, facet.see)
				f.Facets[key] = facet
			}
		}
		for _, s := range f.Shorts {
			for i := range s.Asks {
				a := &s.Asks[i]
				for _, name := range a.also {
					a.Also = append(a.Also, find(f, a.line, name))
				}
			}
		}
		for i := range f.Differs {
			d := &f.Differs[i]
			d.Fact = find(f, d.line, d.name)
		}
	}
	return errs
}

// Doubles reports every question that stands twice: as two asks the answer would be chance, as ask and gap a contradiction.
// It takes some microseconds a question, so it is for an editor and for training, not for every start.
func (c *Corpus) Doubles() error {
	seen := map[string]string{}
	var errs []error
	check := func(q, where string) {
		key := strings.Join(text.Tokens(text.Fold(q)), " ")
		if first, twice := seen[key]; twice {
			errs = append(errs, fmt.Errorf("%s: %q stands in %s already; keep it in one place", where, q, first))
			return
		}
		seen[key] = where
	}
	for _, f := range c.Facts() {
		for _, s := range f.Shorts {
			for _, a := range s.Asks {
				check(a.Text, fmt.Sprintf("%s (= %s)", f.ID(), s.Text))
			}
		}
		for _, g := range f.Gaps {
			check(g.Question, f.ID()+" (gap)")
		}
	}
	for _, g := range c.Gaps {
		check(g.Question, "the gaps nearest to no fact")
	}
	return errors.Join(errs...)
}
