package repl

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"
)

const (
	prompted    = "> "
	completions = 8 // questions that Tab goes round: more are not looked through
	height      = 24
)

// An editor reads lines from a terminal, with editing, history, and completion on Tab. While it reads, the terminal is raw;
// while an answer is printed, it is as it was, so that a signal key then ends the program as everywhere.
type editor struct {
	o       Options
	t       *term.Terminal
	keys    *keys
	history *history
	armed   bool // Ctrl-C was pressed on an empty line
	cycle   cycle

	mu      sync.Mutex
	restore func()
}

// A cycle is what Tab goes round: the candidates, and at the end what was typed.
type cycle struct {
	lines []string
	at    int
}

var _ term.History = (*history)(nil)

func newEditor(o Options) *editor {
	e := &editor{o: o, keys: &keys{in: o.In}, history: openHistory(o.History)}
	e.t = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{e.keys, o.Out}, prompted)
	e.t.History = e.history
	e.t.AutoCompleteCallback = e.press
	return e
}

func (e *editor) read() (string, error) {
	if e.history.err != nil {
		fmt.Fprintln(e.o.Err, e.history.err)
		e.history.err = nil
	}
	if err := e.raw(); err != nil {
		return "", err
	}
	defer e.close()
	e.armed = false
	e.resize()
	line, err := e.t.ReadLine()
	if err != nil {
		io.WriteString(e.o.Out, "\r\n")
	}
	return line, err
}

// raw makes the terminal raw, where the input is one; a test types into a pipe.
func (e *editor) raw() error {
	f, ok := e.o.In.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	state, err := term.MakeRaw(int(f.Fd()))
	if err != nil {
		return fmt.Errorf("make the terminal raw: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.restore = func() { _ = term.Restore(int(f.Fd()), state) }
	return nil
}

// close puts the terminal back as it was. It may be called while a line is read, and more than once.
func (e *editor) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.restore != nil {
		e.restore()
		e.restore = nil
	}
}

func (e *editor) resize() {
	if w := e.o.Width(); w > 0 {
		_ = e.t.SetSize(w, height)
	}
}

// press handles the keys that the terminal leaves over: Tab, and Ctrl-C as the filter passes it on.
func (e *editor) press(line string, pos int, key rune) (string, int, bool) {
	e.resize()
	switch key {
	case '\t':
		line = e.complete(line)
		return line, len(line), true
	case interrupt:
		e.interrupted(line)
		return "", 0, true
	}
	e.armed = false
	return "", 0, false
}

// interrupted clears the line; on an empty line, the second time in a row leaves.
func (e *editor) interrupted(line string) {
	switch {
	case line != "":
		e.armed = false
	case e.armed:
		e.keys.leave = true
	default:
		e.armed = true
		fmt.Fprintln(e.t, "Ctrl-C once more leaves, or Ctrl-D.")
	}
}

// complete gives the line that Tab puts in the place of this one: the best candidate, and then the others in turn.
func (e *editor) complete(line string) string {
	c := &e.cycle
	if len(c.lines) == 0 || c.lines[c.at] != line {
		*c = cycle{lines: append(e.candidates(line), line), at: -1}
	}
	c.at = (c.at + 1) % len(c.lines)
	return c.lines[c.at]
}

func (e *editor) candidates(line string) []string {
	if !strings.HasPrefix(line, "/") {
		return e.o.Complete(line, completions)
	}
	var out []string
	for _, name := range commandNames() {
		if strings.HasPrefix(name, strings.ToLower(line)) {
			out = append(out, name)
		}
	}
	return out
}

// interrupt is the key that Ctrl-C is passed on as: one that nothing else uses (Ctrl-_).
const interrupt = 0x1f
