package discord_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
)

func TestIdentify(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	v.ask(s.InDM(), troops)
	got := s.Identifies()
	if len(got) != 1 || got[0].Intents != discordtest.GuildMessagesIntent|discordtest.DirectMessagesIntent || got[0].Shard != [2]int{0, 1} {
		t.Errorf("identifies %+v; want one, of one shard, with messages in guilds and direct ones and nothing privileged", got)
	}
}

// Whatever ends a connection, the next one goes on with the session, and nothing that happened in between is lost.
func TestResume(t *testing.T) {
	for _, test := range []struct {
		name string
		cut  func(*discordtest.Server)
	}{
		{"dropped", (*discordtest.Server).Drop},
		{"operation 7", (*discordtest.Server).Reconnect},
		{"operation 9, resumable", func(s *discordtest.Server) { s.InvalidateSession(true) }},
		{"close code 4000", func(s *discordtest.Server) { s.Close(discordtest.CloseUnknownError) }},
		{"close code 4001", func(s *discordtest.Server) { s.Close(discordtest.CloseUnknownOpcode) }},
		{"close code 4008", func(s *discordtest.Server) { s.Close(discordtest.CloseRateLimited) }},
		{"close code 1012", func(s *discordtest.Server) { s.Close(1012) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := local(t, discordtest.Options{})
			v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
			seat := s.InDM()
			v.ask(seat, troops)
			test.cut(s)
			between := s.Command(seat, "ask", discordtest.Text("question", troops)).Dispatch()
			v.wait(between)
			v.ask(seat, troops)
			if got := len(s.Identifies()); got != 1 {
				t.Errorf("%d identifies, want 1", got)
			}
			if got := s.Resumes(); len(got) != 1 || got[0].Replayed < 0 || got[0].Sequence == 0 {
				t.Errorf("resumes %+v, want one that succeeded, from the event that was taken last", got)
			}
			v.until("the adapter is ready again", func() bool { return v.adapter.Ready() == nil })
			if v.measure("resumes_total") != 1 || v.measure("reconnects_total") != 1 || v.measure("identifies_total") != 1 {
				t.Errorf("measured %d resumes, %d reconnects, %d identifies; want 1 of each", v.measure("resumes_total"), v.measure("reconnects_total"), v.measure("identifies_total"))
			}
		})
	}
}

// Where the session is gone, another one is begun.
func TestIdentifyAgain(t *testing.T) {
	for _, test := range []struct {
		name string
		cut  func(*discordtest.Server)
	}{
		{"operation 9", func(s *discordtest.Server) { s.InvalidateSession(false) }},
		{"close code 4007", func(s *discordtest.Server) { s.Close(discordtest.CloseInvalidSequence) }},
		{"close code 4009", func(s *discordtest.Server) { s.Close(discordtest.CloseSessionTimedOut) }},
		{"operation 9 to the resume", func(s *discordtest.Server) {
			s.Next(discordtest.Greeting{Invalid: true})
			s.Drop()
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := local(t, discordtest.Options{IdentifyWindow: 10 * time.Millisecond})
			v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
			readies := s.Readies()
			test.cut(s)
			v.until("there is another session", func() bool { return s.Readies() > readies && v.adapter.Ready() == nil })
			v.ask(s.InDM(), troops)
			if got := len(s.Identifies()); got != 2 {
				t.Errorf("%d identifies, want 2", got)
			}
		})
	}
}

