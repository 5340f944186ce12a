package discordtest_test

import (
	"fmt"
	"testing"
	"time"

	"drawdown/adapters/discord/discordtest"
)

// begin makes an interaction of a kind, and delivers it.
func begin(t *testing.T, s *discordtest.Server, kind string) *discordtest.Interaction {
	t.Helper()
	seat := s.InGuild()
	switch kind {
	case "command":
		return s.Command(seat, "ask").Dispatch()
	case "typing":
		return s.Autocomplete(seat, "ask", discordtest.Typing("question", "w")).Dispatch()
	case "press":
		var m struct{ ID string }
		mustRaw(t, s, "POST", "/channels/"+seat.Channel+"/messages", button(`"style":1,"label":"l","custom_id":"a"`), &m)
		return s.Press(seat, m.ID, "a").Dispatch()
	}
	t.Fatalf("there is no interaction %q", kind)
	return nil
}

// respond sends a response to an interaction, as a callback.
func respond(t *testing.T, s *discordtest.Server, i *discordtest.Interaction, body string) (int, []byte) {
	t.Helper()
	return raw(t, s, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", body)
}

func TestCallbacks(t *testing.T) {
	t.Parallel()
	reply := func(data string) string { return `{"type":4,"data":` + data + `}` }
	choices := func(json string) string { return `{"type":8,"data":{"choices":` + json + `}}` }
	for _, test := range []struct {
		kind string
		limit
	}{
		{"command", limit{"a reply", reply(with(`"content":"c"`)), ""}},
		{"command", limit{"an ephemeral reply", reply(with(`"content":"c","flags":64`)), ""}},
		{"command", limit{"a deferred reply", `{"type":5,"data":{"flags":64}}`, ""}},
		{"command", limit{"a deferred reply without data", `{"type":5}`, ""}},
		{"command", limit{"another flag", reply(with(`"content":"c","flags":128`)), "50035 data.flags FLAGS_INVALID"}},
		{"command", limit{"an empty reply", reply(with(`"content":""`)), "50006"}},
		{"command", limit{"a reply without data", `{"type":4}`, "50006"}},
		{"command", limit{"no type", `{"data":{}}`, "50035 type BASE_TYPE_REQUIRED"}},
		{"command", limit{"an update", `{"type":7,"data":` + with(`"content":"c"`) + `}`, "50035 type BASE_TYPE_CHOICES"}},
		{"command", limit{"a deferred update", `{"type":6}`, "50035 type BASE_TYPE_CHOICES"}},
		{"command", limit{"choices", choices(`[]`), "50035 type BASE_TYPE_CHOICES"}},
		{"command", limit{"a title too long", reply(embed(fmt.Sprintf(`"title":%q`, x(257)))), "50035 data.embeds.0.title BASE_TYPE_MAX_LENGTH"}},
		{"press", limit{"a reply", reply(with(`"content":"c","flags":64`)), ""}},
		{"press", limit{"an update", `{"type":7,"data":` + with(`"content":"c"`) + `}`, ""}},
		{"press", limit{"an update that empties", `{"type":7,"data":` + with(`"content":"","components":[]`) + `}`, "50006"}},
		{"press", limit{"a deferred update", `{"type":6}`, ""}},
		{"press", limit{"choices", choices(`[]`), "50035 type BASE_TYPE_CHOICES"}},
		{"typing", limit{"no choice", choices(`[]`), ""}},
		{"typing", limit{"25 choices", choices(list(25, `{"name":"n#","value":"v#"}`)), ""}},
		{"typing", limit{"26 choices", choices(list(26, `{"name":"n#","value":"v#"}`)), "50035 data.choices BASE_TYPE_MAX_LENGTH"}},
		{"typing", limit{"choices left out", `{"type":8,"data":{}}`, "50035 data.choices BASE_TYPE_REQUIRED"}},
		{"typing", limit{"choices that are null", choices(`null`), "50035 data.choices BASE_TYPE_REQUIRED"}},
		{"typing", limit{"a choice without a name", choices(`[{"name":"","value":"v"}]`), "50035 data.choices.0.name BASE_TYPE_REQUIRED"}},
		{"typing", limit{"a choice of 101", choices(fmt.Sprintf(`[{"name":%q,"value":"v"}]`, x(101))), "50035 data.choices.0.name BASE_TYPE_MAX_LENGTH"}},
		{"typing", limit{"a value of 101", choices(fmt.Sprintf(`[{"name":"n","value":%q}]`, x(101))), "50035 data.choices.0.value BASE_TYPE_MAX_LENGTH"}},
		{"typing", limit{"a reply", reply(with(`"content":"c"`)), "50035 type BASE_TYPE_CHOICES"}},
	} {
		t.Run(test.kind+" "+test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			i := begin(t, s, test.kind)
			status, got := respond(t, s, i, test.body)
			test.check(t, s, status, got)
			if taken := len(i.Responses()) == 1; taken != (test.want == "") {
				t.Errorf("%s: %d responses; want one only where it is taken", test.body, len(i.Responses()))
			}
		})
	}
}

