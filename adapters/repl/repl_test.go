package repl

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/bot"
	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/train"
)

// small is the small base of testdata, trained once. A ranker learns nothing from so few questions, so it gets one rule in
// place of what it learned: what the classifier is sure of is answered.
var small = sync.OnceValue(func() *knowledge.Base {
	c, err := knowledge.ReadCorpus(os.DirFS("testdata/facts"))
	if err != nil {
		panic(err)
	}
	model, err := train.Model(c)
	if err != nil {
		panic(err)
	}
	x, fingerprint, words, counts, err := index.Decode(model)
	if err != nil {
		panic(err)
	}
	margin := int32(slices.Index(index.FeatureNames[:], "classifier margin"))
	x.Judge = (&index.Trees{Roots: []int32{0}, Nodes: []index.Node{{Feature: margin, Split: 2, Left: 1, Right: 2}, {Feature: -1, Mean: -3}, {Feature: -1, Mean: 3}}}).Prepare()
	base, err := knowledge.NewBase(c, x.Encode(fingerprint, words, counts))
	if err != nil {
		panic(err)
	}
	return base
})

// say runs an adapter over an input and gives what it printed and complained of.
func say(t *testing.T, in string, o Options) (out, errs string) {
	t.Helper()
	var w, e bytes.Buffer
	o.In, o.Out, o.Err = strings.NewReader(in), &w, &e
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := New(bot.New(small(), bot.Options{}), o).Run(ctx); err != nil {
		t.Fatalf("Run over %q: %v", in, err)
	}
	if ctx.Err() != nil {
		t.Fatalf("Run over %q did not end with its input", in)
	}
	return w.String(), e.String()
}

func TestPiped(t *testing.T) {
	long := strings.Repeat("y", maxLine+1)
	for _, test := range []struct {
		name, in string
		out      []string
		err      string
	}{
		{"line by line", "who is the mayor\r\nhow many islanders depend on it\n", []string{"Mayor Ada Quill\n", "Around 900\n"}, ""},
		{"last line without an end", "who is the mayor", []string{"Mayor Ada Quill\n"}, ""},
		{"empty lines", "\n \n\t\nwho is the mayor\n", []string{"Mayor Ada Quill\n"}, ""},
		{"punctuation", "who is the mayor\n?!\n", []string{"Mayor Ada Quill\n"}, `line 2: "?!" holds no word`},
		{"long question", strings.Repeat("x", 1001) + "\nwho is the mayor", []string{"Mayor Ada Quill\n"}, "line 1: That is 1001 characters long"},
		{"long line", long + "\nwho is the mayor", []string{"Mayor Ada Quill\n"}, fmt.Sprintf("line 1: That is %d bytes long", len(long)+1)},
		{"not UTF-8", "\xff\xfe who is the mayor\n", []string{"Mayor Ada Quill\n"}, ""},
		{"pick", "who is the mayor\n1\n", []string{"Mayor Ada Quill\n", "  1. "}, ""},
		{"pick too high", "who is the mayor\n9\n", []string{"Mayor Ada Quill\n"}, "line 2: There is no question 9; pick 1 to "},
		{"pick nothing", "0\n", nil, "0 picks a question from a list, and none was shown"},
		{"why", "why fewer sailngs\n/why\n", []string{"sailngs → sailings", "classifier"}, ""},
		{"why before an answer", "/why\n", nil, "/why is about the last answer, and there is none yet"},
		{"sources", "who is the mayor\n/sources\n", []string{"— [1] The Ferry"}, ""},
		{"sources of a refusal", "what is the capital of france\n/sources\n", []string{"The articles do not say that."}, "it cites nothing"},
		{"related", "who is the mayor\n/related\n", []string{"  1. "}, ""},
		{"help", "/help\n", []string{"/why       how the last answer was found", "/quit"}, ""},
		{"articles", "/articles\n", []string{"The Ferry of Lorne"}, ""},
		{"timeline", "/timeline\n", []string{"2024-11", "Lorne, March 2024: fewer than 30\n|", "<--]  below the bound"}, ""},
		{"timeline without a slash", "timeline\n", []string{"2024-11", "Lorne, March 2024: fewer than 30\n|"}, ""},
		{"check", "/check The council reduces the winter crossings. Paris is nice in spring.\n", []string{"Held against the articles:", "“The council reduces the winter crossings.”\n", "“Paris is nice in spring.”\nNot covered\n"}, ""},
		{"check nothing", "/CHECK \n", nil, "/check needs a text"},
		{"check a question", "/check who are you?\n", nil, "makes no claim"},
		{"summary", "/SUMMARY now\n", []string{"— [1]", "— [2]"}, ""},
		{"quit", "/quit\nwho is the mayor\n", nil, ""},
		{"unknown command", "/wyh\n", nil, `There is no command "/wyh". The commands are /why, `},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, errs := say(t, test.in, Options{})
			for _, want := range test.out {
				if !strings.Contains(out, want) {
					t.Errorf("%.80q printed\n%s\nwant %q in it", test.in, out, want)
				}
			}
			if test.out == nil && out != "" {
				t.Errorf("%.80q printed %q, want nothing", test.in, out)
			}
			if !strings.Contains(errs, test.err) || test.err == "" && errs != "" {
				t.Errorf("%.80q: errors %q, want %q", test.in, errs, test.err)
			}
			if strings.Contains(out, prompted) || strings.Contains(out, "\x1b") {
				t.Errorf("%.80q: %q holds a prompt or escape sequences, which belong on a terminal", test.in, out)
			}
		})
	}
}

