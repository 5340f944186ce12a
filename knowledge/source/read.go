package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxSize is the size in bytes of the largest file that is read. The longest
// articles are some hundred kilobytes; ten megabytes leave room for a book, and
// keep a log or a disk image that stands in the directory by mistake out of memory.
const MaxSize = 10 << 20

// Extensions are those that name a format, for messages.
const extensions = ".txt, .md, .html or .htm"

// Read reads an article file. The extension of its name gives the format.
func Read(name string, data []byte) (*Document, error) {
	d, err := read(filepath.Base(name), data)
	if err != nil {
		return nil, fmt.Errorf("read article %q: %w", name, err)
	}
	return d, nil
}

func read(file string, data []byte) (*Document, error) {
	format, err := formatOf(file)
	if err != nil {
		return nil, err
	}
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	draft, err := format(text)
	if err != nil {
		return nil, err
	}
	draft.settle()
	if len(draft.blocks) == 0 {
		return nil, errors.New("no sentence is left without the title and page furniture; an article has at least one")
	}
	return draft.document(file, data), nil
}

// formatOf returns the reader of the format that the file's extension names.
func formatOf(file string) (func(string) (*draft, error), error) {
	switch ext := filepath.Ext(file); strings.ToLower(ext) {
	case ".txt":
		return readPlain, nil
	case ".md":
		return readMarkdown, nil
	case ".html", ".htm":
		return readHTML, nil
	default:
		return nil, fmt.Errorf("extension %q names no format that is read; save the article as %s", ext, extensions)
	}
}

// document makes the document of a settled draft.
func (d *draft) document(file string, data []byte) *Document {
	sum := sha256.Sum256(data)
	doc := &Document{
		ID:        d.id,
		Title:     d.title,
		Publisher: d.publisher,
		Published: d.published,
		URL:       d.url,
		File:      file,
		SHA256:    hex.EncodeToString(sum[:]),
	}
	if doc.ID == "" {
		doc.ID = strings.TrimSuffix(file, filepath.Ext(file))
	}
	doc.lay(d.blocks)
	return doc
}

// decode returns the text of a file without its byte order mark and with lines
// that end in a line feed alone.
func decode(data []byte) (string, error) {
	if len(data) > MaxSize {
		return "", errTooLarge(int64(len(data)))
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return "", errors.New("the text is UTF-16; save it as UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(bytes.TrimSpace(data)) == 0 {
		return "", errors.New("the file is empty; an article has at least one sentence")
	}
	if err := checkText(data); err != nil {
		return "", err
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), nil
}

func errTooLarge(size int64) error {
	return fmt.Errorf("%d bytes are too many; an article file has at most %d (%d MB)", size, MaxSize, MaxSize>>20)
}

// checkText reports the first byte that does not stand in UTF-8 text. Control
// characters beside white space do not: they come from binary files, and a chat or
// a terminal that is sent one may obey it.
func checkText(data []byte) error {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return fmt.Errorf("line %d: byte 0x%02x is not valid UTF-8; save the file as UTF-8", lineOf(data, i), data[i])
		case unicode.IsControl(r) && !unicode.IsSpace(r):
			return fmt.Errorf("line %d: control character %U is not text; a binary file must be saved as text first", lineOf(data, i), r)
		}
		i += size
	}
	return nil
}

// lineOf returns the number of the line that the offset is on, counted from 1.
func lineOf(data []byte, offset int) int {
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}
