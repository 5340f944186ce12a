//go:build !linux

package index

// inLargePages is for Linux.
func inLargePages([]byte) {}
