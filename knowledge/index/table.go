package index

import "math/bits"

// A Table numbers features from 0: open addressing with linear probing, half full. A slot is the upper 40 bits of the
// feature's hash and, in its lower 24, the row plus one; 0 is empty. A feature's place is those 40 bits, mixed and scaled to the
// number of slots: FNV-1a leaves the upper bits of short texts much alike, and places by them alone would take five steps to a feature instead of
// one and a half. An unknown feature is taken for a known one where all 40 bits agree: one in seven million, by the 160
// thousand features of the largest table.
type Table struct {
	slots []uint64
	n     int
}

const (
	rowBits = 24
	maxRows = 1<<rowBits - 1
	golden  = 0x9e3779b97f4a7c15 // 2⁶⁴ over the golden ratio: it spreads what differs in few bits (Knuth)
)

// NewTable numbers the features in the order given; none may stand twice.
func NewTable(features []Feature) *Table {
	t := newTable(len(features))
	for _, f := range features {
		t.add(f)
	}
	return t
}

// newTable makes an empty table with room for n features.
func newTable(n int) *Table { return &Table{slots: make([]uint64, 2*n+1)} }

func (t *Table) place(f Feature) int {
	at, _ := bits.Mul64(uint64(f)>>rowBits*golden, uint64(len(t.slots)))
	return int(at)
}

// add gives the next row to a feature.
func (t *Table) add(f Feature) {
	j := t.place(f)
	for t.slots[j] != 0 {
		if j++; j == len(t.slots) {
			j = 0
		}
	}
	t.n++
	t.slots[j] = uint64(f)>>rowBits<<rowBits | uint64(t.n)
}

// Row gives the feature's number, or -1.
func (t *Table) Row(f Feature) int32 {
	for j := t.place(f); ; {
		s := t.slots[j]
		if s == 0 {
			return -1
		}
		if (s^uint64(f))>>rowBits == 0 {
			return int32(s&maxRows) - 1
		}
		if j++; j == len(t.slots) {
			j = 0
		}
	}
}

// Rows gives the numbers of a vector's features.
func (t *Table) Rows(v *Vector, out []int32) []int32 {
	out = out[:0]
	for _, f := range v.Features {
		out = append(out, t.Row(f))
	}
	return out
}

// Len is the number of features.
func (t *Table) Len() int { return t.n }

// hashes gives what is kept of each feature, by row: the upper 40 bits of its hash.
func (t *Table) hashes() []uint64 {
	out := make([]uint64, t.n)
	for _, s := range t.slots {
		if s != 0 {
			out[s&maxRows-1] = s >> rowBits
		}
	}
	return out
}
