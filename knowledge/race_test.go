//go:build race

package knowledge_test

// slowdown is how many times as long the race detector makes things take at most.
const slowdown = 15
