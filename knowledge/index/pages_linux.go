package index

import "golang.org/x/sys/unix"

// leastLarge is the size from which memory is asked for in large pages, in bytes: below some of them there is nothing to gain.
const leastLarge = 1 << 20

// inLargePages asks the system to give the memory of a buffer that will be filled in pages of 2 MB rather than of 4 KB. A model's weights
// touch 3,700 of the small ones while they are unpacked, and each is a fault that costs up to 10 µs. It is advice: where the
// system does not take it, nothing is lost.
func inLargePages(b []byte) {
	if cap(b) >= leastLarge {
		_ = unix.Madvise(b[:cap(b)], unix.MADV_HUGEPAGE)
	}
}
