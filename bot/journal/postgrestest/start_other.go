//go:build !linux

package postgrestest

import "os/exec"

// start starts the server, and closes ended when it has ended.
func start(cmd *exec.Cmd, ended chan<- struct{}) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		cmd.Wait() // how it ended is in its log
		close(ended)
	}()
	return nil
}