// A gateway that does not open, in any of the ways in which it may not, is tried again; nothing hangs and nothing is left behind.
func TestOpening(t *testing.T) {
	for _, test := range []struct {
		name     string
		greeting discordtest.Greeting
	}{
		{"operation 7 in place of READY", discordtest.Greeting{Reconnect: true}},
		{"operation 9 in place of READY", discordtest.Greeting{Invalid: true}},
		{"refused", discordtest.Greeting{Refuse: 503}},
		{"closed at once", discordtest.Greeting{CloseAtHello: discordtest.CloseUnknownError}},
		{"dropped at hello", discordtest.Greeting{DropAtHello: true}},
		{"dropped at identify", discordtest.Greeting{DropAtLogin: true}},
		{"no JSON", discordtest.Greeting{Garbage: true}},
		{"slow", discordtest.Greeting{HelloAfter: 50 * time.Millisecond}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := local(t, discordtest.Options{IdentifyWindow: 10 * time.Millisecond})
			s.Next(test.greeting, test.greeting, test.greeting)
			before := runtime.NumGoroutine()
			v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{Reconnect: 5 * time.Millisecond}).ready()
			v.ask(s.InDM(), troops)
			// The same with a session that there is: in place of RESUMED.
			readies := s.Readies()
			s.Next(test.greeting, test.greeting)
			s.Drop()
			v.until("the gateway is connected again", func() bool { return s.Readies() > readies && v.adapter.Ready() == nil })
			v.ask(s.InDM(), troops)
			v.stop(nil)
			v.until("every goroutine has ended", func() bool { return runtime.NumGoroutine() <= before+leeway })
		})
	}
}

// leeway are goroutines of the test's own server that end a little later.
const leeway = 3

// A gateway that takes the socket and says nothing is given up after a time, and tried again.
func TestSilentGateway(t *testing.T) {
	for _, greeting := range []discordtest.Greeting{{Silent: true}, {IgnoreLogin: true}} {
		s := local(t, discordtest.Options{IdentifyWindow: 10 * time.Millisecond})
		s.Next(greeting)
		v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{OpenTime: 50 * time.Millisecond})
		v.ready()
		v.ask(s.InDM(), troops)
		if got := s.Connected(); got < 2 {
			t.Errorf("%d sockets, want another after the one that was silent", got)
		}
	}
}

// A socket on which heartbeats are left unanswered is dead, whatever the network says.
func TestDeadSocket(t *testing.T) {
	s := local(t, discordtest.Options{Heartbeat: 60 * time.Millisecond})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	s.MuteAcks(true)
	v.until("the session is resumed", func() bool { return len(s.Resumes()) > 0 })
	v.ask(s.InDM(), troops)
	if got := len(s.Identifies()); got != 1 {
		t.Errorf("%d identifies, want 1", got)
	}
	// Asked for a heartbeat, the adapter gives it at once.
	before := s.Connections()[0].Heartbeats()
	s.Beat()
	v.until("a heartbeat", func() bool { c := s.Connections(); return len(c) > 0 && c[0].Heartbeats() != before })
}

// While the socket is dead and it is not known yet, the adapter says that it is not ready.
func TestNotReady(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	s.Always(discordtest.Greeting{Refuse: 503})
	s.Drop()
	v.until("the adapter is not ready", func() bool { return v.adapter.Ready() != nil })
	if err := v.adapter.Ready(); !strings.Contains(err.Error(), "shard 0 of 1") {
		t.Errorf("not ready is said as %q; want the shard named", err)
	}
	v.stop(nil)
	if err := v.adapter.Ready(); err == nil {
		t.Error("an adapter that ended is ready")
	}
}

// What only a person can change ends the adapter, and says what to change.
func TestFatalCloseCodes(t *testing.T) {
	for code, want := range map[int]string{
		discordtest.CloseAuthenticationFailed: "DISCORD_TOKEN",
		discordtest.CloseInvalidShard:         "--discord-shards",
		discordtest.CloseShardingRequired:     "--discord-shards",
		discordtest.CloseInvalidVersion:       "update",
		discordtest.CloseInvalidIntents:       "update",
		discordtest.CloseDisallowedIntents:    "Privileged Gateway Intents",
	} {
		for _, late := range []bool{false, true} {
			s := local(t, discordtest.Options{})
			if !late {
				s.Always(discordtest.Greeting{CloseAtLogin: code})
			}
			v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{})
			if late {
				v.ready()
				s.Close(code)
			}
			if err := v.failed(); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("after the close code %d (after READY: %v) Run gave %v; want an error with %q", code, late, err, want)
			}
			if got := len(s.Identifies()); got != 1 {
				t.Errorf("after the close code %d there were %d identifies, want 1", code, got)
			}
		}
	}
}

