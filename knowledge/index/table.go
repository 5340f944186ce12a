package index

import "encoding/binary"

// A Table numbers features from 0: open addressing with linear probing, at most half full, as the bytes that it is stored
// as, so that loading it costs nothing. A slot is the upper half of the feature's hash and the row plus one, 4 bytes
// each, little-endian; 0 is empty. Two features are taken for one where place and upper half agree: one in 2⁴⁸.
type Table struct {
	slots []byte
	mask  int
	n     int
}

const slotSize = 8

// NewTable numbers the features in the order given; none may stand twice.
func NewTable(features []Feature) *Table {
	size := 4
	for size < 2*len(features) {
		size *= 2
	}
	t := &Table{slots: make([]byte, size*slotSize), mask: size - 1, n: len(features)}
	for i, f := range features {
		j := int(f) & t.mask
		for t.slot(j) != 0 {
			j = (j + 1) & t.mask
		}
		binary.LittleEndian.PutUint64(t.slots[j*slotSize:], uint64(f)>>32<<32|uint64(i+1))
	}
	return t
}

func (t *Table) slot(j int) uint64 { return binary.LittleEndian.Uint64(t.slots[j*slotSize:]) }

// Row gives the feature's number, or -1.
func (t *Table) Row(f Feature) int32 {
	for j, probes := int(f)&t.mask, 0; probes <= t.mask; j, probes = (j+1)&t.mask, probes+1 {
		s := t.slot(j)
		if s == 0 {
			return -1
		}
		if s>>32 == uint64(f)>>32 {
			return int32(uint32(s)) - 1
		}
	}
	return -1
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
