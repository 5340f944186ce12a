// Package source reads article files into paragraphs and sentences, so that a
// citation can be exact to the sentence.
//
// A [Sentence] is a half-open byte range in the text of its [Document]. There is
// one invariant, and everything that quotes rests on it: the text at the range is
// the text that is quoted. A [Paragraph] is its sentences in order; they neither
// overlap nor leave anything out but white space. A [Document] is the text of one
// file, its paragraphs, and what the file says of itself: title, publisher, date
// and address. [Read] makes one of a file's bytes, [ReadDir] of every file in a
// directory. A document is not changed after it is read, and so is safe for
// concurrent use.
//
// # From file to text
//
// A file passes four stations, each with no more than a string or a draft in hand:
//
//   - decode: it is UTF-8 text of a size that can be an article, or an error says
//     what it is instead and what would be right.
//   - a format (.txt, .md, .html, .htm) reduces it to blocks of running text and
//     headings, and takes the metadata that the format has a place for.
//   - settle drops page furniture (share buttons, counts of comments, calls to
//     subscribe), takes from the lines at the head the metadata that is still
//     missing, and sets the title apart from the text.
//   - split finds the sentences of each block that is left.
//
// White space is folded on the way: Document.Text has single spaces within a
// paragraph and an empty line between two. The words and their punctuation are the
// file's own.
//
// # Plain text
//
// One line is one paragraph, because that is how pages are saved as text. Where
// lines are wrapped at a fixed width, wrapped lines are put together again; see
// unwrap for how that is told apart.
//
// # Markdown
//
// Front matter between two lines "---" holds key: value for id, title, publisher,
// published and url; other keys are passed over. A single line break is white
// space. The reader is written here, for a Markdown library renders, and what is
// wanted is the opposite: the text without its marks.
//
// # HTML
//
// The paragraphs, items, headings and quotations of the article element that holds
// most of the text, or else of main, or else of the body. The parser is the one of
// golang.org/x/net, which follows the standard and limits depth.
//
// # Sentences
//
// The splitter is rules and word lists, no statistics: one pass, a bounded look
// back and ahead at each full stop. What it cannot decide it leaves together, for
// a quotation that is one sentence too long misleads less than half of one.
package source