func TestPickAnswersTheQuestion(t *testing.T) {
	first, _ := say(t, "who is the mayor\n", Options{})
	_, list, _ := strings.Cut(first, "  1. ")
	question, _, _ := strings.Cut(list, "\n")
	picked, _ := say(t, "who is the mayor\n1\n", Options{})
	asked, _ := say(t, question+"\n", Options{})
	if !strings.HasSuffix(picked, question+"\n\n"+asked) {
		t.Errorf("picking 1 printed\n%s\nwant %q and then\n%s", picked, question, asked)
	}
}

const (
	ctrlD = "\x04"
	up    = "\x1b[A"
)

func TestTerminal(t *testing.T) {
	for _, test := range []struct{ name, typed, want string }{
		{"a question", "who is the mayor\r" + ctrlD, "Mayor Ada Quill"},
		{"Ctrl-C clears the line", "nonsense\x03who is the mayor\r" + ctrlD, "Mayor Ada Quill"},
		{"Ctrl-C twice leaves", "\x03\x03who is the mayor\r", "Ctrl-C once more leaves"},
		{"Ctrl-C in an escape sequence", "\x1b[\x03who is the mayor\r" + ctrlD, "Mayor Ada Quill"},
		{"Tab completes", "how many isl\t\r" + ctrlD, "How many islanders depend on the ferry?"},
		{"Tab twice goes on", "who an\t\t\r" + ctrlD, "who an"},
		{"Tab completes commands", "/tim\t\r" + ctrlD, "2024-11"},
		{"Tab without a candidate", "how do i bake bread\t\r" + ctrlD, "The articles do not say"},
		{"the last line comes back", "who is the mayor\r" + up + "\r" + ctrlD, "Mayor Ada Quill"},
		{"not UTF-8", "\xff\xc3who is the mayor\r" + ctrlD, "Mayor Ada Quill"},
		{"replacement character", "\ufffd\ufffd who is the mayor\r" + ctrlD, "Mayor Ada Quill"},
		{"endless escape sequence", "\x1b[" + strings.Repeat("1", 1000) + "\rwho is the mayor\r" + ctrlD, "Mayor Ada Quill"},
		{"punctuation", "?\r" + ctrlD, "holds no word"},
		{"end without Ctrl-D", "who is the mayor\r", "Mayor Ada Quill"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, errs := say(t, test.typed, Options{Terminal: true})
			if !strings.Contains(out, test.want) || errs != "" {
				t.Errorf("typing %.60q showed\n%q\nerrors %q; want %q and none", test.typed, out, errs, test.want)
			}
		})
	}
	if out, _ := say(t, "\x03\x03who is the mayor\r", Options{Terminal: true}); strings.Contains(out, "Ada Quill") {
		t.Error("Ctrl-C twice on an empty line did not leave")
	}
}

