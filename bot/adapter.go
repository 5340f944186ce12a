package bot

import (
	"context"
	"net/http"
)

// An Adapter connects the bot with one platform.
type Adapter interface {
	// Name is the platform's, as Message.Platform has it.
	Name() string

	// Run serves the platform until the context ends. Then it takes nothing more, finishes what it took, within the time that it
	// was made with, and returns nil. An error says that the platform cannot be served, and what an administrator has to
	// change. Run joins every goroutine that it started.
	Run(ctx context.Context) error

	// Ready is nil while questions are taken, else it says why not. It is safe for concurrent use, and for use before Run.
	Ready() error
}

// A Router is an adapter with HTTP routes. What it gets before Run and after Run's context has ended, it answers with status 503,
// so that a platform tries again, elsewhere or later.
type Router interface {
	http.Handler

	// Routes are the patterns, as http.ServeMux has them, that the adapter serves.
	Routes() []string
}

// A Measured is an adapter, or another part, with figures that an administrator watches.
type Measured interface {
	Measures() []Measure
}

// A Measure is one figure. Its Value is read whenever somebody looks, and so is quick and safe for concurrent use.
type Measure struct {
	Name    string // in the words of Prometheus, without the program's name: "reconnects_total", "queue_length"
	Help    string // one sentence
	Counter bool   // it only grows; else it is a gauge
	Value   func() float64
}
