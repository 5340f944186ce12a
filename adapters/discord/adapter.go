package discord

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"drawdown/bot"
)

// Options configure an Adapter. Token, PublicKey or both must be set.
type Options struct {
	Token     string // of the bot, for the gateway; "": interactions over HTTP alone
	PublicKey string // of the application, in hex, for interactions over HTTP; "": they come over the gateway
	GuildID   string // commands are registered in this guild; "": everywhere
	APIURL    string // scheme and host that stand for https://discord.com; "": that
	Shards    int    // gateway connections; 0: one; Automatic: as many as Discord advises

	Drain time.Duration    // how long what was taken may take once Run's context has ended; 0: DefaultDrain
	Now   func() time.Time // judges how old signed requests are; nil: time.Now
	Log   *slog.Logger     // nil: nothing is logged

	// Transport carries requests to Discord; nil: one of net/http's.
	Transport http.RoundTripper

	// What Discord wants, for servers that are not Discord's: the time between two identifies (0: 5.25 s), how many there may
	// be a day (0: 800), how long opening a gateway connection may take (0: 20 s), the first pause before another (0: 100 ms),
	// and within what time an interaction is answered (0: 2.9 s).
	IdentifyPause time.Duration
	Identifies    int
	OpenTime      time.Duration
	Reconnect     time.Duration
	AnswerTime    time.Duration
}

// Automatic lets Discord say how many gateway connections there are to be.
const Automatic = -1

// DefaultDrain is how long what was taken may take: well above an answer to an interaction, below what a supervisor waits.
const DefaultDrain = 8 * time.Second

// An Adapter serves Discord. It is safe for concurrent use; Run is called once.
type Adapter struct {
	bot  *bot.Bot
	o    Options
	key  ed25519.PublicKey // nil: no interactions over HTTP
	log  *slog.Logger
	rest *rest
	crew *crew

	channels channels
	pictures pictures
	count    counts
	fleet    fleet

	running atomic.Pointer[running] // nil before Run and after its context's end
}

// running is what a run hands to those who come from outside of it, by HTTP.
type running struct {
	taking context.Context // ends when nothing more is taken
	work   context.Context // ends when what was taken has to be finished
}

// counts are figures for whoever watches.
type counts struct {
	reconnects, identifies, resumes atomic.Int64
	refused, failed, unsigned       atomic.Int64
}

var (
	_ bot.Adapter  = (*Adapter)(nil)
	_ bot.Router   = (*Adapter)(nil)
	_ bot.Measured = (*Adapter)(nil)
)

// New makes an adapter for a bot. An error says which option is wrong, and what would be right.
func New(b *bot.Bot, o Options) (*Adapter, error) {
	o.Token = strings.TrimPrefix(strings.TrimSpace(o.Token), "Bot ")
	key, err := publicKey(o.PublicKey)
	if err != nil {
		return nil, err
	}
	to, err := apiURL(o.APIURL)
	if err != nil {
		return nil, err
	}
	switch {
	case o.Token == "" && key == nil:
		return nil, errors.New("discord: neither a token nor a public key is set; both are in the developer portal, under Bot and " +
			"under General Information")
	case strings.ContainsFunc(o.Token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("discord: the token holds signs that no token holds; copy it from the developer portal, under Bot")
	case o.Shards < Automatic || o.Shards > maxShards:
		return nil, fmt.Errorf("discord: %d shards cannot be; 1 to %d can, and %d leaves it to Discord", o.Shards, maxShards, Automatic)
	case !isID(o.GuildID) && o.GuildID != "":
		return nil, fmt.Errorf("discord: %q is no id of a server; it is a number of 17 to 20 digits", o.GuildID)
	}
	o = o.filled()
	a := &Adapter{bot: b, o: o, key: key, log: o.Log.With("platform", platform), crew: newCrew()}
	if a.rest, err = newREST(o.Token, to, o.Transport); err != nil {
		return nil, fmt.Errorf("discord: %w", err)
	}
	return a, nil
}

// filled are the options with their defaults.
func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Shards, o.Identifies = cmp.Or(o.Shards, 1), cmp.Or(o.Identifies, maxIdentifies)
	o.Drain, o.IdentifyPause = cmp.Or(o.Drain, DefaultDrain), cmp.Or(o.IdentifyPause, identifyPause)
	o.OpenTime, o.Reconnect = cmp.Or(o.OpenTime, openTime), cmp.Or(o.Reconnect, firstReconnect)
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	o.AnswerTime = cmp.Or(o.AnswerTime, firstAnswer)
	return o
}