func TestDumbTerminal(t *testing.T) {
	out, _ := say(t, "who is the mayor\n", Options{Terminal: true, Dumb: true})
	if strings.Contains(out, "\x1b") || !strings.Contains(out, prompted) || !strings.Contains(out, "Ada Quill") {
		t.Errorf("a dumb terminal was shown %q, want a prompt, the answer and no escape sequence", out)
	}
}

func TestColor(t *testing.T) {
	out, _ := say(t, "who is the mayor\n", Options{Color: true})
	if !strings.Contains(out, bold+"Mayor Ada Quill"+reset) {
		t.Errorf("in colour the answer was %q, want it bold", out)
	}
}

func TestNarrow(t *testing.T) {
	for _, width := range []int{1, 20, 40, 80} {
		out, _ := say(t, "who is the mayor\nwhat is the capital of france\n/why\n/articles\n/help\n", Options{Width: func() int { return width }})
		for _, line := range strings.Split(out, "\n") {
			if n := columns(line); n > max(width, 20) {
				t.Errorf("at %d columns a line has %d: %q", width, n, line)
			}
		}
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		ctx, cancel := context.WithCancel(context.Background())
		in, w := io.Pipe()
		done := make(chan error, 1)
		go func() {
			done <- New(bot.New(small(), bot.Options{}), Options{In: in, Out: io.Discard, Err: io.Discard, Terminal: terminal}).Run(ctx)
		}()
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("terminal %v: Run in an ended context: %v, want nil", terminal, err)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("terminal %v: Run waits for input after its context has ended", terminal)
		}
		w.Close()
	}
}

func TestHistoryIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "history")
	o := Options{Terminal: true, History: path}
	say(t, "who is the mayor\r1\r/help\r/help\r  \r"+ctrlD, o)
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "who is the mayor\n/help\n" {
		t.Fatalf("the history is %q (%v), want the two lines, each once", data, err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("the history has mode %v, want 0600", info.Mode().Perm())
	}
	if out, _ := say(t, up+up+"\r"+ctrlD, o); !strings.Contains(out, "Ada Quill") {
		t.Errorf("the line before the last of an earlier run did not come back: %q", out)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	var old strings.Builder
	for i := range 3 * historySize {
		fmt.Fprintf(&old, "question %d\n", i)
	}
	if err := os.WriteFile(path, []byte(old.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	h := openHistory(path)
	h.Add("latest")
	data, _ := os.ReadFile(path)
	info, _ := os.Stat(path)
	if n := strings.Count(string(data), "\n"); h.err != nil || n != historySize+1 || h.At(0) != "latest" || info.Mode().Perm() != 0o600 {
		t.Errorf("of %d lines %d are kept (%v), the latest %q, mode %v; want %d, 0600", 3*historySize, n, h.err, h.At(0), info.Mode().Perm(), historySize+1)
	}
}

func TestHistoryThatCannotBeKept(t *testing.T) {
	dir := t.TempDir()
	out, errs := say(t, "who is the mayor\r"+up+"\r"+ctrlD, Options{Terminal: true, History: dir})
	if !strings.Contains(out, "Ada Quill") || !strings.Contains(errs, dir) || !strings.Contains(errs, "this run only") {
		t.Errorf("with a folder for a history: errors %q, want it named and the question answered", errs)
	}
}
