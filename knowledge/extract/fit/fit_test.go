package fit

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"drawdown/knowledge/articles"
	"drawdown/knowledge/extract"
)

// lessons is a file in the format of SQuAD about invented things.
func lessons(t *testing.T) string {
	t.Helper()
	type m = map[string]any
	paragraph := func(context string, qas ...m) m { return m{"context": context, "qas": qas} }
	ask := func(q, answer string, start int) m {
		return m{"question": q, "is_impossible": false, "answers": []m{{"text": answer, "answer_start": start}}}
	}
	gap := func(q string) m { return m{"question": q, "is_impossible": true, "answers": []m{}} }
	data := m{"data": []m{
		{"title": "Glass_harp", "paragraphs": []m{
			paragraph("The Lindau glass harp was made in 1791. Its maker, Ilse Krantz, used forty bowls.", ask("When was the Lindau glass harp made?", "1791", 34), ask("How many bowls did Ilse Krantz use?", "forty", 70), gap("Who bought the Lindau glass harp?")),
			paragraph("Players wet their fingers. They tune the bowls with water because glass cannot be bent.", ask("Why do they tune the bowls with water?", "glass cannot be bent", 67), gap("Where do players buy bowls?")),
		}},
		{"title": "Salt_road", "paragraphs": []m{
			paragraph("The salt road ran from Ostrava to Merun. Mules carried the salt in sacks.", ask("What carried the salt?", "Mules", 41), gap("What did the salt cost?")),
			paragraph("The café “Mule” opened in Merun in 1950. It burned down in 1962.", ask("When did the café burn down?", "1962", 59), gap("Who owned the café?")),
		}},
	}}
	content, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "lessons.json")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadSQuAD(t *testing.T) {
	sets, err := ReadSQuAD(lessons(t))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"When was the Lindau glass harp made?": 0, "How many bowls did Ilse Krantz use?": 1, "Why do they tune the bowls with water?": 3, "What carried the salt?": 1, "When did the café burn down?": 3}
	found := 0
	for _, s := range sets {
		for _, e := range s.Examples {
			sentence, ok := want[e.Question]
			if ok != e.Answerable {
				t.Errorf("%q: answerable = %v, want %v", e.Question, e.Answerable, ok)
			}
			if !ok {
				continue
			}
			found++
			if len(e.Gold) != 1 || e.Gold[0] != sentence {
				t.Errorf("%q: sentences %v, want %d", e.Question, e.Gold, sentence)
			}
		}
	}
	if found != len(want) {
		t.Errorf("%d of %d questions were read", found, len(want))
	}
}

func TestTrainIsDeterministic(t *testing.T) {
	path := lessons(t)
	first, err := Train(path, "", articles.Files)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Train(path, "", articles.Files)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("two trainings on the same file give different models")
	}
	var m extract.Model
	if err := m.UnmarshalBinary(first); err != nil {
		t.Errorf("the model cannot be read back: %v", err)
	}
}

func TestTrainErrors(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.json")
	if err := os.WriteFile(bad, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{bad, filepath.Join(t.TempDir(), "none.json")} {
		if _, err := Train(path, "", articles.Files); err == nil {
			t.Errorf("Train(%q) gives no error", path)
		}
	}
}

func TestFitListwise(t *testing.T) {
	lists := []list{
		{x: [][]float32{{1, 0, 3}, {0, 1, 3}}, right: []bool{true, false}, weight: 1},
		{x: [][]float32{{0, 1, 5}, {1, 0, 5}}, right: []bool{false, true}, weight: 1},
	}
	w := fitListwise(lists, 3, 100, 1e-3, nil)
	if !(w[0] > 0 && w[1] < 0) {
		t.Errorf("weights = %v, want the first above 0 and the second below", w)
	}
	if w[2] != 0 {
		t.Errorf("a feature that is the same for all candidates weighs %v, want 0", w[2])
	}
}

func TestOverlap(t *testing.T) {
	for _, test := range []struct {
		text string
		want float64
	}{{"the year 1791", 2.0 / 3}, {"1791", 1}, {"forty bowls", 0}} {
		if got := overlap(test.text, []string{"1791"}); got < test.want-1e-9 || got > test.want+1e-9 {
			t.Errorf("overlap(%q) = %v, want %v", test.text, got, test.want)
		}
	}
}
