// Drawdown answers questions on the U.S. military drawdown in Iraq and Syria, each answer with a citation exact to the
// sentence. See "drawdown help" for its commands: each has a file of its own here, with its help text. main does signals and
// the exit status; run, which tests call, does the rest over the streams that it is given.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program where it stands
	status := run(ctx, os.Args[1:], stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv})
	stop()
	os.Exit(status)
}
