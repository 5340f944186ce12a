package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/train"
)

// factsDir is a folder with the small base of testdata and a model trained on it.
var factsDir string

func TestMain(m *testing.M) {
	if os.Getenv(asCommandEnv) != "" {
		main()
	}
	status := 1
	defer func() { os.Exit(status) }()
	dir, err := os.MkdirTemp("", "facts-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	factsDir = dir
	if err := trainSmall(dir); err != nil {
		panic(err)
	}
	status = m.Run()
}

// trainSmall writes the small base and a model trained on it. A ranker learns nothing from so few questions, so it gets
// one rule in place of what it learned: what the classifier is sure of is answered.
func trainSmall(dir string) error {
	if err := os.CopyFS(dir, os.DirFS("testdata/facts")); err != nil {
		return err
	}
	c, err := knowledge.ReadCorpus(os.DirFS(dir))
	if err != nil {
		return err
	}
	model, err := train.Model(c)
	if err != nil {
		return err
	}
	x, fingerprint, words, counts, err := index.Decode(model)
	if err != nil {
		return err
	}
	margin := int32(slices.Index(index.FeatureNames[:], "classifier margin"))
	x.Judge = (&index.Trees{Roots: []int32{0}, Nodes: []index.Node{{Feature: margin, Split: 2, Left: 1, Right: 2}, {Feature: -1, Mean: -3}, {Feature: -1, Mean: 3}}}).Prepare()
	return os.WriteFile(filepath.Join(dir, knowledge.ModelFile), x.Encode(fingerprint, words, counts), 0o644)
}

// A result is what one run of the command gave.
type result struct {
	status   int
	out, err string
}

// runIn runs the command with what it reads and its environment.
func runIn(in string, env map[string]string, args ...string) result {
	var out, errOut bytes.Buffer
	status := run(context.Background(), args, stdio{in: strings.NewReader(in), out: &out, err: &errOut, env: func(k string) string { return env[k] }})
	return result{status, out.String(), errOut.String()}
}

func TestRun(t *testing.T) {
	facts := "--facts=" + factsDir
	empty := t.TempDir()
	for _, test := range []struct {
		name   string
		args   []string
		in     string
		status int
		out    []string // each stands in what was printed
		err    []string // each stands in the errors; nil: there are none
	}{
		{"answer", []string{"ask", facts, "who is the mayor?"}, "", 0, []string{"Mayor Ada Quill\n", "— [1] The Ferry of Lorne Gets a Winter Timetable, Harbour Gazette, 4 March 2024, ¶1 s2\n", "As of 4 March 2024.", "Note: It is one newspaper's report.", "  1. "}, nil},
		{"words and flags mixed", []string{"ask", "who", "is", "--json", "the", facts, "mayor"}, "", 0, []string{`"answered":true,"answer":"Mayor Ada Quill"`, `"question":"who is the mayor"`}, nil},
		{"after two dashes", []string{"ask", facts, "--json", "--", "--explain", "bread"}, "", 1, []string{`"question":"--explain bread"`}, nil},
		{"refusal", []string{"ask", facts, "what is the capital of france"}, "", 1, []string{"The articles do not say that.", "They do answer:\n  1. "}, nil},
		{"refusal as JSON", []string{"ask", facts, "--json", "what is the capital of france"}, "", 1, []string{`"answered":false`, `"citations":[]`, `"suggestions":["`}, nil},
		{"listing", []string{"ask", facts, "timeline"}, "", 0, []string{"2024-03-04\nThe mayor", "— [1]", "— [2]"}, nil},
		{"listing as JSON", []string{"ask", facts, "--json", "timeline"}, "", 0, []string{`"answered":true`, `"statement":"2024-03-04: The mayor`}, nil},
		{"explanation", []string{"ask", facts, "--explain", "why fewer sailngs"}, "", 0, []string{"The price of diesel", "sailngs → sailings", "1. ferry/reason", "nearest asks and gaps"}, nil},
		{"quotation", []string{"ask", facts, "--articles", "testdata/articles", "will tickets cost more"}, "", 0, []string{`"“We will not raise the fare,” Quill said."`}, nil},
		{"empty question", []string{"ask", facts, " "}, "", 2, nil, []string{"empty"}},
		{"no question", []string{"ask", facts}, "", 2, nil, []string{"ask needs a question, such as"}},
		{"punctuation", []string{"ask", facts, "?!"}, "", 2, nil, []string{`"?!" holds no word`}},
		{"1,001 characters", []string{"ask", facts, strings.Repeat("ä", 1001)}, "", 2, nil, []string{"1001 characters"}},
		{"1,001 characters as JSON", []string{"ask", "--json", facts, strings.Repeat("a", 1001)}, "", 2, []string{`"answered":false,"answer":"That is 1001`}, []string{"1001 characters"}},
		{"json and explain", []string{"ask", "--json", "--explain", "x"}, "", 2, nil, []string{"one of --json and --explain"}},
		{"unknown flag", []string{"ask", "--jsno", "x"}, "", 2, nil, []string{`unknown flag "-jsno"`, "--articles DIR", "--json", "after --"}},
		{"flag without a value", []string{"ask", "x", "--facts"}, "", 2, nil, []string{"needs an argument", "--facts DIR"}},
		{"unknown command", []string{"fact"}, "", 2, nil, []string{`unknown command "fact"`, "facts", "version"}},
		{"question without a command", []string{"who", "is", "mayor"}, "", 2, nil, []string{"drawdown ask who is mayor"}},
		{"no such articles", []string{"ask", facts, "--articles", "no/such", "x"}, "", 2, nil, []string{"no/such", "name a directory with article files"}},
		{"empty articles folder", []string{"ask", facts, "--articles", empty, "x"}, "", 2, nil, []string{"holds no article"}},
		{"no such facts", []string{"ask", "--facts", "no/such", "x"}, "", 2, nil, []string{`--facts "no/such"`, "lexicon.txt"}},
		{"facts are a file", []string{"facts", "--facts", "run_test.go"}, "", 2, nil, []string{"is not a folder"}},
		{"empty facts folder", []string{"ask", "--facts", empty, "x"}, "", 2, nil, []string{"no fact files"}},
		{"facts without a model", []string{"ask", "--facts", "testdata/facts", "x"}, "", 2, nil, []string{"model.bin", "drawdown train"}},
		{"articles", []string{"articles", facts}, "", 0, []string{"The Ferry of Lorne", "6 facts"}, nil},
		{"articles with a word", []string{"articles", "x"}, "", 2, nil, []string{`articles takes no argument, got "x"`}},
		{"facts", []string{"facts", facts}, "", 0, []string{"ferry: The Ferry", "¶1 s1 (crossings): Lorne's council"}, nil},
		{"facts as JSON", []string{"facts", facts, "--json", "--article", "ferry"}, "", 0, []string{`{"fact":"ferry/crossings","at":["¶1 s1"]`, `"see":{"when":"ferry/start","why":"ferry/reason"}`}, nil},
		{"unknown article", []string{"facts", facts, "--article", "fery"}, "", 2, nil, []string{`"fery"`, "ids are ferry"}},
		{"gaps", []string{"gaps", facts}, "", 0, []string{"nearest to ferry/fare:\n  how much is the fare (no figure)", "off the topic:\n  what is the capital of france"}, nil},
		{"check", []string{"check", facts}, "", 0, []string{"1 articles, 6 facts: sound"}, nil},
		{"check against the article", []string{"check", facts, "--articles", "testdata/articles"}, "", 0, []string{"6 of 6 citations verified", "sound"}, nil},
		{"help", []string{"help"}, "", 0, []string{"  ask ", "Exit status"}, nil},
		{"help flag", []string{"--help"}, "", 0, []string{"  ask "}, nil},
		{"help of a command", []string{"help", "ask"}, "", 0, []string{"usage: drawdown ask", "--batch"}, nil},
		{"help flag of a command", []string{"facts", "-h"}, "", 0, []string{"usage: drawdown facts"}, nil},
		{"help of no command", []string{"help", "sak"}, "", 2, nil, []string{`unknown command "sak"`}},
		{"version", []string{"version"}, "", 0, []string{"drawdown "}, nil},
		{"train without a place", []string{"train"}, "", 2, nil, []string{"-o FILE"}},
		{"piped", []string{facts}, "who is the mayor\n\nhow many islanders depend on it", 0, []string{"Mayor Ada Quill", "Around 900"}, nil},
		{"piped with a word", []string{facts, "x"}, "", 2, nil, []string{`takes no argument, got "x"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := runIn(test.in, nil, test.args...)
			if got.status != test.status {
				t.Errorf("drawdown %q: status %d, want %d; errors: %s", test.args, got.status, test.status, got.err)
			}
			for _, want := range test.out {
				if !strings.Contains(got.out, want) {
					t.Errorf("drawdown %q printed\n%s\nwant %q in it", test.args, got.out, want)
				}
			}
			for _, want := range test.err {
				if !strings.Contains(got.err, want) {
					t.Errorf("drawdown %q: errors %q, want %q in them", test.args, got.err, want)
				}
			}
			if test.err == nil && got.err != "" {
				t.Errorf("drawdown %q: errors %q, want none", test.args, got.err)
			}
			if strings.Contains(got.out, "\x1b") {
				t.Errorf("drawdown %q printed escape sequences to what is no terminal", test.args)
			}
		})
	}
}

func TestArticlesFromTheEnvironment(t *testing.T) {
	got := runIn("", map[string]string{articlesEnv: "testdata/articles"}, "ask", "--json", "--facts", factsDir, "who is the mayor")
	if got.status != 0 || !strings.Contains(got.out, `"quote":"Mayor Ada Quill announced`) {
		t.Errorf("with %s the answer was %s (status %d, errors %s), want a quotation in it", articlesEnv, got.out, got.status, got.err)
	}
}

func TestUnreadableArticleIsNamed(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/articles")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.txt"), []byte("a\xff"), 0o644); err != nil {
		t.Fatal(err)
	}
	got := runIn("", nil, "ask", "--json", "--facts", factsDir, "--articles", dir, "who is the mayor")
	if got.status != 0 || !strings.Contains(got.err, "broken.txt") || !strings.Contains(got.out, `"quote"`) {
		t.Errorf("an unreadable article beside readable ones: status %d, errors %q, answer %s; want 0, the file named, a quotation", got.status, got.err, got.out)
	}
}

func TestCheckFinds(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(factsDir)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "ferry.facts")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Replace(data, []byte("= Around 900"), []byte("= 900"), 1)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	got := runIn("", nil, "check", "--facts", dir, "--articles", "testdata/articles")
	if got.status != 2 || !strings.Contains(got.out, `ferry/islanders: "900": the cited sentence says "around 900"`) || !strings.Contains(got.err, "1 findings") || !strings.Contains(got.err, "made it anew") && !strings.Contains(got.err, "drawdown train") {
		t.Errorf("check of a dropped qualifier and a stale model: status %d, printed %s, errors %s", got.status, got.out, got.err)
	}
}

