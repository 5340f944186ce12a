//go:build !race

package discord_test

// rounds is how often the burst is borne: memory after the second is compared with that after the first.
const rounds = 2
