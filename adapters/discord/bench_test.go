package discord_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
)

// BenchmarkInteraction measures the time from an interaction received to its answer written, Discord's own time left out: over
// HTTP from the request's arrival at the handler to the response's last byte, over the gateway from the event sent to the
// socket to the request that answers it. Questions that are new have never been asked in the same letters; those that are known
// were asked before, as most are that people ask. Run it with -cpu 1.
func BenchmarkInteraction(b *testing.B) {
	for _, known := range []bool{false, true} {
		name := map[bool]string{false: "new", true: "known"}[known]
		b.Run("HTTP/"+name, func(b *testing.B) { benchmarkHTTP(b, known) })
		b.Run("gateway/"+name, func(b *testing.B) { benchmarkGateway(b, known) })
	}
}

// asked are as many questions as are needed: the base's, and where they have to be new, each time in other letters, small and
// capital ones.
func asked(b *testing.B, known bool) (out []string) {
	questions := (&service{}).questions(b)
	for n := range b.N {
		q := []byte(questions[n%len(questions)])
		for bits, i := n/len(questions), 0; !known && bits > 0 && i < len(q); i++ {
			if letter := q[i] | 0x20; letter >= 'a' && letter <= 'z' {
				q[i] ^= byte(bits&1) << 5
				bits >>= 1
			}
		}
		out = append(out, string(q))
	}
	return out
}

func benchmarkHTTP(b *testing.B, known bool) {
	a := listener(b)
	questions := asked(b, known)
	var bodies [][]byte
	for n := range b.N {
		bodies = append(bodies, fmt.Appendf(nil, `{"type":2,"id":"%d","application_id":"2","token":"t","guild_id":"3","channel_id":"4","member":{"user":{"id":"%d"}},"data":{"name":"ask","options":[{"name":"question","type":3,"value":%q}]}}`,
			1000+n, n%1000, questions[n]))
	}
	var took []time.Duration
	b.ResetTimer()
	for _, body := range bodies {
		r := signed(body)
		w := httptest.NewRecorder()
		began := time.Now()
		a.ServeHTTP(w, r)
		took = append(took, time.Since(began))
		if w.Code != http.StatusOK {
			b.Fatalf("%s got status %d: %s", body, w.Code, w.Body)
		}
	}
	report(b, took)
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs/median")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs/p99")
}

// benchmarkGateway lets a Discord that does nothing but take the answer measure: what discordtest checks is Discord's time.
func benchmarkGateway(b *testing.B, known bool) {
	s := local(b, discordtest.Options{})
	at := make(chan time.Time, 1)
	stub := func(r *http.Request) (*http.Response, bool) {
		if !strings.HasSuffix(r.URL.Path, "/callback") {
			return nil, false
		}
		io.Copy(io.Discard, r.Body)
		at <- time.Now()
		return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: r}, true
	}
	serve(b, s, bot.New(base(b), bot.Options{}), discord.Options{Transport: diverting{http.DefaultTransport, stub}}).ready()
	seat, questions := s.InGuild(), asked(b, known)
	var took []time.Duration
	b.ResetTimer()
	for n := range b.N {
		i := s.Command(seat, "ask", discordtest.Text("question", questions[n]))
		began := time.Now()
		i.Dispatch()
		took = append(took, (<-at).Sub(began))
	}
	report(b, took)
}

// A diverting answers some requests by itself.
type diverting struct {
	next   http.RoundTripper
	divert func(*http.Request) (*http.Response, bool)
}

func (d diverting) RoundTrip(r *http.Request) (*http.Response, error) {
	if out, ok := d.divert(r); ok {
		return out, nil
	}
	return d.next.RoundTrip(r)
}
