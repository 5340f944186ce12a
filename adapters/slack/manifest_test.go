package slack_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	slackgo "github.com/slack-go/slack"

	"drawdown/adapters/slack"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot"
)

// TestManifestGolden holds the manifests for Socket Mode and for HTTP, and that the SDK knows their form.
func TestManifestGolden(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]slack.ManifestOptions{
		"socket": {Examples: []string{"How many ships?"}},
		"http":   {HTTP: "https://drawdown.example.org/"},
	} {
		got, err := slack.Manifest(o)
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(got))
		d.DisallowUnknownFields()
		if err := d.Decode(&slackgo.Manifest{}); err != nil {
			t.Errorf("the manifest for %s is none: %v", name, err)
		}
		file := filepath.Join("testdata", "manifest-"+name+".json")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("the manifest for %s is\n%s\nwant\n%s", name, got, want)
		}
	}
	for _, wrong := range []string{"http://drawdown.example.org", "drawdown.example.org", "ftp://x"} {
		if got, err := slack.Manifest(slack.ManifestOptions{HTTP: wrong}); err == nil {
			t.Errorf("the manifest for %q is %s, want an error", wrong, got)
		}
	}
}

// TestManifestIsEnoughAndNoMore installs the app as its manifest says and does everything that can be done with it; then it does so again
// without each scope and each event, and each time something is missing.
func TestManifestIsEnoughAndNoMore(t *testing.T) {
	t.Parallel()
	raw, err := slack.Manifest(slack.ManifestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	o, err := slacktest.Install(slacktest.Options{Channels: append(slacktest.DefaultChannels(slacktest.DefaultBotUser), privateChannel)}, raw)
	if err != nil {
		t.Fatal(err)
	}
	if missing := everything(t, o); missing != nil {
		t.Errorf("the app as its manifest installs it lacks: %v", missing)
	}
	for _, scope := range o.Scopes {
		t.Run("without "+scope, func(t *testing.T) {
			t.Parallel()
			less := o
			less.Scopes = without(o.Scopes, scope)
			if everything(t, less) == nil {
				t.Errorf("nothing is missing without the scope %s", scope)
			}
		})
	}
	for _, event := range o.Events {
		t.Run("without "+event, func(t *testing.T) {
			t.Parallel()
			less := o
			less.Events = without(o.Events, event)
			if everything(t, less) == nil {
				t.Errorf("nothing is missing without the event %s", event)
			}
		})
	}
}

// TestMethodsAreCalled holds that the table of methods names those that are called: all of them, and no other.
func TestMethodsAreCalled(t *testing.T) {
	t.Parallel()
	s := slacktest.New(t, slacktest.Options{Channels: append(slacktest.DefaultChannels(slacktest.DefaultBotUser), privateChannel)})
	use(t, s)
	table := slack.Methods()
	called := map[string]bool{"views.push": true, "views.update": true} // by the test of the modal
	for _, c := range s.Calls("") {
		if _, ok := table[c.Method]; !ok && c.Method != slacktest.ResponseURL {
			t.Errorf("%s is called and has no row in the table", c.Method)
		}
		called[c.Method] = true
	}
	for m := range table {
		if !called[m] {
			t.Errorf("%s has a row in the table and is not called", m)
		}
	}
}

// privateChannel is one that the bot was invited to.
var privateChannel = slacktest.Channel{ID: "C0PRIVATE", Name: "private", Kind: slacktest.KindPrivate, Members: []string{slacktest.DefaultBotUser, slacktest.DefaultUser}}

func without(list []string, one string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == one })
}

// everything does all that can be done with the app, and tells what was not possible.
func everything(t *testing.T, o slacktest.Options) error {
	t.Helper()
	s := slacktest.New(t, o)
	s.AllowBreaches("missing_scope")
	use(t, s)
	var missing []error
	for _, d := range s.Deliveries() {
		if err := d.Withheld(); err != nil {
			missing = append(missing, err)
		}
	}
	for _, c := range s.Calls("") {
		if c.Error == "missing_scope" {
			missing = append(missing, fmt.Errorf("%s: %s", c.Method, c.Error))
		}
	}
	return errors.Join(missing...)
}

// use does all that can be done with the app. Each answer is cut off, so that it is looked for.
func use(t *testing.T, s *slacktest.Server) {
	t.Helper()
	b := newBot(t, bot.Options{Limits: bot.Limits{Conversation: bot.Rate{Burst: 3, Every: 1e12}}})
	a := run(t, s, b, slack.Options{Connections: 1})
	do := func(e slacktest.Event) {
		t.Helper()
		d := s.Deliver(e)
		if d.Withheld() == nil {
			if _, err := d.Acked(soon(t)); err != nil {
				t.Errorf("%s: %v", e, err)
			}
		}
		settled(t, s, a)
	}
	for _, channel := range []string{slacktest.DefaultChannel, privateChannel.ID, slacktest.DefaultDirect} {
		s.Fail("chat.postMessage", slacktest.CutAfter())
		first := s.Mention(slacktest.Said{Channel: channel, Text: question})
		if channel == slacktest.DefaultDirect {
			first = s.Say(slacktest.Said{Channel: channel, Text: question})
		}
		do(first)
		for range 3 { // the last is one too many
			do(s.Say(slacktest.Said{Channel: channel, Thread: first.TS, Text: "When was the reduction announced?"}))
		}
	}
	do(s.OpenHome("", "messages"))
	do(s.OpenHome("", "home"))
	if views := s.Views(""); len(views) > 0 {
		do(s.PressView(views[0], views[0].Actions()[0].Text, ""))
	}
	do(s.Slash(slacktest.Command{Name: "/drawdown", Text: "gaps"}))
	do(s.Shortcut("check_articles", s.Post(slacktest.Said{Text: question}), ""))
}
