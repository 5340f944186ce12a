package journal_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"drawdown/bot/journal"
)

// A mistake in the address is an error that quotes it without its password, and says what is expected.
func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte(strings.Repeat("this is no database; ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		address string
		want    []string
	}{
		{"", []string{`""`, `"sqlite:PATH"`, `"postgres://`}},
		{"journal.db", []string{`"journal.db" is of no kind that is known; expected is "sqlite:PATH"`}},
		{"sqlite:", []string{`"sqlite:" names no file`}},
		{"sqlite::memory:", []string{`"sqlite::memory:" names no file`}},
		{"sqlite://tmp/x", []string{"names no file"}},
		{"sqlite:" + file, []string{"sqlite:" + file, "not a database"}},
		{"sqlite:" + file + "/below/it", []string{"not a directory"}},
		{"sqlite:" + dir, []string{"is a directory"}},
		{"mysql://u:hunter2@h/d", []string{`"mysql://u:xxxxx@h/d"`}},
		{"u:hunter2@h/d", []string{`"u:xxxxx@h/d"`}},
		{"host=h password=hunter2 user=u", []string{`"host=h password=xxxxx user=u"`}},
		{"host=h password='hunter2 hunter2' user=u", []string{`"host=h password=xxxxx user=u"`}},
		{"postgres://", []string{`"postgres://" is no address`}},
		{"postgres://u:hunter2%zz@h/d", []string{`"postgres://u:xxxxx@h/d" is no address`, "%XX"}},
		{"postgres://u:hunter2/@h:5432/d", []string{`"postgres://u:xxxxx@h:5432/d" is no address`}},
		{"postgres://u:hun@ter2@h:port/d", []string{`"postgres://u:xxxxx@h:port/d" is no address`}},
		{"postgres://h/d?password=hunter2&sslmode=sometimes", []string{`"postgres://h/d?password=xxxxx&sslmode=sometimes"`, "sslmode"}},
		{"postgres://u:hunter2@h/d?sslmode=sometimes", []string{`"postgres://u:xxxxx@h/d?sslmode=sometimes"`}},
	} {
		j, err := journal.Open(context.Background(), test.address, journal.Options{})
		if err == nil {
			t.Errorf("%q is opened, want an error", test.address)
			j.Close()
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("opening %q fails with\n%v\nwant in it %s", test.address, err, want)
			}
		}
		if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "ter2") {
			t.Errorf("opening %q tells the password:\n%v", test.address, err)
		}
	}
	if _, err := journal.Open(context.Background(), "sqlite:"+filepath.Join(dir, "j"), journal.Options{Keep: -time.Hour}); err == nil || !strings.Contains(err.Error(), "-1h0m0s") {
		t.Errorf("keeping texts for less than no time fails with %v", err)
	}
}

// A server that refuses is an error, and no server that is away.
func TestRefused(t *testing.T) {
	t.Parallel()
	d := onPostgres(t)
	for _, test := range []struct {
		name   string
		change func(*url.URL)
		want   string
	}{
		{"wrong password", func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), "hunter2") }, "password authentication failed"},
		{"no such database", func(u *url.URL) { u.Path = "/nowhere" }, `"nowhere" does not exist`},
		{"no such user", func(u *url.URL) { u.User = url.UserPassword("nobody", "hunter2") }, "nobody"},
	} {
		u, err := url.Parse(d.address)
		if err != nil {
			t.Fatal(err)
		}
		test.change(u)
		_, err = journal.Open(context.Background(), u.String(), journal.Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error is %v, want %s in it, and no password", test.name, err, test.want)
		}
	}
}

// driver opens a database without a journal.
func (d database) driver(t testing.TB) *sql.DB {
	t.Helper()
	name, address := "pgx", d.address
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		name, address = "sqlite", path
	}
	db, err := sql.Open(name, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// A database that a newer program made is refused, and left as it is.
func TestNewerDatabase(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		j, err := journal.Open(context.Background(), d.address, journal.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		db := d.driver(t)
		if _, err := db.Exec(`INSERT INTO schema_version (version) VALUES (1000)`); err != nil {
			t.Fatal(err)
		}
		j, err = journal.Open(context.Background(), d.address, journal.Options{})
		if err == nil {
			j.Close()
			t.Fatal("a database of version 1000 is opened")
		}
		for _, want := range []string{"newer version", "version 1000", "up to 1;", journal.Redact(d.address)} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("a database of version 1000 fails with\n%v\nwant in it %q", err, want)
			}
		}
	})
}

// Opened again, a journal has what it had; only whoever runs it can read its file.
func TestReopen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a folder #1?", "100% journal.db")
	d := database{kind: "SQLite", address: "sqlite:" + path}
	for i, want := range []string{"taken", "held", "held"} {
		j, err := journal.Open(context.Background(), d.address, journal.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := holdings[claim(t, j, "a", lease, "k")]; got != want {
			t.Errorf("opened for the %d. time, a claim is %s, want %s", i+1, got, want)
		}
		j.Remember("c", fmt.Append(nil, i), time.Now().Add(time.Hour))
		if err := j.Close(); err != nil { // which writes what is queued
			t.Fatal(err)
		}
	}
	j := d.open(t)
	if got := recall(t, j, "c"); got != "2" {
		t.Errorf("opened again, %q is recalled, want 2", got)
	}
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("the file %s has the permissions %v, want nobody but its owner to read it", name, info.Mode().Perm())
		}
	}
}
