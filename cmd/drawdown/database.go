package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	databaseEnv = "DATABASE_URL"
	dataDirEnv  = "DATA_DIR"

	sqlitePrefix = "sqlite:"
	databaseFile = "drawdown.db"
)

// databaseURL is the address of the journal: what a flag says, else DATABASE_URL, else a file in DATA_DIR or where the XDG base
// directory specification puts data.
func (c *call) databaseURL(flag string) (string, error) { return c.databaseIn(flag, "") }

// databaseIn is databaseURL where a flag may also name the folder; "" is as DATA_DIR says.
func (c *call) databaseIn(flag, dir string) (string, error) {
	if flag == "" {
		flag = strings.TrimSpace(c.env(databaseEnv))
	}
	if flag != "" {
		return flag, nil
	}
	if dir == "" {
		dir = c.env(dataDirEnv)
	}
	if dir == "" {
		home, err := c.dataHome()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(home, "drawdown")
	}
	return sqlitePrefix + filepath.Join(dir, databaseFile), nil
}

// dataHome is where a user's programs keep their data.
func (c *call) dataHome() (string, error) {
	if dir := c.env("XDG_DATA_HOME"); filepath.IsAbs(dir) { // the specification has relative paths passed over
		return dir, nil
	}
	home := c.env("HOME")
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			return "", fmt.Errorf("there is no place for the journal: %w; set %s to a folder, or %s to sqlite:PATH or postgres://…", err, dataDirEnv, databaseEnv)
		}
	}
	return filepath.Join(home, ".local", "share"), nil
}

// existing refuses a file that is not there: a command that reads a journal would make an empty one, and find nothing in it.
func existing(address string) error {
	path, ok := strings.CutPrefix(address, sqlitePrefix)
	if !ok {
		return nil
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no journal at %q; name one with --database, %s (sqlite:PATH or postgres://…) or %s", path, databaseEnv, dataDirEnv)
	}
	return nil
}
