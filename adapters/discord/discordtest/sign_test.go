package discordtest_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drawdown/adapters/discord/discordtest"
)

// endpoint is an endpoint for interactions as it ought to be, made with discordgo's check of signatures. It says of each interaction what
// say says.
func endpoint(t *testing.T, s *discordtest.Server, say func(i discordgo.Interaction) string) string {
	t.Helper()
	key, err := hex.DecodeString(s.PublicKeyHex())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stamp, err := strconv.ParseInt(r.Header.Get("X-Signature-Timestamp"), 10, 64)
		age := s.Now().Sub(time.Unix(stamp, 0)).Abs()
		if !discordgo.VerifyInteraction(r, ed25519.PublicKey(key)) || err != nil || age > 5*time.Minute {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var i discordgo.Interaction
		if err := json.NewDecoder(r.Body).Decode(&i); err != nil {
			t.Errorf("decode: %v", err)
		}
		w.Header().Set("Content-Type", "application/json")
		if i.Type == discordgo.InteractionPing {
			_, _ = io.WriteString(w, `{"type":1}`)
			return
		}
		answer := say(i)
		if answer == "" {
			w.WriteHeader(http.StatusAccepted)
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestOverHTTP(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	ctx := testContext(t)
	url := endpoint(t, s, func(i discordgo.Interaction) string {
		if i.ApplicationCommandData().Name == "later" {
			return ""
		}
		return hello
	})
	if err := s.CheckEndpoint(ctx, url); err != nil {
		t.Error(err)
	}
	seat := s.InPrivate()
	for signing, want := range map[discordtest.Signing]int{
		discordtest.Signed: 200, discordtest.WrongSignature: 401, discordtest.ForeignKey: 401, discordtest.NoSignature: 401, discordtest.NoTimestamp: 401,
		discordtest.ShortSignature: 401, discordtest.NotHexadecimal: 401, discordtest.OldTimestamp: 401, discordtest.FutureTimestamp: 401, discordtest.NotATime: 401,
	} {
		i := s.Command(seat, "ask")
		a, err := i.Post(ctx, url, signing)
		if err != nil {
			t.Fatal(err)
		}
		if a.Status != want {
			t.Errorf("signed in way %d: status %d; want %d", signing, a.Status, want)
		}
		if taken := len(i.Responses()) == 1; taken != (want == 200) {
			t.Errorf("signed in way %d: %d responses", signing, len(i.Responses()))
		}
	}
	i := s.Command(seat, "later")
	if a, err := i.Post(ctx, url, discordtest.Signed); err != nil || a.Status != 202 {
		t.Fatalf("got %v, %v; want 202", a, err)
	}
	if status, got := respond(t, s, i, hello); status != 204 {
		t.Errorf("a callback after 202: status %d %s; want 204", status, got)
	}
	wantBreach(t, s, "")
}

// TestWrongOverHTTP: what is wrong with an endpoint's answer is recorded.
func TestWrongOverHTTP(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, answer, want string
		times              int
	}{
		{"an empty message", `{"type":4,"data":{"content":"","allowed_mentions":{"parse":[]}}}`, "50006", 1},
		{"an update of nothing", `{"type":7}`, "50035", 1},
		{"no JSON", `hello`, "invalid character", 1},
		{"an answer twice", hello, "40060", 2},
		{"mentions", `{"type":4,"data":{"content":"c"}}`, "allowed_mentions is missing", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			s.AllowBreaches(test.want)
			url := endpoint(t, s, func(discordgo.Interaction) string { return test.answer })
			i := s.Command(s.InDM(), "ask")
			for range test.times {
				if _, err := i.Post(testContext(t), url, discordtest.Signed); err != nil {
					t.Fatal(err)
				}
			}
			wantBreach(t, s, test.want)
		})
	}
}

// TestBadEndpoint: an endpoint that checks no signature is not taken.
func TestBadEndpoint(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	for answer, want := range map[string]string{`{"type":1}`: "want 401", `{"type":4}`: "want 200", ``: "want 200"} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }))
		if err := s.CheckEndpoint(testContext(t), server.URL); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("an endpoint that always says %q: %v; want an error with %q", answer, err, want)
		}
		server.Close()
	}
}

// TestPayloads: what discordgo makes of interactions from different places.
func TestPayloads(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	for _, test := range []struct {
		name               string
		seat               discordtest.Seat
		context            discordgo.InteractionContextType
		hasMember, hasUser bool
		owner              discordgo.ApplicationIntegrationType
	}{
		{"a guild", s.InGuild(), 0, true, false, 0},
		{"a thread", s.InThread(), 0, true, false, 0},
		{"direct messages", s.InDM(), 1, false, true, 0},
		{"between people", s.InPrivate(), 2, false, true, 1},
		{"a guild without the bot", s.InForeignGuild(), 0, true, false, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got discordgo.Interaction
			url := endpoint(t, s, func(i discordgo.Interaction) string { got = i; return hello })
			if _, err := s.MessageCommand(test.seat, "Check", "a claim").Post(testContext(t), url, discordtest.Signed); err != nil {
				t.Fatal(err)
			}
			if (got.Member != nil) != test.hasMember || (got.User != nil) != test.hasUser || got.Context != test.context || got.GuildID != test.seat.Guild {
				t.Errorf("member %v, user %v, context %v, guild %q; want %+v", got.Member, got.User, got.Context, got.GuildID, test)
			}
			if _, ok := got.AuthorizingIntegrationOwners[test.owner]; !ok || got.ChannelID != test.seat.Channel || got.AppPermissions == 0 {
				t.Errorf("owners %v, channel %q, permissions %d; want an owner of type %d", got.AuthorizingIntegrationOwners, got.ChannelID, got.AppPermissions, test.owner)
			}
			data := got.ApplicationCommandData()
			if m := data.Resolved.Messages[data.TargetID]; m == nil || m.Content != "a claim" || m.Author.ID == test.seat.User.ID {
				t.Errorf("the message is %+v; want \"a claim\" of somebody else", m)
			}
		})
	}
}
