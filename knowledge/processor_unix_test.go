//go:build unix

package knowledge_test

import (
	"syscall"
	"time"
)

// measured tells whether processorTime is known.
const measured = true

// processorTime is what this process has had of the processors, all its threads together.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
