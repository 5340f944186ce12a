//go:build race

package journal_test

// slowly is set where the race detector watches: SQLite, which is C made into Go, then takes twenty times as long.
const slowly = true
