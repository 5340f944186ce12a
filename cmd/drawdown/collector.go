package main

import (
	"runtime/debug"
	"sync"
)

// collector lets the garbage collector rest while a base is loaded: a base is some 40 MB that stay, so that every look at it while it
// grows is in vain, and costs a fifth of the time to load. The setting belongs to the process, and so this does; several bases may be
// loaded at once.
var collector resting

type resting struct {
	mu      sync.Mutex
	loading int
	percent int // what the setting was before
}

// rest begins a load, and gives what ends it.
func (r *resting) rest() func() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.loading++; r.loading == 1 {
		r.percent = debug.SetGCPercent(-1)
	}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.loading--; r.loading == 0 {
			debug.SetGCPercent(r.percent)
		}
	}
}
