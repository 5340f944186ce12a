package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"drawdown/bot"
)

var update = flag.Bool("update", false, "write the files that the tests hold")

func read(t *testing.T, env map[string]string, args ...string) (*settings, error) {
	t.Helper()
	c := &call{stdio: stdio{env: func(k string) string { return env[k] }}, cmd: serveCommand, args: args}
	return readSettings(c)
}

// Every mistake is told at once, each with the name of what was set, and what is expected; no token is told.
func TestSettingsErrors(t *testing.T) {
	const token = "xoxb-1-secret"
	_, err := read(t, map[string]string{
		"ADDR": "eight", "PUBLIC_URL": "drawdown.example", "DISCORD_PUBLIC_KEY": "12ab", "DISCORD_GUILD_ID": "my guild", "DISCORD_API_URL": "localhost",
		"SLACK_BOT_TOKEN": "xapp-1-secret", "SLACK_APP_TOKEN": token, "LOG_LEVEL": "loud",
	}, "--keep", "long", "--drain", "0s", "--person-limit", "many", "--log-format", "xml", "--discord-shards", "0", "--slack-connections", "11")
	if err == nil {
		t.Fatal("fourteen mistakes make no error")
	}
	for _, want := range []string{
		`ADDR: "eight" is no address`, `PUBLIC_URL: "drawdown.example"`, "DISCORD_PUBLIC_KEY: it has 4 characters; expected are the 64", `DISCORD_GUILD_ID: "my guild"`, `DISCORD_API_URL: "localhost"`,
		`SLACK_BOT_TOKEN: it begins with "xapp-"; expected is a token that begins with "xoxb-"`, `SLACK_APP_TOKEN: it begins with "xoxb-"`, `LOG_LEVEL: "loud"`,
		`--keep: "long"`, `--drain: "0s"`, `--person-limit: "many"`, `--log-format: "xml"`, `--discord-shards: "0"`, `--slack-connections: "11"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the errors\n%v\nlack %s", err, want)
		}
	}
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("the errors tell a token:\n%v", err)
	}
}

func TestSettingsTogether(t *testing.T) {
	for _, test := range []struct {
		env  map[string]string
		want string // "": fine
	}{
		{map[string]string{}, ""},
		{map[string]string{"SLACK_BOT_TOKEN": "xoxb-1"}, "one of SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (HTTP)"},
		{map[string]string{"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN is missing"},
		{map[string]string{"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is missing"},
		{map[string]string{"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, ""},
		{map[string]string{"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}, ""},
		{map[string]string{"DISCORD_TOKEN": "t"}, ""},
		{map[string]string{"DISCORD_PUBLIC_KEY": strings.Repeat("0f", 32)}, ""},
	} {
		_, err := read(t, test.env)
		if got := fmt.Sprint(err); (test.want == "") != (err == nil) || !strings.Contains(got, test.want) {
			t.Errorf("%v got the error %v, want %q", test.env, err, test.want)
		}
	}
}

// A flag goes before the environment, and that before the default.
func TestSettingsOrder(t *testing.T) {
	env := map[string]string{"ADDR": ":1", "PUBLIC_URL": "https://a.example/", "DATA_DIR": " /data "}
	s, err := read(t, env, "--addr", ":2", "--keep=0", "--person-limit=0", "--trusted-proxy", "--discord-shards", "auto")
	if err != nil {
		t.Fatal(err)
	}
	place := bot.Rate{Burst: 30, Every: time.Second}
	if s.addr != ":2" || s.public.String() != "https://a.example" || s.dataDir != "/data" || s.keep != 0 || s.limits.Person != (bot.Rate{}) || s.limits.Conversation != place || !s.behindProxy || s.discordShards != -1 || s.drain != 10*time.Second {
		t.Errorf("the settings are %+v", s)
	}
	if _, err := read(t, env, "--bogus"); err == nil || !strings.Contains(err.Error(), "--public-url URL") {
		t.Errorf("an unknown flag got the error %v, want one that lists the flags", err)
	}
}

// The README's table is the table of the settings. Run with -update to write it.
func TestReadmeTable(t *testing.T) {
	const file, begin, end = "../../README.md", "<!-- settings: made by go test ./cmd/drawdown -update -->\n", "<!-- end of settings -->\n"
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := bytes.Cut(readme, []byte(begin))
	old, after, ok2 := bytes.Cut(rest, []byte(end))
	if !ok || !ok2 {
		t.Fatalf("README.md has no table of settings between %q and %q", begin, end)
	}
	want := settingsTable()
	if string(old) == want {
		return
	}
	if !*update {
		t.Fatalf("the README's table of settings is\n%s\nwant (-update writes it)\n%s", old, want)
	}
	if err := os.WriteFile(file, bytes.Join([][]byte{before, []byte(begin), []byte(want), []byte(end), after}, nil), 0o644); err != nil {
		t.Fatal(err)
	}
}

// settingsTable is the settings as Markdown.
func settingsTable() string {
	var b strings.Builder
	b.WriteString("\n| environment | flag | what it does | default |\n|---|---|---|---|\n")
	for _, x := range table() {
		env, def := "", ""
		if x.env != "" {
			env = "`" + x.env + "`"
		}
		if x.def != "" {
			def = "`" + x.def + "`"
		}
		fmt.Fprintf(&b, "| %s | `--%s` | %s | %s |\n", env, strings.TrimSpace(x.flag+" "+x.value), strings.ReplaceAll(x.help, "|", `\|`), def)
	}
	return b.String() + "\n"
}
