package repl

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// historySize is how many lines are kept: some months of use, in a file of some ten kilobytes.
const historySize = 1000

// A history keeps what was typed, the latest last. With a path it is kept in a file that nobody else may read; a line is
// appended as it is typed, so that two terminals lose nothing to one another.
type history struct {
	path  string
	lines []string
	err   error // the first thing that went wrong with the file
}

// openHistory reads a history. A file that cannot be used is no reason not to answer: the history is then of this run alone.
func openHistory(path string) *history {
	h := &history{path: path}
	if path == "" {
		return h
	}
	if err := h.load(); err != nil {
		h.fail(err)
	}
	return h
}

func (h *history) fail(err error) {
	if h.err == nil {
		h.err = fmt.Errorf("history %s: %w; what is typed is kept for this run only", h.path, err)
	}
	h.path = ""
}

func (h *history) load() error {
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return err
	}
	f, err := os.Open(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return err
	} else if !info.Mode().IsRegular() {
		return errors.New("not a regular file")
	}
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	for lines := NewLines(bufio.NewReader(f), maxLine); ; {
		line, err := lines.Next()
		var long *LongLine
		if errors.As(err, &long) {
			continue
		}
		if err != nil {
			break
		}
		h.lines = append(h.lines, clean(line))
	}
	if len(h.lines) > 2*historySize {
		h.lines = h.lines[len(h.lines)-historySize:]
		return h.rewrite()
	}
	return nil
}

// rewrite cuts the file down to the lines held, and replaces it in one step.
func (h *history) rewrite() error {
	f, err := os.CreateTemp(filepath.Dir(h.path), ".history-*") // made with 0600
	if err != nil {
		return err
	}
	_, err = f.WriteString(strings.Join(h.lines, "\n") + "\n")
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), h.path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// Add takes note of a line, unless it is empty, the same as the last, or a number, which means nothing later.
func (h *history) Add(line string) {
	line = strings.TrimSpace(clean(line))
	if _, pick := number(line); pick || line == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	if h.lines = append(h.lines, line); len(h.lines) > 2*historySize {
		h.lines = append([]string{}, h.lines[len(h.lines)-historySize:]...)
	}
	if h.path == "" {
		return
	}
	f, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.WriteString(line + "\n")
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		h.fail(err)
	}
}

// Len is how many lines there are to go back to.
func (h *history) Len() int { return len(h.lines) }

// At gives a line, the latest being 0.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }
