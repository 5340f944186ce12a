package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"drawdown/bot"
	"drawdown/bot/journal"
	"drawdown/knowledge"
)

// written makes a journal in a folder, as a bot over the small base writes it, and gives the environment that names it.
func written(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	ctx := context.Background()
	j, err := journal.Open(ctx, "sqlite:"+filepath.Join(dir, "drawdown.db"), journal.Options{Keep: journal.DefaultKeep})
	if err != nil {
		t.Fatal(err)
	}
	base, err := knowledge.Load(os.DirFS(factsDir))
	if err != nil {
		t.Fatal(err)
	}
	b := bot.New(base, bot.Options{Journal: j, Now: func() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }})
	for i, m := range []struct{ author, text string }{
		{"U1", "who is the mayor"}, {"U1", "what is the capital of france"}, {"U2", "What is the capital of France?!"}, {"U2", "the capital of france"}, {"U2", "how much is the fare"},
	} {
		r := b.Handle(ctx, bot.Message{Platform: "slack", Conversation: "C1", Author: m.author, ID: string(rune('a' + i)), Text: m.text})
		if i == 0 {
			b.Act(ctx, bot.Message{Platform: "slack", Conversation: "C1", Author: "U2"}, bot.Buttons(r)[len(bot.Buttons(r))-1].State)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"DATA_DIR": dir}
}

// output runs the command and fails where it does.
func output(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	got := runIn("", env, args...)
	if got.status != 0 || got.err != "" {
		t.Fatalf("drawdown %q: status %d, errors %q", args, got.status, got.err)
	}
	return got.out
}

func TestJournalStats(t *testing.T) {
	out := output(t, written(t), "journal", "stats")
	for _, want := range []string{"SQLite, 0.", "asked from 2026-03-04T12:00:00Z to 2026-03-04T12:00:00Z", "  slack      answered          2\n", "  slack      refused           3\n", "texts still kept: 5", "thumbs: 0 up, 1 down"} {
		if !strings.Contains(out, want) {
			t.Errorf("the statistics are\n%s\nwant %q in them", out, want)
		}
	}
}

func TestJournalExportAndForget(t *testing.T) {
	env := written(t)
	people := func() map[string]int {
		out := map[string]int{}
		for l := range strings.Lines(output(t, env, "journal", "export")) {
			var line journal.Line
			if err := json.Unmarshal([]byte(l), &line); err != nil {
				t.Fatalf("%q is no JSON: %v", l, err)
			}
			out[line.Type+" with text: "+map[bool]string{true: "yes", false: "no"}[line.Text != ""]]++
		}
		return out
	}
	if got := people(); got["record with text: yes"] != 5 || got["thumb with text: no"] != 1 {
		t.Errorf("the export has %v, want 5 records with text and a thumb", got)
	}
	if out := output(t, env, "journal", "forget", "slack", "U2"); out != "forgotten: the texts of 3 questions, 1 thumbs, 1 conversations\n" {
		t.Errorf("forget said %q", out)
	}
	if got := people(); got["record with text: yes"] != 2 || got["record with text: no"] != 3 || got["thumb with text: no"] != 0 {
		t.Errorf("after one was forgotten, the export has %v, want 2 records with text, 3 without, no thumb", got)
	}
	if out := output(t, env, "journal", "forget", "slack", "U2"); !strings.Contains(out, `nothing of "U2" on "slack" is kept`) {
		t.Errorf("forget of who is forgotten said %q", out)
	}
}

