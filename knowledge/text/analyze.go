package text

// A Word is one word of a question after folding and repair.
type Word struct {
	Text  string // folded and repaired
	Typed string // what was typed, where it was repaired; else ""
	Stem  string
}

// A Unit is what a question is compared by: a concept of the lexicon, however many words name it, or a single stem.
type Unit struct {
	Key      string   // the concept's name in angle brackets, or the stem
	Concept  *Concept // nil for a plain stem
	From, To int      // the words that it spans, half-open
	Stop     bool     // a word that carries no content ("the", "please")
}

// A Query is a question taken apart.
type Query struct {
	Raw    string
	Folded string
	Words  []Word
	Units  []Unit
	Kind   Kind // the kind of thing asked for
	Head   int  // index of the unit that the question word governs ("how many TROOPS", "which BASE"), or -1
}

// Content gives the units that carry content.
func (q *Query) Content() []Unit {
	out := make([]Unit, 0, len(q.Units))
	for _, u := range q.Units {
		if !u.Stop {
			out = append(out, u)
		}
	}
	return out
}

// Repairs lists what was repaired, as pairs of what was typed and what it was read as.
func (q *Query) Repairs() [][2]string {
	var out [][2]string
	for _, w := range q.Words {
		if w.Typed != "" {
			out = append(out, [2]string{w.Typed, w.Text})
		}
	}
	return out
}

// An Analyzer takes questions apart. It is immutable, and so safe for concurrent use.
type Analyzer struct {
	Lexicon *Lexicon
	Speller *Speller // nil: nothing is repaired
}

// Analyze folds a question, repairs its words, stems them, and finds its concepts and the kind of thing it asks for.
func (a *Analyzer) Analyze(raw string) *Query {
	q := &Query{Raw: raw, Folded: Fold(raw)}
	tokens := Tokens(q.Folded)
	q.Words = make([]Word, len(tokens))
	for i, t := range tokens {
		q.Words[i] = Word{Text: t}
		if a.Speller != nil {
			if r, changed := a.Speller.Repair(t); changed {
				q.Words[i] = Word{Text: r, Typed: t}
			}
		}
		q.Words[i].Stem = Stem(q.Words[i].Text)
	}
	for i := 0; i < len(q.Words); {
		c, n := a.Lexicon.Match(q.Words, i)
		u := Unit{Key: q.Words[i].Stem, Concept: c, From: i, To: i + n}
		if c != nil {
			u.Key = "<" + c.Name + ">"
		} else {
			u.Stop = IsStop(q.Words[i].Text)
		}
		q.Units = append(q.Units, u)
		i += n
	}
	q.Kind, q.Head = kindOf(q.Words, q.Units)
	return q
}
