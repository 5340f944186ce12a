package discordtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"drawdown/adapters/discord/discordtest"
)

// TestRefusedRequests: what is the same for all routes.
func TestRefusedRequests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, method, path, body string
		change                   func(*http.Request)
		want                     string
	}{
		{"no token", "GET", "/users/@me", "", func(r *http.Request) { r.Header.Del("Authorization") }, "status 401"},
		{"a token without Bot", "GET", "/users/@me", "", func(r *http.Request) {
			r.Header.Set("Authorization", strings.TrimPrefix(r.Header.Get("Authorization"), "Bot "))
		}, "status 401"},
		{"another token", "GET", "/gateway/bot", "", func(r *http.Request) { r.Header.Set("Authorization", "Bot other") }, "status 401"},
		{"another client", "GET", "/users/@me", "", func(r *http.Request) { r.Header.Set("User-Agent", "Go-http-client/1.1") }, "40333"},
		{"another version", "GET", "/users/@me", "", func(r *http.Request) { r.URL.Path = "/api/v5/users/@me" }, "50041"},
		{"another path", "GET", "/users/@you", "", nil, "status 404"},
		{"another method", "DELETE", "/gateway", "", nil, "status 405"},
		{"no path of the API", "GET", "", "", func(r *http.Request) { r.URL.Path = "/gateway" }, "status 404"},
		{"another type", "POST", "/users/@me/channels", `{"recipient_id":"1"}`, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, "50035 CONTENT_TYPE_INVALID"},
		{"JSON that is empty", "POST", "/channels/CHANNEL/typing", "", func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, "50109"},
		{"nobody's direct messages", "POST", "/users/@me/channels", `{}`, nil, "50035 recipient_id BASE_TYPE_REQUIRED"},
		{"another application's commands", "GET", "/applications/123/commands", "", nil, "20012"},
		{"another guild's commands", "GET", "/applications/APPLICATION/guilds/123/commands", "", nil, "50001"},
		{"an unknown command", "GET", "/applications/APPLICATION/commands/123", "", nil, "10063"},
		{"an unknown channel", "POST", "/channels/123/messages", with(`"content":"c"`), nil, "10003"},
		{"a channel where the bot is not", "POST", "/channels/PRIVATE/messages", with(`"content":"c"`), nil, "50001"},
		{"a guild where the bot is not", "POST", "/channels/FOREIGN/typing", "", nil, "50001"},
		{"an unknown message", "GET", "/channels/CHANNEL/messages/123", "", nil, "10008"},
		{"an unknown interaction", "POST", "/interactions/123/token/callback", hello, nil, "10062"},
		{"an unknown webhook", "POST", "/webhooks/APPLICATION/token", with(`"content":"c"`), nil, "10015"},
		{"a reply to no message", "POST", "/channels/CHANNEL/messages", with(`"content":"c","message_reference":{"message_id":"123"}`), nil, "50035 message_reference REPLIES_UNKNOWN_MESSAGE"},
		{"a reply elsewhere", "POST", "/channels/CHANNEL/messages", with(`"content":"c","message_reference":{"message_id":"123","channel_id":"5","fail_if_not_exists":false}`), nil, "50035 message_reference REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL"},
		{"a long nonce", "POST", "/channels/CHANNEL/messages", with(`"content":"c","nonce":"` + x(26) + `"`), nil, "50035 nonce BASE_TYPE_MAX_LENGTH"},
		{"an enforced nonce that is none", "POST", "/channels/CHANNEL/messages", with(`"content":"c","enforce_nonce":true`), nil, "50035 nonce BASE_TYPE_REQUIRED"},
		{"an ephemeral message in a channel", "POST", "/channels/CHANNEL/messages", with(`"content":"c","flags":64`), nil, "50035 flags FLAGS_INVALID"},
		{"a thread without a name", "POST", "/channels/CHANNEL/threads", `{"type":11}`, nil, "50035 name BASE_TYPE_REQUIRED"},
		{"101 messages", "GET", "/channels/CHANNEL/messages?limit=101", "", nil, "50035 limit NUMBER_TYPE_MAX"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			path := strings.NewReplacer("APPLICATION", s.ApplicationID, "CHANNEL", s.InGuild().Channel, "PRIVATE", s.InPrivate().Channel, "FOREIGN", s.InForeignGuild().Channel).Replace(test.path)
			r := rawRequest(t, s, test.method, path, test.body)
			if test.change != nil {
				test.change(r)
			}
			status, got := send(t, r)
			limit{test.name, test.method + " " + path + " " + test.body, test.want}.check(t, s, status, got)
		})
	}
}

