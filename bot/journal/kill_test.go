package journal_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"drawdown/bot"
	"drawdown/bot/journal"
)

// victimEnv has the test's program be a process that writes to a journal until it is killed.
const victimEnv = "DRAWDOWN_JOURNAL_VICTIM"

// victim claims, records and settles one event after the other, and says each that it settled.
func victim(address string) {
	fail := func(err error) {
		if err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
	}
	ctx := context.Background()
	j, err := journal.Open(ctx, address, journal.Options{Keep: journal.DefaultKeep})
	fail(err)
	go j.Run(ctx)
	for n := 0; ; n++ {
		key := []string{fmt.Sprint("event ", n)}
		_, err := j.Claim(ctx, "victim", key, 100*time.Millisecond)
		fail(err)
		j.Record(bot.Record{ID: key[0], Time: time.Now(), Platform: "p", Text: key[0], Outcome: bot.Refused})
		j.Remember(key[0], []byte(key[0]), time.Now().Add(time.Hour))
		if n%10 != 9 { // of ten it leaves one
			fail(j.Settle(ctx, "victim", key, true))
		}
		if n == 200 {
			fail(j.Flush(ctx))
		}
		fmt.Println(n)
	}
}

// After a process was killed in the middle of its work, what it settled is settled, what it claimed is taken over, what it had written is
// whole, and another process goes on with the same database.
func TestKilled(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Skipf("the test's own program cannot be found: %v", err)
	}
	each(t, func(t *testing.T, d database) {
		child := exec.Command(program)
		child.Env = append(os.Environ(), victimEnv+"="+d.address)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		said := bufio.NewScanner(out)
		last := -1
		for said.Scan() && last < 300 {
			if _, err := fmt.Sscan(said.Text(), &last); err != nil {
				t.Errorf("the process says %q", said.Text())
				break
			}
		}
		child.Process.Kill()
		for said.Scan() { // what it said before it died
			fmt.Sscan(said.Text(), &last)
		}
		child.Wait() // it was killed
		if last < 300 {
			t.Fatalf("the process settled %d events before it was killed, want 300", last)
		}

		j := running(t, d.open(t))
		for n := range last + 1 {
			want := bot.Settled
			if n%10 == 9 {
				want = bot.TakenOver
			}
			key := fmt.Sprint("event ", n)
			if want == bot.TakenOver {
				soon(t, "the lease of the killed process is over", func() bool { return claim(t, j, "heir", lease, key) == want })
			} else if got := claim(t, j, "heir", lease, key); got != want {
				t.Errorf("after the process was killed, what it settled (%s) is %s", key, holdings[got])
			}
		}
		whole := 0
		lines, _ := export(t, j)
		for _, l := range lines {
			if !strings.HasPrefix(l.Text, "event ") {
				t.Errorf("after the process was killed, there is the record %+v", l)
			}
			if recall(t, j, l.Text) == l.Text {
				whole++
			}
		}
		if whole < 200 {
			t.Errorf("of %d events, %d were written with their conversation before the process was killed, want the 200 that it had waited for", last, whole)
		}
		if d.kind == "SQLite" {
			var verdict string
			if err := d.driver(t).QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
				t.Errorf("after the process was killed, the file is %q (%v)", verdict, err)
			}
		}
	})
}
