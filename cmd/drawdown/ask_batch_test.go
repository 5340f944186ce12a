package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/web"
)

func batch(in string) result { return runIn(in, nil, "ask", "--batch", "--facts", factsDir) }

func TestBatch(t *testing.T) {
	got := batch(`{"id":"1","session":"a","question":"who is the mayor"}

{"id":"2","question":"what is the capital of france"}
{"id":"3","question":"","extra":true}
{"question":"timeline"}`)
	if got.status != 0 || got.err != "" {
		t.Fatalf("status %d, errors %q, want 0 and none", got.status, got.err)
	}
	var seen []string
	for _, line := range strings.Split(strings.TrimSpace(got.out), "\n") {
		var r web.Answer
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
		seen = append(seen, fmt.Sprintf("%s/%s/%v", r.ID, r.Session, r.Answered))
	}
	if want := "1/a/true 2//false 3//false //true"; strings.Join(seen, " ") != want {
		t.Errorf("id/session/answered: %q, want %q", strings.Join(seen, " "), want)
	}
}

func TestBatchBadLines(t *testing.T) {
	good := `{"id":"ok","question":"who is the mayor"}`
	for _, test := range []struct{ name, line, want string }{
		{"no JSON", `who is the mayor`, `"who is the mayor": no JSON`},
		{"cut off", `{"id":"1","question":"wh`, "no JSON"},
		{"number for id", `{"id":5,"question":"x"}`, "id is a string, not a number"},
		{"list", `["x"]`, "this is a JSON array"},
		{"null", `null`, `"question" is missing`},
		{"no question", `{"id":"1"}`, `"question" is missing`},
		{"two on a line", good + good, "something follows"},
		{"quoted short", strings.Repeat("x", 500), strings.Repeat("x", shown) + "…"},
		{"longer than a line may be", `{"question":"` + strings.Repeat("x", maxBatchLine) + `"}`, "at most 1048576"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := batch(good + "\n" + test.line + "\n" + good + "\n")
			if n := strings.Count(got.out, `"id":"ok"`); got.status != 2 || n != 2 {
				t.Errorf("status %d, %d of the 2 good lines answered; want 2 and both", got.status, n)
			}
			if !strings.Contains(got.err, "line 2: ") || !strings.Contains(got.err, test.want) || len(got.err) > 2000 {
				t.Errorf("errors %.500q, want %q for line 2", got.err, test.want)
			}
		})
	}
}

func TestBatchLongQuestion(t *testing.T) {
	got := batch(`{"question":"` + strings.Repeat("x", maxBatchLine-100) + `"}`)
	if got.status != 0 || !strings.Contains(got.out, `"answered":false`) {
		t.Errorf("a question of a megabyte: status %d, printed %.200s, want 0 and a clear word", got.status, got.out)
	}
}

// TestBatchStreams writes a line and waits for its answer before it writes the next.
func TestBatchStreams(t *testing.T) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(context.Background(), []string{"ask", "--batch", "--facts", factsDir}, stdio{in: inR, out: outW, err: io.Discard, env: func(string) string { return "" }})
		outW.Close()
	}()
	lines := bufio.NewScanner(outR)
	for i := range 3 {
		fmt.Fprintf(inW, "{\"id\":\"%d\",\"question\":\"who is the mayor\"}\n", i)
		if !lines.Scan() || !strings.Contains(lines.Text(), fmt.Sprintf(`"id":"%d"`, i)) {
			t.Fatalf("line %d was answered by %q", i, lines.Text())
		}
	}
	inW.Close()
	if status := <-done; status != 0 {
		t.Errorf("status %d, want 0", status)
	}
}

func TestBatchInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	inR, inW := io.Pipe()
	defer inW.Close()
	var errOut bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"ask", "--batch", "--facts", factsDir}, stdio{in: inR, out: io.Discard, err: &errOut, env: func(string) string { return "" }})
	}()
	fmt.Fprintln(inW, `{"question":"who is the mayor"}`)
	cancel()
	select {
	case status := <-done:
		if status != 2 || !strings.Contains(errOut.String(), "interrupted") {
			t.Errorf("status %d, errors %q, want 2 and why", status, errOut.String())
		}
	case <-time.After(5 * time.Second):
		t.Fatal("a batch whose context ended still waits for input")
	}
}