func TestTrain(t *testing.T) {
	to := filepath.Join(t.TempDir(), "model")
	if got := runIn("", nil, "train", "--facts", "testdata/facts", "-o", to); got.status != 0 || !strings.Contains(got.out, to) {
		t.Fatalf("train: status %d, printed %q, errors %q", got.status, got.out, got.err)
	}
	model, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	c, err := knowledge.ReadCorpus(os.DirFS("testdata/facts"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := knowledge.NewBase(c, model); err != nil {
		t.Errorf("the model that train wrote cannot be used: %v", err)
	}
}

func TestTrainInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	to := filepath.Join(t.TempDir(), "model")
	var errOut bytes.Buffer
	status := run(ctx, []string{"train", "--facts", "testdata/facts", "-o", to}, stdio{in: strings.NewReader(""), out: io.Discard, err: &errOut, env: func(string) string { return "" }})
	if _, err := os.Stat(to); status != 2 || !os.IsNotExist(err) || !strings.Contains(errOut.String(), "interrupted") {
		t.Errorf("train in an ended context: status %d, errors %q, file %v; want 2, interrupted, none", status, errOut.String(), err)
	}
}

// broken is an output that takes nothing.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestClosedOutput(t *testing.T) {
	for _, args := range [][]string{{"facts"}, {"gaps"}, {"articles"}, {"ask", "who is the mayor"}, {"ask", "--batch"}, {}} {
		var errOut bytes.Buffer
		in := strings.NewReader(`{"question":"who is the mayor"}`)
		status := run(context.Background(), append(args, "--facts", factsDir), stdio{in: in, out: broken{}, err: &errOut, env: func(string) string { return "" }})
		if status != 2 || !strings.Contains(errOut.String(), io.ErrClosedPipe.Error()) {
			t.Errorf("drawdown %q to a closed output: status %d, errors %q; want 2 and the reason", args, status, errOut.String())
		}
	}
}

func TestJSONHasAllFields(t *testing.T) {
	for _, question := range []string{"who is the mayor", "what is the capital of france", "timeline", "?", "help"} {
		var got map[string]any
		out := runIn("", nil, "ask", "--json", "--facts", factsDir, question).out
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatalf("%q: %q is no JSON: %v", question, out, err)
		}
		for _, field := range []string{"question", "answered", "answer", "statement", "citations", "caveats", "differs", "related", "confidence"} {
			if v, ok := got[field]; !ok || v == nil {
				t.Errorf("%q: the JSON has %q = %v, want it there and not null: %s", question, field, v, out)
			}
		}
	}
}
