//go:build !unix

package slack_test

import "time"

var started = time.Now()

// cpuTime is how long this process has had a processor: where it is not told, all the time.
func cpuTime() time.Duration { return time.Since(started) }
