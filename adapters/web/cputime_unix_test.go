//go:build unix

package web_test

import (
	"syscall"
	"time"
)

// cpuTime is what this process has taken of the processors. On a machine that others use as well it tells more than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
