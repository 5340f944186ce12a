package service

import (
	"io/fs"
	"sync"
	"testing/fstest"
)

// A folder is a file system that a test changes while it is looked at.
type folder struct {
	mu sync.Mutex
	fs fstest.MapFS
}

func (f *folder) Open(name string) (fs.File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fs.Open(name)
}

func (f *folder) set(name, content string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := fstest.MapFS{}
	for k, v := range f.fs {
		next[k] = v
	}
	next[name] = &fstest.MapFile{Data: []byte(content)}
	f.fs = next
}
