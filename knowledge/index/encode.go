package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The model file: the magic, then every part of an Index in the order of the function parts, each array with its length
// before it, all little-endian. Reading takes no copy of the large byte arrays (weights, tables): they stay in the binary's read-only
// data and are paged in as questions touch them.

// Magic opens a model file; its last character is the version of the format.
const magic = "drawdown model 2"

// Encode writes the index with the fingerprint of what it was trained on and the words that spelling is repaired towards.
func (x *Index) Encode(fingerprint string, words []string, counts []int32) []byte {
	e := &codec{buf: []byte(magic), writing: true}
	e.text(&fingerprint)
	e.words(&words)
	e.int32s(&counts)
	x.parts(e)
	return e.buf
}

// Decode reads what Encode wrote.
func Decode(data []byte) (x *Index, fingerprint string, words []string, counts []int32, err error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, "", nil, nil, errors.New("not a model file of this version; make it anew with drawdown train")
	}
	d := &codec{buf: data[len(magic):]}
	x = &Index{}
	d.text(&fingerprint)
	d.words(&words)
	d.int32s(&counts)
	x.parts(d)
	if d.err == nil && len(d.buf) > 0 {
		d.err = fmt.Errorf("%d bytes are left over", len(d.buf))
	}
	if d.err != nil {
		return nil, "", nil, nil, fmt.Errorf("model file is damaged: %w; make it anew with drawdown train", d.err)
	}
	return x, fingerprint, words, counts, nil
}

// parts names every part of an index once, for reading and writing alike.
func (x *Index) parts(c *codec) {
	c.number(&x.Facts)
	for _, t := range []**Table{&x.Table, &x.Joined, &x.SortOf} {
		c.table(t)
	}
	c.linear(&x.Class)
	if x.Net == nil {
		x.Net = &Network{}
	}
	c.number(&x.Net.Facts)
	c.linear(&x.Net.In)
	c.float32s(&x.Net.Out)
	c.float32s(&x.Net.Bias)
	c.linear(&x.Doubt)
	c.bytes(&x.Seen[0])
	c.bytes(&x.Seen[1])
	if x.Near == nil {
		x.Near = &Postings{}
	}
	c.number(&x.Near.N)
	c.int32s(&x.Near.From)
	c.int32s(&x.Near.Docs)
	c.bytes(&x.Near.Weight)
	c.float32s(&x.Near.IDF)
	c.documents(&x.Docs)
	c.int32s(&x.Units.From)
	c.int32s(&x.Units.Rows)
	c.int32s(&x.Words.From)
	c.int32s(&x.Words.Rows)
	if x.Counts == nil {
		x.Counts = &Counts{}
	}
	c.number(&x.Counts.Facts)
	c.table(&x.Counts.Table)
	c.int32s(&x.Counts.Asks)
	c.int32s(&x.Counts.Gaps)
	c.bytes(&x.Counts.Of)
	total := int(x.Counts.Total)
	c.number(&total)
	x.Counts.Total = int32(total)
	c.float32s(&x.Kinds)
	c.trees(&x.Judge)
	c.trees(&x.Choice)
}

// A codec reads or writes: the same calls in the same order do either.
type codec struct {
	buf     []byte
	writing bool
	err     error
}

// take gives the next n bytes to read.
func (c *codec) take(n int) []byte {
	if c.err != nil {
		return nil
	}
	if n < 0 || n > len(c.buf) {
		c.err = fmt.Errorf("it ends %d bytes early", n-len(c.buf))
		return nil
	}
	b := c.buf[:n:n]
	c.buf = c.buf[n:]
	return b
}

func (c *codec) number(n *int) {
	if c.writing {
		c.buf = binary.LittleEndian.AppendUint32(c.buf, uint32(*n))
		return
	}
	if b := c.take(4); b != nil {
		*n = int(int32(binary.LittleEndian.Uint32(b)))
	}
}

// length writes or reads the length of an array whose elements take size bytes.
func (c *codec) length(n, size int) int {
	c.number(&n)
	if !c.writing && (n < 0 || n > len(c.buf)/size) {
		if c.err == nil {
			c.err = fmt.Errorf("an array of %d elements stands where %d bytes are left", n, len(c.buf))
		}
		return 0
	}
	return n
}

