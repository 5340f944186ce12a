package journal

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

const sqlitePrefix = "sqlite:"

// speaks gives the dialect of an address.
func speaks(address string) (*dialect, error) {
	const expected = `expected is "sqlite:PATH", such as sqlite:/var/lib/drawdown/drawdown.db, or "postgres://USER:PASSWORD@HOST/DATABASE"`
	if path, ok := strings.CutPrefix(address, sqlitePrefix); ok {
		if path == "" || strings.HasPrefix(path, ":") || strings.HasPrefix(path, "//") || strings.ContainsRune(path, 0) {
			return nil, fmt.Errorf("the database's address %q names no file; %s", address, expected)
		}
		return &onSQLite, nil
	}
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" && u.Query().Get("host") == "" && u.Path == "" {
			return nil, fmt.Errorf("the database's address %q is no address; %s; signs other than letters and digits in a password are written %%XX", Redact(address), expected)
		}
		return &onPostgres, nil
	}
	return nil, fmt.Errorf("the database's address %q is of no kind that is known; %s", Redact(address), expected)
}

// Where an address, even a broken one, may hold a password: up to the last @ after the name of a user, in a parameter, and in the
// key=value form.
var (
	userPassword  = regexp.MustCompile(`(?s)(://[^:/?@]*:).*@`)
	barePassword  = regexp.MustCompile(`(?s)^([^:/?@]*:)[^/].*@`) // somebody left out the scheme
	namedPassword = regexp.MustCompile(`(?i)((?:password|passfile|pwd|token|secret)\s*=\s*)('[^']*'|[^&\s]*)`)
)

// Redact is an address as it may be told: without a password.
func Redact(address string) string {
	const hidden = "${1}xxxxx"
	s := userPassword.ReplaceAllString(address, hidden+"@")
	s = barePassword.ReplaceAllString(s, hidden+"@")
	return namedPassword.ReplaceAllString(s, hidden)
}
