package text

import "github.com/kljensen/snowball/english"

// irregular holds the forms that the Snowball stemmer does not bring together with their base, as stems.
var irregular = map[string]string{
	"said": "say", "told": "tell", "left": "leav", "went": "go", "gone": "go", "fell": "fall", "fallen": "fall", "began": "begin", "begun": "begin",
	"came": "come", "took": "take", "taken": "take", "gave": "give", "given": "give", "made": "make", "saw": "see", "seen": "see", "got": "get",
	"gotten": "get", "kept": "keep", "held": "hold", "led": "lead", "met": "meet", "met's": "meet", "paid": "pay", "ran": "run", "sent": "send", "sold": "sell",
	"spoke": "speak", "spoken": "speak", "spent": "spend", "stood": "stand", "thought": "think", "understood": "understand", "wrote": "write", "written": "write",
	"won": "win", "lost": "lose", "shot": "shoot", "struck": "strike", "stricken": "strike", "fought": "fight", "brought": "bring", "bought": "buy", "built": "build",
	"caught": "catch", "chose": "choos", "chosen": "choos", "drew": "draw", "drawn": "draw", "felt": "feel", "flew": "fli", "found": "find", "grew": "grow", "grown": "grow",
	"knew": "know", "known": "know", "meant": "mean", "rose": "rise", "risen": "rise", "shrank": "shrink", "shrunk": "shrink", "shown": "show", "slain": "slay", "withdrew": "withdraw",
	"withdrawn": "withdraw", "withdrawal": "withdraw", "broke": "break", "broken": "break", "taught": "teach", "sought": "seek", "dealt": "deal", "hid": "hide", "hidden": "hide",
	"men": "man", "women": "woman", "children": "child", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "am": "be", "being": "be",
	"has": "have", "had": "have", "having": "have", "does": "do", "did": "do", "done": "do", "doing": "do", "advisor": "advis", "advisers": "advis", "advisors": "advis", "adviser": "advis",
	"advisory": "advis", "advice": "advis", "died": "die", "dying": "die", "death": "die", "deaths": "die", "dead": "die", "killed": "kill", "these": "this", "those": "that",
	"reduction": "reduc", "reductions": "reduc", "drawdowns": "drawdown", "less": "less", "news": "news", "iraqis": "iraqi",
}

// Stem gives a word's stem: Porter's second English stemmer (Snowball), after a table of the irregular forms that it
// leaves apart. Words of up to two letters and numbers are their own stems.
func Stem(word string) string {
	if s, ok := irregular[word]; ok {
		return s
	}
	if len(word) < 3 || digit(word[0]) {
		return word
	}
	return english.Stem(word, true)
}
