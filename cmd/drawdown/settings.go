package main

import (
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"drawdown/bot"
)

// A setting is one thing that serve can be told, by a flag or by the environment; a flag goes first. The table in the README is made
// from these.
type setting struct {
	flag  string
	env   string // "": a flag alone
	value string // what the flag takes, in the help text
	def   string // the default, as typed; "": none
	help  string
	read  func(*settings, string) error // the error says what is expected; name and value are added
}

// settings are what serve was told.
type settings struct {
	addr        string
	public      *url.URL
	articles    string
	facts       string
	database    string
	dataDir     string
	keep        time.Duration
	drain       time.Duration
	level       slog.Level
	jsonLog     bool
	limits      bot.Limits
	behindProxy bool

	discordToken, discordKey, discordGuild, discordAPI string
	discordShards                                      int

	slackBot, slackApp, slackSecret, slackAPI string
	slackConnections                          int
}

// The defaults of what has one.
const (
	defaultAddr       = ":8080"
	defaultKeep       = "90d"
	defaultDrain      = "10s"   // what container platforms leave before they kill
	defaultPerson     = "10/2s" // a person reads an answer in seconds; ten at once is somebody trying things out
	defaultPlace      = "30/1s" // a busy channel or thread
	defaultShards     = "1"
	defaultSlackLinks = "2" // one stays up while the other is refreshed
	maxSlackLinks     = 10  // what Slack allows an app
)

func table() []setting {
	text := func(to func(*settings) *string) func(*settings, string) error {
		return func(s *settings, v string) error { *to(s) = v; return nil }
	}
	return []setting{
		{"addr", "ADDR", "ADDR", defaultAddr, "where HTTP is served: the page, the API, the platforms' requests, health and metrics", readAddr},
		{"public-url", "PUBLIC_URL", "URL", "", "how the page is reached from outside; citations link to it", readPublic},
		{"articles", articlesEnv, "DIR", "", "article files; citations then carry the sentence itself", text(func(s *settings) *string { return &s.articles })},
		{"facts", "", "DIR", "", "fact files, lexicon and model in place of the embedded ones; loaded anew on SIGHUP and when they change", text(func(s *settings) *string { return &s.facts })},
		{"database", "DATABASE_URL", "URL", "", "the journal: sqlite:PATH, or postgres://… for several replicas (default: drawdown.db in the data directory)", text(func(s *settings) *string { return &s.database })},
		{"data-dir", "DATA_DIR", "DIR", "", "where the journal is kept (default: drawdown in the XDG data home)", text(func(s *settings) *string { return &s.dataDir })},
		{"keep", "", "TIME", defaultKeep, "how long the texts of questions are kept, such as 90d or 12h; 0 keeps none", readKeep},
		{"person-limit", "", "N/TIME", defaultPerson, "how often one person may ask: N at once, then one each TIME; 0: no limit", func(s *settings, v string) (err error) { s.limits.Person, err = readRate(v); return err }},
		{"conversation-limit", "", "N/TIME", defaultPlace, "how often may be asked in one conversation; 0: no limit", func(s *settings, v string) (err error) { s.limits.Conversation, err = readRate(v); return err }},
		{"trusted-proxy", "", "", "", "a proxy stands before the page, and what it says in X-Forwarded-For is true", func(s *settings, v string) (err error) { s.behindProxy, err = strconv.ParseBool(v); return err }},
		{"drain", "", "TIME", defaultDrain, "how long the end may take after SIGTERM", readDrain},
		{"log-level", "LOG_LEVEL", "LEVEL", "info", "debug, info, warn or error", readLevel},
		{"log-format", "", "FORMAT", "text", "text or json", readFormat},
		{"discord-token", "DISCORD_TOKEN", "TOKEN", "", "the bot's token: answers on Discord over the gateway", text(func(s *settings) *string { return &s.discordToken })},
		{"discord-public-key", "DISCORD_PUBLIC_KEY", "KEY", "", "the application's public key: takes interactions over HTTP at /discord/interactions", readPublicKey},
		{"discord-guild-id", "DISCORD_GUILD_ID", "ID", "", "registers the commands in this one guild, at once, rather than everywhere", readGuild},
		{"discord-api-url", "DISCORD_API_URL", "URL", "", "scheme and host in place of https://discord.com: a proxy, a test", func(s *settings, v string) error { return readServer(&s.discordAPI, v) }},
		{"discord-shards", "", "N", defaultShards, "shards of the gateway; auto: as many as Discord advises (needed from 2,500 guilds)", readShards},
		{"slack-bot-token", "SLACK_BOT_TOKEN", "TOKEN", "", "the bot's token (xoxb-…): answers on Slack, with one of the two that follow", prefixed("xoxb-", func(s *settings) *string { return &s.slackBot })},
		{"slack-app-token", "SLACK_APP_TOKEN", "TOKEN", "", "the app-level token (xapp-…): events come over Socket Mode", prefixed("xapp-", func(s *settings) *string { return &s.slackApp })},
		{"slack-signing-secret", "SLACK_SIGNING_SECRET", "SECRET", "", "the signing secret: events come over HTTP at /slack/events, /slack/commands, /slack/interactions", text(func(s *settings) *string { return &s.slackSecret })},
		{"slack-api-url", "SLACK_API_URL", "URL", "", "in place of https://slack.com/api/", func(s *settings, v string) error { return readServer(&s.slackAPI, v) }},
		{"slack-connections", "", "N", defaultSlackLinks, "Socket Mode connections, 1 to 10", readConnections},
	}
}

