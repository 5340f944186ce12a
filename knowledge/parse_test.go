package knowledge_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"drawdown/knowledge"
	"drawdown/knowledge/text"
)

// A sound fact file, in two pieces.
const (
	soundHead = `article: boats
file: boats.md
sha256: 00000000000000000000000000000000000000000000000000000000000000b0
title: Lorne Sells Its Boats
as of: 2024-03-05
`
	soundFact = `fact: sale
at: 1.1
says: Lorne sells boats.
= Boats
? what is sold
`
)

// read reads a corpus of one fact file beside a lexicon.
func read(facts string) (*knowledge.Corpus, error) {
	return knowledge.ReadCorpus(fstest.MapFS{
		"boats.facts":         {Data: []byte(facts)},
		knowledge.LexiconFile: {Data: []byte("[thing]\nboat: boat, vessel\n")},
	})
}

func TestSoundFile(t *testing.T) {
	for _, content := range []string{
		soundHead + soundFact,
		"\ufeff" + strings.ReplaceAll(soundHead+soundFact, "\n", "\r\n"),
		"# a note\n\n" + soundHead + "\n  # indented\n  " + soundFact,
	} {
		c, err := read(content)
		if err != nil {
			t.Errorf("ReadCorpus(%q): %v, want no mistake", content, err)
			continue
		}
		if got := c.Facts(); len(got) != 1 || got[0].ID() != "boats/sale" || got[0].Shorts[0].Asks[0].Text != "what is sold" {
			t.Errorf("ReadCorpus(%q) gave the facts %v, want boats/sale with its ask", content, got)
		}
	}
}

