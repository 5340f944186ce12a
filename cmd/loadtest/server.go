package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A server is one of the two that are compared, in a process of its own.
type server struct {
	name  string
	addr  string
	ready time.Duration // from its start until it took questions
	cmd   *exec.Cmd
	dir   string
}

// fixed is the bare handler's body: an answer of ordinary length.
var fixed = []byte(`{"answered":true,"answer":"Fewer than 1,000","statement":"` + strings.Repeat("x", 160) + `","citations":[{"source":"` + strings.Repeat("y", 400) + `"}],"caveats":["` + strings.Repeat("z", 80) + `"],"differs":[],"related":["` + strings.Repeat("q", 180) + `"],"confidence":0.97}`)

// serveBare reads what it is sent, as any handler has to, and answers with the fixed body.
func serveBare(ctx context.Context, addr string) error {
	s := &http.Server{Addr: addr, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(fixed)
	})}
	context.AfterFunc(ctx, func() { s.Close() })
	if err := s.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}

func startBare(ctx context.Context) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(ctx, "bare handler", self, "/", "--bare")
}

func startService(ctx context.Context, binary string) (*server, error) {
	// One address asks thousands of times a second here, which the limits are there to prevent.
	return start(ctx, "drawdown", binary, "/readyz", "serve", "--person-limit", "0", "--conversation-limit", "0", "--addr")
}

// probeEvery is how often a process that starts is asked whether it is ready: often enough to tell milliseconds, and not so often that
// asking takes the time that it measures.
const probeEvery = 3 * time.Millisecond

// startTimes starts the service several times, and gives how long each took to be ready, sorted.
func startTimes(ctx context.Context, binary string) (durations, error) {
	const starts = 11
	var out durations
	for range starts {
		s, err := startService(ctx, binary)
		if err != nil {
			return nil, err
		}
		s.stop()
		out = append(out, s.ready)
	}
	slices.Sort(out)
	return out, nil
}

// start starts a process that serves at the address after its arguments, with a data folder of its own, and waits until it is ready.
func start(ctx context.Context, name, binary, probe string, args ...string) (*server, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "loadtest")
	if err != nil {
		return nil, err
	}
	s := &server{name: name, addr: addr, dir: dir}
	s.cmd = exec.CommandContext(ctx, binary, append(args, addr)...)
	s.cmd.Env = append(os.Environ(), "DATA_DIR="+dir, "LOG_LEVEL=warn")
	s.cmd.Stderr = os.Stderr
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	const patience = 10 * time.Second
	for time.Since(began) < patience {
		if resp, err := http.Get("http://" + addr + probe); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				s.ready = time.Since(began)
				return s, nil
			}
		}
		time.Sleep(probeEvery)
	}
	s.stop()
	return nil, fmt.Errorf("%s is not ready after %v", name, patience)
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func (s *server) stop() {
	s.cmd.Process.Signal(os.Interrupt)
	s.cmd.Wait()
	os.RemoveAll(s.dir)
}

// resident is the memory of the process that is in RAM, in megabytes; 0 where the system does not tell.
func (s *server) resident() float64 {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return kb / 1024
		}
	}
	return 0
}

// readQuestions are the questions that the facts are shown with.
func readQuestions(ctx context.Context, binary string) ([]string, error) {
	out, err := exec.CommandContext(ctx, binary, "facts", "--json").Output()
	if err != nil {
		return nil, fmt.Errorf("%s facts --json: %w", binary, err)
	}
	var list []string
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var f struct{ Question string }
		if err := d.Decode(&f); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("%s facts --json: %w", binary, err)
		}
		if f.Question != "" {
			list = append(list, f.Question)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s facts --json gives no question", binary)
	}
	return list, nil
}
