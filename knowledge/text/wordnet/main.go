// Command wordnet makes the table of English words that package text embeds, words.txt, lists.txt and labels.txt, from the files
// of WordNet 3.0 (Debian's package wordnet-base): each word with the labels of what it is a kind of. Package wordtable writes them.
//
//	go run ./knowledge/text/wordnet /usr/share/wordnet knowledge/text
//
// A word that WordNet's tagged texts never use in any sense is not marked as common: it is a word, but a rare one, and may well be
// a slip of the fingers. The command keeps single words of letters; of each, the first two noun senses and the first verb sense (WordNet orders them by
// frequency). A label is the first word of a synset on the way up from a sense (four steps at most, the six most
// general levels left out, since everything is an entity), or the name of the lexicographer's file that holds it
// (food, artifact, person …). Labels that fewer than minShared words share are dropped: they bring nothing together.
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"drawdown/knowledge/text/wordtable"
)

const (
	steps      = 4  // ancestors kept above a sense
	general    = 6  // levels from the root that say nothing
	minShared  = 4  // words that must share a label
	maxLabels  = 7  // labels a word, the nearest first
	maxLetters = 18 // longer entries are chemistry
)

type synset struct {
	name  string
	file  string
	up    []string
	depth int
}

var files = map[int]string{
	3: "top", 4: "act", 5: "animal", 6: "artifact", 7: "attribute", 8: "body", 9: "cognition", 10: "communication", 11: "event", 12: "feeling", 13: "food",
	14: "group", 15: "location", 16: "motive", 17: "object", 18: "person", 19: "phenomenon", 20: "plant", 21: "possession", 22: "process", 23: "quantity",
	24: "relation", 25: "shape", 26: "state", 27: "substance", 28: "time", 29: "v-body", 30: "v-change", 31: "v-cognition", 32: "v-communication", 33: "v-competition",
	34: "v-consumption", 35: "v-contact", 36: "v-creation", 37: "v-emotion", 38: "v-motion", 39: "v-perception", 40: "v-possession", 41: "v-social", 42: "v-stative", 43: "v-weather",
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: wordnet FROM TO  (the folder with index.noun and data.noun, and the folder for the table)")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "wordnet:", err)
		os.Exit(2)
	}
}

func run(dir, to string) error {
	labels, used := map[string][]string{}, map[string]bool{}
	for _, p := range []struct {
		pos    string
		senses int
	}{{"noun", 2}, {"verb", 1}, {"adj", 0}, {"adv", 0}} {
		sets, err := data(filepath.Join(dir, "data."+p.pos))
		if err != nil {
			return err
		}
		if err := index(filepath.Join(dir, "index."+p.pos), p.senses, sets, labels, used); err != nil {
			return err
		}
		if err := exceptions(filepath.Join(dir, p.pos+".exc"), labels, used); err != nil {
			return err
		}
	}
	return write(to, wordtable.Make(words(labels, used)))
}

// data reads the synsets of a part of speech: offset lex_filenum type w_cnt word lex_id … p_cnt [symbol offset pos n] …
func data(path string) (map[string]*synset, error) {
	sets := map[string]*synset{}
	err := lines(path, func(f []string) {
		if len(f) < 6 {
			return
		}
		lex, _ := strconv.Atoi(f[1])
		n, _ := strconv.ParseInt(f[3], 16, 32)
		s := &synset{name: strings.ToLower(f[4]), file: files[lex], depth: -1}
		i := 4 + 2*int(n)
		count, _ := strconv.Atoi(f[i])
		for k := 0; k < count; k++ {
			if sym := f[i+1+4*k]; sym == "@" || sym == "@i" {
				s.up = append(s.up, f[i+2+4*k])
			}
		}
		sets[f[0]] = s
	})
	return sets, err
}

// index adds the labels of every word: lemma pos synset_cnt p_cnt [symbol…] sense_cnt tagsense_cnt offset …
func index(path string, senses int, sets map[string]*synset, labels map[string][]string, used map[string]bool) error {
	return lines(path, func(f []string) {
		if len(f) < 6 || !word(f[0]) {
			return
		}
		n, _ := strconv.Atoi(f[2])
		tagged, _ := strconv.Atoi(f[len(f)-n-1])
		if len(f[0]) <= 3 && tagged == 0 {
			return // abbreviations and letters: more often a slip than the word
		}
		used[f[0]] = used[f[0]] || tagged > 0
		offsets := f[len(f)-n:]
		have := labels[f[0]]
		for _, o := range offsets[:min(senses, n)] {
			have = climb(have, o, sets)
		}
		labels[f[0]] = have
	})
}

func climb(have []string, offset string, sets map[string]*synset) []string {
	s := sets[offset]
	have = add(have, "_"+s.file)
	for k := 0; k <= steps && s != nil; k++ {
		if depth(s, sets) >= general || strings.HasPrefix(s.file, "v-") {
			have = add(have, s.name)
		}
		if len(s.up) == 0 {
			break
		}
		s = sets[s.up[0]]
	}
	return have
}

func depth(s *synset, sets map[string]*synset) int {
	if s.depth < 0 {
		s.depth = 0
		if len(s.up) > 0 {
			s.depth = 1 + depth(sets[s.up[0]], sets)
		}
	}
	return s.depth
}

// exceptions adds irregular forms as words of their own with the labels of their base.
func exceptions(path string, labels map[string][]string, used map[string]bool) error {
	return lines(path, func(f []string) {
		if len(f) >= 2 && word(f[0]) && labels[f[0]] == nil {
			labels[f[0]], used[f[0]] = labels[f[1]], used[f[1]]
		}
	})
}

// words drops the labels that few words share, and those beyond the nearest.
func words(labels map[string][]string, used map[string]bool) map[string]wordtable.Source {
	shared := map[string]int{}
	for _, ls := range labels {
		for _, l := range ls {
			shared[l]++
		}
	}
	out := make(map[string]wordtable.Source, len(labels))
	for w, ls := range labels {
		s := wordtable.Source{Common: used[w]}
		for _, l := range ls {
			if shared[l] >= minShared && len(s.Labels) < maxLabels {
				s.Labels = append(s.Labels, l)
			}
		}
		out[w] = s
	}
	return out
}

func write(to string, t wordtable.Table) error {
	for _, f := range []struct{ name, text string }{{"words.txt", t.Words}, {"lists.txt", t.Lists}, {"labels.txt", t.Labels}} {
		if err := os.WriteFile(filepath.Join(to, f.name), []byte(f.text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func lines(path string, each func(fields []string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		if line := in.Text(); line != "" && line[0] != ' ' {
			if i := strings.Index(line, " | "); i >= 0 {
				line = line[:i]
			}
			each(strings.Fields(line))
		}
	}
	return in.Err()
}

func word(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return len(w) >= 2 && len(w) <= maxLetters
}

func add(to []string, label string) []string {
	for _, l := range to {
		if l == label {
			return to
		}
	}
	return append(to, label)
}
