// Package slack is the conversation on Slack: mentions in channels, threads, direct messages, the agent pane, the slash command,
// the message shortcut and the App Home, over Socket Mode, over HTTP, or over both.
//
// # The way of an event
//
// An event comes over a WebSocket (socket.go) or as a signed request (http.go, signature.go). What it is about is read from its
// payload (event.go for messages and visits, command.go for the slash command, press.go for buttons and the message shortcut) and
// becomes a task: the names that it may come by, what works the reply out, and what tells it. A shift (shift.go), which is one run of
// the adapter, takes it: claim it, acknowledge it, wait until it is ours, answer, settle. Slack delivers what was not acknowledged
// within three seconds again, and a mention comes as two events; the claim is what makes one answer of them. Acknowledgements go
// before answers (gate.go), and what is more than can be held is not acknowledged, so that it comes again.
//
// A reply becomes messages of Block Kit (render.go, lines.go, buttons.go; escape.go keeps what people typed from becoming markup), or
// a view (home.go, modal.go). Messages leave one a second for each channel (lanes.go), and send.go sees each through: it waits
// where Slack says so, tries again what failed, looks for the message (seek.go) before it sends it a second time, and sends
// plain text where Slack refuses the blocks. What one person alone is to see goes through respond.go, pane.go is what the agent pane shows beside
// the answers. methods.go is the one place where the Web API is called from, and the table of the scopes that each method needs;
// manifest.go makes the manifest of the app from it.
//
// # What the SDK is used for
//
// slack-go carries the calls of the Web API and the types of blocks and manifest. Its Socket Mode client is not used: it acknowledges
// nothing that it cannot parse, an event of a kind that it does not know included; it reconnects without a pause when Slack says
// goodbye right after hello; and at the end it leaves queued acknowledgements behind. The socket here is a loop of a screen
// around the same WebSocket library. Payloads are read into structs that name the few fields that are needed, so that an event of
// a kind that nobody knows yet is acknowledged like any other.
//
// # Exactly once
//
// Every message carries, as Slack's message metadata, what it answers. When an answer may be there already (the process that
// had the event died; the connection was lost after sending), the thread is looked through for it first. What goes to a response_url
// cannot be looked for: there, a message that one person alone sees is tried again, and one that everybody sees is not.
//
// An Adapter is safe for concurrent use. One Run at a time.
package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	slackgo "github.com/slack-go/slack"

	"drawdown/bot"
)

// platform is the name of the adapter, in messages and claims.
const platform = "slack"

// Options configure an Adapter. It needs BotToken, and AppToken or SigningSecret; the zero value of the others is useful.
type Options struct {
	BotToken      string // xoxb-…, of the app's page OAuth & Permissions
	AppToken      string // xapp-…, with the scope connections:write: events come over Socket Mode
	SigningSecret string // of the app's page Basic Information: events come over HTTP

	APIURL      string        // where the Web API is; "": Slack's
	Connections int           // of Socket Mode, at most MaxConnections; 0: DefaultConnections
	Drain       time.Duration // how long what was taken may take when Run's context ends; 0: DefaultDrain

	Transport http.RoundTripper // how the Web API is reached; nil: as http.DefaultTransport does
	Now       func() time.Time  // the clock that signatures are held against; nil: time.Now
	Log       *slog.Logger      // nil: nothing is logged
}

const (
	// DefaultConnections keeps one connection up while Slack refreshes another.
	DefaultConnections = 2

	// MaxConnections is how many connections Slack lets an app have.
	MaxConnections = 10

	// DefaultDrain is long enough for the answers that are queued for one busy channel, and within the half minute that those who
	// run containers give a process to end.
	DefaultDrain = 20 * time.Second

	// callTimeout is how long a call of the Web API may take: Slack answers within a second or not at all.
	callTimeout = 10 * time.Second

	// maxCalls is how many calls are under way at once: with Slack's usual tenth of a second, some 300 messages a second. More would
	// only take the processor from acknowledgements.
	maxCalls = 32
)

// An Adapter is the bot on Slack.
type Adapter struct {
	bot    *bot.Bot
	o      Options
	log    *slog.Logger
	api    *slackgo.Client
	client *http.Client
	crew   chan struct{} // holds who calls the Web API or works an answer out
	lanes  *lanes
	times  times
	hands  int
	count  counters

	shift atomic.Pointer[shift] // nil but while Run runs
	gate  gate
	hello atomic.Int64 // connections that Slack said hello on
}