// readSettings reads the command line and the environment, and gives every mistake at once.
func readSettings(c *call) (*settings, error) {
	fs := c.flags()
	values := map[string]*string{}
	for _, x := range table() {
		if x.value == "" {
			b := new(boolText)
			fs.Var(b, x.flag, "")
			values[x.flag] = (*string)(b)
			continue
		}
		values[x.flag] = fs.String(x.flag, "", "`"+x.value+"`")
	}
	if err := c.noWords(fs); err != nil {
		return nil, err
	}
	given := map[string]bool{}
	fs.Visit(func(f *flag.Flag) { given[f.Name] = true })
	s := &settings{}
	var errs []error
	for _, x := range table() {
		name, v := "--"+x.flag, *values[x.flag]
		if !given[x.flag] {
			name, v = x.env, strings.TrimSpace(c.env(x.env))
			if x.env == "" || v == "" {
				name, v = "--"+x.flag, x.def
			}
		}
		if v == "" {
			continue
		}
		if err := x.read(s, v); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return s, errors.Join(append(errs, s.together()...)...)
}

// together finds settings that need one another.
func (s *settings) together() []error {
	var errs []error
	if s.slackBot != "" && s.slackApp == "" && s.slackSecret == "" {
		errs = append(errs, errors.New("SLACK_BOT_TOKEN is set, and so one of SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (HTTP) must be"))
	}
	if s.slackBot == "" && (s.slackApp != "" || s.slackSecret != "") {
		errs = append(errs, errors.New("SLACK_BOT_TOKEN is missing: the bot's token (xoxb-…), from \"OAuth & Permissions\" of the app's settings, goes with SLACK_APP_TOKEN or SLACK_SIGNING_SECRET"))
	}
	return errs
}

func readAddr(s *settings, v string) error {
	if _, port, err := net.SplitHostPort(v); err != nil || port == "" {
		return fmt.Errorf("%q is no address; expected is HOST:PORT or :PORT, such as :8080", v)
	}
	s.addr = v
	return nil
}

func readPublic(s *settings, v string) (err error) {
	s.public, err = bot.ParsePublicURL(v)
	return err
}

// readTime reads a time as Go writes it, and days.
func readTime(v string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(v, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 && n <= 36500 {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	} else if d, err := time.ParseDuration(v); err == nil && d >= 0 {
		return d, nil
	}
	return 0, fmt.Errorf("%q is no time; expected is one such as 90d, 12h or 30s", v)
}

func readKeep(s *settings, v string) (err error) {
	s.keep, err = readTime(v)
	return err
}

func readDrain(s *settings, v string) (err error) {
	if s.drain, err = readTime(v); err == nil && s.drain == 0 {
		err = fmt.Errorf("%q leaves no time to finish what was taken; expected is one such as 10s", v)
	}
	return err
}

func readRate(v string) (bot.Rate, error) {
	if v == "0" {
		return bot.Rate{}, nil
	}
	n, each, _ := strings.Cut(v, "/")
	burst, err := strconv.Atoi(n)
	every, err2 := readTime(each)
	if err != nil || err2 != nil || burst < 1 || every <= 0 {
		return bot.Rate{}, fmt.Errorf("%q is no rate; expected is one such as %s (ten at once, then one each two seconds), or 0 for none", v, defaultPerson)
	}
	return bot.Rate{Burst: burst, Every: every}, nil
}

func readLevel(s *settings, v string) error {
	if err := s.level.UnmarshalText([]byte(v)); err != nil {
		return fmt.Errorf("%q is no level; expected is debug, info, warn or error", v)
	}
	return nil
}

func readFormat(s *settings, v string) error {
	if v != "text" && v != "json" {
		return fmt.Errorf("%q is no format; expected is text or json", v)
	}
	s.jsonLog = v == "json"
	return nil
}

func readPublicKey(s *settings, v string) error {
	const size = 32 // bytes of an Ed25519 public key
	if b, err := hex.DecodeString(v); err != nil || len(b) != size {
		return fmt.Errorf("it has %d characters; expected are the %d hexadecimal digits of \"Public Key\" under \"General Information\" in the developer portal", len(v), 2*size)
	}
	s.discordKey = v
	return nil
}

func readGuild(s *settings, v string) error {
	if !regexp.MustCompile(`^[0-9]{17,20}$`).MatchString(v) {
		return fmt.Errorf("%q is no guild's id; expected are 17 to 20 digits (\"Copy Server ID\" in Discord's developer mode)", v)
	}
	s.discordGuild = v
	return nil
}

func readShards(s *settings, v string) error {
	const most = 16_000 // far beyond what Discord has ever advised
	if v == "auto" {
		s.discordShards = -1
		return nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > most {
		return fmt.Errorf("%q is no number of shards; expected is auto, or 1 to %d", v, most)
	}
	s.discordShards = n
	return nil
}

func readConnections(s *settings, v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > maxSlackLinks {
		return fmt.Errorf("%q is no number of connections; expected is 1 to %d", v, maxSlackLinks)
	}
	s.slackConnections = n
	return nil
}

func readServer(to *string, v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q is no address of a server; expected is one such as http://127.0.0.1:9000", v)
	}
	*to = v
	return nil
}

// prefixed reads a token that begins in a known way: the two that Slack gives are easily mistaken for each other. The token
// itself is not told.
func prefixed(prefix string, to func(*settings) *string) func(*settings, string) error {
	return func(s *settings, v string) error {
		if !strings.HasPrefix(v, prefix) {
			return fmt.Errorf("it begins with %q; expected is a token that begins with %q", shortHead(v), prefix)
		}
		*to(s) = v
		return nil
	}
}

// shortHead is as much of a token as tells its sort, and no more.
func shortHead(v string) string {
	if i := strings.IndexByte(v, '-'); i >= 0 && i < 5 {
		return v[:i+1]
	}
	return v[:min(2, len(v))] + "…"
}

// boolText is a flag without a value, kept as the environment would give it.
type boolText string

func (b *boolText) String() string     { return string(*b) }
func (b *boolText) Set(v string) error { *b = boolText(v); return nil }
func (b *boolText) IsBoolFlag() bool   { return true }
