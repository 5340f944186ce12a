package index

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// small is an index of every part, with few features.
func small() *Index {
	features := func(n int) []Feature {
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		out := make([]Feature, n)
		for i := range out {
			out[i] = Feature(rng.Uint64())
		}
		slices.Sort(out)
		return out
	}
	const words, joined, facts = 6, 9, 2
	linear := func(rows, classes int) *Linear {
		l := &Linear{Classes: classes, Bias: make([]float32, classes), Scale: make([]float32, rows), Weights: make([]byte, rows*classes)}
		for i := range l.Scale {
			l.Scale[i] = 0.01 * float32(i+1)
		}
		for i := range l.Weights {
			l.Weights[i] = byte(31 * i)
		}
		return l
	}
	x := &Index{Facts: facts, Table: NewTable(features(words)), Joined: NewTable(features(joined)), SortOf: NewTable(features(3)), Class: linear(words, facts), Doubt: linear(words+joined, 1), Seen: [2][]uint8{make([]uint8, joined), make([]uint8, joined)}, Kinds: []float32{-1, -2, -3}}
	x.Net = &Network{Facts: facts, In: linear(words, Hidden), Out: []float32{1, 2}, Bias: []float32{3}}
	// Three asks and two gaps. Feature 0 is common, 1 to 3 are words, 4 is what a question word is joined to, 5 a part of a word.
	x.Docs = []Document{{Fact: 0, Short: 1, Sort: 3}, {Fact: 1, Short: 0}, {Fact: 1, Short: -1, Sort: 2, Gap: true}, {Fact: 1, Short: 2}, {Fact: -1, Short: -1, Gap: true}}
	x.Near = &Postings{N: 5, From: []int32{0, 0, 2, 6, 7, 7, 7}, Docs: []int32{0, 2, 1, 2, 3, 3, 4}, Weight: []byte{1, 2, 3, 4, 5, 6, 7}, IDF: []float32{-1, idf(5, 2), idf(5, 4), idf(5, 1), 0, 0}}
	x.Words = Units{From: []int32{0, 2, 5, 5, 8, 8}, Rows: []int32{0, 1, 0, 2, 4, 0, 2, 2}}
	x.Units = Units{From: []int32{0, 1, 2, 2, 4, 5}, Rows: []int32{0, 1, 2, 300, 1}}
	x.Counts = &Counts{Facts: facts, Table: NewTable(features(4)), Asks: []int32{1, 2, 3, 200}, Gaps: []int32{0, 1, 70000, 0}, Of: make([]byte, 4*facts), Total: 5}
	x.Judge = (&Trees{Bias: -0.5, Roots: []int32{0}, Nodes: []Node{{Feature: 1, Split: 0.5, Left: 1, Right: 2, Mean: 0.1}, {Feature: -1, Mean: -1}, {Feature: -1, Mean: 1}}}).Prepare()
	x.Choice = (&Trees{}).Prepare()
	return x
}

// What is not rounded is read as it was written.
func TestExact(t *testing.T) {
	x := small()
	y, fingerprint, words, counts, err := Decode(x.Encode("print", []string{"a", "b"}, []int32{1, 20000}))
	if err != nil {
		t.Fatal(err)
	}
	if fingerprint != "print" || !slices.Equal(words, []string{"a", "b"}) || !slices.Equal(counts, []int32{1, 20000}) {
		t.Errorf("read %q, %q and %d, want print, [a b] and [1 20000]", fingerprint, words, counts)
	}
	for _, table := range []struct {
		name      string
		got, want *Table
	}{{"Table", y.Table, x.Table}, {"Joined", y.Joined, x.Joined}, {"SortOf", y.SortOf, x.SortOf}, {"Counts", y.Counts.Table, x.Counts.Table}} {
		if !slices.Equal(table.got.slots, table.want.slots) || table.got.n != table.want.n {
			t.Errorf("the table %s is read as %x, want %x", table.name, table.got.slots, table.want.slots)
		}
	}
	for _, numbers := range []struct {
		name      string
		got, want []int32
	}{
		{"Near.From", y.Near.From, x.Near.From}, {"Near.Docs", y.Near.Docs, x.Near.Docs}, {"Words.From", y.Words.From, x.Words.From}, {"Words.Rows", y.Words.Rows, x.Words.Rows},
		{"Units.From", y.Units.From, x.Units.From}, {"Units.Rows", y.Units.Rows, x.Units.Rows}, {"Counts.Asks", y.Counts.Asks, x.Counts.Asks}, {"Counts.Gaps", y.Counts.Gaps, x.Counts.Gaps}, {"Judge.Roots", y.Judge.Roots, x.Judge.Roots},
	} {
		if !slices.Equal(numbers.got, numbers.want) {
			t.Errorf("%s is read as %d, want %d", numbers.name, numbers.got, numbers.want)
		}
	}
	for _, numbers := range []struct {
		name      string
		got, want []float32
	}{{"Near.IDF", y.Near.IDF, x.Near.IDF}, {"Net.Out", y.Net.Out, x.Net.Out}, {"Net.Bias", y.Net.Bias, x.Net.Bias}, {"Kinds", y.Kinds, x.Kinds}} {
		if !slices.Equal(numbers.got, numbers.want) {
			t.Errorf("%s is read as %v, want %v", numbers.name, numbers.got, numbers.want)
		}
	}
	if !slices.Equal(y.Docs, x.Docs) {
		t.Errorf("the documents are read as %v, want %v", y.Docs, x.Docs)
	}
	if !slices.Equal(y.Judge.Nodes, x.Judge.Nodes) {
		t.Errorf("the judge's nodes are read as %v, want %v", y.Judge.Nodes, x.Judge.Nodes)
	}
	if !bytes.Equal(y.Near.Weight, x.Near.Weight) {
		t.Errorf("the postings' weights are read as %v, want %v", y.Near.Weight, x.Near.Weight)
	}
}