const hello = `{"type":4,"data":{"content":"hello","allowed_mentions":{"parse":[]}}}`

// TestInteractionLife: once, in three seconds; then the token, for fifteen minutes.
func TestInteractionLife(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, want string
		do         func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte)
	}{
		{"twice", "40060", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			respond(t, s, i, hello)
			return respond(t, s, i, hello)
		}},
		{"too late", "10062", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			s.Advance(3001 * time.Millisecond)
			return respond(t, s, i, hello)
		}},
		{"just in time", "", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			s.Advance(2500 * time.Millisecond)
			return respond(t, s, i, hello)
		}},
		{"another token", "10062", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			return raw(t, s, "POST", "/interactions/"+i.ID+"/other/callback", hello)
		}},
		{"followup before the answer", "10015", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			return raw(t, s, "POST", "/webhooks/"+s.ApplicationID+"/"+i.Token, with(`"content":"c"`))
		}},
		{"followup in time", "", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			respond(t, s, i, hello)
			s.Advance(14 * time.Minute)
			return raw(t, s, "POST", "/webhooks/"+s.ApplicationID+"/"+i.Token, with(`"content":"c"`))
		}},
		{"followup too late", "50027", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			respond(t, s, i, hello)
			s.Advance(15*time.Minute + time.Second)
			return raw(t, s, "POST", "/webhooks/"+s.ApplicationID+"/"+i.Token, with(`"content":"c"`))
		}},
		{"original", "", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			respond(t, s, i, hello)
			return raw(t, s, "GET", "/webhooks/"+s.ApplicationID+"/"+i.Token+"/messages/@original", "")
		}},
		{"original after it was deleted", "10008", func(t *testing.T, s *discordtest.Server, i *discordtest.Interaction) (int, []byte) {
			respond(t, s, i, hello)
			raw(t, s, "DELETE", "/webhooks/"+s.ApplicationID+"/"+i.Token+"/messages/@original", "")
			return raw(t, s, "GET", "/webhooks/"+s.ApplicationID+"/"+i.Token+"/messages/@original", "")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			status, got := test.do(t, s, begin(t, s, "command"))
			limit{test.name, test.name, test.want}.check(t, s, status, got)
		})
	}
}

func TestDeferred(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	i := begin(t, s, "command")
	if status, got := respond(t, s, i, `{"type":5,"data":{"flags":64}}`); status != 204 {
		t.Fatalf("status %d %s; want 204", status, got)
	}
	mustRaw(t, s, "PATCH", "/webhooks/"+s.ApplicationID+"/"+i.Token+"/messages/@original", with(`"content":"late"`), nil)
	r, err := i.Wait(testContext(t))
	if err != nil {
		t.Fatal(err)
	}
	if r.Route != "edit" || r.Message.Content != "late" || !r.Message.Ephemeral() {
		t.Errorf("got %q %+v; want an edit to an ephemeral \"late\"", r.Route, r.Message)
	}
	mustRaw(t, s, "POST", "/webhooks/"+s.ApplicationID+"/"+i.Token, with(`"content":"more"`), nil)
	if got := i.Messages(); len(got) != 2 || got[1].Content != "more" || got[1].Ephemeral() {
		t.Errorf("messages %+v; want the answer and \"more\", which is for all", got)
	}
	if got := s.Messages(r.Message.Channel); len(got) != 2 {
		t.Errorf("%d messages in the channel; want 2", len(got))
	}
	var public []struct{ Content string }
	mustRaw(t, s, "GET", "/channels/"+r.Message.Channel+"/messages", "", &public)
	if len(public) != 1 || public[0].Content != "more" {
		t.Errorf("the channel shows %+v; want \"more\" alone", public)
	}
}

// TestLostAnswer: a client whose callback was taken, but which did not learn of it, may say it again and is told that it was.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	i := begin(t, s, "command")
	s.Fail("POST /interactions/{interaction}/{token}/callback", discordtest.Lost())
	r := rawRequest(t, s, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", hello)
	if res, err := transport.RoundTrip(r); err == nil {
		res.Body.Close()
		t.Errorf("the first callback got status %d; want its connection broken off", res.StatusCode)
	}
	status, got := respond(t, s, i, hello)
	if said := describe(status, got); said != "40060" {
		t.Errorf("the second callback got %q; want 40060", said)
	}
	if len(i.Responses()) != 1 {
		t.Errorf("%d responses; want 1", len(i.Responses()))
	}
	wantBreach(t, s, "")
}
