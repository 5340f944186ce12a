package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// keySize is the length of the key under which ids are hashed: that of SHA-256's result, the most that helps.
const keySize = 32

// errNewer is the error of tables that this program does not know.
var errNewer = errors.New("it was made by a newer version of this program")

// migrations are the statements that lead from each version of the tables to the next, the first from none to version 1. One that was
// ever released is never changed.
func migrations() []string {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql") // sorted
	if err != nil {
		panic(err) // the pattern is well-formed
	}
	out := make([]string, len(names))
	for i, name := range names {
		data, err := migrationFiles.ReadFile(name)
		if err != nil {
			panic(err) // it is embedded
		}
		out[i] = string(data)
	}
	return out
}

// migrate brings the tables to the last version, in one transaction that no other migration enters meanwhile, and gives the key
// under which ids are hashed.
func migrate(ctx context.Context, d *dialect, db *sql.DB, steps []string) (key []byte, err error) {
	err = d.transact(ctx, db, func(tx *sql.Tx) error {
		if d.exclusive != "" {
			if _, err := tx.ExecContext(ctx, d.exclusive); err != nil {
				return err
			}
		}
		version, err := versionOf(ctx, tx)
		if err != nil {
			return err
		}
		if version > len(steps) {
			return fmt.Errorf("%w: its tables are of version %d, and this program knows them up to %d; use the newer program, or another database", errNewer, version, len(steps))
		}
		for ; version < len(steps); version++ {
			if _, err := tx.ExecContext(ctx, steps[version]); err != nil {
				return fmt.Errorf("migrate its tables from version %d: %w", version, err)
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO schema_version (version) VALUES ($1)`, version+1); err != nil {
				return err
			}
		}
		key, err = keyOf(ctx, tx)
		return err
	})
	return key, err
}

// versionOf is the version of the tables, 0 where there are none.
func versionOf(ctx context.Context, tx *sql.Tx) (int, error) {
	if _, err := tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)`); err != nil {
		return 0, err
	}
	var version int
	err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM schema_version`).Scan(&version)
	return version, err
}

// keyOf is the key that the database keeps, drawn by whoever comes first.
func keyOf(ctx context.Context, tx *sql.Tx) ([]byte, error) {
	key := make([]byte, keySize)
	rand.Read(key) // never fails, as of Go 1.24
	if _, err := tx.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES ('hash key', $1) ON CONFLICT (name) DO NOTHING`, key); err != nil {
		return nil, err
	}
	err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'hash key'`).Scan(&key)
	return key, err
}
