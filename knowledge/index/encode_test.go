package index_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"drawdown/knowledge"
	"drawdown/knowledge/index"
	"drawdown/knowledge/text"
	"drawdown/knowledge/train"
)

// trained is the model of a small corpus of invented facts.
var trained = sync.OnceValues(func() ([]byte, error) {
	c, err := knowledge.ReadCorpus(os.DirFS("../testdata/harbour"))
	if err != nil {
		return nil, err
	}
	return train.Model(c)
})

func model(t *testing.T) []byte {
	t.Helper()
	m, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRoundTrip(t *testing.T) {
	data := model(t)
	x, fingerprint, words, counts, err := index.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(fingerprint) != 64 || len(words) == 0 || len(words) != len(counts) || !slices.IsSorted(words) {
		t.Errorf("fingerprint %q, %d words with %d counts; want a SHA-256 and as many of each, sorted", fingerprint, len(words), len(counts))
	}
	again := x.Encode(fingerprint, words, counts)
	if !bytes.Equal(again, data) {
		t.Errorf("decoded and encoded again, %d bytes became %d others", len(data), len(again))
	}
	y, _, _, _, err := index.Decode(again)
	if err != nil {
		t.Fatal(err)
	}
	a := &text.Analyzer{Lexicon: &text.Lexicon{}}
	for _, q := range []string{"how many boats does the harbour keep", "who decided", "bread", ""} {
		first, second := x.Rank(a.Analyze(q), new(index.Scratch)), y.Rank(a.Analyze(q), new(index.Scratch))
		if !slices.Equal(first, second) {
			t.Errorf("%q ranks %v, and after a round trip %v", q, first, second)
		}
	}
}

// A file that was cut short is an error, wherever it was cut.
func TestTruncated(t *testing.T) {
	data := model(t)
	for n := 0; n < len(data); n += 97 {
		if _, _, _, _, err := index.Decode(data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes decode without an error", n, len(data))
		}
	}
	if _, _, _, _, err := index.Decode(append(slices.Clone(data), 0)); err == nil {
		t.Error("a byte too many decodes without an error")
	}
}

func TestOtherFiles(t *testing.T) {
	data := model(t)
	for i := range len("drawdown model 3") {
		flipped := slices.Clone(data)
		flipped[i] ^= 1
		if _, _, _, _, err := index.Decode(flipped); err == nil {
			t.Errorf("with byte %d of the magic flipped it decodes without an error", i)
		}
	}
	for _, s := range []string{"", "PK\x03\x04", "drawdown model", "drawdown model 2", "drawdown model 2\xff\xff\xff\xff", "drawdown model 3", "drawdown model 3\xff\xff\xff\xff\xff\xff\xff\xff"} {
		if _, _, _, _, err := index.Decode([]byte(s)); err == nil || !strings.Contains(err.Error(), "drawdown train") {
			t.Errorf("%q decodes with the error %v; want one that says how to make the model anew", s, err)
		}
	}
}

// Whatever byte of a file was changed, it is an error.
func TestDamaged(t *testing.T) {
	data := model(t)
	for at := 0; at+4 <= len(data); at += 397 {
		for _, v := range []uint32{0, 0x7fffffff, 0xffffffff} {
			damaged := slices.Clone(data)
			binary.LittleEndian.PutUint32(damaged[at:], v)
			if _, _, _, _, err := index.Decode(damaged); err == nil && !bytes.Equal(damaged, data) {
				t.Errorf("with %#x at byte %d of %d it decodes without an error", v, at, len(data))
			}
		}
	}
}
