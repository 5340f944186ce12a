package discord_test

import (
	"bytes"
	"context"
	"image/png"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/adapters/discord/discordtest"
	"drawdown/bot"
)

const troops = "How many U.S. troops remain in Syria?"

// leading is a question whose answer leads on to three others.
func leading(t testing.TB) string {
	t.Helper()
	for _, f := range base(t).Facts() {
		if a := base(t).Ask(f.Question); f.Question != "" && a.Answered && len(a.Related) >= 3 && a.Citations[0].Paragraph > 0 {
			return f.Question
		}
	}
	t.Fatal("no answer leads on to three questions")
	return ""
}

// TestSession is what a person gets of each command, as it was sent.
func TestSession(t *testing.T) {
	public, err := bot.ParsePublicURL("https://drawdown.example.org")
	if err != nil {
		t.Fatal(err)
	}
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(harbourBase(t), bot.Options{Public: public}), discord.Options{}).ready()
	seat := s.InGuild()
	seat.Permissions |= discordtest.ManageGuild
	first := v.ask(seat, "How many boats does the harbour of Lorne keep?").Message
	for _, b := range first.Buttons() {
		v.wait(s.Press(seat, first.ID, b.CustomID).Dispatch())
	}
	v.wait(s.Command(seat, "ask", discordtest.Text("question", "Why does the council sell the boats?"), discordtest.Flag("private", true)).Dispatch())
	v.ask(seat, "Who won the football world cup?")
	for _, name := range []string{"articles", "help", "gaps"} {
		v.wait(s.Command(seat, name).Dispatch())
	}
	v.wait(s.Autocomplete(seat, "ask", discordtest.Typing("question", "how many")).Dispatch())
	if _, err := s.Message(seat, s.Mention()+" and in Skell?").Dispatch().WaitReply(waiting(t)); err != nil {
		t.Fatal(err)
	}
	v.idle()
	made := regexp.MustCompile(`("1[ud])[\w-]{12}|("nonce": ")[\w-]+`) // from ids, which differ each time
	discord.Golden(t, "session.json", s.Snapshot(func(s string) string { return made.ReplaceAllString(s, "$1$2…") }))
}

func TestPrivate(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	for _, seat := range []discordtest.Seat{s.InGuild(), s.InDM(), s.InPrivate(), s.InForeignGuild(), s.InThread()} {
		for _, private := range []bool{true, false} {
			r := v.wait(s.Command(seat, "ask", discordtest.Text("question", troops), discordtest.Flag("private", private)).Dispatch())
			if r.Message.Ephemeral() != private {
				t.Errorf("with private: %v, context %d got the flags %d", private, seat.Context, r.Message.Flags)
			}
		}
	}
}

func TestButtons(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	seat := s.InGuild()
	first := v.ask(seat, leading(t)).Message
	buttons := first.Buttons()
	if len(buttons) != 6 {
		t.Fatalf("%q got the buttons %v; want three questions, the sources and two thumbs", leading(t), buttons)
	}

	// A question that leads on answers in place.
	r := v.wait(s.Press(seat, first.ID, buttons[0].CustomID).Dispatch())
	if r.Type != discordtest.Update || r.Message.ID != first.ID {
		t.Errorf("pressing %q got type %d on message %s; want an update (%d) of %s", buttons[0].Label, r.Type, r.Message.ID, discordtest.Update, first.ID)
	}
	if got := v.ask(seat, buttons[0].Label).Message; got.Embeds[0].Title != r.Message.Embeds[0].Title {
		t.Errorf("pressing %q got %q, asking it %q", buttons[0].Label, r.Message.Embeds[0].Title, got.Embeds[0].Title)
	}

	// Everything else is for the presser alone.
	press := func(seat discordtest.Seat, label string) discordtest.Message {
		t.Helper()
		b, ok := first.Button(label)
		if !ok {
			t.Fatalf("there is no button %q among %v", label, buttons)
		}
		r := v.wait(s.Press(seat, first.ID, b.CustomID).Dispatch())
		if r.Type != discordtest.Reply || !r.Message.Ephemeral() {
			t.Errorf("pressing %q got %s; want a message to the presser alone", label, r.Body)
		}
		return *r.Message
	}
	if got := read(press(seat, "Sources")); !strings.Contains(got, "¶") {
		t.Errorf("the sources are %q; want the place of a sentence", got)
	}
	for _, test := range []struct{ seat, label, want string }{
		{"one", "👎 Not helpful", "noted that this did not help"},
		{"one", "👎 Not helpful", "already"},
		{"other", "👎 Not helpful", "noted that this did not help"},
		{"other", "👍 Helpful", "noted that this helped"},
	} {
		who := seat
		if test.seat == "other" {
			who.User.ID = "987654321098765432"
		}
		if got := press(who, test.label).Content; !strings.Contains(got, test.want) {
			t.Errorf("pressing %q by %s got %q; want %q in it", test.label, test.seat, got, test.want)
		}
	}
	for _, state := range []string{"0x", "1s??", "1", "2qWhy?"} {
		r := v.wait(s.Press(seat, first.ID, state).Dispatch())
		if r.Type != discordtest.Reply || !r.Message.Ephemeral() || !strings.Contains(r.Message.Content, "too old") {
			t.Errorf("pressing a button with %q got %s; want that it is too old, said to the presser alone", state, r.Body)
		}
	}
}

