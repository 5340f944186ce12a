package source

import (
	"strings"
	"testing"
)

// readTests are files and what is read from them, the metadata first.
var readTests = []struct{ name, file, data, want string }{
	{
		"one line is one paragraph", "pier.txt",
		"The pier is old. It creaks.\nBoats come.\n\nThey leave.",
		"id=pier\n\nThe pier is old.\nIt creaks.\n\nBoats come.\n\nThey leave.\n",
	}, {
		"byte order mark and line ends", "a.b.TXT",
		"\ufeffThe pier is old.\r\nIt creaks.\rBoats come.\r\n",
		"id=a.b\n\nThe pier is old.\n\nIt creaks.\n\nBoats come.\n",
	}, {
		"white space and invisible characters", "a.txt",
		"  The\u00a0pier \t is\u200b \u202eold.\u00ad\n\f\nIt creaks.\n",
		"id=a\n\nThe pier is old.\n\nIt creaks.\n",
	}, {
		"title and furniture", "a.txt",
		"The Pier: A Ruin by the Sea\nShare- Tidewatch\n- March 07, 2024\n- 12 Comments\n- 4 minutes read\n- 1.2K Views\n\n" +
			"The pier is old.\nAdvertisement\nIt creaks.\nRead more: The Boats of Spring\n.Note: it may fall.\nSubscribe to our newsletter!\nThe last line is cut off in",
		"id=a\ntitle=The Pier: A Ruin by the Sea\npublisher=Tidewatch\npublished=2024-03-07\n\n" +
			"The pier is old.\n\nIt creaks.\n\nNote: it may fall.\n\nThe last line is cut off in\n",
	}, {
		"labelled head", "a.txt",
		"Title: The Pier\nSource: The Tide Watch\nDate: 7 March 2024\nhttps://tide.example/pier\nBy Ana Holt\n\nThe pier is old.\n",
		"id=a\ntitle=The Pier\npublisher=The Tide Watch\npublished=2024-03-07\nurl=https://tide.example/pier\n\nThe pier is old.\n",
	}, {
		"head on one line", "a.txt",
		"Will the Pier Fall?\nBy Ana Holt | Thursday, March 7, 2024 at 10:30 am GMT | 3 min read\nFacebook\nThe pier is old.\n",
		"id=a\ntitle=Will the Pier Fall?\npublished=2024-03-07\n\nFacebook\n\nThe pier is old.\n",
	}, {
		"no title", "a.txt",
		"Share on Facebook\nWill it fall?\nThe pier is old.\n",
		"id=a\n\nWill it fall?\n\nThe pier is old.\n",
	}, {
		"a line that leads on is no title", "a.txt",
		"What the pier has:\nIt has planks.\n",
		"id=a\n\nWhat the pier has:\n\nIt has planks.\n",
	}, {
		"one line without an end", "a.txt",
		"The pier is old",
		"id=a\n\nThe pier is old\n",
	}, {
		"wrapped", "a.txt",
		"The Pier\n\nThe pier is old, and it has creaked in the\nwind for years. Nobody minds the semi-\nruin. It is\npretty.\n\n" +
			"Boats come in the morning and leave again\nin the evening. Then the\npier is empty.\n",
		"id=a\ntitle=The Pier\n\nThe pier is old, and it has creaked in the wind for years.\nNobody minds the semi-ruin.\nIt is pretty.\n\n" +
			"Boats come in the morning and leave again in the evening.\nThen the pier is empty.\n",
	}, {
		"wrapped with ragged edges", "a.txt",
		"Boats at Dawn\nThe pier is old and it has creaked in\nthe wind. It was built by\nAna Holt and her crew, who were not\nasked twice.\n\nBoats come\nin the morning.\n",
		"id=a\ntitle=Boats at Dawn\n\nThe pier is old and it has creaked in the wind.\nIt was built by Ana Holt and her crew, who were not asked twice.\n\nBoats come in the morning.\n",
	}, {
		"wrapped without empty lines", "a.txt",
		"The Pier in the Wind\nThe pier is old, and it has creaked in the\nwind for years.\nBoats come in the morning and leave again\nin the evening. The day after they come\nback again.\n- one boat\n- two boats\n",
		"id=a\ntitle=The Pier in the Wind\n\nThe pier is old, and it has creaked in the wind for years.\n\n" +
			"Boats come in the morning and leave again in the evening.\nThe day after they come back again.\n\none boat\n\ntwo boats\n",
	}, {
		"front matter", "a.md",
		"---\nid: old-pier\nTitle: \"The \\\"Pier\\\": a ruin\"   # in quotation marks\npublisher: 'Tide''s Watch'\npublished: March 7, 2024\n" +
			"url: https://tide.example/pier#top\ntags:\n  - sea\n# a comment\nauthor: Ana Holt\n---\n\nThe pier is old.\nIt creaks.\n",
		"id=old-pier\ntitle=The \"Pier\": a ruin\npublisher=Tide's Watch\npublished=2024-03-07\nurl=https://tide.example/pier#top\n\n" +
			"The pier is old.\nIt creaks.\n",
	}, {
		"empty front matter", "a.md",
		"---\ntitle:      # it gives none\npublisher:\n---\nThe pier is old.\n",
		"id=a\n\nThe pier is old.\n",
	}, {
		"a rule is no front matter", "a.md",
		"---\n\nThe pier is old.\n\n---\nIt creaks.\n",
		"id=a\n\nThe pier is old.\n\nIt creaks.\n",
	}, {
		"Markdown", "a.md",
		"# The *Old* Pier #\n\nThe **pier** is [old](https://tide.example/(a) \"title\"), see `ls *` and ![a picture](p.png)it\n*creaks*. It ~~fell~~ stands[^1].\n" +
			"<!-- not\n\nthis -->\nBoats\n=====\n\n- One boat.\n  It is red.\n* Two boats.\n1. Three.\n2. Four.\n\n> The pier\n> is old.\n>\n> It creaks.\nSo\n\n" +
			"[ref]: https://tide.example\n[^1]: Since 1924.\n\n| Boat | Year |\n|------|:----:|\n| Anna | 1950 |\n\n```sh\nrow --fast\n```\n***\nA line with a year\n1924. Then a [name][ref] and [sic] and snake_case_name, 2 * 3 * 4, <b>bold</b>, <https://tide.example/x> &amp; \\*stars\\*, ***both*** ***a* b**.\n",
		"id=a\ntitle=The Old Pier\n\nThe pier is old, see ls * and it creaks.\nIt fell stands.\n\nBoats\n\nOne boat.\nIt is red.\n\nTwo boats.\n\nThree.\n\nFour.\n\n" +
			"The pier is old.\n\nIt creaks.\nSo\n\nSince 1924.\n\nBoat | Year\n\nAnna | 1950\n\nrow --fast\n\n" +
			"A line with a year 1924.\nThen a name and [sic] and snake_case_name, 2 * 3 * 4, bold, https://tide.example/x & *stars*, both a b.\n",
	}, {
		"Markdown list as furniture", "a.md",
		"Old Pier\n========\n- March 7, 2024\n- 2 min read\n\nThe pier is old.\n---\nIt creaks.\n",
		"id=a\ntitle=Old Pier\npublished=2024-03-07\n\nThe pier is old.\n\nIt creaks.\n",
	}, {
		"page", "a.html",
		`<!doctype html><html><head><title>Pier | Tidewatch</title><meta property="og:title" content="The &quot;Old&quot; Pier">
<meta property="og:site_name" content="Tidewatch"><meta property="article:published_time" content="2024-03-07T23:30:00-05:00">
<link rel="canonical" href="https://tide.example/pier"><style>p{}</style></head><body><nav><p>Home. Sea.</p></nav>
<main><article><header><p>Opinion</p><h1>The Old Pier</h1></header><p>The <b>pier</b> is
old.<script>x()</script> It creaks.</p><div>Loose words.</div><aside><p>Buy a boat.</p></aside><h2>Boats</h2><ul><li>One boat.<li>Two boats.</ul>
<blockquote>It floats.<br><br>It holds.</blockquote><p hidden>Unseen.</p><p>Read more: <a href="/">The Sea</a></p><figure><img><figcaption>A pier.</figcaption></figure>
<form><p>Subscribe.</p></form></article></main><article><p>Another.</p></article><footer><p>All rights reserved.</p></footer></body></html>`,
		"id=a\ntitle=The \"Old\" Pier\npublisher=Tidewatch\npublished=2024-03-07\nurl=https://tide.example/pier\n\n" +
			"The pier is old.\nIt creaks.\n\nBoats\n\nOne boat.\n\nTwo boats.\n\nIt floats.\n\nIt holds.\n",
	}, {
		"page with its data in the text", "a.htm",
		`<title>The Old Pier - Tidewatch</title><meta name="application-name" content="Tidewatch"><body><p>Opinion</p><h1>The Old Pier</h1>
<p>By Ana Holt</p><p><time>March 7, 2024</time></p><p>The pier is old.</p>`,
		"id=a\ntitle=The Old Pier\npublisher=Tidewatch\npublished=2024-03-07\n\nThe pier is old.\n",
	}, {
		"page with a title of the head alone", "a.html",
		`<title>The Old Pier - Tidewatch</title><meta property="og:site_name" content="Tidewatch"><link rel="canonical" href="javascript:alert()">
<p>The pier is old.</p><time datetime="2024-03-07">7 March</time>`,
		"id=a\ntitle=The Old Pier\npublisher=Tidewatch\npublished=2024-03-07\n\nThe pier is old.\n",
	}, {
		"page without prose elements", "a.html",
		`<div>The pier is old. It creaks.<br><br>Boats come.</div>`,
		"id=a\n\nThe pier is old.\nIt creaks.\n\nBoats come.\n",
	},
}

