//go:build !unix

package postgrestest

import (
	"os"
	"os/exec"
)

// quit has the server end at once.
var quit = os.Kill

// An account is somebody whom a process can run as; here there is only who runs this one.
type account struct{}

func runAs() (*account, error) { return nil, nil }

func (*account) own(string) error { return nil }

func (*account) attach(*exec.Cmd) {}
