package postgrestest_test

import (
	"errors"
	"net"
	"net/url"
	"testing"

	"drawdown/bot/journal/postgrestest"
)

// A cluster takes connections while it runs, gives databases that differ, and is gone when it was stopped.
func TestCluster(t *testing.T) {
	c, err := postgrestest.Start()
	if errors.Is(err, postgrestest.ErrMissing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer c.Stop()
	one, other := c.Database(t), c.Database(t)
	u, err := url.Parse(one)
	if err != nil || one == other || u.Host != c.Addr() {
		t.Errorf("two databases have the addresses %q and %q (%v), want two at %s", one, other, err, c.Addr())
	}
	if dump := c.Dump(t, one); len(dump) == 0 {
		t.Errorf("the dump of an empty database is empty, want what makes it")
	}
	conn, err := net.Dial("tcp", c.Addr())
	if err != nil {
		t.Fatalf("a running cluster takes no connection: %v", err)
	}
	conn.Close()
	c.Stop()
	if conn, err := net.Dial("tcp", c.Addr()); err == nil {
		conn.Close()
		t.Errorf("a cluster that was stopped takes connections at %s", c.Addr())
	}
}