func TestRead(t *testing.T) {
	for _, tt := range readTests {
		doc, err := Read(tt.file, []byte(tt.data))
		if err != nil {
			t.Errorf("%s: Read: %v", tt.name, err)
			continue
		}
		if got := describe(doc); got != tt.want {
			t.Errorf("%s: Read(%q, %q)\ngot:\n%s\nwant:\n%s", tt.name, tt.file, tt.data, got, tt.want)
		}
		checkRanges(t, doc)
	}
}

// describe returns the metadata that a document has, and its sentences.
func describe(d *Document) string {
	var b strings.Builder
	for _, field := range [][2]string{{"id", d.ID}, {"title", d.Title}, {"publisher", d.Publisher}, {"published", d.Published}, {"url", d.URL}} {
		if field[1] != "" {
			b.WriteString(field[0] + "=" + field[1] + "\n")
		}
	}
	return b.String() + "\n" + d.String()
}

func TestReadErrors(t *testing.T) {
	tests := []struct{ name, file, data, want string }{
		{"extension", "a.pdf", "The pier.", `read article "a.pdf": extension ".pdf" names no format that is read; save the article as .txt, .md, .html or .htm`},
		{"no extension", "dir/pier", "The pier.", `extension "" names no format`},
		{"empty", "a.txt", "", "the file is empty; an article has at least one sentence"},
		{"white space", "a.txt", "\ufeff \r\n\t", "the file is empty"},
		{"furniture", "a.txt", "The Pier\nAdvertisement\n3 Comments\n", "no sentence is left"},
		{"title alone", "a.md", "# The Pier\n", "no sentence is left"},
		{"no words", "a.html", "<p>—</p><p>***</p>", "no sentence is left"},
		{"too large", "a.txt", strings.Repeat("a", MaxSize+1), "10485761 bytes are too many; an article file has at most 10485760 (10 MB)"},
		{"binary", "a.txt", "The\x00 pier", "line 1: control character U+0000 is not text"},
		{"control", "a.md", "The pier.\n\x1b[31mred", "line 2: control character U+001B is not text"},
		{"not UTF-8", "a.html", "The\npi\xe9r", "line 2: byte 0xe9 is not valid UTF-8; save the file as UTF-8"},
		{"UTF-16", "a.txt", "\xff\xfeT\x00", "the text is UTF-16; save it as UTF-8"},
		{"front matter open", "a.md", "---\nid: a\nThe: pier\n", `front matter is opened by "---" on line 1 and not closed; end it with a line "---"`},
		{"front matter line", "a.md", "---\nid: a\nThe pier\n---\nIt.", `front matter, line 3: "The pier" is not of the form key: value`},
		{"front matter date", "a.md", "---\npublished: soon\n---\nIt.", `front matter, line 2: published "soon" is not a date; write it as 2006-01-02`},
		{"front matter address", "a.md", "---\nurl: tide.example\n---\nIt.", `url "tide.example" is not an address of the web; write it as https://example.org/article`},
		{"deep", "a.html", strings.Repeat("<div>", 600) + "The pier.", "exceeds 512 nodes"},
	}
	for _, tt := range tests {
		doc, err := Read(tt.file, []byte(tt.data))
		if err == nil || doc != nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Read(%q, %.40q) = %v, %v, want the error %q", tt.name, tt.file, tt.data, doc, err, tt.want)
		}
	}
}

func TestReadSum(t *testing.T) {
	doc, err := Read("dir/abc.txt", []byte("abc"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; doc.SHA256 != want || doc.File != "abc.txt" {
		t.Errorf("SHA256, File = %q, %q, want %q, %q", doc.SHA256, doc.File, want, "abc.txt")
	}
}

func TestAt(t *testing.T) {
	doc, err := Read("a.txt", []byte("It floats. It holds.\nIt sank."))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		paragraph, sentence int
		want                string
	}{
		{1, 1, "It floats."}, {1, 2, "It holds."}, {2, 1, "It sank."},
		{0, 1, ""}, {1, 0, ""}, {1, 3, ""}, {2, 2, ""}, {3, 1, ""}, {-1, -1, ""},
	}
	for _, tt := range tests {
		got := ""
		s, ok := doc.At(tt.paragraph, tt.sentence)
		if ok {
			got = doc.Quote(s)
		}
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("At(%d, %d) = %q, %t, want %q", tt.paragraph, tt.sentence, got, ok, tt.want)
		}
	}
}
