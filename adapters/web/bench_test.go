package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"drawdown/adapters/web"
	"drawdown/bot"
)

// Questions over a real connection, beside a bare handler on the same kind of server that gives a fixed body: the ratio says what the
// bot costs. The client is as lean as can be, for it runs on the same cores.
func BenchmarkAsk(b *testing.B) {
	answering := bot.New(base(b), bot.Options{})
	a := web.New(answering, web.Options{})
	start(b, a)
	var questions []string
	for _, f := range answering.Base().Facts() {
		questions = append(questions, f.Question)
	}
	mux := http.NewServeMux()
	for _, pattern := range a.Routes() {
		mux.Handle(pattern, a)
	}
	server := httptest.NewServer(mux)
	defer server.Close()
	s := site{b, server}
	fixed := s.post(body("session", questions[0])).body
	for _, q := range questions { // what was understood once is known
		s.post(body("session", q))
	}
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, fixed)
	}))
	defer bare.Close()
	b.Run("bare", func(b *testing.B) { load(b, bare, questions, "") })
	b.Run("alone", func(b *testing.B) { load(b, server, questions, "") })
	b.Run("session", func(b *testing.B) { load(b, server, questions, "s") })
}

// load asks over as many connections as there are goroutines.
func load(b *testing.B, server *httptest.Server, questions []string, session string) {
	b.ReportAllocs()
	b.SetParallelism(8)
	before := cpuTime()
	defer func() { b.ReportMetric(float64((cpuTime()-before).Nanoseconds())/float64(b.N)/1000, "cpu-µs/op") }()
	b.RunParallel(func(pb *testing.PB) {
		c, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Error(err)
			return
		}
		defer c.Close()
		read, mine := bufio.NewReader(c), session
		if session != "" {
			mine = fmt.Sprint(session, people.Add(1))
		}
		for i := 0; pb.Next(); i++ {
			sent := fmt.Sprintf(`{"question":%q}`, questions[i%len(questions)])
			if mine != "" {
				sent = fmt.Sprintf(`{"session":%q,"question":%q}`, mine, questions[i%len(questions)])
			}
			fmt.Fprintf(c, "POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(sent), sent)
			if err := skip(read); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// skip reads a response.
func skip(r *bufio.Reader) error {
	status, err := r.ReadString('\n')
	if err != nil || !strings.HasPrefix(status, "HTTP/1.1 200 ") {
		return fmt.Errorf("%q: %v", status, err)
	}
	length := 0
	for {
		line, err := r.ReadString('\n')
		if err != nil || line == "\r\n" {
			break
		}
		if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(strings.TrimSpace(n)); err != nil {
				return err
			}
		}
	}
	_, err = r.Discard(length)
	return err
}
