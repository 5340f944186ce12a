package repl

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// maxLine is the longest line that is read whole, in bytes: some times what a question may have, so that the bot itself can say
// by how much it is too long.
const maxLine = 64 << 10

// Lines reads lines of bounded length. A line that is longer is passed over, at no cost of memory, and reported.
type Lines struct {
	r    *bufio.Reader
	most int
}

// NewLines reads lines of at most that many bytes.
func NewLines(r io.Reader, most int) *Lines { return &Lines{bufio.NewReader(r), most} }

// A LongLine says that a line was too long to be read. The lines after it are read all the same.
type LongLine struct {
	Bytes, Most int
	Start       string // how it begins
}

func (e *LongLine) Error() string {
	return fmt.Sprintf("the line that begins with %q has %d bytes; a line has at most %d", e.Start, e.Bytes, e.Most)
}

// startShown is how much of a long line is quoted, in bytes.
const startShown = 40

// Next gives the next line without its ending, the last one also where no line feed ends it; io.EOF after it. What is not
// UTF-8 is replaced.
func (l *Lines) Next() (string, error) {
	var line []byte
	size := 0
	for {
		part, err := l.r.ReadSlice('\n')
		size += len(part)
		if len(line) < l.most+len("\r\n") {
			line = append(line, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil && (err != io.EOF || size == 0) {
			return "", err
		}
		break
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r")
	if size > l.most && len(text) > l.most {
		return "", &LongLine{Bytes: size, Most: l.most, Start: strings.ToValidUTF8(text[:min(len(text), startShown)], "")}
	}
	return strings.ToValidUTF8(text, "\ufffd"), nil
}

// A pipe reads lines without editing, after a prompt where there is one.
type pipe struct {
	lines  *Lines
	out    io.Writer
	prompt string
}

func (p *pipe) read() (string, error) {
	if p.prompt != "" {
		if _, err := io.WriteString(p.out, p.prompt); err != nil {
			return "", err
		}
	}
	return p.lines.Next()
}

func (p *pipe) close() {}
