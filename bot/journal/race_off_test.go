//go:build !race

package journal_test

// slowly is set where the race detector watches.
const slowly = false
