//go:build !unix

package knowledge_test

import "time"

// measured tells whether processorTime is known.
const measured = false

// processorTime is not known here, and so nothing takes any.
func processorTime() time.Duration { return 0 }
