package web

import (
	"strings"

	"drawdown/bot"
	"drawdown/knowledge"
)

// An Answer is a reply as JSON: what POST /v1/ask answers, and what the command prints. ID and session stand in it where they were
// given.
type Answer struct {
	ID      string `json:"id,omitempty"`
	Session string `json:"session,omitempty"`
	knowledge.Answer
}

// NewAnswer makes the JSON of a reply. What is no answer to a question has the same form: a listing is answered, with its entries as
// the statement; small talk is not, and says so in "answer", with the questions that it names as suggestions.
func NewAnswer(id, session, question string, r bot.Reply) Answer {
	out := Answer{ID: id, Session: session}
	if r.Answer != nil {
		out.Answer = *r.Answer
	} else {
		out.Answer = knowledge.Answer{Answered: r.Kind == bot.Listing, Short: r.Text, Confidence: 1}
		if out.Answered {
			out.Statement, out.Citations = joined(r.Entries)
		} else {
			out.Suggestions = texts(r.Entries)
		}
	}
	if !out.Answered && out.Short == "" {
		out.Short = r.Text
	}
	out.Question = question
	out.Citations, out.Caveats, out.Differs, out.Related = notNil(out.Citations), notNil(out.Caveats), notNil(out.Differs), notNil(out.Related)
	return out
}

// joined makes one statement of the entries of a list, a line each.
func joined(entries []bot.Entry) (string, []knowledge.Citation) {
	var lines []string
	var cited []knowledge.Citation
	for _, e := range entries {
		line := e.Text
		if e.Label != "" {
			line = e.Label + ": " + line
		}
		lines, cited = append(lines, line), append(cited, e.Citations...)
	}
	return strings.Join(lines, "\n"), cited
}

func texts(entries []bot.Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Text)
	}
	return out
}

// notNil makes an empty list where there is none, for JSON's sake.
func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
