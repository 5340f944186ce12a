package discord_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
)

func puts(s *discordtest.Server) (n int) {
	for _, r := range s.Requests() {
		if r.Method == "PUT" {
			n++
		}
	}
	return n
}

// Commands are registered where they differ from what is registered, and only there.
func TestRegister(t *testing.T) {
	s := local(t, discordtest.Options{IdentifyWindow: -1})
	b := bot.New(base(t), bot.Options{})
	serve(t, s, b, discord.Options{}).ready().stop(nil)
	if got := puts(s); got != 1 {
		t.Fatalf("%d registrations at the first start, want 1", got)
	}
	var all strings.Builder
	for _, c := range s.Commands() {
		var pretty any
		if err := json.Unmarshal(c.Raw, &pretty); err != nil {
			t.Fatal(err)
		}
		m := pretty.(map[string]any)
		for _, volatile := range []string{"id", "application_id", "version"} {
			delete(m, volatile)
		}
		out, err := json.MarshalIndent(m, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		all.Write(append(out, '\n'))
	}
	discord.Golden(t, "commands.json", []byte(all.String()))

	settle := func() {
		t.Helper()
		before := len(s.Requests())
		v := serve(t, s, b, discord.Options{})
		v.until("the commands are compared", func() bool {
			for _, r := range s.Requests()[before:] {
				if r.Method == "GET" && strings.HasSuffix(r.Path, "commands?with_localizations=true") || strings.HasSuffix(r.Route, "/commands") && r.Status != 0 {
					return v.adapter.Ready() == nil
				}
			}
			return false
		})
		v.ask(s.InDM(), troops)
		v.stop(nil)
	}
	settle()
	if got := puts(s); got != 1 {
		t.Errorf("%d registrations after a second start with the same commands, want 1", got)
	}
}

// What somebody else registered is replaced.
func TestRegisterOver(t *testing.T) {
	s := local(t, discordtest.Options{})
	s.Fail("PUT", discordtest.Status(503), discordtest.TooMany(20*time.Millisecond, false))
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{GuildID: s.Guilds()[0]}).ready()
	for _, c := range s.Commands() {
		if c.Guild != s.Guilds()[0] {
			t.Errorf("%q is registered in %q, want the guild %q", c.Name, c.Guild, s.Guilds()[0])
		}
	}
	v.ask(s.InGuild(), troops)
}

// What an administrator has to change ends the adapter.
func TestRegisterRefused(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault discordtest.Fault
		route string
		want  string
	}{
		{"unknown token", discordtest.Refuse(401, 0, "401: Unauthorized"), "GET", "DISCORD_TOKEN"},
		{"not in the guild", discordtest.Refuse(403, 50001, "Missing Access"), "PUT", "applications.commands"},
	} {
		s := local(t, discordtest.Options{})
		s.FailAlways(test.route, test.fault)
		err := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{GuildID: s.Guilds()[0]}).failed()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: Run gave %v, want an error with %q", test.name, err, test.want)
		}
	}
}

// Where Discord does not say whose token it is, READY does.
func TestRegisterByReady(t *testing.T) {
	s := local(t, discordtest.Options{})
	s.FailAlways("GET /applications/@me", discordtest.Status(404))
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	v.ask(s.InDM(), troops)
}

func TestManifest(t *testing.T) {
	public, err := bot.ParsePublicURL("https://drawdown.example.org/")
	if err != nil {
		t.Fatal(err)
	}
	discord.Golden(t, "manifest.txt", []byte(discord.Manifest(discord.ManifestOptions{ApplicationID: "123456789012345678", Public: public})))
	// MTIzNDU2Nzg5MDEyMzQ1Njc4 is the id above in base 64.
	for token, want := range map[string]string{"": "client_id=APPLICATION_ID", "MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.secret": "client_id=123456789012345678", "nonsense": "client_id=APPLICATION_ID"} {
		got := discord.Manifest(discord.ManifestOptions{Token: token})
		if !strings.Contains(got, want) || strings.Contains(got, "secret") {
			t.Errorf("with the token %q the manifest is\n%s\nwant %q in it, and no token", token, got, want)
		}
	}
}
