package journal_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"drawdown/bot"
)

// A burst of events is claimed and settled within the time that platforms leave, whatever else the machine does.
func TestBurstOfClaims(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		const workers = 50
		events := 2000
		if slowly {
			events = 200
		}
		j := running(t, d.open(t))
		began := time.Now()
		var all sync.WaitGroup
		for w := range workers {
			all.Go(func() {
				for e := w; e < events; e += workers {
					keys := []string{fmt.Sprint("slack\x00event ", e), fmt.Sprint("slack\x00message ", e)}
					if got, err := j.Claim(longContext(t), "me", keys, lease); err != nil || got != bot.Taken {
						t.Errorf("claim %d: %s, %v", e, holdings[got], err)
					}
					if err := j.Settle(longContext(t), "me", keys, true); err != nil {
						t.Errorf("settle %d: %v", e, err)
					}
				}
			})
		}
		all.Wait()
		took := time.Since(began)
		t.Logf("%d claims and as many settled took %v", events, took)
		if most := 10 * time.Second; took > most && !slowly {
			t.Errorf("%d claims and as many settled took %v, want %v at most on a busy machine", events, took, most)
		}
	})
}

func eachB(b *testing.B, bench func(*testing.B, database)) {
	b.Run("SQLite", func(b *testing.B) { bench(b, onSQLite(b)) })
	b.Run("PostgreSQL", func(b *testing.B) { bench(b, onPostgres(b)) })
}

// BenchmarkRecord measures records until they are written.
func BenchmarkRecord(b *testing.B) {
	eachB(b, func(b *testing.B, d database) {
		j := d.open(b)
		now := time.Now()
		b.ReportAllocs()
		b.ResetTimer()
		for i := range b.N {
			j.Record(bot.Record{ID: fmt.Sprint(i), Time: now, Platform: "web", Conversation: "c", Author: "a", Text: "how many troops stay in iraq", Fact: "f/1", Confidence: 0.9})
			if i%10_000 == 9_999 {
				flush(b, j)
			}
		}
		flush(b, j)
	})
}

// BenchmarkConversation measures conversations until they are written.
func BenchmarkConversation(b *testing.B) {
	eachB(b, func(b *testing.B, d database) {
		j := d.open(b)
		state, until := make([]byte, 800), time.Now().Add(time.Hour)
		b.ReportAllocs()
		b.ResetTimer()
		for i := range b.N {
			j.Remember(fmt.Sprint(i), state, until)
			if i%10_000 == 9_999 {
				flush(b, j)
			}
		}
		flush(b, j)
	})
}

// BenchmarkQueue measures what Record costs the one who answers.
func BenchmarkQueue(b *testing.B) {
	j := onSQLite(b).open(b)
	r := bot.Record{ID: "r", Time: time.Now(), Platform: "web", Conversation: "c", Author: "a", Text: "how many troops stay in iraq"}
	b.ReportAllocs()
	for range b.N {
		j.Record(r)
	}
}

func BenchmarkClaim(b *testing.B) {
	eachB(b, func(b *testing.B, d database) {
		j := d.open(b)
		b.ReportAllocs()
		b.ResetTimer()
		for i := range b.N {
			keys := []string{fmt.Sprint("event ", i), fmt.Sprint("message ", i)}
			if got, err := j.Claim(context.Background(), "me", keys, lease); err != nil || got != bot.Taken {
				b.Fatal(got, err)
			}
		}
	})
}

func BenchmarkClaimAndSettle(b *testing.B) {
	eachB(b, func(b *testing.B, d database) {
		j := d.open(b)
		b.ReportAllocs()
		b.ResetTimer()
		for i := range b.N {
			keys := []string{fmt.Sprint("event ", i), fmt.Sprint("message ", i)}
			if got, err := j.Claim(context.Background(), "me", keys, lease); err != nil || got != bot.Taken {
				b.Fatal(got, err)
			}
			if err := j.Settle(context.Background(), "me", keys, true); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRecall(b *testing.B) {
	eachB(b, func(b *testing.B, d database) {
		j := d.open(b)
		for i := range 10_000 {
			j.Remember(fmt.Sprint(i), make([]byte, 800), time.Now().Add(time.Hour))
		}
		flush(b, j)
		b.ReportAllocs()
		b.ResetTimer()
		for i := range b.N {
			if s, err := j.Recall(context.Background(), fmt.Sprint(i%10_000)); err != nil || len(s) != 800 {
				b.Fatal(len(s), err)
			}
		}
	})
}