func TestGapsAsked(t *testing.T) {
	env := written(t)
	out := output(t, env, "gaps", "--asked", "--facts", factsDir)
	if want := "3× refused, 0 thumbs down, last on 2026-03-04: what is the capital of france\n  also: the capital of france"; !strings.HasPrefix(out, want) {
		t.Errorf("the gaps are\n%s\nwant them to begin with\n%s", out, want)
	}
	if both := output(t, env, "gaps", "--facts", factsDir); !strings.Contains(both, out+"\nknown not to be known:\nnearest to ") {
		t.Errorf("with a journal in the environment, the gaps are\n%s\nwant what was asked, then what is known not to be known", both)
	}
	for _, want := range []string{"0× refused, 1 thumbs down, last on 2026-03-04: who is the mayor\n", "\n  nearest: "} {
		if !strings.Contains(out, want) {
			t.Errorf("the gaps are\n%s\nwant %q in them", out, want)
		}
	}
	address := "sqlite:" + filepath.Join(env["DATA_DIR"], "drawdown.db")
	if one := output(t, nil, "gaps", "--database", address, "--most", "1", "--facts", factsDir); !strings.HasPrefix(out, one) || strings.Count(one, "×") != 1 {
		t.Errorf("the first gap is\n%s\nwant the first of\n%s", one, out)
	}
	if known := output(t, nil, "gaps", "--facts", factsDir); strings.Contains(known, "×") || !strings.Contains(known, "off the topic:") {
		t.Errorf("without a journal, the gaps are\n%s\nwant those of the fact files", known)
	}
}

func TestJournalErrors(t *testing.T) {
	empty := map[string]string{"DATA_DIR": t.TempDir()}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"journal"}, "the commands are export, forget PLATFORM PERSON, and stats"},
		{[]string{"journal", "exprot"}, `journal "exprot" is no command`},
		{[]string{"journal", "stats", "now"}, `journal "stats now" is no command`},
		{[]string{"journal", "forget", "slack"}, `journal "forget slack" is no command`},
		{[]string{"journal", "stats", "--databse", "x"}, `unknown flag "-databse"; it takes --database URL`},
		{[]string{"journal", "stats"}, "there is no journal at "},
		{[]string{"gaps", "--asked", "--facts", factsDir}, "there is no journal at "},
		{[]string{"gaps", "--asked", "--most", "0"}, "--most 0 lists nothing"},
		{[]string{"journal", "stats", "--database", "mysql://u:secret@h/d"}, `the database's address "mysql://u:xxxxx@h/d" is of no kind that is known; expected is "sqlite:PATH"`},
		{[]string{"journal", "export", "--database", "postgres://u:secret@127.0.0.1:1/d?connect_timeout=2"}, "cannot be reached"},
	} {
		got := runIn("", empty, test.args...)
		if got.status != 2 || got.out != "" || !strings.Contains(got.err, test.want) || strings.Contains(got.err, "secret") {
			t.Errorf("drawdown %q: status %d, printed %q, errors %q; want 2 and %q", test.args, got.status, got.out, got.err, test.want)
		}
	}
	if left, err := os.ReadDir(empty["DATA_DIR"]); err != nil || len(left) > 0 {
		t.Errorf("looking at a journal that is not there made %v (%v)", left, err)
	}
}

func TestDatabaseURL(t *testing.T) {
	for _, test := range []struct {
		flag string
		env  map[string]string
		want string
	}{
		{"sqlite:f", map[string]string{"DATABASE_URL": "sqlite:e", "DATA_DIR": "/d"}, "sqlite:f"},
		{"", map[string]string{"DATABASE_URL": " postgres://h/e\n", "DATA_DIR": "/d"}, "postgres://h/e"},
		{"", map[string]string{"DATA_DIR": "/d", "XDG_DATA_HOME": "/x", "HOME": "/h"}, "sqlite:/d/drawdown.db"},
		{"", map[string]string{"XDG_DATA_HOME": "/x", "HOME": "/h"}, "sqlite:/x/drawdown/drawdown.db"},
		{"", map[string]string{"XDG_DATA_HOME": "x", "HOME": "/h"}, "sqlite:/h/.local/share/drawdown/drawdown.db"},
	} {
		c := &call{stdio: stdio{env: func(k string) string { return test.env[k] }}}
		if got, err := c.databaseURL(test.flag); err != nil || got != test.want {
			t.Errorf("with the flag %q and %v, the journal is at %q (%v), want %q", test.flag, test.env, got, err, test.want)
		}
	}
	c := &call{stdio: stdio{env: func(string) string { return "" }}}
	if got, err := c.databaseIn("", "/flag"); err != nil || got != "sqlite:/flag/drawdown.db" {
		t.Errorf("with a folder by a flag, the journal is at %q (%v)", got, err)
	}
}