var (
	_ bot.Adapter  = (*Adapter)(nil)
	_ bot.Router   = (*Adapter)(nil)
	_ bot.Measured = (*Adapter)(nil)
)

// New makes an adapter over a bot. An error says which credential is missing or of the wrong form.
func New(b *bot.Bot, o Options) (*Adapter, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o = o.filled()
	client := &http.Client{Transport: o.Transport, Timeout: callTimeout}
	api := slackgo.New(o.BotToken, slackgo.OptionHTTPClient(client), slackgo.OptionAPIURL(o.APIURL), slackgo.OptionAppLevelToken(o.AppToken))
	return &Adapter{bot: b, o: o, log: o.Log, api: api, client: client, crew: make(chan struct{}, maxCalls), lanes: newLanes(),
		times: times{hello: handshake, silence: silence, retry: firstRetry, limited: unnamedWait}, hands: maxInHand}, nil
}

// check names what is wrong with the options.
func (o Options) check() error {
	switch {
	case o.BotToken == "":
		return errors.New("the bot token of Slack is missing: set SLACK_BOT_TOKEN to the one that begins with xoxb-, of the app's page OAuth & Permissions")
	case o.AppToken == "" && o.SigningSecret == "":
		return errors.New("no events can come from Slack: set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)")
	case strings.HasPrefix(o.BotToken, "xapp-"), strings.HasPrefix(o.BotToken, "xoxp-"):
		return fmt.Errorf("SLACK_BOT_TOKEN holds a token of another kind (%.5s…): it needs the bot token, which begins with xoxb-", o.BotToken)
	case strings.HasPrefix(o.AppToken, "xoxb-"), strings.HasPrefix(o.AppToken, "xoxp-"):
		return fmt.Errorf("SLACK_APP_TOKEN holds a token of another kind (%.5s…): it needs the app-level token, which begins with xapp-", o.AppToken)
	case o.Connections < 0 || o.Connections > MaxConnections:
		return fmt.Errorf("%d connections to Slack: it allows 1 to %d", o.Connections, MaxConnections)
	case o.APIURL != "" && !strings.HasPrefix(o.APIURL, "https://") && !strings.HasPrefix(o.APIURL, "http://"):
		return fmt.Errorf("%q is not the address of a Web API; it needs a scheme and a host, such as https://slack.com/api/", o.APIURL)
	}
	return nil
}

func (o Options) filled() Options {
	if o.APIURL == "" {
		o.APIURL = slackgo.APIURL
	}
	if !strings.HasSuffix(o.APIURL, "/") {
		o.APIURL += "/" // the SDK appends the method as it is
	}
	if o.Connections == 0 {
		o.Connections = DefaultConnections
	}
	if o.Drain <= 0 {
		o.Drain = DefaultDrain
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Transport == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.MaxIdleConnsPerHost = maxCalls
		o.Transport = transport
	}
	return o
}

// Name is "slack".
func (*Adapter) Name() string { return platform }

// Ready is nil while events are taken.
func (a *Adapter) Ready() error {
	switch {
	case a.shift.Load() == nil:
		return errors.New("slack: not connected yet, or ending")
	case a.o.AppToken != "" && a.hello.Load() == 0:
		return errors.New("slack: no connection of Socket Mode is up")
	}
	return nil
}

// Run serves Slack until the context ends, or Slack says that it cannot be served.
func (a *Adapter) Run(ctx context.Context) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	defer a.client.CloseIdleConnections()
	self, err := a.identify(ctx)
	if err != nil {
		return unlessEnded(ctx, err)
	}
	a.log.Info("connected to Slack", "workspace", self.Team, "bot", self.UserID)
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	s := newShift(self.UserID, a.hands, &a.gate, work, end)
	a.shift.Store(s)
	if a.o.AppToken != "" {
		for range a.o.Connections {
			s.sockets.Go(func() { end(a.keepConnected(ctx, s)) })
		}
	}
	<-ctx.Done()
	a.shift.Store(nil)
	s.close()
	late := time.AfterFunc(a.o.Drain, stop)
	defer late.Stop()
	s.sockets.Wait()
	s.work.Wait()
	return unlessEnded(ctx, context.Cause(ctx))
}

// unlessEnded is nil for an error that is the end of the context.
func unlessEnded(ctx context.Context, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		return nil
	}
	return err
}
