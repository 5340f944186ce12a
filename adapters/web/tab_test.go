package web_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"drawdown/adapters/web"
	"drawdown/bot"
)

// patience is how long a step in the browser may take: on a busy machine, a new tab takes seconds.
const patience = 40 * time.Second

// A browser is Chromium without a window, with a site to look at.
type browser struct {
	site
	bot *bot.Bot // asked directly for what is right
	ctx context.Context
}

// browse starts Chromium, or skips the test and says why.
func browse(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped with -short: a browser takes seconds")
	}
	path, err := chromium()
	if err != nil {
		t.Skipf("skipped: there is no Chromium on this machine (%v); on Debian: apt-get install chromium", err)
	}
	profile, err := os.MkdirTemp("", "drawdown-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(profile) })
	o := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.WSURLReadTimeout(patience)}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		o = append(o, chromedp.Flag(flag, true))
	}
	o = append(o, chromedp.Flag("disable-features", "BackForwardCache")) // who comes back gets a new page: the harder case
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), o...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &browser{serve(t, bot.New(quoted(t), bot.Options{}), web.Options{}), bot.New(quoted(t), bot.Options{}), ctx}
}

func chromium() (string, error) {
	var first error
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		path, err := exec.LookPath(name)
		if err == nil {
			return path, nil
		}
		if first == nil {
			first = err
		}
	}
	return "", first
}

// A tab is a tab of the browser. What it asked the network for, and what the browser complained of, is held against the site when its
// test ends: nothing is asked of anybody else, and nothing is complained of.
type tab struct {
	*browser
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	asked    []string
	complain []string
	fine     []string // parts of complaints that the test brings about
}

func (b *browser) tab(t *testing.T, prepare ...step) *tab {
	t.Helper()
	p := &tab{browser: b, t: t}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithListener(p.hear))
	p.ctx = ctx
	t.Cleanup(func() {
		cancel()
		p.judge()
	})
	if err := chromedp.Do(ctx); err != nil { // opens the tab, whose life is that of this context
		t.Fatal(err)
	}
	p.run(command(network.Enable, network.EnableParams{}), command(log.Enable, cdp.Empty{}), chromedp.EmulateViewport(1100, 800), prefer("light"))
	p.run(prepare...)
	return p
}

// A step is something done in a tab.
type step = chromedp.Action[chromedp.Void]

// command is a command of the developer tools, as a step.
func command[P, R any](c cdp.Command[P, R], params P) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func (p *tab) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.asked = append(p.asked, e.Request.URL)
	case *log.EventEntryAdded:
		p.complain = append(p.complain, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
	}
}

func (p *tab) judge() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.asked) == 0 {
		p.t.Error("the tab asked for nothing at all; is the network recorded?")
	}
	for _, u := range p.asked {
		if !strings.HasPrefix(u, p.server.URL+"/") {
			p.t.Errorf("the page asked for %s, which is not of %s", u, p.server.URL)
		}
	}
next:
	for _, c := range p.complain {
		for _, fine := range p.fine {
			if strings.Contains(c, fine) {
				continue next
			}
		}
		p.t.Errorf("the browser complained: %s", c)
	}
}

// run does steps, within the time that they may take.
func (p *tab) run(steps ...step) {
	p.t.Helper()
	if _, err := get(p, chromedp.Steps(steps...)); err != nil {
		p.t.Fatalf("%v; the page holds\n%s", err, p.source())
	}
}

// get does something that gives a value, within the time that it may take.
func get[T any](p *tab, a chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, a)
}

func (p *tab) source() string {
	html, err := get(p, chromedp.OuterHTML(chromedp.CSS("main")))
	if err != nil {
		return err.Error()
	}
	return html
}

// open goes to a path of the site.
func (p *tab) open(path string) {
	p.t.Helper()
	p.run(chromedp.Navigate(p.server.URL + path))
}

// home goes to the start page and waits until it takes keys.
func (p *tab) home() {
	p.t.Helper()
	p.open("/")
	p.wait(`document.activeElement.getAttribute("role") === "combobox"`)
}

// wait waits until an expression is true, across pages.
func (p *tab) wait(expression string) {
	p.t.Helper()
	err := error(nil)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var is bool
		if is, err = get(p, chromedp.Evaluate[bool]("Boolean("+expression+")")); is {
			return
		}
	}
	p.t.Fatalf("waiting for %s: %v; the page holds\n%s", expression, err, p.source())
}

// eval gives the value of an expression as text.
func (p *tab) eval(expression string) string {
	p.t.Helper()
	got, err := get(p, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		p.t.Fatalf("%s: %v; the page holds\n%s", expression, err, p.source())
	}
	return got
}

// want holds an expression against a value.
func (p *tab) want(expression, value string) {
	p.t.Helper()
	if got := p.eval(expression); got != value {
		p.t.Errorf("%s is %q, want %q", expression, got, value)
	}
}

// keys presses keys, one after the other.
func (p *tab) keys(keys string) {
	p.t.Helper()
	p.run(chromedp.KeyEvent(keys))
}

// turns waits until there are so many turns, and gives the last one's short answer.
func (p *tab) turns(n int) string {
	p.t.Helper()
	p.wait(fmt.Sprintf(`document.querySelectorAll("#log .turn").length === %d && !document.querySelector("#log").ariaBusy`, n))
	return p.eval(`document.querySelector("#log .turn:last-child .short, #log .turn:last-child .text").textContent`)
}

// right is what the bot itself answers in one conversation.
func (b *browser) right(session string, questions ...string) bot.Reply {
	var r bot.Reply
	for _, q := range questions {
		r = b.bot.Handle(context.Background(), bot.Message{Platform: "web", Conversation: session, Text: q})
	}
	return r
}

// shoot writes a picture of the page into $DRAWDOWN_SCREENSHOTS, or else into a folder for temporary files.
func (p *tab) shoot(name string) {
	p.t.Helper()
	png, err := get(p, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	path := filepath.Join(screenshots(p.t), name+".png")
	if err := os.WriteFile(path, png, 0o644); err != nil {
		p.t.Fatal(err)
	}
	p.t.Logf("screenshot: %s", path)
}

var screenshotDir = sync.OnceValues(func() (string, error) {
	if dir := os.Getenv("DRAWDOWN_SCREENSHOTS"); dir != "" {
		return dir, os.MkdirAll(dir, 0o755)
	}
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("drawdown-screenshots-%d", os.Getuid()))
	return dir, os.MkdirAll(dir, 0o700)
})

func screenshots(t *testing.T) string {
	t.Helper()
	dir, err := screenshotDir()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// prefer sets what the reader prefers: light or dark, and in every test, that nothing moves.
func prefer(scheme string) step {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}