// TestNonce: a message that is sent again with its nonce is the same message.
func TestNonce(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	path := "/channels/" + s.InGuild().Channel + "/messages"
	ids := map[string]bool{}
	for _, body := range []string{with(`"content":"c","nonce":"n","enforce_nonce":true`), with(`"content":"c","nonce":"n","enforce_nonce":true`), with(`"content":"c","nonce":"m","enforce_nonce":true`)} {
		var m struct{ ID string }
		mustRaw(t, s, "POST", path, body, &m)
		ids[m.ID] = true
	}
	if len(ids) != 2 {
		t.Errorf("three sends with two nonces made %d messages; want 2", len(ids))
	}
	mustRaw(t, s, "POST", path, with(`"content":"c","nonce":"n"`), nil)
	if got := len(s.Messages(strings.Split(path, "/")[2])); got != 3 {
		t.Errorf("%d messages after one whose nonce is not enforced; want 3", got)
	}
}

// TestCommandsRegistered: what discordgo registers comes back as Discord shows it.
func TestCommandsRegistered(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	c := client(t, s)
	permissions := int64(discordgo.PermissionManageGuild)
	put := []*discordgo.ApplicationCommand{
		{Name: "ask", Description: "Asks", NameLocalizations: &map[discordgo.Locale]string{discordgo.German: "frage"},
			Contexts: &[]discordgo.InteractionContextType{0, 1, 2}, IntegrationTypes: &[]discordgo.ApplicationIntegrationType{0, 1},
			Options: []*discordgo.ApplicationCommandOption{{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "d", Required: true, Autocomplete: true}}},
		{Name: "Check", Type: discordgo.MessageApplicationCommand, DefaultMemberPermissions: &permissions},
	}
	first, err := c.ApplicationCommandBulkOverwrite(s.ApplicationID, "", put)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.ApplicationCommandBulkOverwrite(s.ApplicationID, "", put[:1])
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != 2 || len(again) != 1 || again[0].ID != first[0].ID {
		t.Errorf("registered %d, then %d; want 2, then 1 with the id that it had", len(first), len(again))
	}
	if got := first[0]; got.Contexts == nil || len(*got.Contexts) != 3 || !got.Options[0].Autocomplete || got.NameLocalizations == nil {
		t.Errorf("got %+v; want what was put", got)
	}
	for query, want := range map[string]string{"": "", "?with_localizations=true": "frage"} {
		var shown []struct {
			Names map[string]string `json:"name_localizations"`
		}
		mustRaw(t, s, "GET", "/applications/"+s.ApplicationID+"/commands"+query, "", &shown)
		if len(shown) != 1 || shown[0].Names["de"] != want {
			t.Errorf("GET %q: %+v; want one command with the German name %q", query, shown, want)
		}
	}
	inGuild, err := c.ApplicationCommandBulkOverwrite(s.ApplicationID, s.Guilds()[0], put[:1])
	if err != nil || inGuild[0].Contexts != nil || inGuild[0].GuildID != s.Guilds()[0] {
		t.Errorf("in a guild: %v, %+v; want no contexts", err, inGuild[0])
	}
	if _, err := c.ApplicationCommandEdit(s.ApplicationID, "", again[0].ID, &discordgo.ApplicationCommand{Name: "ask", Description: "Other"}); err != nil {
		t.Error(err)
	}
	if err := c.ApplicationCommandDelete(s.ApplicationID, "", again[0].ID); err != nil {
		t.Error(err)
	}
	if got := s.Commands(); len(got) != 1 || got[0].Guild == "" {
		t.Errorf("commands %+v; want that of the guild", got)
	}
}

