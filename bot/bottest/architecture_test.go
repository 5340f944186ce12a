package bottest_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "drawdown"

// root is the top of the repository.
var root = os.DirFS("../..")

// arrows is who may import whom within the module, tests aside. A folder with /… stands for those below it that have no row of
// their own; the row "everything" may be anything. A package without a row may import nothing and fails.
var arrows = map[string][]string{
	"cmd/…":                        {"everything"},
	"adapters/…":                   {"bot", "bot/chart", "knowledge"}, // for its vocabulary; never another adapter
	"adapters/discord/discordtest": {},                                // a strict server knows a platform's documentation, and nothing of us
	"adapters/slack/slacktest":     {},
	"bot":                          {"knowledge", "knowledge/text"},
	"bot/bottest":                  {"bot", "knowledge"},
	"bot/chart":                    {"knowledge"},
	"bot/journal":                  {"bot"},
	"knowledge":                    {"knowledge/articles", "knowledge/extract", "knowledge/index", "knowledge/source", "knowledge/text"},
	"knowledge/articles":           {},
	"knowledge/eval":               {"knowledge", "knowledge/source", "knowledge/text"},
	"knowledge/extract":            {"knowledge/index", "knowledge/source", "knowledge/text"},
	"knowledge/extract/fit":        {"knowledge", "knowledge/extract", "knowledge/index", "knowledge/source", "knowledge/text", "knowledge/train"},
	"knowledge/index":              {"knowledge/text"},
	"knowledge/source":             {},
	"knowledge/text":               {"knowledge/text/wordtable"},
	"knowledge/text/wordnet":       {"knowledge/text/wordtable"}, // the command that makes the word table
	"knowledge/text/wordtable":     {},
	"knowledge/train":              {"knowledge", "knowledge/index", "knowledge/text"},
}

// sdks are the platforms' libraries, each with the one adapter that may import it.
var sdks = map[string]string{
	"github.com/bwmarrin/discordgo": "adapters/discord",
	"github.com/slack-go/slack":     "adapters/slack",
}

// isTester tells whether a package may import testing outside of tests: it is made for them, and its name says so.
func isTester(pkg string) bool { return strings.HasSuffix(pkg, "test") }

// top is what may stand at the top of the repository, files that begin with a dot aside.
var top = []string{"Dockerfile", "README.md", "adapters", "bot", "cmd", "go.mod", "go.sum", "knowledge"}

func TestArchitecture(t *testing.T) {
	imports := readImports(t)
	if len(imports) < 8 {
		t.Fatalf("only %d packages were found below %q; want all of the module", len(imports), "../..")
	}
	for from, list := range imports {
		for _, to := range list {
			if wrong := judge(from, to); wrong != "" {
				t.Error(wrong)
			}
		}
	}
	for from := range arrows {
		if _, ok := imports[from]; !ok && !strings.HasSuffix(from, "/…") {
			t.Errorf("the table has a row for %s, and there is no such package; remove the row", from)
		}
	}
}

// judge says what is wrong with one package importing another, or "".
func judge(from, to string) string {
	for sdk, adapter := range sdks {
		if (to == sdk || strings.HasPrefix(to, sdk+"/")) && from != adapter {
			return fmt.Sprintf("%s imports %s; only %s may", from, to, adapter)
		}
	}
	if (to == "testing" || strings.HasPrefix(to, "testing/") || to == "net/http/httptest") && !isTester(from) {
		return fmt.Sprintf("%s imports %s; only tests and packages for them (bottest) may", from, to)
	}
	inner, ok := strings.CutPrefix(to, module+"/")
	if !ok {
		return ""
	}
	allowed, ok := row(from)
	if !ok {
		return fmt.Sprintf("%s imports %s, but has no row in the table of arrows; think about where it belongs and give it one", from, inner)
	}
	if !slices.Contains(allowed, inner) && !slices.Contains(allowed, "everything") {
		return fmt.Sprintf("%s imports %s; it may import %q", from, inner, allowed)
	}
	return ""
}

// row finds what a package may import.
func row(from string) ([]string, bool) {
	if r, ok := arrows[from]; ok {
		return r, true
	}
	for dir := path.Dir(from); dir != "."; dir = path.Dir(dir) {
		if r, ok := arrows[dir+"/…"]; ok {
			return r, true
		}
	}
	return nil, false
}

// The judge is held to arrows that must not be.
func TestJudge(t *testing.T) {
	for _, test := range []struct {
		from, to string
		fine     bool
	}{
		{"cmd/drawdown", "drawdown/adapters/repl", true},
		{"adapters/slack", "drawdown/bot", true},
		{"adapters/slack", "github.com/slack-go/slack/socketmode", true},
		{"knowledge/train", "drawdown/knowledge", true},
		{"bot/bottest", "testing", true},
		{"knowledge", "strings", true},
		{"adapters/slack", "drawdown/adapters/discord", false},
		{"adapters/slack", "drawdown/knowledge/index", false},
		{"adapters/slack", "github.com/bwmarrin/discordgo", false},
		{"cmd/drawdown", "github.com/slack-go/slack", false},
		{"bot", "drawdown/adapters/repl", false},
		{"bot", "drawdown/knowledge/index", false},
		{"bot", "drawdown/bot/bottest", false},
		{"knowledge", "drawdown/bot", false},
		{"knowledge", "drawdown/knowledge/train", false},
		{"knowledge/index", "drawdown/knowledge", false},
		{"knowledge/text", "drawdown/knowledge/index", false},
		{"bot", "testing", false},
		{"cmd/drawdown", "testing/fstest", false},
		{"pkg/utils", "drawdown/bot", false},
	} {
		if got := judge(test.from, test.to); (got == "") != test.fine {
			t.Errorf("%s importing %s is judged %q, want fine: %v", test.from, test.to, got, test.fine)
		}
	}
}

// readImports gives what each package of the module imports, tests aside.
func readImports(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.ContainsAny(d.Name()[:1], "._") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		if out[dir] == nil {
			out[dir] = []string{}
		}
		for _, i := range file.Imports {
			to, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			out[dir] = append(out[dir], to)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTopLevel(t *testing.T) {
	entries, err := fs.ReadDir(root, ".")
	if err != nil {
		t.Fatal(err)
	}
	ignored, err := fs.ReadFile(root, ".gitignore")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		built := slices.ContainsFunc(strings.Fields(string(ignored)), func(pattern string) bool {
			ok, _ := path.Match(strings.TrimPrefix(pattern, "/"), name)
			return ok
		})
		if name[0] != '.' && !built && !slices.Contains(top, name) {
			t.Errorf("%s stands at the top of the repository; only %q and files that begin with a dot do", name, top)
		}
	}
}
