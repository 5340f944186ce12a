package bot

import (
	_ "embed"
	"strings"

	"drawdown/knowledge/text"
)

// wordings are what people say that is no question on the articles: headings with wordings below.
//
//go:embed talk.txt
var wordings string

// A phrasebook finds what a message says, if it is small talk or a command.
type phrasebook struct {
	exact   map[string]string // the words of a wording → its heading
	phrases []spoken
}

type spoken struct {
	words   map[string]bool
	heading string
}

func readPhrasebook(content string) phrasebook {
	p := phrasebook{exact: map[string]string{}}
	heading := ""
	for _, line := range strings.Split(content, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			heading = strings.Trim(line, "[]")
		default:
			words := text.Tokens(text.Fold(line))
			p.exact[strings.Join(words, " ")] = heading
			s := spoken{map[string]bool{}, heading}
			for _, w := range words {
				s.words[text.Stem(w)] = true
			}
			p.phrases = append(p.phrases, s)
		}
	}
	return p
}

// certain finds a message that is a wording to the letter, a leading slash aside.
func (p phrasebook) certain(message string) string {
	return p.exact[strings.Join(text.Tokens(text.Fold(strings.TrimLeft(message, "/"))), " ")]
}

// alikeEnough is the share of common words (Jaccard) from which a message is taken for a wording.
const alikeEnough = 0.66

// nearly finds a message that is nearly a wording, or "".
func (p phrasebook) nearly(q *text.Query) string {
	words := map[string]bool{}
	for _, w := range q.Words {
		words[w.Stem] = true
	}
	best, heading := alikeEnough, ""
	for _, s := range p.phrases {
		common := 0
		for w := range words {
			if s.words[w] {
				common++
			}
		}
		if j := float64(common) / float64(len(words)+len(s.words)-common); j >= best {
			best, heading = j, s.heading
		}
	}
	return heading
}

var replies = map[string]string{
	"greeting":    `Hello. Ask me about the U.S. military drawdown in Iraq and Syria, or say "help".`,
	"thanks":      "You are welcome.",
	"goodbye":     "Goodbye.",
	"praise":      "Good. Ask on if there is more.",
	"insult":      `I only know what two articles say, and I may have misread your question. Asking in other words often helps; "help" shows some that work.`,
	"who-are-you": "I am drawdown, a bot without a language model: I find the sentence of an article that answers a question on the U.S. military drawdown in Iraq and Syria, and show where it stands.",
	"gibberish":   `I cannot make out a word of that. Ask a question, such as "How many U.S. troops remain in Syria?", or say "help".`,
}

// say gives the reply to a heading of the phrasebook.
func (b *mind) say(heading string) (Reply, bool) {
	switch heading {
	case "":
		return Reply{}, false
	case "help":
		return b.help(), true
	case "articles":
		return b.articles(), true
	case "summary":
		return b.summary(), true
	case "timeline":
		return b.timeline(), true
	}
	return Reply{Kind: Talk, Text: replies[heading]}, true
}

// gibberish tells whether a message holds no word that anybody knows, and at least one that is not even near one.
func gibberish(q *text.Query) bool {
	strange := false
	for _, w := range q.Words {
		if w.Typed != "" {
			continue
		}
		if len(w.Text) > 1 && text.IsEnglish(w.Text) {
			return false
		}
		strange = true
	}
	for _, u := range q.Units {
		if u.Concept != nil && q.Words[u.From].Typed == "" {
			return false
		}
	}
	return strange || len(q.Words) == 0
}
