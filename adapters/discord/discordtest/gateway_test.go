package discordtest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"drawdown/adapters/discord/discordtest"
)

// TestInterrupted: the real client comes back after each kind of interruption, and answers what was asked in between.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		interrupt  func(*discordtest.Server)
		identifies int // 1 where the session is resumed
	}{
		{"dropped", (*discordtest.Server).Drop, 1},
		{"told to reconnect", (*discordtest.Server).Reconnect, 1},
		{"closed with 4000", func(s *discordtest.Server) { s.Close(discordtest.CloseUnknownError) }, 1},
		{"session over", func(s *discordtest.Server) { s.InvalidateSession(false) }, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{IdentifyWindow: -1, Now: stopped()})
			c := client(t, s)
			c.ShouldReconnectOnError = true
			answerAll(t, c)
			open(t, s, c)
			before := s.Readies()
			test.interrupt(s)
			between := s.Command(s.InGuild(), "between")
			if test.identifies == 1 {
				between.Dispatch()
			}
			ctx := testContext(t)
			if err := s.Until(ctx, "the client to be back", func() bool { return s.Readies() > before }); err != nil {
				t.Fatal(err)
			}
			if test.identifies != 1 {
				between.Dispatch()
			}
			if _, err := between.Wait(ctx); err != nil {
				t.Error(err)
			}
			settle(t, s)
			if got := len(s.Identifies()); got != test.identifies {
				t.Errorf("%d identifies; want %d", got, test.identifies)
			}
		})
	}
}

// TestRefusedClients: the real client learns the code with which it was refused.
func TestRefusedClients(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(*discordgo.Session)
		code   int
	}{
		{"a privileged intent", func(c *discordgo.Session) { c.Identify.Intents |= discordgo.IntentMessageContent }, 4014},
		{"a wrong token", func(c *discordgo.Session) { c.Identify.Token = "Bot other" }, 4004},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			s.AllowBreaches("close code")
			c := client(t, s)
			test.change(c)
			var closed *websocket.CloseError
			if err := c.Open(); !errors.As(err, &closed) || closed.Code != test.code {
				t.Errorf("got %v; want the close code %d", err, test.code)
			}
			if got := s.Identifies(); len(got) != 1 || got[0].Refused != test.code {
				t.Errorf("identifies %+v; want one that was refused with %d", got, test.code)
			}
		})
	}
}

// TestShards: each shard gets the guilds that are its own.
func TestShards(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Guilds: 4, Shards: 2, MaxConcurrency: 2})
	advice, err := client(t, s).GatewayBot()
	if err != nil || advice.Shards != 2 || advice.SessionStartLimit.MaxConcurrency != 2 || advice.SessionStartLimit.Remaining != 1000 {
		t.Fatalf("advice %+v, %v; want 2 shards, 2 at a time", advice, err)
	}
	heard := make(chan int, 8)
	for shard := range 2 {
		c := client(t, s)
		c.ShardID, c.ShardCount = shard, 2
		c.AddHandler(func(*discordgo.Session, *discordgo.InteractionCreate) { heard <- shard })
		if err := c.Open(); err != nil {
			t.Fatal(err)
		}
	}
	for guild, want := range []int{0, 1, 0, 1} {
		if n := s.Command(s.InGuildNumber(guild), "ask").Dispatch().Sessions(); n != 1 {
			t.Errorf("guild %d: sent to %d sessions; want 1", guild, n)
		}
		select {
		case got := <-heard:
			if got != want {
				t.Errorf("guild %d: shard %d heard it; want %d", guild, got, want)
			}
		case <-time.After(patience):
			t.Fatalf("guild %d: nobody heard it", guild)
		}
	}
}

// TestHeartbeatsOfClient: the real client beats as hello asks, and its beats are answered.
func TestHeartbeatsOfClient(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Heartbeat: 200 * time.Millisecond}) // discordgo gives up after five without an ack
	open(t, s, client(t, s))
	if err := s.Until(testContext(t), "heartbeats", func() bool { return len(s.Connections()) == 1 && s.Connections()[0].Heartbeats() > 5 }); err != nil {
		t.Error(err)
	}
}

// TestDelivered: an event for nobody is lost, and one that is delivered three times is the same three times.
func TestDelivered(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	if n := s.Command(s.InGuild(), "ask").Dispatch().Sessions(); n != 0 {
		t.Errorf("sent to %d sessions; want none", n)
	}
	c := client(t, s)
	ids := make(chan string, 8)
	c.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) { ids <- e.ID })
	open(t, s, c)
	i := s.Command(s.InGuild(), "ask").Dispatch().Dispatch().Dispatch()
	for range 3 {
		select {
		case got := <-ids:
			if got != i.ID {
				t.Errorf("got the interaction %s; want %s", got, i.ID)
			}
		case <-time.After(patience):
			t.Fatal("it came less than three times")
		}
	}
	if got := s.Unanswered(); len(got) != 2 {
		t.Errorf("%d interactions have no answer; want both", len(got))
	}
}

// TestGuilds: a client that asks for guilds is told of them, and of channels and threads that are made later.
func TestGuilds(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Guilds: 2})
	early := s.InGuild()
	c := client(t, s)
	c.Identify.Intents |= discordgo.IntentGuilds
	open(t, s, c)
	late := s.InThread()
	for _, seat := range []discordtest.Seat{early, late} {
		var got *discordgo.Channel
		err := s.Until(testContext(t), "the client to know a channel", func() bool {
			var err error
			got, err = c.State.Channel(seat.Channel)
			return err == nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got.GuildID != seat.Guild || got.IsThread() != (seat.Channel == late.Channel) {
			t.Errorf("the client knows %+v; want a channel of the guild %s", got, seat.Guild)
		}
	}
	if _, err := c.State.Guild(s.Guilds()[1]); err != nil {
		t.Errorf("the second guild: %v", err)
	}
}

func TestShardingRequired(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Guilds: 2500})
	s.AllowBreaches("close code 4011")
	var closed *websocket.CloseError
	if err := client(t, s).Open(); !errors.As(err, &closed) || closed.Code != discordtest.CloseShardingRequired {
		t.Errorf("one shard for 2500 guilds: %v; want the close code 4011", err)
	}
}