// A weight is read as the multiple of the step that is nearest to it, and of a larger step where one would not fit a byte.
func TestSteps(t *testing.T) {
	for _, test := range []struct{ step, scale, want float32 }{
		{1. / 8, 0.01, 1. / 8},
		{1. / 8, 0.125, 1. / 8},   // 15.875 is 127 steps
		{1. / 8, 0.126, 1. / 4},   // 16.002 is 128
		{1. / 32, 0.126, 1. / 4},  // three times doubled
		{1. / 8, 1000, 1000.0024}, // far beyond
	} {
		l := &Linear{Classes: 2, Bias: []float32{1, 2}, Scale: []float32{test.scale}, Weights: []byte{127, 0x100 - 90}}
		w := &codec{writing: true}
		w.linear(&l, test.step)
		var got *Linear
		r := &codec{buf: w.buf}
		r.linear(&got, 0)
		if r.err != nil {
			t.Errorf("scale %v: %v", test.scale, r.err)
			continue
		}
		if step := got.Scale[0]; test.scale < 1000 && step != test.want || step < test.scale/2 || step > 2*max(test.step, test.scale) {
			t.Errorf("weights of scale %v are read in steps of %v, want %v", test.scale, step, test.want)
		}
		for i := range l.Weights {
			had, has := l.Scale[0]*float32(int8(l.Weights[i])), got.Scale[0]*float32(int8(got.Weights[i]))
			if d := had - has; d > got.Scale[0]/2 || d < -got.Scale[0]/2 {
				t.Errorf("scale %v: the weight %v is read as %v, more than half a step of %v away", test.scale, had, has, got.Scale[0])
			}
		}
		again := &codec{writing: true}
		again.linear(&got, test.step)
		if !bytes.Equal(again.buf, w.buf) {
			t.Errorf("scale %v: read and written again, the weights differ", test.scale)
		}
	}
}

func TestSmalls(t *testing.T) {
	for _, want := range [][]int32{{}, {0}, {127, 128, 0, 16383, 16384, 1 << 21, 1<<31 - 1, -1, 5}} {
		w := &codec{writing: true}
		w.smalls(&want)
		var got []int32
		r := &codec{buf: w.buf}
		if r.smalls(&got); r.err != nil || !slices.Equal(got, want) || len(r.buf) > 0 {
			t.Errorf("%d is read as %d with %d bytes left over, error %v", want, got, len(r.buf), r.err)
		}
	}
	endless := &codec{buf: append([]byte{1, 0, 0, 0}, bytes.Repeat([]byte{0xff}, 9)...)}
	var got []int32
	if endless.smalls(&got); endless.err == nil {
		t.Errorf("a number of nine times seven bits is read as %d without an error", got)
	}
}

// mayAllocate is how many bytes reading allocates for each byte of the sections at most, a fixed part aside: lengths that damaged
// sections claim are not believed. A feature's five bytes become a number and two slots of eight, a length two of four.
const mayAllocate = 20