// A button works after a restart, and on another replica.
func TestButtonsOutliveTheProcess(t *testing.T) {
	s := local(t, discordtest.Options{IdentifyWindow: -1})
	before := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	seat := s.InGuild()
	m := before.ask(seat, leading(t)).Message
	before.stop(nil)
	after := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	r := after.wait(s.Press(seat, m.ID, m.Buttons()[0].CustomID).Dispatch())
	if r.Type != discordtest.Update || len(r.Message.Embeds) == 0 {
		t.Errorf("after a restart %q got %s; want an answer in place", m.Buttons()[0].Label, r.Body)
	}
}

func TestGaps(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	asker, manager := s.InGuild(), s.InGuild()
	manager.Permissions |= discordtest.ManageGuild
	v.ask(asker, "How many British troops died in Iraq?")
	r := v.wait(s.Command(manager, "gaps").Dispatch())
	if got := read(*r.Message); !strings.Contains(got, "british troops died in iraq") || !r.Message.Ephemeral() {
		t.Errorf("/gaps got %q; want the question that was refused, to the asker alone", got)
	}
	asker.Permissions = discordtest.SendMessages
	r = v.wait(s.Command(asker, "gaps").Dispatch())
	if got := read(*r.Message); strings.Contains(got, "british") || !r.Message.Ephemeral() || !strings.Contains(got, "Only members who can manage") {
		t.Errorf("/gaps by a member who cannot manage the guild got %q", got)
	}
}

