package index

import (
	"fmt"
	"strings"
)

// The model file: the magic, a checksum, a directory, and the sections, each packed by itself with zstd so that they are read at
// the same time (section.go says where which byte stands; the method sections names what each holds). Numbers are
// little-endian, and large arrays are written so that they pack well:
//
//   - Weights (6.8 MB with their scales, packed, as a byte each and a float a row) are rounded to multiples of one step for the whole
//     matrix. A step for all rows costs less than one a row: rows with small weights, which matter little, take less space, and there
//     are no scales to store. 2.1 MB for the classifier, 2.4 MB for the network, 0.2 MB for the doubt.
//   - Tables (2.1 MB) are the distances between hashes of which 40 bits are kept: 0.9 MB.
//   - Postings and the words of asks (1.9 MB) are one relation and written once, as distances (encode_documents.go): 0.9 MB.
//     The frequencies follow from the lengths of the lists.
//   - All other arrays are written by planes (codec.go): 0.9 MB, of which the postings' weights are 0.5 MB.
//
// In all 7.4 MB, for 26.9 MB as plain arrays, and those packed as they are 15.3 MB. Whatever is not a weight of a linear layer
// is exact; what the rounding costs stands beside the steps. The whole file is read into memory: some 30 MB, which plain arrays
// would leave in the binary and page in as questions touch them.
//
// Turned down: compress/flate (8.0 MB, and many times as long to unpack); exact weights (6 MB more); packing the file as a whole (nothing is gained, and one core unpacks it alone);
// fewer bits a weight with a scale for each row (larger, at the same change in confidence, by the scales); a step of 1/8 for the network
// (0.6 MB less, half as much change again); rows in the order of how large they are (0.2 MB less, for an order to store and
// apply); lists in the order of their first document (0.05 MB less); Huffman codes alone for weights (0.06 MB less and
// half the time to unpack them, for a second format within the first); finding the postings anew from the questions (1.5 MB
// less, but every start would take apart twenty thousand questions).

// Encode writes the index with the fingerprint of what it was trained on and the words that spelling is repaired towards.
func (x *Index) Encode(fingerprint string, words []string, counts []int32) []byte {
	var out [][]byte
	for _, parts := range x.sections(&fingerprint, &words, &counts) {
		c := &codec{writing: true}
		parts(c)
		out = append(out, c.buf)
	}
	return seal(out)
}

// Decode reads what Encode wrote.
func Decode(data []byte) (x *Index, fingerprint string, words []string, counts []int32, err error) {
	sections, err := open(data)
	if err == errOther {
		return nil, "", nil, nil, err
	}
	x = &Index{Net: &Network{}, Near: &Postings{}, Counts: &Counts{}}
	if err == nil {
		err = read(sections, x.sections(&fingerprint, &words, &counts))
	}
	if err != nil {
		return nil, "", nil, nil, fmt.Errorf("model file is damaged: %w; make it anew with drawdown train", err)
	}
	return x, fingerprint, words, counts, nil
}

// The steps between weights, which are up to 4.7, 1.1 and 3.4 in size. Rounded to them, the confidence in 2,380 questions with
// a typo, from a gold set, changes by .003 on average, and one of them is answered that was refused or the other way round; of 6,838 asks and gaps
// with a typo in one word and another word left out 31, and 10 are answered by another fact; of 20,512 asks and gaps as they are 5 and 4.
const (
	classStep = 1. / 8
	netStep   = 1. / 16
	doubtStep = 1. / 32
)

// sections names every part of a model once, for writing and reading alike, section by section, what takes longest to read first.
func (x *Index) sections(fingerprint *string, words *[]string, counts *[]int32) []func(*codec) {
	return []func(*codec){
		func(c *codec) { c.linear(&x.Class, classStep) },
		func(c *codec) { c.linear(&x.Net.In, netStep) },
		x.documents,
		func(c *codec) { c.table(&x.Joined) },
		func(c *codec) { c.table(&x.Table) },
		func(c *codec) { c.bytes(&x.Near.Weight) },
		func(c *codec) { c.linear(&x.Doubt, doubtStep) },
		func(c *codec) { c.bytes(&x.Seen[0]); c.bytes(&x.Seen[1]) },
		func(c *codec) { c.starts(&x.Units.From); c.smalls(&x.Units.Rows) },
		func(c *codec) { c.table(&x.SortOf) },
		func(c *codec) { c.trees(&x.Judge); c.trees(&x.Choice) },
		x.network,
		x.counts,
		func(c *codec) {
			c.number(&x.Facts)
			c.float32s(&x.Kinds)
			c.text(fingerprint)
			c.lines(words)
			c.smalls(counts)
		},
	}
}

func (x *Index) network(c *codec) {
	c.number(&x.Net.Facts)
	c.float32s(&x.Net.Out)
	c.float32s(&x.Net.Bias)
}

func (x *Index) counts(c *codec) {
	c.number(&x.Counts.Facts)
	c.table(&x.Counts.Table)
	c.smalls(&x.Counts.Asks)
	c.smalls(&x.Counts.Gaps)
	c.bytes(&x.Counts.Of)
	total := int(x.Counts.Total)
	c.number(&total)
	x.Counts.Total = int32(total)
}

// lines writes or reads words, none of which holds a line's end.
func (c *codec) lines(words *[]string) {
	list := strings.Join(*words, "\n")
	c.text(&list)
	if c.reads() && list != "" {
		*words = strings.Split(list, "\n")
	}
}
