package discord_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
	"drawdown/knowledge"
)

// patience is how long a test waits for what has to come.
const patience = 20 * time.Second

var embedded = sync.OnceValues(knowledge.Embedded)

func base(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := embedded()
	if err != nil {
		t.Fatalf("the embedded base does not load: %v", err)
	}
	return b
}

func waiting(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// Time at the local Discord passes slowly, and adapters wait as much longer for it, so that a machine with much else to do
// keeps its deadlines.
const (
	deadline = 3 * time.Second // Discord waits no longer for the answer to an interaction
	stretch  = 20
)

// local starts a Discord of the test's own.
func local(t testing.TB, o discordtest.Options) *discordtest.Server {
	t.Helper()
	if began := time.Now(); o.Now == nil {
		o.Now = func() time.Time { return began.Add(time.Since(began) / stretch) }
	}
	return discordtest.New(t, o)
}

// A service is an adapter that runs, at a Discord of the test's own.
type service struct {
	*discordtest.Server
	t       testing.TB
	adapter *discord.Adapter
	http    *httptest.Server // what Discord posts interactions to
	end     context.CancelFunc
	ended   chan error
}

// serve runs an adapter over the gateway until the test ends. Options that are not set are those of the server.
func serve(t testing.TB, s *discordtest.Server, b *bot.Bot, o discord.Options) *service {
	t.Helper()
	if o.Token == "" && o.PublicKey == "" {
		o.Token = s.Token
	}
	o.APIURL = s.URL()
	if o.IdentifyPause == 0 {
		o.IdentifyPause = 20 * time.Millisecond
	}
	if o.AnswerTime == 0 {
		o.AnswerTime = stretch * deadline
	}
	a, err := discord.New(b, o)
	if err != nil {
		t.Fatalf("New(%+v): %v", o, err)
	}
	v := &service{Server: s, t: t, adapter: a}
	mux := http.NewServeMux()
	for _, r := range a.Routes() {
		mux.Handle(r, a)
	}
	v.http = httptest.NewServer(mux)
	v.run()
	return v
}

// run runs the adapter until the test ends.
func (v *service) run() {
	ctx, cancel := context.WithCancel(context.Background())
	v.end, v.ended = cancel, make(chan error, 1)
	go func() { v.ended <- v.adapter.Run(ctx) }()
	v.t.Cleanup(func() { v.stop(nil) })
}

// ready waits until the gateway is connected and the commands are registered.
func (v *service) ready() *service {
	v.t.Helper()
	v.until("the adapter is ready and has registered its commands", func() bool {
		return v.adapter.Ready() == nil && len(v.Commands()) > 0
	})
	return v
}

// until looks, again and again, whether something holds at the adapter, of which the server does not hear.
func (v *service) until(what string, holds func() bool) {
	v.t.Helper()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for ctx := waiting(v.t); !holds(); {
		select {
		case <-look.C:
		case <-ctx.Done():
			v.t.Fatalf("waited %v in vain: %s", patience, what)
		}
	}
}

// stop ends the service and holds what Run gives.
func (v *service) stop(want func(error) bool) {
	v.t.Helper()
	if v.end == nil {
		return
	}
	v.end()
	v.end = nil
	v.http.Close()
	select {
	case err := <-v.ended:
		if want == nil && err != nil || want != nil && !want(err) {
			v.t.Errorf("Run ended with %v", err)
		}
	case <-time.After(patience):
		v.t.Errorf("Run did not end within %v", patience)
	}
}

// failed waits for Run to end by itself, and gives its error.
func (v *service) failed() error {
	v.t.Helper()
	select {
	case err := <-v.ended:
		v.end()
		v.end = nil
		v.http.Close()
		return err
	case <-time.After(patience):
		v.t.Fatalf("Run did not end within %v", patience)
		return nil
	}
}

// endpoint is where interactions are posted to.
func (v *service) endpoint() string { return v.http.URL + "/discord/interactions" }

// ask asks a question by command, and gives the answer.
func (v *service) ask(seat discordtest.Seat, question string) discordtest.Response {
	v.t.Helper()
	return v.wait(v.Command(seat, "ask", discordtest.Text("question", question)).Dispatch())
}

func (v *service) wait(i *discordtest.Interaction) discordtest.Response {
	v.t.Helper()
	r, err := i.Wait(waiting(v.t))
	if err != nil {
		v.t.Fatal(err)
	}
	return r
}
