package slack_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"drawdown/adapters/slack"
	"drawdown/bot"
	"drawdown/knowledge"
)

var update = flag.Bool("update", false, "write the golden files anew")

// adapterOver is an adapter that is not run.
func adapterOver(t testing.TB, b *bot.Bot) *slack.Adapter {
	t.Helper()
	a, err := slack.New(b, slack.Options{BotToken: "xoxb-1", SigningSecret: "s"})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// public is where the invented page is.
var public = &url.URL{Scheme: "https", Host: "drawdown.example.org"}

// invented are replies about a harbour, so that no change of the facts changes them.
func invented(article string) map[string]bot.Reply {
	log := knowledge.Citation{Source: "harbour-log", Paragraph: 4, Sentence: 1, Title: "The log <of> the *harbour* & more", Publisher: "Harbour Office",
		Published: "2024-05-06", AsOf: "2024-05-06", URL: "https://harbour.example/log", Quote: "Two ships & a “boat” lay at anchor > the pier."}
	known := knowledge.Citation{Source: article, Paragraph: 9, Sentence: 2, Title: "A known article", AsOf: "2025-10-02"}
	untitled := knowledge.Citation{Source: "notes", AsOf: "some day"}
	answer := &knowledge.Answer{Answered: true, Short: "Two ships, and < 3 boats", Statement: "The harbour master counted two ships. He saw fewer than three boats.",
		Citations: []knowledge.Citation{log, known}, Caveats: []string{"The log was copied by hand."}, Related: []string{"Who counted the ships & boats of the harbour on that morning in the month of May?", "Why?"},
		Differs: []knowledge.Differs{{Note: "The notes count another ship", Statement: "Three ships lay there.", Citation: untitled}}}
	long := *answer
	long.Short = strings.Repeat("Two ships ", 16)[:159]
	long.Statement = strings.Repeat("The harbour master counted two ships & three boats at the pier. ", 120)
	return map[string]bot.Reply{
		"answered":  {Kind: bot.Answered, Answer: answer, ID: "AAAAAAAAAAAA"},
		"completed": {Kind: bot.Answered, Answer: answer, Asked: "and in *Bremen*, <@U1> & https://evil.example?", ID: "AAAAAAAAAAAA"},
		"long":      {Kind: bot.Answered, Answer: &long, ID: "AAAAAAAAAAAA"},
		"refused": {Kind: bot.Refused, Text: "The articles do not say that. The nearest thing that they do say, which is not the answer:", ID: "AAAAAAAAAAAA",
			Answer: &knowledge.Answer{Nearest: "Two ships lay there.", Suggestions: []string{"How many ships?", "Who counted?", "When?", "A fourth?"}}},
		"listing": {Kind: bot.Listing, Text: "In order:", Entries: []bot.Entry{{Label: "2024-05-06", Text: "Two ships lay there.", Citations: []knowledge.Citation{log}},
			{Label: "2024-05-07", Text: "They left.", Citations: []knowledge.Citation{known, log}}}},
		"gaps":    {Kind: bot.Listing, Private: true, Text: "Asked in vain:", Entries: []bot.Entry{{Label: "refused 3×", Text: "how do i `bake` <!channel>"}}},
		"talk":    {Kind: bot.Talk, Text: "Ask, for example:", Entries: []bot.Entry{{Text: "How many ships?"}}},
		"limited": {Kind: bot.Limited, Private: true, Text: "Please ask again in 3 seconds."},
		"failed":  {Kind: bot.Failed, Private: true, Text: "Something went wrong; the number is abc."},
		"checked": {Kind: bot.Checked, Private: true, Text: "Held against the articles:", Verdicts: []knowledge.Verdict{
			{Claim: "Two *ships* lay there.", Support: knowledge.Supported, Statement: "Two ships lay there.", Citations: []knowledge.Citation{log}},
			{Claim: "<!channel> ten ships", Support: knowledge.Contradicted, Statement: "Two ships lay there.", Citations: []knowledge.Citation{known}},
			{Claim: "It rained.", Support: knowledge.NotCovered}}},
	}
}

func TestRenderGolden(t *testing.T) {
	t.Parallel()
	b := newBot(t, bot.Options{Public: public})
	a := adapterOver(t, b)
	for name, r := range invented(b.Base().Articles[0].ID) {
		var got bytes.Buffer
		e := json.NewEncoder(&got)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(a.Render(r)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "golden", name+".json")
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s is rendered as\n%s\nwant\n%s", name, got.Bytes(), want)
		}
	}
}

// TestLimits holds that nothing is longer than Slack takes, that nothing is lost, and that no citation is torn.
func TestLimits(t *testing.T) {
	t.Parallel()
	a := adapterOver(t, newBot(t, bot.Options{Public: public}))
	const entries = 12
	for n := 1; n < 4000; n = 3*n + 1 {
		var r bot.Reply
		r.Kind, r.Text = bot.Listing, "In order:"
		for i := range entries {
			r.Entries = append(r.Entries, bot.Entry{Label: "2024", Text: fmt.Sprintf("Entry %d: %s.", i, strings.Repeat("a<b & ", n/6)), Citations: []knowledge.Citation{
				{Source: "x", Title: fmt.Sprintf("Title %d %s", i, strings.Repeat("t&", n/20)), URL: "https://harbour.example/" + strings.Repeat("u", n), Paragraph: i, Sentence: 1, Quote: strings.Repeat("so it is. ", n/10)}}})
		}
		r.Answer = &knowledge.Answer{}
		all := ""
		for _, m := range a.Render(r) {
			all += read(t, m.Blocks) + "\n"
			if got := len([]rune(m.Text)); got > 4000 || got == 0 {
				t.Errorf("entries of %d: a text of %d characters", n, got)
			}
			var blocks []struct {
				Type string
				Text struct{ Text string }
			}
			if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
				t.Fatal(err)
			}
			if len(blocks) > 50 {
				t.Errorf("entries of %d: %d blocks in a message", n, len(blocks))
			}
			for _, b := range blocks {
				if got := len([]rune(b.Text.Text)); got > 3000 {
					t.Errorf("entries of %d: a %s of %d characters", n, b.Type, got)
				}
			}
		}
		for i := range entries {
			if want := fmt.Sprintf("[%d] Title %d", i+1, i); !strings.Contains(all, want) {
				t.Fatalf("entries of %d: the citation %q is lost or torn", n, want)
			}
		}
	}
}
