package bot_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"drawdown/bot"
)

func TestPack(t *testing.T) {
	for _, test := range []struct {
		pieces string // separated by |, each before its text
		limit  int
		want   string // texts separated by /
	}{
		{"", 10, ""},
		{"One.| Two.", 10, "One. Two."},
		{"One.| Two.| Three.", 10, "One. Two./Three."},
		{"One.| Two.| Three.", 100, "One. Two. Three."},
		{"A sentence.| B.", 11, "A sentence./B."},
		{"four words in here", 9, "four…/words in…/here"},
		{"abcdefghij", 4, "abc…/def…/ghij"},
		{"A.| four words in here", 9, "A./four…/words in…/here"},
		{"😀😀😀😀", 5, "😀😀…/😀😀"},
		{"ab", 1, "a/b"},
	} {
		var pieces []bot.Piece
		for _, p := range strings.Split(test.pieces, "|") {
			text := strings.TrimLeft(p, " ")
			pieces = append(pieces, bot.Piece{Before: p[:len(p)-len(text)], Text: text})
		}
		if got := strings.Join(bot.Pack(pieces, test.limit, bot.UTF16), "/"); got != test.want {
			t.Errorf("Pack(%q, %d) = %q, want %q", test.pieces, test.limit, got, test.want)
		}
	}
}

// Whatever is packed fits, and nothing of it is lost.
func FuzzPack(f *testing.F) {
	f.Add("One. Two. Three.", 7)
	f.Add("😀 a\nb", 3)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if limit < 3 || limit > 5000 || !utf8.ValidString(s) {
			return // a limit below a wide character and its ellipsis cannot be kept
		}
		var pieces []bot.Piece
		for _, p := range strings.SplitAfter(s, ".") {
			pieces = append(pieces, bot.Piece{Before: " ", Text: p})
		}
		kept := strings.NewReplacer(" ", "", "\n", "", "…", "")
		var all strings.Builder
		for _, text := range bot.Pack(pieces, limit, bot.UTF16) {
			if n := bot.UTF16(text); n > limit || text == "" {
				t.Errorf("a text of size %d, %q, for the limit %d", n, text, limit)
			}
			all.WriteString(text)
		}
		if got, want := kept.Replace(all.String()), kept.Replace(s); got != want {
			t.Errorf("packing %q gives %q", s, all.String())
		}
	})
}