// A section that is damaged may be an error or not, but takes neither the process down nor its memory.
func TestDamagedSections(t *testing.T) {
	try := func(i int, damaged []byte, what string, args ...any) {
		defer func() {
			if r := recover(); r != nil {
				t.Errorf("section %d with "+what+": reading panics: %v", append(append([]any{i}, args...), r)...)
			}
		}()
		readSection(i, damaged)
	}
	var before, after runtime.MemStats
	for i, section := range unpacked(t, small().Encode("print", []string{"a", "b"}, []int32{1, 20000})) {
		for at := range section {
			for _, v := range []uint32{0, 1, 0x7f, 0x7fffffff, 0x80000000, 0xffffffff, uint32(len(section) - at)} {
				damaged := slices.Clone(section)
				for k := 0; k < 4 && at+k < len(section); k++ {
					damaged[at+k] = byte(v >> (8 * k))
				}
				try(i, damaged, "%#x at byte %d", v, at)
			}
			try(i, section[:at], "%d bytes of it", at)
		}
		for _, length := range []uint32{0x7fffffff, 1 << 16, 1 << 14} { // where memory would show that it is believed
			large := bytes.Repeat(binary.LittleEndian.AppendUint32(nil, length), 1<<15)
			runtime.ReadMemStats(&before)
			try(i, large, "lengths of %d alone", length)
			runtime.ReadMemStats(&after)
			if got, most := after.TotalAlloc-before.TotalAlloc, uint64(mayAllocate*len(large)); got > most {
				t.Errorf("%d bytes of lengths of %d allocate %d bytes as section %d, want %d at most", len(large), length, got, i, most)
			}
		}
	}
}

// readSection reads one section into an index of its own.
func readSection(i int, data []byte) (x *Index, err error) {
	x = &Index{Net: &Network{}, Near: &Postings{}, Counts: &Counts{}}
	c := &codec{buf: data}
	x.sections(new(string), new([]string), new([]int32))[i](c)
	if c.err == nil && len(c.buf) > 0 {
		c.fail("%d bytes are left over", len(c.buf))
	}
	return x, c.err
}

// A directory that claims more than a file holds, or than anything may take, is an error.
func TestDirectory(t *testing.T) {
	data := small().Encode("print", nil, nil)
	for _, test := range []struct {
		name string
		at   int // of the four bytes that are changed
		v    uint32
		want string
	}{
		{"sections", headSize - 4, 0xffffffff, "4294967295 sections"},
		{"one section less", headSize - 4, 1, "left over"},
		{"size", headSize, 0xffffffff, "4294967295 bytes of memory"},
		{"size a byte off", headSize, binary.LittleEndian.Uint32(data[headSize:]) + 1, "section 1 of 14"},
		{"length", headSize + 4, 0xffffffff, "section 1 of 14 has 4294967295 bytes"},
	} {
		damaged := slices.Clone(data)
		binary.LittleEndian.PutUint32(damaged[test.at:], test.v)
		resum(damaged)
		if _, _, _, _, err := Decode(damaged); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: the error is %v, want one with %q", test.name, err, test.want)
		}
	}
}

// FuzzSections reads whatever a section may hold. What is read without an error can be written, and is then read alike.
func FuzzSections(f *testing.F) {
	sections := unpacked(f, small().Encode("print", []string{"a"}, []int32{1}))
	for i, s := range sections[:len(sections)-1] { // the last holds what is not the index's
		f.Add(i, s)
	}
	f.Fuzz(func(t *testing.T, i int, data []byte) {
		if i < 0 || i >= len(sections)-1 || len(data) > 1<<16 {
			return
		}
		x, err := readSection(i, data)
		if err != nil {
			return
		}
		write := func(x *Index) []byte {
			c := &codec{writing: true}
			x.sections(new(string), new([]string), new([]int32))[i](c)
			return c.buf
		}
		first := write(x)
		y, err := readSection(i, first)
		if err != nil {
			t.Fatalf("section %d, read and written again, is damaged: %v", i, err)
		}
		if second := write(y); !bytes.Equal(first, second) {
			t.Errorf("section %d, read and written twice, gives %x and then %x", i, first, second)
		}
	})
}

// unpacked gives the sections of a file as they were before they were packed.
func unpacked(t testing.TB, data []byte) [][]byte {
	t.Helper()
	sections, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]byte, len(sections))
	parts := make([]func(*codec), len(sections))
	for i := range parts {
		parts[i] = func(c *codec) { out[i] = c.take(len(c.buf)) }
	}
	if err := read(sections, parts); err != nil {
		t.Fatal(err)
	}
	return out
}

// resum puts the right checksum on a file.
func resum(data []byte) {
	binary.LittleEndian.PutUint32(data[len(magic):], crc32.Checksum(data[len(magic)+4:], castagnoli))
}
