package journal

import (
	"context"
	"errors"
	"strings"
	"testing"

	"drawdown/bot"
)

// Tables are brought from any version to the last; a step that fails leaves them as they were.
func TestMigrate(t *testing.T) {
	j := openFile(t)
	ctx := context.Background()
	steps := append(migrations(), `CREATE TABLE second (n BIGINT); INSERT INTO second VALUES (2)`, `CREATE TABLE third (n BIGINT)`)
	state := func() (version, tables int) {
		t.Helper()
		if err := j.writes.QueryRow(`SELECT MAX(version), (SELECT COUNT(*) FROM sqlite_master WHERE name IN ('second', 'third')) FROM schema_version`).Scan(&version, &tables); err != nil {
			t.Fatal(err)
		}
		return version, tables
	}
	broken := append(steps[:2:2], `CREATE TABLE third (n BIGINT); CREATE TABLE second (n BIGINT)`)
	if _, err := migrate(ctx, j.dialect, j.writes, broken); err == nil || !strings.Contains(err.Error(), "migrate its tables from version 2") {
		t.Errorf("a step that fails gives the error %v, want its version in it", err)
	}
	if v, n := state(); v != 1 || n != 0 {
		t.Errorf("after a step failed, the tables are of version %d with %d new ones, want 1 and none", v, n)
	}
	for range 2 {
		key, err := migrate(ctx, j.dialect, j.writes, steps)
		if err != nil || string(key) != string(*j.hashes.Load()) {
			t.Errorf("migrating gives the key %x (%v), want the one that was drawn first", key, err)
		}
		if v, n := state(); v != 3 || n != 2 {
			t.Errorf("after two steps, the tables are of version %d with %d new ones, want 3 and 2", v, n)
		}
	}
	if _, err := migrate(ctx, j.dialect, j.writes, migrations()); !errors.Is(err, errNewer) {
		t.Errorf("an older program opens the tables with %v, want that they are newer", err)
	}
}

// Claims go an hour after their lease; the others stay.
func TestSweepClaims(t *testing.T) {
	j := openFile(t)
	ctx := context.Background()
	for _, key := range []string{"old", "new"} {
		if _, err := j.Claim(ctx, "a", []string{key}, bot.Lease); err != nil {
			t.Fatal(err)
		}
		if err := j.Settle(ctx, "a", []string{key}, true); err != nil {
			t.Fatal(err)
		}
		if key == "old" {
			j.exec(t, `UPDATE claims SET expires = expires - 3600000 - 60000`)
		}
	}
	if err := j.sweepAll(ctx); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]bot.Holding{"old": bot.Taken, "new": bot.Settled} {
		if got, err := j.Claim(ctx, "b", []string{key}, bot.Lease); err != nil || got != want {
			t.Errorf("after the old claims were deleted, claiming %q gets %d (%v), want %d", key, got, err, want)
		}
	}
}
