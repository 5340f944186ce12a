package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

var healthCommand = command{
	name:  "health",
	usage: "[--addr ADDR] [--ready]",
	short: "whether the service on this machine lives; for a container's health check",
	help: `
  --addr ADDR   where it serves (default: $ADDR, or ` + defaultAddr + `)
  --ready       whether it takes questions, and how each part is, rather than whether it lives

Exit status: 0 it does, 2 it does not, with the reason on standard error.
`,
	run: health,
}

// healthPatience is how long the service may take to say that it lives; container platforms wait for some seconds.
const healthPatience = 3 * time.Second

func health(ctx context.Context, c *call) (int, error) {
	fs := c.flags()
	addr := fs.String("addr", c.env("ADDR"), "`ADDR`")
	wantReady := fs.Bool("ready", false, "")
	if err := c.noWords(fs); err != nil {
		return failed, err
	}
	if *addr == "" {
		*addr = defaultAddr
	}
	host, port, err := net.SplitHostPort(*addr)
	if err != nil {
		return failed, fmt.Errorf("health: --addr %q is no address; expected is HOST:PORT or :PORT, such as %s", *addr, defaultAddr)
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "127.0.0.1" // it listens everywhere, here as well
	}
	path := "/healthz"
	if *wantReady {
		path = "/readyz"
	}
	return c.probe(ctx, "http://"+net.JoinHostPort(host, port)+path)
}

// probe asks the service, and prints what it says.
func (c *call) probe(ctx context.Context, url string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, healthPatience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return failed, fmt.Errorf("health: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return failed, fmt.Errorf("health: %w", err)
	}
	defer resp.Body.Close()
	const most = 64 << 10 // bytes: far above what the service says
	body, err := io.ReadAll(io.LimitReader(resp.Body, most))
	if err != nil {
		return failed, fmt.Errorf("health: read the answer of %s: %w", url, err)
	}
	if resp.StatusCode != http.StatusOK {
		return failed, fmt.Errorf("health: %s answers %s: %s", url, resp.Status, strings.TrimSpace(string(body)))
	}
	_, err = c.out.Write(body)
	return answered, err
}
