package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeDir returns a new directory with the files.
func writeDir(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReadDir(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		ids   string
		errs  []string
	}{
		{
			"in the order of their names",
			map[string]string{"c.txt": "It sank.", "a.md": "It floats.", "b.html": "<p>It holds.", ".hidden": "\x00", "old/d.txt": "\x00"},
			"a b c", nil,
		}, {
			"some cannot be read",
			map[string]string{"a.txt": "It floats.", "b.txt": "", "c.pdf": "%PDF", "d.txt": "It\x00", "e.txt": "It holds."},
			"a e", []string{`b.txt": the file is empty`, `c.pdf": extension ".pdf" names no format`, `d.txt": line 1: control character U+0000`},
		}, {
			"too large",
			map[string]string{"a.txt": "It floats.", "b.txt": strings.Repeat("a", MaxSize+1)},
			"a", []string{`b.txt": 10485761 bytes are too many`},
		}, {
			"the same id twice",
			map[string]string{"a.md": "It floats.", "a.txt": "It holds."},
			"a", []string{`a.txt": id "a" is that of a.md already; each article needs its own`},
		}, {
			"no article",
			map[string]string{".hidden": "It floats."},
			"", []string{`holds no article; put .txt, .md, .html or .htm files in it`},
		}, {
			"none that can be read",
			map[string]string{"a.txt": " "},
			"", []string{`a.txt": the file is empty`, "holds no article"},
		},
	}
	for _, tt := range tests {
		docs, err := ReadDir(writeDir(t, tt.files))
		var ids []string
		for _, d := range docs {
			ids = append(ids, d.ID)
		}
		if got := strings.Join(ids, " "); got != tt.ids {
			t.Errorf("%s: ReadDir gave %q, want %q", tt.name, got, tt.ids)
		}
		checkErrors(t, tt.name, err, tt.errs)
	}
}

// checkErrors reports an error whose lines are not each what is wanted.
func checkErrors(t *testing.T, name string, err error, want []string) {
	t.Helper()
	if err == nil {
		if len(want) > 0 {
			t.Errorf("%s: no error, want %q", name, want)
		}
		return
	}
	lines := strings.Split(err.Error(), "\n")
	for i := range max(len(lines), len(want)) {
		if i >= len(lines) || i >= len(want) || !strings.Contains(lines[i], want[i]) {
			t.Errorf("%s: error %q, want lines with %q", name, err, want)
			return
		}
	}
}

func TestReadDirMissing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	docs, err := ReadDir(dir)
	if len(docs) > 0 || err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("ReadDir(%q) = %v, %v, want an error that names the directory", dir, docs, err)
	}
}

func TestReadDirLinks(t *testing.T) {
	dir := writeDir(t, map[string]string{"a.txt": "It floats.", "old/b.txt": "It sank."})
	for link, to := range map[string]string{"c.txt": filepath.Join("old", "b.txt"), "d.txt": "old", "e.txt": "gone.txt"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	docs, err := ReadDir(dir)
	if len(docs) != 2 || docs[1].ID != "c" {
		t.Errorf("ReadDir gave %v, want a and c", docs)
	}
	checkErrors(t, "a link to nowhere", err, []string{"e.txt"})
}