func TestTimeline(t *testing.T) {
	s := local(t, discordtest.Options{})
	b := bot.New(base(t), bot.Options{})
	v := serve(t, s, b, discord.Options{PublicKey: s.PublicKeyHex(), Token: s.Token}).ready()
	over := func(how string, i *discordtest.Interaction) {
		t.Helper()
		v.idle()
		list := i.Messages()
		if len(list) == 0 || len(list[0].Files) != 1 {
			t.Fatalf("/timeline over %s got %d messages; want a picture on the first", how, len(list))
		}
		f, e := list[0].Files[0], list[0].Embeds[0]
		if _, err := png.Decode(bytes.NewReader(f.Data)); err != nil || e.Image.URL != "attachment://"+f.Name {
			t.Errorf("/timeline over %s got the file %q of type %s (%v), and an embed that shows %q", how, f.Name, f.ContentType, err, e.Image.URL)
		}
		var all strings.Builder
		for _, m := range list {
			all.WriteString(read(m) + " ")
		}
		for _, entry := range b.Timeline().Entries {
			if !strings.Contains(squeeze(all.String()), squeeze(entry.Text)) {
				t.Errorf("/timeline over %s does not say %q", how, entry.Text)
			}
		}
	}
	i := s.Command(s.InGuild(), "timeline").Dispatch()
	v.wait(i)
	over("the gateway", i)
	i = s.Command(s.InGuild(), "timeline")
	if a, err := i.Post(waiting(t), v.endpoint(), discordtest.Signed); err != nil || a.Status != 200 {
		t.Fatalf("/timeline over HTTP got status %d, %v", a.Status, err)
	}
	over("HTTP", i)
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestComplete(t *testing.T) {
	s := local(t, discordtest.Options{})
	b := bot.New(base(t), bot.Options{})
	v := serve(t, s, b, discord.Options{}).ready()
	seat := s.InDM()
	for _, typed := range []string{"", "how many", "HOW MANY", "trps syr", strings.Repeat("long ", 60), "zzqqxx", "  ", "@everyone\n**"} {
		r := v.wait(s.Autocomplete(seat, "ask", discordtest.Typing("question", typed)).Dispatch())
		if len(r.Choices) == 0 {
			t.Errorf("typing %.40q got no choice", typed)
		}
		var values []string
		for _, c := range r.Choices {
			values = append(values, c.Value.(string))
		}
		want := b.Base().Complete(typed, 25)
		if len(want) > 0 && !slices.Equal(values, want) {
			t.Errorf("typing %.40q got %q, want %q", typed, values, want)
		}
		if len(want) == 0 && len(values) != 1 {
			t.Errorf("typing %.40q got %q, want one choice that says that there is none", typed, values)
		}
		// Whatever is offered can be asked.
		if got := v.ask(seat, values[0]).Message; len(got.Embeds) == 0 && got.Content == "" {
			t.Errorf("typing %.40q and choosing %q got nothing", typed, values[0])
		}
	}
}

func TestCheck(t *testing.T) {
	s := local(t, discordtest.Options{})
	v := serve(t, s, bot.New(base(t), bot.Options{}), discord.Options{}).ready()
	seat := s.InGuild()
	hostile := "The moon is made of @everyone **cheese** [now](https://evil.example)."
	r := v.wait(s.MessageCommand(seat, "Check against the articles", hostile).Dispatch())
	if got := r.Message.Embeds[0].Description; !r.Message.Ephemeral() || !strings.Contains(got, `\@everyone \*\*cheese\*\* \[now\](https\://evil.example)`) || !strings.Contains(got, "**Not covered**") {
		t.Errorf("checking %q got\n%s\nwant the claim escaped, and that it is not covered, to the asker alone", hostile, got)
	}
	r = v.wait(s.MessageCommand(seat, "Check against the articles", "hello?").Dispatch())
	if !r.Message.Ephemeral() || !strings.Contains(r.Message.Content, "no claim") {
		t.Errorf("checking a greeting got %q; want that it makes no claim", read(*r.Message))
	}
}

// A broken is a journal in which something is wrong with feedback.
type broken struct{}

func (broken) Record(bot.Record)                                  {}
func (broken) Remember(string, []byte, time.Time)                 {}
func (broken) Recall(context.Context, string) ([]byte, error)     { return nil, nil }
func (broken) Renew(context.Context, string, time.Duration) error { return nil }
func (broken) Claim(context.Context, string, []string, time.Duration) (bot.Holding, error) {
	return bot.Taken, nil
}
func (broken) Settle(context.Context, string, []string, bool) error { return nil }
func (broken) Thumb(context.Context, bot.Thumb) (bool, error)       { panic("a thumb too many") }
func (broken) Unanswered(context.Context, int) ([]bot.Unanswered, error) {
	panic("a gap too many")
}

// Whatever goes wrong is one fixed apology to who asked alone, whose id is in the log with the cause.
func TestFault(t *testing.T) {
	var log synced
	s := local(t, discordtest.Options{})
	b := bot.New(base(t), bot.Options{Journal: broken{}, Log: slog.New(slog.NewTextHandler(&log, nil))})
	v := serve(t, s, b, discord.Options{}).ready()
	seat := s.InGuild()
	seat.Permissions |= discordtest.ManageGuild
	m := v.ask(seat, troops).Message
	thumb, _ := m.Button("👍 Helpful")
	for _, i := range []*discordtest.Interaction{s.Press(seat, m.ID, thumb.CustomID), s.Command(seat, "gaps")} {
		r := v.wait(i.Dispatch())
		_, id, ok := strings.Cut(strings.TrimSuffix(r.Message.Content, "."), "the number ")
		if id = strings.ReplaceAll(id, `\`, ""); !ok || !r.Message.Ephemeral() || !strings.Contains(log.String(), "id="+id) || !strings.Contains(log.String(), "too many") {
			t.Errorf("a fault got %q; want the apology, with an id that is in the log:\n%.500s", r.Message.Content, log.String())
		}
	}
	v.ask(seat, troops) // and the next is answered
}

// A synced is a log that several goroutines write.
type synced struct {
	mu  sync.Mutex
	out strings.Builder
}

func (s *synced) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.Write(p)
}

// logger logs into it, whatever the level.
func logger(s *synced) *slog.Logger {
	return slog.New(slog.NewTextHandler(s, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (s *synced) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.String()
}