// Every mistake of a fact file is an error that names file and line, quotes what stands there, and says what would be right.
func TestMistakes(t *testing.T) {
	long := strings.Repeat("ä", 1001)
	head, fact := soundHead, soundFact
	under := head + fact // what follows stands from line 11 on
	for _, test := range []struct{ name, content, want string }{
		{"empty", "", `boats.facts:1: "": the file holds neither an article (article: …) nor gaps (gaps: near the topic)`},
		{"not UTF-8", head + fact + "# \xff", `boats.facts:11: "# \xff": the file is not UTF-8; save it as UTF-8 text`},
		{"no colon", under + "just words", `boats.facts:11: "just words": a line is "key: value", or begins with = (short answer), ? (ask), ! (gap) or # (comment)`},
		{"no value", under + "who:", `boats.facts:11: "who:": who: needs a value; leave the line out where there is none`},

		{"no article", fact, `boats.facts:1: "fact: sale": an article's file begins with article: ID`},
		{"article's id", strings.Replace(head, "boats\n", "Boats & co\n", 1) + fact, `boats.facts:1: "article: Boats & co": an article's id is lower-case letters, digits and hyphens`},
		{"two articles", under + "article: more", `boats.facts:11: "article: more": a file holds one article; this is its second`},
		{"unknown key of the head", head + "author: x\n" + fact, `boats.facts:6: "author: x": unknown key "author"; an article's head has file, sha256, title,`},
		{"key of the head twice", head + "title: x\n" + fact, `boats.facts:6: "title: x": title: stands twice`},
		{"subtitle above the title", "article: boats\nsubtitle: x\ntitle: y\n" + fact, `boats.facts:2: "subtitle: x": subtitle: stands below the title: that it is joined to`},
		{"sha256", strings.Replace(head, "00b0", "00B0", 1) + fact, `boats.facts:3: "sha256: 00`},
		{"sha256 in short", "article: a\nsha256: 12ab\n", `"sha256: 12ab": sha256: is 64 hexadecimal digits, as sha256sum prints them`},
		{"date", head + "published: 5 March 2024\n" + fact, `boats.facts:6: "published: 5 March 2024": published: is a date such as 2025-10-02`},
		{"no such day", strings.Replace(head, "2024-03-05", "2024-02-30", 1) + fact, `boats.facts:5: "as of: 2024-02-30": as of: is a date such as 2025-10-02`},
		{"link", head + "url: gazette.example\n" + fact, `boats.facts:6: "url: gazette.example": url: is a link that begins with https://`},
		{"head without a file", strings.Replace(head, "file: boats.md\n", "", 1) + fact, `boats.facts:1: "article: boats": the article's head lacks file:`},
		{"head without a title", "# a note\n" + strings.Replace(head, "title: Lorne Sells Its Boats\n", "", 1) + fact, `boats.facts:2: "article: boats": the article's head lacks title:`},
		{"no facts", head, `boats.facts:1: "article: boats": the article has no facts`},

		{"fact's name", under + "fact: Sale 2\n", `boats.facts:11: "fact: Sale 2": a fact's name is lower-case letters, digits and hyphens`},
		{"name twice", under + fact, `boats.facts:11: "fact: sale": the fact in line 6 has this name already`},
		{"no place", head + "fact: sale\nsays: x\n", `boats.facts:6: "fact: sale": the fact lacks its place in the article (at: 9.2)`},
		{"no statement", head + "fact: sale\nat: 1.1\n", `boats.facts:6: "fact: sale": the fact lacks its statement (says: …)`},
		{"place without a sentence", head + "fact: sale\nat: 9\n", `boats.facts:7: "at: 9": at: is paragraph.sentence such as 9.2, both counted from 1, or 0.0 for the head`},
		{"place in words", head + "fact: sale\nat: 1.1, one\n", `"at: 1.1, one": at: is paragraph.sentence`},
		{"place counted from 0", head + "fact: sale\nat: 3.0\n", `"at: 3.0": at: is paragraph.sentence`},
		{"place below 0", head + "fact: sale\nat: -1.1\n", `"at: -1.1": at: is paragraph.sentence`},
		{"place twice", head + "fact: sale\nat: 1.1, 2.1, 1.1\n", `"at: 1.1, 2.1, 1.1": at: names 1.1 twice; once is enough`},
		{"statement twice", under + "says: again\n", `boats.facts:11: "says: again": says: stands twice; a fact is one statement`},
		{"long statement", head + "fact: sale\nat: 1.1\nsays: " + long[:2*501] + "\n", `the statement has 501 characters; at most 500 are shown whole, so split the fact`},
		{"dated in words", under + "dated: spring\n", `boats.facts:11: "dated: spring": dated: is a year, month or day such as 2019, 2024-09 or 2025-10-02, with "about" before it`},
		{"dated in a 13th month", under + "dated: 2024-13\n", `"dated: 2024-13": dated: is a year`},
		{"troops without a date", under + "troops: Lorne | 40\n", `boats.facts:11: "troops: Lorne | 40": troops: is a country, a date and a number, with bars between: Iraq | 2025-10 | planned`},
		{"troops of nobody", under + "troops: | 2024 | 40\n", `boats.facts:11: "troops: | 2024 | 40": troops: begins with the country that the number is about, such as Iraq`},
		{"troops of a vague day", under + "troops: Lorne | spring | 40\n", `boats.facts:11: "troops: Lorne | spring | 40": the date of troops: is a year, month or day such as 2019`},
		{"troops in words", under + "troops: Lorne | 2024 | forty\n", `"troops: Lorne | 2024 | forty": the number of troops: is digits such as 2,500, or a range`},
		{"troops with another qualifier", under + "troops: Lorne | 2024 | roughly 40\n", `with one of "fewer than", "more than", "just over", "nearly", "around", "up to", "at least" before it and "planned"`},
		{"troops with a comma astray", under + "troops: Lorne | 2024 | 25,00\n", `"troops: Lorne | 2024 | 25,00": the number of troops: is digits`},
		{"troops below nought", under + "troops: Lorne | 2024 | -40\n", `the number of troops: is digits`},
		{"too many troops", under + "troops: Lorne | 2024 | 10000001\n", `the number of troops: is digits`},
		{"range the wrong way", under + "troops: Lorne | 2024 | 40 to 30\n", `a range goes from the smaller number to the larger, such as 2,000 to 2,500`},
		{"range with a bound", under + "troops: Lorne | 2024 | fewer than 30 to 40\n", `a range cannot be "fewer than"; leave one of the two out`},
		{"troops twice", under + "troops: Lorne | 2024 | 40\ntroops: Lorne | 2024 | 50\n", `boats.facts:12: "troops: Lorne | 2024 | 50": line 11 gives the number for Lorne, 2024 already`},
		{"unknown facet", under + "whence: x\n", `boats.facts:11: "whence: x": unknown key "whence"; a fact has at, says, question, dated, troops, differs and the facets who, whom,`},
		{"facet twice", under + "who: a\nwho: b\n", `boats.facts:12: "who: b": who: stands twice in this fact`},
		{"long facet", under + "who: " + long[:2*161] + "\n", `the facet has 161 characters; it is shown as a short answer, of 160 at most`},
		{"facet told nowhere", under + "why: see reason\n", `boats.facts:11: "reason": no fact has this name; write the name of a fact of this article, or article/name`},
		{"facet told by itself", under + "why: see sale\n", `boats.facts:11: "sale": the fact points to itself; name another one, or leave it out`},
		{"difference without a note", under + "differs: count\n", `boats.facts:11: "differs: count": differs: is the other fact's name, a bar, and in what it differs`},
		{"difference to nothing", under + "differs: ledger/count | more\n", `boats.facts:11: "ledger/count": no fact has this name`},
		{"difference to itself", under + "differs: boats/sale | more\n", `boats.facts:11: "boats/sale": the fact points to itself`},

		{"short answer without a fact", head + "= Boats\n" + fact, `boats.facts:6: "= Boats": a short answer stands under a fact (fact: NAME)`},
		{"empty short answer", under + "=\n? why\n", `boats.facts:11: "=": a short answer has 1 to 160 characters, this one 0`},
		{"long short answer", under + "= " + long[:2*161] + "\n? why\n", `a short answer has 1 to 160 characters, this one 161`},
		{"short answer twice", under + "= Boats\n? why\n", `boats.facts:11: "= Boats": this short answer stands in line 9 already; put the asks there`},
		{"short answer that nobody asks for", under + "= Vessels\n", `boats.facts:11: "= Vessels": nobody asks for this short answer; write at least one ask (? …) or remove it`},
		{"ask without a short answer", head + "fact: sale\nat: 1.1\nsays: x\n? why\n", `boats.facts:9: "? why": an ask stands under the short answer that it should get (= …)`},
		{"empty ask", under + "?\n", `boats.facts:11: "?": a question has 1 to 1000 characters, this one 0`},
		{"long ask", under + "? " + long + "\n", `a question has 1 to 1000 characters, this one 1001`},
		{"ask without a word", under + "? 2,000?\n", `boats.facts:11: "? 2,000?": a question needs a word`},
		{"bar without also", under + "? why | reason\n", `boats.facts:11: "? why | reason": after the bar of an ask stands "also" and the names of facts that answer it as well`},
		{"also nothing", under + "? why | also\n", `after the bar of an ask stands "also" and the names`},
		{"also an unknown fact", under + "? why | also reason\n", `boats.facts:11: "reason": no fact has this name`},
		{"also itself", under + "? why | also sale\n", `boats.facts:11: "sale": the fact points to itself`},

		{"gap without a fact", head + "! who buys\n" + fact, `boats.facts:6: "! who buys": a gap stands under a fact, or in a file of gaps under "gaps: near the topic"`},
		{"empty gap", under + "! | not told\n", `boats.facts:11: "! | not told": a question has 1 to 1000 characters, this one 0`},
		{"gaps in an article", under + "gaps: near the topic\n", `boats.facts:11: "gaps: near the topic": gaps stand under their fact, or in a file of their own`},
		{"other gaps", "gaps: around\n! why\n", `boats.facts:1: "gaps: around": gaps stand under their fact, or in a file of their own under "gaps: near the topic" or "gaps: off the topic"`},
		{"an article after gaps", "gaps: off the topic\n! why\n" + head + fact, `boats.facts:3: "article: boats": a file of gaps holds no article; give the article a file of its own`},
		{"gaps alone", "gaps: off the topic\n! why\n", `the fact files hold gaps alone; at least one must hold an article (article: ID) with facts`},
	} {
		if _, err := read(test.content); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: ReadCorpus(%q)\ngot  %v\nwant %s", test.name, test.content, err, test.want)
		}
	}
}