func (c *codec) bytes(b *[]byte) {
	n := c.length(len(*b), 1)
	if c.writing {
		c.buf = append(c.buf, *b...)
		return
	}
	*b = c.take(n)
}

func (c *codec) text(s *string) {
	b := []byte(*s)
	c.bytes(&b)
	*s = string(b)
}

func (c *codec) words(w *[]string) {
	n := c.length(len(*w), 4)
	if !c.writing {
		*w = make([]string, n)
	}
	for i := range *w {
		c.text(&(*w)[i])
	}
}

func (c *codec) int32s(a *[]int32) {
	n := c.length(len(*a), 4)
	if c.writing {
		for _, v := range *a {
			c.buf = binary.LittleEndian.AppendUint32(c.buf, uint32(v))
		}
		return
	}
	b := c.take(4 * n)
	out := make([]int32, len(b)/4)
	for i := range out {
		out[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
	}
	*a = out
}

func (c *codec) float32s(a *[]float32) {
	n := c.length(len(*a), 4)
	if c.writing {
		for _, v := range *a {
			c.buf = binary.LittleEndian.AppendUint32(c.buf, math.Float32bits(v))
		}
		return
	}
	b := c.take(4 * n)
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	*a = out
}

func (c *codec) table(t **Table) {
	if *t == nil {
		*t = &Table{}
	}
	c.number(&(*t).n)
	c.bytes(&(*t).slots)
	size := len((*t).slots) / slotSize
	if !c.writing && c.err == nil && (size == 0 || size&(size-1) != 0 || len((*t).slots) != size*slotSize || (*t).n > size/2) {
		c.err = fmt.Errorf("a table of %d bytes for %d features", len((*t).slots), (*t).n)
	}
	(*t).mask = size - 1
}

func (c *codec) linear(l **Linear) {
	if *l == nil {
		*l = &Linear{}
	}
	c.number(&(*l).Classes)
	c.float32s(&(*l).Bias)
	c.float32s(&(*l).Scale)
	c.bytes(&(*l).Weights)
	if !c.writing && c.err == nil && len((*l).Weights) != len((*l).Scale)*(*l).Classes {
		c.err = fmt.Errorf("%d weights for %d rows of %d classes", len((*l).Weights), len((*l).Scale), (*l).Classes)
	}
}

func (c *codec) documents(d *[]Document) {
	n := c.length(len(*d), 8)
	if !c.writing {
		*d = make([]Document, n)
	}
	for i := range *d {
		doc := &(*d)[i]
		gap := 0
		if doc.Gap {
			gap = 1
		}
		packed := int(doc.Fact+1)<<8 | int(doc.Sort)<<1 | gap
		c.number(&packed)
		short := int(doc.Short)
		c.number(&short)
		*doc = Document{Short: int32(short), Fact: int32(packed>>8) - 1, Sort: uint8(packed>>1) & 0x7f, Gap: packed&1 == 1}
	}
}

func (c *codec) trees(t **Trees) {
	if *t == nil {
		*t = &Trees{}
	}
	bias := []float32{(*t).Bias}
	c.float32s(&bias)
	c.int32s(&(*t).Roots)
	n := c.length(len((*t).Nodes), 28)
	if !c.writing {
		(*t).Nodes = make([]Node, n)
		if len(bias) == 1 {
			(*t).Bias = bias[0]
		}
	}
	for i := range (*t).Nodes {
		c.node(&(*t).Nodes[i])
	}
	if !c.writing && c.err == nil {
		c.err = (*t).check()
	}
	if !c.writing && c.err == nil {
		(*t).Prepare()
	}
}

func (c *codec) node(n *Node) {
	ints := []int32{n.Feature, n.Left, n.Right}
	floats := []float32{n.Split, n.Mean}
	c.int32s(&ints)
	c.float32s(&floats)
	if !c.writing && c.err == nil && (len(ints) != 3 || len(floats) != 2) {
		c.err = fmt.Errorf("a node of %d and %d numbers", len(ints), len(floats))
	}
	if !c.writing && c.err == nil {
		n.Feature, n.Left, n.Right, n.Split, n.Mean = ints[0], ints[1], ints[2], floats[0], floats[1]
	}
}
