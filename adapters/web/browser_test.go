package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"drawdown/adapters/web"
	"drawdown/bot"
)

const (
	inSyria = "How many U.S. troops remain in Syria?"
	inIraq  = "and in Iraq?"

	withMore = "When was the troop reduction announced?" // its answer has related questions
)

func TestBrowser(t *testing.T) {
	b := browse(t)
	for _, part := range []struct {
		name string
		test func(*browser, *testing.T)
	}{
		{"conversation", (*browser).conversation},
		{"completion", (*browser).completion},
		{"keyboard alone", (*browser).keyboard},
		{"narrow", (*browser).narrow},
		{"no script", (*browser).noScript},
		{"trouble", (*browser).trouble},
		{"hostile", (*browser).hostile},
		{"pages", (*browser).pages},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(b, t) })
	}
}

// conversation asks, follows up, presses a related question, follows a citation and comes back.
func (b *browser) conversation(t *testing.T) {
	p := b.tab(t)
	p.home()
	p.shoot("start")
	p.keys(inSyria + kb.Enter)
	if got, want := p.turns(1), b.right("1", inSyria).Answer.Short; got != want {
		t.Errorf("%q got %q, want %q", inSyria, got, want)
	}
	p.want(`document.activeElement.id + document.activeElement.value`, "q")
	p.shoot("answer")
	p.keys(inIraq + kb.Enter)
	r := b.right("1", inIraq)
	if got := p.turns(2); got != r.Answer.Short {
		t.Errorf("%q got %q, want %q", inIraq, got, r.Answer.Short)
	}
	related := r.Answer.Related[0]
	p.run(chromedp.Click(chromedp.CSS(`#log .turn:last-child .next button`)))
	if got, want := p.turns(3), b.right("1", related).Answer.Short; got != want {
		t.Errorf("the related question %q got %q, want %q", related, got, want)
	}
	p.want(`document.querySelector("#log .turn:last-child .question bdi").textContent`, related)
	p.want(`document.activeElement === document.querySelector("#log .turn:last-child")`, "true")
	p.shoot("conversation")
	p.follow(b.right("2", inSyria))
}

// follow follows the first citation to its sentence, and comes back to the conversation.
func (p *tab) follow(r bot.Reply) {
	p.t.Helper()
	c := r.Answer.Citations[0]
	p.run(chromedp.Click(chromedp.CSS(`#log .turn:first-child .cite a`)))
	p.wait(`document.querySelector(".sentence:target")`)
	p.want(`location.pathname + location.hash`, "/articles/"+c.Source+"#"+c.Locator().Anchor())
	p.want(`document.querySelector(":target .says").textContent`, r.Answer.Statement)
	p.want(`document.querySelector(":target > .quote").textContent.trim()`, c.Quote)
	p.want(`getComputedStyle(document.querySelector(":target .cited")).display`, "block")
	p.want(`document.querySelectorAll(".cited").length > 1 && [...document.querySelectorAll(".cited")].filter((e) => e.checkVisibility()).length`, "1")
	p.wait(`(() => { const r = document.querySelector(":target").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`)
	p.shoot("citation")
	p.run(chromedp.NavigateBack())
	p.wait(`document.querySelectorAll("#log .turn").length === 3`)
	p.keys("") // nothing is typed: the conversation goes on where it was
	p.run(chromedp.SetValue(chromedp.CSS("#q"), inSyria), chromedp.Click(chromedp.CSS("#composer button")))
	if got := p.turns(4); got != r.Answer.Short {
		p.t.Errorf("after coming back, %q got %q, want %q", inSyria, got, r.Answer.Short)
	}
}

// completion picks a completion by keys and by mouse.
func (b *browser) completion(t *testing.T) {
	p := b.tab(t)
	p.home()
	p.want(`document.querySelector("#q").getAttribute("aria-expanded")`, "false")
	p.keys("how many")
	p.wait(`!document.querySelector("#choices").hidden`)
	p.want(`document.querySelector("#q").getAttribute("aria-expanded")`, "true")
	p.keys(kb.ArrowDown)
	p.keys(kb.ArrowDown)
	p.keys(kb.ArrowUp)
	p.want(`document.querySelector("#q").getAttribute("aria-activedescendant")`, "choice-0")
	p.want(`document.querySelectorAll('#choices [aria-selected="true"]').length`, "1")
	p.shoot("completion")
	p.keys(kb.Escape)
	p.want(`document.querySelector("#choices").hidden + document.querySelector("#q").value`, "truehow many")
	p.keys(kb.ArrowDown)
	p.wait(`!document.querySelector("#choices").hidden`)
	p.keys(kb.ArrowDown)
	first := p.eval(`document.querySelector("#choices li").textContent`)
	p.keys(kb.Enter)
	p.turns(1)
	p.want(`document.querySelector("#log .question bdi").textContent`, first)
	p.keys("who")
	p.wait(`!document.querySelector("#choices").hidden`)
	second := p.eval(`document.querySelector("#choices li:nth-child(2)").textContent`)
	p.run(chromedp.Click(chromedp.CSS("#choices li:nth-child(2)")))
	p.turns(2)
	p.want(`document.querySelector("#log .turn:last-child .question bdi").textContent`, second)
}

