// Package postgrestest starts a PostgreSQL cluster for the length of a test, from the binaries of Debian's packages.
//
// [Start] makes a cluster in a folder of its own, on a port of its own of 127.0.0.1, with a password drawn for it; [Cluster.Database]
// makes an empty database in it. Nothing outlives the test: the cluster ends with it and, on Linux, with the process. It waits
// for no disk, and so is quick and worth nothing after a loss of power. The server refuses to run as root: there it runs as
// the user postgres, whom the packages make.
//
// A package whose tests need one starts one cluster for all of them (initdb takes a second or two), in TestMain or by sync.OnceValues,
// and a database each (some 50 ms).
package postgrestest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	superuser = "drawdown"

	// patience is how long the server may take to start and to stop, on a busy machine.
	patience = 30 * time.Second

	// portTries is how often a port is looked for: between finding one and using it somebody else may take it.
	portTries = 5
)

// ErrMissing is the error of Start where PostgreSQL's binaries are not there. A test skips with it.
var ErrMissing = errors.New("PostgreSQL's server is not installed (no initdb in PATH or /usr/lib/postgresql/*/bin); on Debian: apt-get install postgresql")

// A Cluster is a server that runs. It is safe for concurrent use.
type Cluster struct {
	bin      string // the folder of the binaries
	dir      string
	port     int
	password string
	user     *account // whom it runs as; nil: who runs the test
	server   *exec.Cmd
	log      lockedBuffer
	ended    chan struct{} // closed when the server has ended
	made     atomic.Int64  // databases
	stop     sync.Once
}

// Start starts a cluster. Its caller stops it.
func Start() (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, password: rand.Text()}
	if c.user, err = runAs(); err != nil {
		return nil, err
	}
	if c.dir, err = os.MkdirTemp("", "postgres-"); err != nil {
		return nil, err
	}
	if err := c.initialize(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	for try := 1; ; try++ {
		if err = c.serve(); err == nil {
			return c, nil
		}
		if try == portTries || !strings.Contains(err.Error(), "could not bind") {
			return nil, errors.Join(err, os.RemoveAll(c.dir))
		}
	}
}

// Shared gives a function that starts a cluster when it is first called, skips the test where PostgreSQL is missing, and fails it
// where it does not start; and one that stops it, for TestMain.
func Shared() (get func(testing.TB) *Cluster, stop func()) {
	start := sync.OnceValues(Start)
	var used atomic.Bool
	get = func(t testing.TB) *Cluster {
		t.Helper()
		used.Store(true)
		c, err := start()
		switch {
		case errors.Is(err, ErrMissing):
			t.Skip(err)
		case err != nil:
			t.Fatalf("start PostgreSQL: %v", err)
		}
		return c
	}
	return get, func() {
		if !used.Load() {
			return
		}
		if c, err := start(); err == nil {
			c.Stop()
		}
	}
}

// binaries finds the folder of the newest server.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	best, newest := "", -1
	for _, path := range found {
		dir := filepath.Dir(path)
		version, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
		if _, missing := os.Stat(filepath.Join(dir, "postgres")); err == nil && missing == nil && version > newest {
			best, newest = dir, version
		}
	}
	if best != "" {
		return best, nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", ErrMissing
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", err
	}
	return filepath.Dir(path), nil
}

// initialize makes the cluster's files.
func (c *Cluster) initialize() error {
	passwords := filepath.Join(c.dir, "password")
	if err := os.WriteFile(passwords, []byte(c.password+"\n"), 0o600); err != nil {
		return err
	}
	for _, path := range []string{c.dir, passwords} {
		if err := c.user.own(path); err != nil {
			return err
		}
	}
	out, err := c.command("initdb", "-D", c.data(), "-U", superuser, "--pwfile", passwords, "--auth-local=trust", "--auth-host=scram-sha-256",
		"-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// command is one of PostgreSQL's programs, run as whom the cluster runs.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir // the test's own may be closed to that user
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	c.user.attach(cmd)
	return cmd
}

// serve starts the server and waits until it takes connections.
func (c *Cluster) serve() error {
	port, err := freePort()
	if err != nil {
		return err
	}
	c.port, c.ended = port, make(chan struct{})
	c.server = c.command("postgres", "-D", c.data(), "-p", strconv.Itoa(port), "-h", "127.0.0.1", "-k", c.dir,
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=100",
		"-c", "shared_buffers=32MB", "-c", "dynamic_shared_memory_type=mmap", "-c", "autovacuum=off", "-c", "log_min_messages=warning")
	c.server.Stdout, c.server.Stderr = &c.log, &c.log
	if err := start(c.server, c.ended); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		if out, err := c.psql(ctx, "postgres", "SELECT 1"); err == nil {
			return nil
		} else if ctx.Err() != nil {
			c.kill()
			return fmt.Errorf("PostgreSQL takes no connections after %v: %w: %s%s", patience, err, out, c.log.String())
		}
		select {
		case <-c.ended:
			return fmt.Errorf("PostgreSQL ended at once: %s", c.log.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// psql runs a statement over the socket in the cluster's folder.
func (c *Cluster) psql(ctx context.Context, database, statement string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, "psql"), "-h", c.dir, "-p", strconv.Itoa(c.port), "-U", superuser, "-d", database,
		"-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	return cmd.CombinedOutput()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// Addr is where the server listens: an address of 127.0.0.1 with its port.
func (c *Cluster) Addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)) }

// Database makes an empty database and gives its address, "postgres://…". It is there until the cluster stops.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", c.made.Add(1))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if out, err := c.psql(ctx, "postgres", "CREATE DATABASE "+name); err != nil {
		t.Fatalf("make a database: %v: %s", err, out)
	}
	u := url.URL{Scheme: "postgres", User: url.UserPassword(superuser, c.password), Host: c.Addr(), Path: "/" + name, RawQuery: "sslmode=disable"}
	return u.String()
}

// Dump is all that a database of the cluster holds, as pg_dump writes it.
func (c *Cluster) Dump(t testing.TB, address string) []byte {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(c.bin, "pg_dump"), "-h", c.dir, "-p", strconv.Itoa(c.port), "-U", superuser, "-d", strings.TrimPrefix(u.Path, "/"), "--inserts")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("pg_dump: %v: %s", err, errs.String())
	}
	return out.Bytes()
}

// Stop ends the server, whoever is connected, and deletes its files.
func (c *Cluster) Stop() {
	c.stop.Do(func() {
		c.kill()
		os.RemoveAll(c.dir)
	})
}

// kill ends the server at once; its files go anyhow.
func (c *Cluster) kill() {
	c.server.Process.Signal(quit)
	select {
	case <-c.ended:
	case <-time.After(patience):
		c.server.Process.Kill()
		<-c.ended
	}
}

// A lockedBuffer takes what the server says while somebody reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