// Identifies are counted, and stop before Discord resets the token.
func TestIdentifyBudget(t *testing.T) {
	s := local(t, discordtest.Options{IdentifyWindow: -1})
	s.Always(discordtest.Greeting{Invalid: true})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{Identifies: 5, IdentifyPause: time.Millisecond, Reconnect: time.Millisecond})
	err := v.failed()
	if err == nil || !strings.Contains(err.Error(), "5 sessions were begun within a day") {
		t.Errorf("Run gave %v; want an error that counts the sessions", err)
	}
	if got := len(s.Identifies()); got != 5 {
		t.Errorf("%d identifies, want 5", got)
	}
	for _, left := range []int{1, 20} {
		s = local(t, discordtest.Options{Identifies: left})
		if err := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).failed(); err == nil || !strings.Contains(err.Error(), "start it again later") {
			t.Errorf("with %d identifies left, Run gave %v; want an error", left, err)
		}
		if got := len(s.Identifies()); got != 0 {
			t.Errorf("with %d identifies left, %d more were spent", left, got)
		}
	}
}

func TestShards(t *testing.T) {
	for _, test := range []struct {
		name              string
		shards, advised   int
		atOnce, wantCount int
	}{
		{"one", 0, 4, 1, 1},
		{"three", 3, 1, 1, 3},
		{"automatic", discord.Automatic, 4, 2, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := local(t, discordtest.Options{Shards: test.advised, MaxConcurrency: test.atOnce, Guilds: 4, IdentifyWindow: 40 * time.Millisecond})
			v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{Shards: test.shards, IdentifyPause: 60 * time.Millisecond}).ready()
			seen := map[[2]int]bool{}
			for i, id := range s.Identifies() {
				seen[id.Shard] = true
				if id.Shard[1] != test.wantCount || id.Shard[0]/test.atOnce != i/test.atOnce {
					t.Errorf("identify %d is of shard %v; want them in order, of %d", i, id.Shard, test.wantCount)
				}
			}
			if len(seen) != test.wantCount {
				t.Errorf("the shards %v identified, want %d", seen, test.wantCount)
			}
			for guild := range 4 {
				v.ask(s.InGuildNumber(guild), troops)
			}
			v.ask(s.InDM(), troops)
			s.Drop()
			v.until("every shard is resumed", func() bool { return len(s.Resumes()) >= test.wantCount && v.adapter.Ready() == nil })
			for guild := range 4 {
				v.ask(s.InGuildNumber(guild), troops)
			}
		})
	}
}

// What was taken before the end is finished; what comes after is not taken.
func TestDrain(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	seat := s.InDM()
	s.Fail("POST /channels/{channel}/messages", discordtest.Slow(300*time.Millisecond))
	p := s.Message(seat, troops).Dispatch()
	v.until("the message is being answered", func() bool { return v.measure("queue_length") > 0 })
	v.stop(nil)
	if len(p.Replies()) != 1 {
		t.Error("the message that was taken before the end got no reply")
	}
	if got := s.Command(seat, "ask", discordtest.Text("question", troops)).Dispatch().Sessions(); got != 0 {
		t.Errorf("%d sessions are left after the end", got)
	}
}

// What takes longer than the drain is given up.
func TestDrainEnds(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{Drain: 50 * time.Millisecond}).ready()
	s.FailAlways("POST /channels/{channel}/messages", discordtest.Hang())
	s.Message(s.InDM(), troops).Dispatch()
	v.until("the message is being answered", func() bool { return v.measure("queue_length") > 0 })
	began := time.Now()
	v.stop(nil)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the end took %v with a drain of 50 ms", took)
	}
}
