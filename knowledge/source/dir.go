package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// ReadDir reads the article files of a directory, in the order of their names.
// Subdirectories and hidden files are passed over. A file that cannot be read does
// not keep the others from being read: the error joins one for each such file, and
// the documents are those that could be read. A directory that is missing or holds
// no article is an error too.
func ReadDir(dir string) ([]*Document, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read articles: %w; name a directory with article files (%s)", err, extensions)
	}
	var docs []*Document
	var errs []error
	taken := make(map[string]string)
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		if strings.HasPrefix(entry.Name(), ".") || isDir(path) {
			continue
		}
		doc, err := readFile(path)
		switch {
		case err != nil:
			errs = append(errs, err)
		case taken[doc.ID] != "":
			errs = append(errs, fmt.Errorf("read article %q: id %q is that of %s already; each article needs its own", path, doc.ID, taken[doc.ID]))
		default:
			taken[doc.ID] = doc.File
			docs = append(docs, doc)
		}
	}
	if len(docs) == 0 {
		errs = append(errs, fmt.Errorf("directory %q holds no article; put %s files in it", dir, extensions))
	}
	return docs, errors.Join(errs...)
}

// isDir reports whether a path is a directory, or a link to one.
func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// readFile reads one file, and no more of it than an article may have.
func readFile(path string) (*Document, error) {
	data, err := load(path)
	if err != nil {
		return nil, fmt.Errorf("read article %q: %w", path, err)
	}
	return Read(path, data)
}

// load returns the bytes of a regular file. Anything else, a named pipe say, could
// keep a reader waiting for ever.
func load(path string) ([]byte, error) {
	if _, err := formatOf(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file; put the article's text in one")
	}
	if info.Size() > MaxSize {
		return nil, errTooLarge(info.Size())
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}