// keyboard does everything with keys: from the skip link to the sentence.
func (b *browser) keyboard(t *testing.T) {
	p := b.tab(t)
	p.open("/articles/iraq-troop-reduction")
	p.keys(kb.Tab)
	p.want(`document.activeElement.className`, "skip")
	p.want(`document.activeElement.getBoundingClientRect().top >= 0`, "true")
	p.keys(kb.Enter)
	p.want(`document.activeElement.id`, "main")
	p.home()
	p.keys(withMore + kb.Enter)
	p.turns(1)
	p.press(true, `document.activeElement.closest(".next button")`)
	p.seen()
	asked := p.eval(`document.activeElement.value`)
	p.keys(kb.Enter)
	p.turns(2)
	p.want(`document.querySelector("#log .turn:last-child .question bdi").textContent`, asked)
	p.press(false, `document.activeElement.closest(".cite a")`)
	p.seen()
	p.keys(kb.Enter)
	p.wait(`document.querySelector(".sentence:target")`)
	p.press(false, `document.activeElement.closest(":target a")`) // the keyboard goes on from the sentence
}

// press presses Tab, or Shift and Tab, until an expression is true.
func (p *tab) press(shift bool, expression string) {
	p.t.Helper()
	for range 12 {
		if !shift {
			p.keys(kb.Tab)
		} else {
			p.run(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
		}
		if p.eval("Boolean("+expression+")") == "true" {
			return
		}
	}
	p.t.Fatalf("twelve times Tab do not lead to where %s; the focus is on %s", expression, p.eval(`document.activeElement.outerHTML`))
}

// seen holds that what has the focus shows it, and is hidden by nothing.
func (p *tab) seen() {
	p.t.Helper()
	p.want(`getComputedStyle(document.activeElement).outlineStyle`, "solid")
	p.want(`(() => {
		const e = document.activeElement, r = e.getBoundingClientRect();
		const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		return e.contains(top) || String(top && top.outerHTML);
	})()`, "true")
}

// everyPage are the addresses of all kinds of pages.
func everyPage() map[string]string {
	q := func(s string) string { return "/?" + url.Values{"q": {s}}.Encode() }
	return map[string]string{
		"start": "/", "answered": q(inSyria), "differs": q("When does the U.S. combat mission in Iraq end?"), "refused": q("How many British troops are still in Iraq?"), "list": q("timeline"), "articles": q("articles"), "help": q("help"),
		"talk": q("hello"), "invalid": q("?!"), "article": "/articles/iraq-mission-redefined", "sentence": "/articles/iraq-troop-reduction#p8s4", "timeline": "/timeline", "missing": "/articles/nothing",
	}
}

// narrow holds that no page is wider than a narrow screen, nor than one twice as wide with letters of twice the size.
func (b *browser) narrow(t *testing.T) {
	p := b.tab(t)
	p.fine = append(p.fine, "404", "422")
	for name, path := range everyPage() {
		p.run(chromedp.EmulateViewport(320, 640))
		p.open(path)
		p.fits(path, "a screen of 320 pixels")
		p.shoot("narrow-" + name)
		p.run(chromedp.EmulateViewport(640, 640))
		p.eval(`document.documentElement.style.fontSize = "200%"`)
		p.fits(path, "a screen of 640 pixels with large letters")
	}
}

// fits holds that the page does not scroll sideways.
func (p *tab) fits(path, where string) {
	p.t.Helper()
	const wide = `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((e) => e.outerHTML.slice(0, 120)).join("\n")`
	if got := p.eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`); got != "0" {
		p.t.Errorf("%s is %s pixels too wide on %s: %s", path, got, where, p.eval(wide))
	}
}

// noScript asks, follows up and presses a related question without any script.
func (b *browser) noScript(t *testing.T) {
	p := b.tab(t, command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	p.open("/")
	text := func(selector string) string {
		t.Helper()
		got, err := get(p, chromedp.Text(chromedp.CSS(selector)))
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(got)
	}
	p.run(chromedp.SendKeys(chromedp.CSS("#q"), inSyria+kb.Enter), chromedp.WaitVisible(chromedp.CSS(".turn")))
	if got, want := text(".short"), b.right("3", inSyria).Answer.Short; got != want {
		t.Errorf("%q got %q, want %q", inSyria, got, want)
	}
	p.shoot("no-script")
	r := b.right("3", inIraq)
	p.run(chromedp.SendKeys(chromedp.CSS("#q"), inIraq+kb.Enter), chromedp.WaitVisible(chromedp.Search(`//bdi[text()="`+inIraq+`"]`)))
	if got := text(".short"); got != r.Answer.Short {
		t.Errorf("%q got %q, want %q", inIraq, got, r.Answer.Short)
	}
	related := r.Answer.Related[0]
	p.run(chromedp.Click(chromedp.CSS(".next button")), chromedp.WaitVisible(chromedp.Search(`//bdi[text()="`+related+`"]`)))
	if got, want := text(".short"), b.right("3", related).Answer.Short; got != want {
		t.Errorf("%q got %q, want %q", related, got, want)
	}
}

// trouble holds that who cannot be answered is told so, and may go on.
func (b *browser) trouble(t *testing.T) {
	few := bot.New(quoted(t), bot.Options{Limits: bot.Limits{Person: bot.Rate{Burst: 1, Every: time.Hour}}})
	strict := &browser{serve(t, few, web.Options{LimitLocal: true}), b.bot, b.ctx}
	p := strict.tab(t)
	p.fine = append(p.fine, "429", "422")
	p.home()
	p.keys(inSyria + kb.Enter)
	p.turns(1)
	p.keys(inIraq + kb.Enter)
	p.wait(`document.querySelector("#state").textContent.includes("ask again in")`)
	p.want(`document.querySelector("#q").value`, inIraq) // what was typed is not lost
	p.shoot("limited")
	strict.server.CloseClientConnections()
	strict.server.Listener.Close()
	p.fine = append(p.fine, "ERR_CONNECTION_REFUSED")
	p.keys(kb.Enter)
	p.wait(`document.querySelector("#state").textContent.includes("cannot be reached")`)
	p.want(`document.querySelector("#q").value`, inIraq)
}

// hostile holds that what somebody types stays text.
func (b *browser) hostile(t *testing.T) {
	p := b.tab(t)
	p.home()
	const evil = `<img src=x onerror=alert(1)><script>alert(2)</script> & "why" 'not'`
	p.run(chromedp.SetValue(chromedp.CSS("#q"), evil), chromedp.Click(chromedp.CSS("#composer button")))
	p.turns(1)
	p.want(`document.querySelector(".question bdi").textContent`, evil)
	p.want(`document.querySelectorAll("#log img, #log script").length`, "0")
	p.open("/?" + url.Values{"q": {evil}}.Encode())
	p.want(`document.querySelector(".question bdi").textContent`, evil)
	p.want(`document.querySelectorAll("main img, main script").length`, "0")
}

// pages looks at every kind of page in light and dark: it takes a picture, holds that dark is dark, and that no rule of axe-core is
// broken, where axe-core is to be had.
func (b *browser) pages(t *testing.T) {
	rules, err := axe()
	var broken []string
	p := b.tab(t)
	p.fine = append(p.fine, "404", "422")
	look := func(name string) {
		t.Helper()
		p.install(rules)
		for scheme, background := range map[string]string{"light": "rgb(250, 249, 246)", "dark": "rgb(19, 23, 26)"} {
			p.run(prefer(scheme))
			if got := p.eval(`getComputedStyle(document.documentElement).backgroundColor`); got != background {
				t.Errorf("%s in %s has the background %s, want %s", name, scheme, got, background)
			}
			p.shoot(scheme + "-" + name)
			if rules != "" {
				broken = append(broken, p.broken(scheme+" "+name)...)
			}
		}
	}
	for name, path := range everyPage() {
		p.open(path)
		look(name)
	}
	p.home()
	p.keys(inSyria + kb.Enter)
	p.turns(1)
	p.keys("how many")
	p.wait(`!document.querySelector("#choices").hidden`)
	p.keys(kb.ArrowDown)
	look("conversation-with-completion")
	p.run(chromedp.EmulateViewport(320, 640))
	p.open("/timeline")
	look("timeline-on-a-phone")
	p.open("/timeline.svg") // by itself, what it needs is let in
	p.shoot("picture")
	t.Run("accessibility", func(t *testing.T) {
		if err != nil {
			t.Skipf("skipped: axe-core is not to be had here (%v); name its axe.min.js with DRAWDOWN_AXE", err)
		}
		if len(broken) > 0 {
			t.Error(strings.Join(broken, "\n"))
		}
	})
}