// An editor sees all mistakes at once, in the order of the files, the same each time.
func TestAllMistakes(t *testing.T) {
	files := fstest.MapFS{
		"a.facts":             {Data: []byte(soundHead + soundFact + "who: see one\nwhy: see two\nhow: see three\nwhen: see four\nbefore: see five\n")},
		"b.facts":             {Data: []byte("article: b\nnonsense\n" + soundFact)},
		"c.facts":             {Data: []byte("# a note\n" + soundHead + soundFact)},
		knowledge.LexiconFile: {Data: []byte("boat: boat\n")},
	}
	_, first := knowledge.ReadCorpus(files)
	if first == nil {
		t.Fatal("ReadCorpus of three bad files: no error")
	}
	for _, want := range []string{
		`a.facts:11: "one"`, `a.facts:12: "two"`, `a.facts:13: "three"`, `a.facts:14: "four"`, `a.facts:15: "five"`,
		`b.facts:2: "nonsense"`, `the article's head lacks file:`,
		`c.facts:2: "boats": a.facts has an article with this id already; ids are unique`,
		`lexicon.txt:1: "boat: boat": an entry needs a heading`,
	} {
		if !strings.Contains(first.Error(), want) {
			t.Errorf("ReadCorpus: %v\nwant among the mistakes: %s", first, want)
		}
	}
	for range 5 {
		if _, again := knowledge.ReadCorpus(files); again.Error() != first.Error() {
			t.Fatalf("the same files gave other errors:\n%v\nand\n%v", first, again)
		}
	}
	var line *text.LineError
	if !errors.As(first, &line) {
		t.Errorf("ReadCorpus: %v, want a *text.LineError in it", first)
	}
}

