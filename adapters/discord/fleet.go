package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// The bounds of sessions at the gateway.
const (
	identifyPause = 5250 * time.Millisecond // between two identifies of one bucket: Discord wants 5 s, by its own clock
	maxShards     = 16_384                  // of 2,500 guilds at the most each; Discord's own largest bots have fewer
	maxIdentifies = 800                     // a day, of the 1000 after which Discord resets the token
	identifyDay   = 24 * time.Hour
	spareIdentify = 50 // what share of a day's identifies (one in spareIdentify) is left to the administrator
)

// A fleet is the shards of an adapter, and what they share.
type fleet struct {
	mu      sync.Mutex
	shards  []*shard
	address string
	spent   []time.Time // when sessions were begun, within the last day
	app     string      // the application's id; "" before the first READY
	met     chan struct{}
	gates   []*gate
}

// A gate lets one shard of a bucket of max_concurrency identify at a time, and the next after a pause.
type gate struct {
	turn  chan struct{}
	pause time.Duration
	last  time.Time
}

// sail runs every shard until the context ends or one cannot go on. They are started in order: within max_concurrency at once,
// each further one when the one before it in its bucket has been tried.
func (a *Adapter) sail(ctx, work context.Context) error {
	count, atOnce, err := a.advised(ctx)
	if err != nil || ctx.Err() != nil {
		return err
	}
	shards := a.fleet.build(a, count, atOnce)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	defer all.Wait()
	for i, s := range shards {
		if i >= atOnce {
			select {
			case <-shards[i-atOnce].tried:
			case <-ctx.Done():
			}
		}
		all.Go(func() {
			if err := s.run(ctx, work); err != nil {
				cancel(err)
			}
		})
	}
	<-ctx.Done()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// advised says how many shards there are to be, and how many may identify at once. Where Discord does not say, and nobody asked
// for its advice, one at a time may.
func (a *Adapter) advised(ctx context.Context) (count, atOnce int, err error) {
	var g discordgo.GatewayBotResponse
	for attempt := 1; ; attempt++ {
		body, err := a.rest.do(ctx, request{method: http.MethodGet, url: discordgo.EndpointGatewayBot, once: true})
		if err == nil {
			err = json.Unmarshal(body, &g)
		}
		if err == nil || a.o.Shards != Automatic || ctx.Err() != nil {
			break
		}
		if refusedFor(err) {
			return 0, 0, tokenRefused(err)
		}
		a.log.Warn("the gateway's advice on shards could not be had", "error", brief(err))
		sleep(ctx, backOff(attempt, firstReconnect, longestReconnect))
	}
	count, atOnce = a.o.Shards, max(1, g.SessionStartLimit.MaxConcurrency)
	if count == Automatic {
		count = min(max(1, g.Shards), maxShards)
	}
	if l := g.SessionStartLimit; l.Total > 0 && l.Remaining < count+l.Total/spareIdentify {
		return 0, 0, fmt.Errorf("only %d more of %d sessions may begin for the next %v, and Discord resets the token of who begins more; "+
			"find out what restarts this program so often, or start it again later", l.Remaining, l.Total, (time.Duration(l.ResetAfter) * time.Millisecond).Round(time.Second))
	}
	return count, atOnce, nil
}

func (f *fleet) build(a *Adapter, count, atOnce int) []*shard {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range count {
		f.shards = append(f.shards, &shard{a: a, id: i, tried: make(chan struct{})})
	}
	for range atOnce {
		f.gates = append(f.gates, &gate{turn: make(chan struct{}, 1), pause: a.o.IdentifyPause})
	}
	return f.shards
}

func (f *fleet) size() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.shards)
}

// turn waits until a shard may identify; it is to say whether it did.
func (f *fleet) turn(ctx context.Context, shard int) (leave func(identified bool), err error) {
	f.mu.Lock()
	g := f.gates[shard%len(f.gates)]
	f.mu.Unlock()
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if wait := time.Until(g.last.Add(g.pause)); wait > 0 && !sleep(ctx, wait) {
		<-g.turn
		return nil, ctx.Err()
	}
	return func(identified bool) {
		if identified {
			g.last = time.Now()
		}
		<-g.turn
	}, nil
}

// spend counts an identify. An error ends the adapter before Discord resets its token.
func (f *fleet) spend(now time.Time, most int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.spent) > 0 && now.Sub(f.spent[0]) >= identifyDay {
		f.spent = f.spent[1:]
	}
	if len(f.spent) >= most {
		return fatal{fmt.Errorf("%d sessions were begun within a day, and Discord resets the token of who begins 1000; "+
			"find out what cuts the connection to the gateway so often, and start again", len(f.spent))}
	}
	f.spent = append(f.spent, now)
	return nil
}

// gateway is the gateway's address, asked for once and again after it could not be reached.
func (f *fleet) gateway(ctx context.Context, r *rest) (string, error) {
	f.mu.Lock()
	address := f.address
	f.mu.Unlock()
	if address != "" {
		return address, nil
	}
	body, err := r.do(ctx, request{method: http.MethodGet, url: discordgo.EndpointGateway})
	if err != nil {
		return "", err
	}
	var g struct {
		URL string `json:"url"`
	}
	if err := json.Unmarshal(body, &g); err != nil || g.URL == "" {
		return "", fmt.Errorf("%.60q names no address", body)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.address = g.URL
	return g.URL, nil
}

// forget forgets the gateway's address.
func (f *fleet) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.address = ""
}

// meet notes the application's id, as READY names it.
func (f *fleet) meet(app string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.app == "" && app != "" {
		f.app = app
		if f.met != nil {
			close(f.met)
		}
	}
}

// acquainted gives the application's id when READY has named it.
func (f *fleet) acquainted(ctx context.Context) string {
	f.mu.Lock()
	if f.app == "" && f.met == nil {
		f.met = make(chan struct{})
	}
	app, met := f.app, f.met
	f.mu.Unlock()
	if app != "" {
		return app
	}
	select {
	case <-met:
		return f.acquainted(ctx)
	case <-ctx.Done():
		return ""
	}
}

// ready is nil while every shard is up.
func (f *fleet) ready() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.shards) == 0 {
		return errors.New("not connected to the gateway yet")
	}
	for _, s := range f.shards {
		if !s.up() {
			return fmt.Errorf("shard %d of %d is not connected to the gateway", s.id, len(f.shards))
		}
	}
	return nil
}