// TestFiles: discordgo's uploads arrive, in a channel and with a response.
func TestFiles(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	c := client(t, s)
	seat := s.InGuild()
	file := func() []*discordgo.File {
		return []*discordgo.File{{Name: "a.png", ContentType: "image/png", Reader: strings.NewReader("picture")}}
	}
	embed := []*discordgo.MessageEmbed{{Title: "t", Image: &discordgo.MessageEmbedImage{URL: "attachment://a.png"}}}
	if _, err := c.ChannelMessageSendComplex(seat.Channel, &discordgo.MessageSend{Files: file(), Embeds: embed, AllowedMentions: nobody()}); err != nil {
		t.Fatal(err)
	}
	i := s.Command(seat, "timeline").Dispatch()
	err := c.InteractionRespond(&discordgo.Interaction{ID: i.ID, Token: i.Token, AppID: s.ApplicationID}, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource, Data: &discordgo.InteractionResponseData{Files: file(), AllowedMentions: nobody()}})
	if err != nil {
		t.Fatal(err)
	}
	for n, m := range s.Messages(seat.Channel) {
		if len(m.Files) != 1 || m.Files[0].Name != "a.png" || m.Files[0].ContentType != "image/png" || !bytes.Equal(m.Files[0].Data, []byte("picture")) {
			t.Errorf("message %d has the files %+v; want a.png", n, m.Files)
		}
	}
	edited, err := c.InteractionResponseEdit(&discordgo.Interaction{Token: i.Token, AppID: s.ApplicationID}, &discordgo.WebhookEdit{
		Content: new("gone"), Attachments: &[]*discordgo.MessageAttachment{}, AllowedMentions: nobody()})
	if err != nil || len(edited.Attachments) != 0 {
		t.Errorf("after an edit that lists none: %v, %+v; want no attachment", err, edited)
	}
	s.AllowBreaches("40005")
	big := []*discordgo.File{{Name: "big", Reader: strings.NewReader(strings.Repeat("x", 10<<20+1))}}
	_, err = c.ChannelMessageSendComplex(seat.Channel, &discordgo.MessageSend{Files: big, AllowedMentions: nobody()})
	var rest *discordgo.RESTError
	if !errors.As(err, &rest) || rest.Message.Code != 40005 {
		t.Errorf("a file of more than 10 MiB: %v; want code 40005", err)
	}
}

func TestThreadsAndDirectMessages(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	c := client(t, s)
	seat := s.InGuild()
	m := s.Message(seat, "a question")
	thread, err := c.MessageThreadStart(seat.Channel, m.ID, "questions", 60)
	if err != nil || thread.ParentID != seat.Channel || thread.ID != m.ID {
		t.Fatalf("a thread on a message: %v, %+v; want one below %s with the message's id", err, thread, seat.Channel)
	}
	if _, err := c.ChannelMessageSendComplex(thread.ID, &discordgo.MessageSend{Content: "c", AllowedMentions: nobody()}); err != nil {
		t.Error(err)
	}
	s.AllowBreaches("160004")
	if _, err := c.MessageThreadStart(seat.Channel, m.ID, "questions", 60); err == nil {
		t.Error("a second thread on a message was taken")
	}
	dm := s.InDM()
	opened, err := c.UserChannelCreate(dm.User.ID)
	if err != nil || opened.ID != dm.Channel {
		t.Errorf("direct messages with somebody who is there: %v, %+v; want %s", err, opened, dm.Channel)
	}
	if err := c.ChannelTyping(dm.Channel); err != nil || s.Typing(dm.Channel) != 1 {
		t.Errorf("typing: %v, %d times; want once", err, s.Typing(dm.Channel))
	}
}

