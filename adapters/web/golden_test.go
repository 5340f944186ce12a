package web_test

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"drawdown/adapters/web"
	"drawdown/bot"
)

var update = flag.Bool("update", false, "write the golden files anew; look at what changed")

// tag is the part of an asset's address that changes with its content.
var tag = regexp.MustCompile(`\?v=[A-Za-z0-9_-]+`)

// The pages, to the letter. Quotations are stand-ins.
func TestGolden(t *testing.T) {
	s := serve(t, bot.New(quoted(t), bot.Options{}), web.Options{})
	plain := serve(t, bot.New(base(t), bot.Options{}), web.Options{})
	for name, path := range everyPage() {
		t.Run(name, func(t *testing.T) {
			if strings.HasPrefix(path, "/?") || path == "/" {
				path = "/?session=golden-" + name + "&" + strings.TrimPrefix(path, "/?")
			}
			golden(t, name+".html", s.get(strings.TrimSuffix(path, "&/")).body)
		})
	}
	golden(t, "unquoted.html", plain.get("/articles/iraq-mission-redefined").body)
	r := s.request(http.MethodPost, "/v1/ask", `{"session":"golden","question":"`+inSyria+`"}`)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/html")
	golden(t, "turn.html", s.do(r).body)
	golden(t, "answer.json", s.post(`{"id":"7","session":"golden-json","question":"`+inSyria+`"}`).body)
	golden(t, "refusal.json", s.post(`{"question":"How many British troops are still in Iraq?"}`).body)
	golden(t, "list.json", s.post(`{"question":"articles"}`).body)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	got = tag.ReplaceAllString(got, "?v=TAG")
	for _, a := range base(t).Articles { // titles are not ours to keep here
		got = strings.ReplaceAll(got, a.Title, "{title of "+a.ID+"}")
	}
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with -update", err)
	}
	if got == string(want) {
		return
	}
	was, is := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := 0; i < len(was) || i < len(is); i++ {
		if i >= len(was) || i >= len(is) || was[i] != is[i] {
			t.Errorf("%s differs from line %d on; if that is meant, write it with -update\ngot  %s\nwant %s", path, i+1, lineAt(is, i), lineAt(was, i))
			return
		}
	}
}

func lineAt(lines []string, i int) string {
	if i >= len(lines) {
		return "(nothing more)"
	}
	return lines[i]
}
