package postgrestest

import (
	"os/exec"
	"runtime"
	"syscall"
)

// start starts the server, such that it ends with this process however that ends, and closes ended when it has. The kernel looks at
// the thread that started it, and so that thread does nothing else.
func start(cmd *exec.Cmd, ended chan<- struct{}) error {
	cmd.SysProcAttr.Pdeathsig = syscall.SIGQUIT
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			cmd.Wait() // how it ended is in its log
			close(ended)
		}
	}()
	return <-started
}
