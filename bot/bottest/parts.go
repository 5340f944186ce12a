package bottest

import (
	"strings"
	"testing"
	"unicode"

	"drawdown/bot"
)

// enough is how many questions are asked.
const enough = 12

// questions are asks of the base that it answers, spread over its facts.
func (s *suite) questions(t *testing.T) []string {
	t.Helper()
	facts := s.base.Facts()
	var out []string
	for i := 0; i < len(facts); i += max(1, len(facts)/(2*enough)) {
		q := facts[i].Question
		if q != "" && len(out) < enough && direct(bot.New(s.base, bot.Options{}), q).Kind == bot.Answered {
			out = append(out, q)
		}
	}
	if len(out) < enough {
		t.Fatalf("the base answers %d of its own questions %q, want %d", len(out), out, enough)
	}
	return out
}

func (s *suite) answers(t *testing.T) {
	for _, q := range s.questions(t) {
		p := s.pair(t)
		read, r := p.say(q)
		if c := r.Answer.Citations[0]; c.Paragraph > 0 && !strings.Contains(read, "¶") {
			t.Errorf("%q got\n%s\nwant the place of its citation in it, such as %s", q, read, c.Locator().Place())
		}
	}
}

func (s *suite) refusals(t *testing.T) {
	for _, q := range []string{"how do I bake sourdough bread", "who won the football world cup", "How many British troops died in Iraq?"} {
		if _, r := s.pair(t).say(q); r.Kind == bot.Answered {
			t.Errorf("the bot itself answers %q with %q; the suite wants a question that is refused", q, r.Answer.Short)
		}
	}
}

// followUps holds a follow-up within a conversation, and the same one where nothing went before.
func (s *suite) followUps(t *testing.T) {
	opening, follow := s.dependent(t)
	within := s.pair(t)
	within.say(opening)
	within.say(follow)
	alone := s.pair(t)
	alone.say(follow)

	// Two people who talk to one bot.
	b := bot.New(s.base, bot.Options{})
	one, two := s.begin(t, b), s.begin(t, b)
	if _, err := one.Say(opening); err != nil {
		t.Fatal(err)
	}
	read, err := two.Say(follow)
	if err != nil {
		t.Fatal(err)
	}
	if part := missing(read, direct(bot.New(s.base, bot.Options{}), follow)); part != "" {
		t.Errorf("%q, said by somebody else after %q, got\n%s\nwant in it: %s", follow, opening, read, part)
	}
}

// dependent finds a question and a follow-up that the bot answers, and does not answer so by itself.
func (s *suite) dependent(t *testing.T) (opening, follow string) {
	t.Helper()
	for _, q := range append([]string{"How many U.S. troops remain in Syria?", "When was the reduction announced?"}, s.questions(t)...) {
		for _, f := range []string{"and in Iraq?", "who said so?", "why?", "when was that?", "where?"} {
			b := bot.New(s.base, bot.Options{})
			if direct(b, q).Kind != bot.Answered {
				continue
			}
			after, before := direct(b, f), direct(bot.New(s.base, bot.Options{}), f)
			if after.Kind == bot.Answered && before.Kind == bot.Refused {
				return q, f
			}
		}
	}
	t.Fatal("the bot itself follows up on nothing")
	return "", ""
}

func (s *suite) smallTalk(t *testing.T) {
	p := s.pair(t)
	for _, text := range []string{"hello", "thanks", "goodbye", "help", "who are you"} {
		if read, r := p.say(text); r.Kind != bot.Talk || words(read) == "" {
			t.Errorf("%q got %q; want a word", text, read)
		}
	}
}

func (s *suite) listings(t *testing.T) {
	p := s.pair(t)
	for _, text := range []string{"articles", "timeline", "summary"} {
		if _, r := p.say(text); r.Kind != bot.Listing {
			t.Errorf("the bot itself takes %q for no list", text)
		}
	}
}

// noQuestion says what is no question. An adapter may stay silent where nothing at all was said.
func (s *suite) noQuestion(t *testing.T) {
	p := s.pair(t)
	long := strings.Repeat("why ", bot.MaxMessage)
	for _, text := range []string{long[:bot.MaxMessage+1], "?!", "... ---"} {
		p.say(text)
	}
	for _, text := range []string{"", "   "} {
		read, err := p.adapter.Say(text)
		if err != nil {
			t.Errorf("saying %q: %v", text, err)
		}
		if part := missing(read, direct(p.bot, text)); words(read) != "" && part != "" {
			t.Errorf("%q got\n%s\nwant silence, or in it: %s", text, read, part)
		}
	}
}

// harmful is what must never come back as it was typed: mentions of everybody, markup, links in disguise, signs that steer a
// terminal or turn a text around.
var harmful = []string{"@everyone", "@here", "<@123456789>", "<!channel>", "<!here|here>", "<#C024BE91L|general>", "**now**", "||now||", "~~now~~", "`now`",
	"[now](https://evil.example)", "<https://evil.example|now>", "https://evil.example", "\x1b[31m", "\x1b]0;now\x07", "\x08\x08\x08", "\u202enow\u202c", "\u2066now\u2069", "\u200bnow"}

func (s *suite) hostile(t *testing.T) {
	p := s.pair(t)
	for _, h := range harmful {
		for _, text := range []string{h, "what about " + h + " in france"} {
			read, _ := p.say(text)
			harmless(t, text, h, read)
		}
	}
}

// hostileFollowUps says the same after a question, for a follow-up is shown as it was understood.
func (s *suite) hostileFollowUps(t *testing.T) {
	opening, follow := s.dependent(t)
	p := s.pair(t)
	for _, h := range harmful {
		for _, text := range []string{follow + " " + h, "why? " + h} {
			p.say(opening)
			read, _ := p.say(text)
			harmless(t, text, h, read)
		}
	}
}

// harmless tells whether what was typed came back.
func harmless(t *testing.T, text, harm, read string) {
	t.Helper()
	if strings.Contains(read, harm) {
		t.Errorf("%q came back as it was typed:\n%s", text, read)
	}
	for _, r := range read {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r) {
			t.Errorf("%q got a text with the sign %U in it: %q", text, r, read)
			return
		}
	}
}
