//go:build !race

package knowledge_test

const slowdown = 1
