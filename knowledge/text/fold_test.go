package text

import "testing"

func TestFold(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"  How   MANY\ttroops\n", "how many troops"},

		// Unicode and the signs of word processors.
		{"Erbīl, Al-Sūdānī", "erbil, al-sudani"},
		{"İstanbul ılık", "istanbul ilik"},
		{"ＨＯＷ ｍａｎｙ？", "how many?"},
		{"ﬁve", "five"},
		{"“forever” ‘war’", `"forever" 'war'`},
		{"Iraq’s «base»", `iraq's "base"`},
		{"2,500—2,000 co‑operation…", "2,500 - 2,000 co-operation ..."},
		{"a\u00a0b\u2028c\u200bd", "a b cd"},
		{"right\u202eleft\u202c", "rightleft"},
		{"bad \xff\xfe bytes", "bad bytes"},

		// The United States, and what only looks like it.
		{"US troops", "usa troops"},
		{"U.S. troops", "usa troops"},
		{"U.S troops", "usa troops"},
		{"U. S. troops", "usa troops"},
		{"the U.S.A. and the USA", "the usa and the usa"},
		{"the US's plan, the U.S.'s plan", "the usa plan, the usa plan"},
		{"U.S. Army", "usa army"},
		{"U.S. Airstrike", "usa airstrike"},
		{"US-led", "usa -led"},
		{"USB, USSR, USAID, BUS", "usb, ussr, usaid, bus"},
		{"tell us", "tell us"},
		{"us troops", "us troops"}, // the tokenizer looks at the neighbours

		// What chat platforms put around a question.
		{"<@123456> who spoke", "who spoke"},
		{"<@!123> <@&9> <#C1|general> <!channel> who", "who"},
		{"<!subteam^S1|@desk> who", "who"},
		{"@drawdown who", "who"},
		{"<@U1>@bob @a@b who", "who"},
		{"at <t:1618953630:R> </ask:12>", "at"},
		{"who <:salute:99> <a:wave:1> :flag-iq: :a1::b2:", "who"},
		{":SMILE: <B>who", "who"},
		{"<https://example.org/a?b=c|the page> who", "page> who"},
		{"see https://Example.org/x. and www.example.org now", "see and now"},
		{"mail me@example.org at 10:30:45", "mail me@example.org at 10:30:45"},

		// Emoji and other signs beyond ASCII carry no content.
		{"who 🇮🇶👍🏽 spoke ❤️?", "who spoke ?"},
		{"¿who spoke? · £5 20％", "who spoke? 5 20%"},
	} {
		if got := Fold(test.in); got != test.want {
			t.Errorf("Fold(%q) = %q, want %q", test.in, got, test.want)
		}
		if got := Fold(test.want); got != test.want {
			t.Errorf("Fold(%q) = %q: folding twice differs from folding once", test.want, got)
		}
	}
}
