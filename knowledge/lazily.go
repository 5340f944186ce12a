package knowledge

import (
	"regexp"
	"sync"
)

// lazily gives a regular expression that is compiled when it is first used. Those of Verify take some 8 ms together, and most starts
// never check a claim.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
