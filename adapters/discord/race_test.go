//go:build race

package discord_test

// rounds is how often the burst is borne; memory is not compared where everything takes ten times as long.
const rounds = 1