// Numbers of troops are read with their qualifiers; no model has to be trained anew for them.
func TestFigures(t *testing.T) {
	plain, err := read(soundHead + soundFact)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		line, amount string
		planned      bool
	}{
		{"Lorne | 2024 | 2500", "2,500", false},
		{"Lorne | 2024-03 | fewer than 1,000", "fewer than 1,000", false},
		{"Lorne | about 2024 | planned  just over  2,500", "just over 2,500", true},
		{"New Lorne|2024-03-05|around 2,000 to 2,500", "around 2,000 to 2,500", false},
		{"Lorne | 2024 | 900 to 1,000,000", "900 to 1,000,000", false},
	} {
		c, err := read(soundHead + soundFact + "troops: " + test.line + "\n")
		if err != nil {
			t.Errorf("troops: %s: %v", test.line, err)
			continue
		}
		if got := c.Facts()[0].Figures; len(got) != 1 || got[0].Amount() != test.amount || got[0].Planned != test.planned {
			t.Errorf("troops: %s is read as %+v, want %q, planned: %v", test.line, got, test.amount, test.planned)
		}
		if c.Fingerprint != plain.Fingerprint {
			t.Errorf("troops: %s changes the fingerprint, so that the model would have to be trained anew", test.line)
		}
	}
}

// A title of two parts may stand in two lines.
func TestSubtitle(t *testing.T) {
	c, err := read(soundHead + "subtitle: A Report\n" + soundFact)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Articles[0].Title, "Lorne Sells Its Boats: A Report"; got != want {
		t.Errorf("title and subtitle make the title %q, want %q", got, want)
	}
}

func TestMissingFiles(t *testing.T) {
	facts := &fstest.MapFile{Data: []byte(soundHead + soundFact)}
	for _, test := range []struct {
		files fstest.MapFS
		want  string
	}{
		{fstest.MapFS{}, "no fact files (*.facts) found"},
		{fstest.MapFS{"notes.txt": facts}, "no fact files (*.facts) found"},
		{fstest.MapFS{"boats.facts": facts}, knowledge.LexiconFile},
	} {
		if _, err := knowledge.ReadCorpus(test.files); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ReadCorpus(%v): %v, want %s", test.files, err, test.want)
		}
	}
}

func TestDoubles(t *testing.T) {
	for _, test := range []struct{ name, more, want string }{
		{"none", "? what else is sold\n! who buys\n", ""},
		{"two asks", "? What is SOLD?\n", `boats/sale (= Boats): "What is SOLD?" stands in boats/sale (= Boats) already; keep it in one place`},
		{"ask and gap", "! what's sold\n", `boats/sale (gap): "what's sold" stands in boats/sale (= Boats) already; keep it in one place`},
	} {
		c, err := read(soundHead + soundFact + test.more)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := c.Doubles(); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s: Doubles after %q\ngot  %s\nwant %s", test.name, test.more, got, test.want)
		}
	}
}
