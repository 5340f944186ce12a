package journal

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// sqliteBusy is how long a statement waits within SQLite for another process's transaction, in milliseconds. It is short, for
	// nobody else can use the one connection that writes meanwhile; transact waits for longer, between its tries.
	sqliteBusy = 10

	// sqliteReaders are the connections that read: a list of gaps and a look-up at once.
	sqliteReaders = 2

	// walLimit is what the write-ahead log is cut down to after a burst, in bytes.
	walLimit = 16 << 20
)

// onSQLite is a file on this machine. One connection writes, so that transactions of this process never meet; in write-ahead mode
// those that read do not wait for it. With synchronous=NORMAL a commit waits for no disk: after a loss of power the last
// transactions may be gone, after the death of the process none. With secure_delete what is deleted is overwritten.
var onSQLite = dialect{
	name:          "SQLite",
	now:           `CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
	size:          `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`,
	erase:         `PRAGMA wal_checkpoint(TRUNCATE)`,
	combines:      true,
	largestInsert: 1,
	open:          openSQLite,
	again:         sqliteCode(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
	unwritable:    sqliteCode(sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_RANGE),
	away:          sqliteCode(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
	told: func(err error) string {
		var e *sqlite.Error
		if errors.As(err, &e) {
			return e.Error()
		}
		return toldOf(err)
	},
}

func openSQLite(address string) (writes, reads *sql.DB, err error) {
	path := strings.TrimPrefix(address, sqlitePrefix)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, nil, err
	}
	// SQLite would let everybody read it, and gives its other files the permissions of this one.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, err
	}
	if err := f.Close(); err != nil {
		return nil, nil, err
	}
	common := []string{fmt.Sprintf("busy_timeout(%d)", sqliteBusy), "temp_store(MEMORY)"}
	writes, err = sql.Open("sqlite", sqliteName(path, "immediate", append(common,
		"journal_mode(WAL)", "synchronous(NORMAL)", "secure_delete(ON)", fmt.Sprintf("journal_size_limit(%d)", walLimit))))
	if err != nil {
		return nil, nil, err
	}
	writes.SetMaxOpenConns(1)
	reads, err = sql.Open("sqlite", sqliteName(path, "deferred", append(common, "query_only(ON)")))
	if err != nil {
		return nil, nil, errors.Join(err, writes.Close())
	}
	reads.SetMaxOpenConns(sqliteReaders)
	reads.SetMaxIdleConns(sqliteReaders)
	return writes, reads, nil
}

// sqliteName is the URI by which SQLite opens a file, whatever signs its path has.
func sqliteName(path, lock string, pragmas []string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: url.Values{"_pragma": pragmas, "_txlock": {lock}}.Encode()}
	return u.String()
}

// sqliteCode tells whether an error is one of SQLite's with one of these codes.
func sqliteCode(codes ...int) func(error) bool {
	const primary = 0xff // the rest of a code says more of the same
	return func(err error) bool {
		var e *sqlite.Error
		if !errors.As(err, &e) {
			return false
		}
		for _, c := range codes {
			if e.Code()&primary == c {
				return true
			}
		}
		return false
	}
}
