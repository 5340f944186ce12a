package bot

import (
	"strings"

	"drawdown/knowledge"
	"drawdown/knowledge/text"
)

// A follow-up leaves out what was said before. It is put back in one of these ways, whichever the base is surest of:
//
//   - a bare question word asks for a facet of the fact that was answered last ("why?", "when was that?");
//   - a thing of an exclusive class takes the place of its like in the last question ("and in Syria?");
//   - a pronoun or a gap in the sentence is filled with what the last question and answer were about ("what did he say?").
//
// A question that stands by itself is asked as it is. So that a follow-up leads nowhere that the articles do not go, what
// was put together is asked like any other question, and refused like any other.

// An outcome is the answer to a message in a conversation.
type outcome struct {
	answer    knowledge.Answer
	completed string // the question that was asked in the message's place, or ""
	about     string // the question that the conversation is about from now on
}

// ask answers a message in a conversation.
func (b *mind) ask(u *understanding, c conversation) outcome {
	message, f := u.text, u.followUp
	alone := outcome{u.alone, "", message}
	last, ok := c.last()
	if !ok && f.bareKind() {
		return outcome{b.base.Refuse(message, nil), "", message} // "what for?" with nothing before it
	}
	if !ok {
		return alone
	}
	if f.back {
		if o, ok := b.back(f, c); ok {
			return o
		}
	}
	if !f.dependent() || f.standsAlone(alone.answer) {
		return alone
	}
	if a, ok := b.facet(f, last); ok {
		return outcome{a, "", last.Question}
	}
	return b.complete(f, last, alone)
}

// A followUp is a message as a follow-up.
type followUp struct {
	q        *text.Query
	content  []text.Unit // units with content
	bare     bool        // nothing but question words and pronouns
	opening  bool        // it opens with "and", "but", "what about", "how about" …
	personal bool        // it holds "he", "him" …
	pronoun  bool        // it holds a pronoun or "there", "then", "that"
	back     bool        // "back to …"
	fragment bool        // it has no verb of its own
}

// dependent tells whether the message leans on what was said before.
func (f followUp) dependent() bool {
	return f.bare || f.opening || f.pronoun || f.fragment
}

// standsAlone tells whether the message, for all its pronouns, says enough: it names several things and has a sure answer.
func (f followUp) standsAlone(alone knowledge.Answer) bool {
	return !f.opening && !f.personal && len(f.content) >= enoughUnits && alone.Confidence >= sureAlone
}

const (
	enoughUnits = 3
	sureAlone   = 0.8
)

var (
	anaphors = set("he him his she her hers they them their theirs it its there then that those this these one ones same others rest other former latter latter's such")
	openings = []string{"and", "but", "or", "what about", "how about", "so", "ok and", "okay and", "also", "then", "what of", "as for", "ok but", "ok so", "now"}
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// maxFragment is how many units with content a follow-up without a verb has at most.
const maxFragment = 2

func (b *mind) read(message string) followUp {
	q := b.base.Analyzer().Analyze(message)
	f := followUp{q: q, content: q.Content()}
	words := make([]string, len(q.Words))
	verb := false
	for i, w := range q.Words {
		words[i] = w.Text
		f.pronoun = f.pronoun || anaphors[w.Text] && !expletive(q.Words, i)
		f.personal = f.personal || personalPronouns[w.Text]
		verb = verb || verbs[w.Text]
	}
	line := strings.Join(words, " ") + " "
	for _, o := range openings {
		f.opening = f.opening || strings.HasPrefix(line, o+" ")
	}
	f.back = strings.HasPrefix(line, "back to ") || strings.HasPrefix(line, "going back to ") || strings.HasPrefix(line, "to return to ")
	f.bare = true
	for _, u := range f.content {
		f.bare = f.bare && thin[u.Key]
	}
	f.fragment = !verb && len(f.content) <= maxFragment
	return f
}

// inquires tells whether a message asks something: it ends with a question mark, or begins with a question word or a verb.
func (f followUp) inquires(message string) bool {
	return strings.HasSuffix(strings.TrimRight(message, " \t\n)\"'”"), "?") || f.q.Kind != text.Keywords || f.opening && f.fragment
}

// expletive tells the "it" and "there" and "that" that stand for nothing: "is it true", "there are", "who said that the …".
func expletive(words []text.Word, i int) bool {
	next := ""
	if i+1 < len(words) {
		next = words[i+1].Text
	}
	switch words[i].Text {
	case "there":
		return i > 0 && verbs[words[i-1].Text] && next != "" || verbs[next] && i == 0
	case "that", "this", "these", "those", "such", "other", "others", "same", "one":
		return next != "" && !verbs[next]
	case "it":
		return next == "true" || next == "that" || i+2 < len(words) && words[i+2].Text == "that"
	case "rest":
		return next == "of" && i+2 < len(words) && !anaphors[words[i+2].Text]
	}
	return false
}

var verbs = set("is are was were be been do does did has have had can could will would should may might must say says said tell think mean happen happened")

// thin holds the units that ask for a facet without naming anything.
var thin = set("promis claim report state assert reason purpose exactly date time year place name source happen occur long ago real <past> <remain> <now> mean sure true example instance like elaborate detail")