// newTransport keeps enough connections for all that is answered at once.
func newTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost, t.MaxIdleConns = maxInteractions, maxInteractions
	return t
}

func publicKey(s string) (ed25519.PublicKey, error) {
	if s = strings.TrimSpace(s); s == "" {
		return nil, nil
	}
	key, err := hex.DecodeString(s)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("discord: %q is no public key; it has %d hexadecimal digits, and is in the developer portal under "+
			"General Information", s, 2*ed25519.PublicKeySize)
	}
	return key, nil
}

func apiURL(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("discord: %q is no address of a server; it needs scheme and host, such as http://127.0.0.1:8081", s)
	}
	return u, nil
}

// isID tells whether a text is an id of Discord's: a number of 64 bits.
func isID(s string) bool {
	return len(s) >= 1 && len(s) <= 20 && strings.Trim(s, "0123456789") == ""
}

// Name is "discord".
func (a *Adapter) Name() string { return platform }

// Run serves Discord until the context ends: it registers the commands, keeps the gateway's connections, and takes interactions
// over HTTP. Then it takes nothing more, finishes what it took, within Options.Drain, and returns nil. An error says what to
// change in the developer portal or in the options.
func (a *Adapter) Run(ctx context.Context) error {
	taking, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	work, hurry := context.WithCancel(context.WithoutCancel(ctx))
	defer hurry()

	defer a.pictures.all.Wait()
	a.running.Store(&running{taking, work})
	var parts sync.WaitGroup
	part := func(run func(context.Context) error) {
		parts.Go(func() {
			if err := run(taking); err != nil && taking.Err() == nil {
				stop(err)
			}
		})
	}
	if a.o.Token != "" {
		part(a.register)
		part(func(ctx context.Context) error { return a.sail(ctx, work) })
	}
	<-taking.Done()
	a.running.Store(nil)
	a.crew.close(a.o.Drain, hurry)
	parts.Wait()
	a.rest.close()
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("discord: %w", context.Cause(taking))
}

// Ready is nil while questions are taken: interactions over HTTP while Run runs, and all others while every gateway connection
// is up and answers its heartbeats.
func (a *Adapter) Ready() error {
	if a.running.Load() == nil {
		return errors.New("discord: not running")
	}
	if a.o.Token == "" {
		return nil
	}
	if err := a.fleet.ready(); err != nil {
		return fmt.Errorf("discord: %w", err)
	}
	return nil
}

// Measures are the adapter's figures.
func (a *Adapter) Measures() []bot.Measure {
	counter := func(name, help string, n *atomic.Int64) bot.Measure {
		return bot.Measure{Name: name, Help: help, Counter: true, Value: func() float64 { return float64(n.Load()) }}
	}
	return []bot.Measure{
		counter("reconnects_total", "Gateway connections that ended and were made again.", &a.count.reconnects),
		counter("identifies_total", "Sessions begun at the gateway; Discord allows 1000 a day.", &a.count.identifies),
		counter("resumes_total", "Sessions that were gone on with after a connection had ended.", &a.count.resumes),
		counter("rate_limited_total", "Requests that Discord put off.", &a.rest.limited),
		counter("refused_total", "Messages that Discord refused, and that were sent as plain text.", &a.count.refused),
		counter("failed_total", "Answers, or parts of them, that Discord did not take.", &a.count.failed),
		counter("unsigned_total", "HTTP requests whose signature was missing, wrong or old.", &a.count.unsigned),
		{Name: "queue_length", Help: "Events that were taken and are not answered yet.", Value: func() float64 { return float64(a.crew.busy()) }},
	}
}
