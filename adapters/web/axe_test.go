package web_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/chromedp/chromedp"
)

// axeVersion is the version of axe-core (Deque, MPL 2.0) whose rules every page keeps.
const axeVersion = "4.14.1"

// axe gives the source of axe-core: the file that $DRAWDOWN_AXE names, or else what npm installs into a folder that is removed again.
var axe = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("DRAWDOWN_AXE"); path != "" {
		source, err := os.ReadFile(path)
		return string(source), err
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "drawdown-axe-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	c := exec.Command(npm, "install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-timeout=20000", "--fetch-retries=0", "axe-core@"+axeVersion)
	if said, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm install axe-core@%s: %w: %.300s", axeVersion, err, said)
	}
	source, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	return string(source), err
})

// install puts axe-core beside the page, by the developer tools: the page's own policy would not let it in. Where it is not to be had,
// there is nothing to put.
func (p *tab) install(rules string) {
	p.t.Helper()
	if _, err := get(p, chromedp.Evaluate[int](rules+";0")); err != nil {
		p.t.Fatal(err)
	}
}

// broken gives the rules of axe-core that the page breaks.
func (p *tab) broken(name string) []string {
	p.t.Helper()
	found, err := get(p, chromedp.Evaluate[string](`axe.run({resultTypes: ["violations"]}).then((r) => JSON.stringify({
		violations: r.violations.map((v) => v.id + " (" + v.impact + "): " + v.help + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; ")),
		passes: r.passes.length,
	}))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
	var got struct {
		Violations []string
		Passes     int
	}
	if err := json.Unmarshal([]byte(found), &got); err != nil {
		p.t.Fatal(err)
	}
	if got.Passes < 10 {
		p.t.Errorf("%s: only %d rules were kept; was the page looked at?", name, got.Passes)
	}
	for i, v := range got.Violations {
		got.Violations[i] = name + " breaks " + v
	}
	return got.Violations
}