// TestFaults: what can go wrong with a request, as a client sees it.
func TestFaults(t *testing.T) {
	t.Parallel()
	const route = "POST /channels/{channel}/messages"
	for _, test := range []struct {
		name  string
		fault discordtest.Fault
		want  func(t *testing.T, err error)
		sent  int // messages that are there after a second, undisturbed try
	}{
		{"too many", discordtest.TooMany(20*time.Millisecond, false), func(t *testing.T, err error) {
			var limited *discordgo.RateLimitError
			if !errors.As(err, &limited) || limited.RetryAfter != 20*time.Millisecond {
				t.Errorf("got %v; want to be told to wait 20ms", err)
			}
		}, 1},
		{"status 500", discordtest.Status(500), wantStatus(500), 1},
		{"status 503", discordtest.Status(503), wantStatus(503), 1},
		{"refused", discordtest.Refuse(403, 50013, "Missing Permissions"), func(t *testing.T, err error) {
			var rest *discordgo.RESTError
			if !errors.As(err, &rest) || rest.Message.Code != 50013 {
				t.Errorf("got %v; want code 50013", err)
			}
		}, 1},
		{"slow", discordtest.Slow(5 * time.Millisecond), func(t *testing.T, err error) {
			if err != nil {
				t.Errorf("got %v; want the message taken", err)
			}
		}, 2},
		{"hanging", discordtest.Hang(), func(t *testing.T, err error) {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v; want the time to run out", err)
			}
		}, 1},
		{"reset", discordtest.Reset(), wantNetwork, 1},
		{"lost", discordtest.Lost(), wantNetwork, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			c := client(t, s)
			c.ShouldRetryOnRateLimit, c.MaxRestRetries = false, 0
			seat := s.InGuild()
			send := func(ctx context.Context) error {
				_, err := c.ChannelMessageSendComplex(seat.Channel, &discordgo.MessageSend{Content: "c", AllowedMentions: nobody()}, discordgo.WithContext(ctx))
				return err
			}
			s.Fail(route, test.fault)
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			test.want(t, send(ctx))
			c.Ratelimiter = discordgo.NewRatelimiter()
			if test.name == "too many" {
				time.Sleep(20 * time.Millisecond) // as it was told
			}
			if err := send(testContext(t)); err != nil {
				t.Errorf("the second try: %v; want it taken", err)
			}
			if n := len(s.Messages(seat.Channel)); n != test.sent {
				t.Errorf("%d messages; want %d", n, test.sent)
			}
			wantBreach(t, s, "")
		})
	}
}

func wantStatus(status int) func(*testing.T, error) {
	return func(t *testing.T, err error) {
		var rest *discordgo.RESTError
		if !errors.As(err, &rest) || rest.Response.StatusCode != status {
			t.Errorf("got %v; want status %d", err, status)
		}
	}
}

func wantNetwork(t *testing.T, err error) {
	var op *net.OpError
	if !errors.As(err, &op) && !errors.Is(err, io.EOF) {
		t.Errorf("got %v; want the connection broken off", err)
	}
}

// TestFaultsChosen: faults for some bodies, for ever, and for any route.
func TestFaultsChosen(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	path := "/channels/" + s.InGuild().Channel + "/messages"
	s.Fail("POST", discordtest.Refuse(400, 50035, "Invalid Form Body").When(func(body json.RawMessage) bool { return bytes.Contains(body, []byte("embeds")) }))
	stop := s.FailAlways("GET", discordtest.Status(502))
	for _, step := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", path, with(`"content":"c"`), 200},
		{"POST", path, embed(`"title":"t"`), 400},
		{"POST", path, embed(`"title":"t"`), 200},
		{"GET", "/users/@me", "", 502},
		{"GET", "/gateway", "", 502},
	} {
		if status, got := raw(t, s, step.method, step.path, step.body); status != step.want {
			t.Errorf("%s %s: status %d %s; want %d", step.method, step.body, status, got, step.want)
		}
	}
	stop()
	if status, _ := raw(t, s, "GET", "/users/@me", ""); status != 200 {
		t.Errorf("after the fault was taken back: status %d; want 200", status)
	}
	faults := 0
	for _, r := range s.Requests() {
		if r.Fault {
			faults++
		}
	}
	if faults != 3 {
		t.Errorf("%d requests went wrong; want 3", faults)
	}
}

// TestImpatience: who asks again before the time that they were told is in breach.
func TestImpatience(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	s.Fail("GET /users/@me", discordtest.TooMany(time.Hour, false))
	raw(t, s, "GET", "/users/@me", "")
	if status, _ := raw(t, s, "GET", "/gateway", ""); status != 200 {
		t.Errorf("another route: status %d; want 200", status)
	}
	s.AllowBreaches("Retry-After")
	if err := untilBreach(t, s, func() { raw(t, s, "GET", "/users/@me", "") }); err != nil {
		t.Error(err)
	}
	if s.Invalid() < 2 {
		t.Errorf("%d invalid requests; want those that were told to wait", s.Invalid())
	}
}

// untilBreach repeats something until it is a breach.
func untilBreach(t *testing.T, s *discordtest.Server, do func()) error {
	ctx := testContext(t)
	for len(s.Breaches()) == 0 {
		do()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
