package index

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A codec reads or writes a section: the same calls in the same order do either.
type codec struct {
	buf     []byte // what was written, or what is left to read
	writing bool
	err     error
}

// fail notes an error, unless there was one before it.
func (c *codec) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// reads tells whether values just read are to be used: not when writing, and not after an error.
func (c *codec) reads() bool { return !c.writing && c.err == nil }

// take gives the next n bytes to read.
func (c *codec) take(n int) []byte {
	if c.err != nil {
		return nil
	}
	if n < 0 || n > len(c.buf) {
		c.fail("it ends %d bytes early", n-len(c.buf))
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

func (c *codec) float32(v *float32) {
	n := int(int32(math.Float32bits(*v)))
	c.number(&n)
	*v = math.Float32frombits(uint32(n))
}

// length writes or reads the length of an array whose elements take size bytes.
func (c *codec) length(n, size int) int {
	c.number(&n)
	if !c.writing && (n < 0 || n > len(c.buf)/size) {
		c.fail("an array of %d elements stands where %d bytes are left", n, len(c.buf))
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

// planes writes or reads an array of numbers of size bytes each: first the lowest byte of all, then the next of all, and so
// on. Bytes of one place are alike, and so pack better than the numbers one after the other.
func planes[T int32 | uint32 | uint64](c *codec, a *[]T, size int) {
	n := c.length(len(*a), size)
	if c.writing {
		for k := range size {
			for _, v := range *a {
				c.buf = append(c.buf, byte(v>>(8*k)))
			}
		}
		return
	}
	b := c.take(size * n)
	out := make([]T, len(b)/size)
	for k := range size {
		for i, v := range b[k*len(out) : (k+1)*len(out)] {
			out[i] |= T(v) << (8 * k)
		}
	}
	*a = out
}

func (c *codec) int32s(a *[]int32) { planes(c, a, 4) }

func (c *codec) float32s(a *[]float32) {
	bits := make([]uint32, len(*a))
	for i, v := range *a {
		bits[i] = math.Float32bits(v)
	}
	planes(c, &bits, 4)
	if c.writing {
		return
	}
	*a = make([]float32, len(bits))
	for i, v := range bits {
		(*a)[i] = math.Float32frombits(v)
	}
}

// Of a small number, a byte holds the lowest seven bits, and the highest says that there are more.
const (
	smallBits = 7
	more      = 1 << smallBits
)

// smalls writes or reads an array of numbers of which most are small: first the lowest seven bits of all, then the next seven of
// those that have more, and so on.
func (c *codec) smalls(a *[]int32) {
	if c.writing {
		c.writeSmalls(*a)
		return
	}
	plane := c.take(c.length(0, 1))
	long := 0
	for _, v := range plane {
		long += int(v >> smallBits)
	}
	out, at := make([]int32, len(plane)), make([]int32, 0, long)
	for i, v := range plane {
		out[i] = int32(v & (more - 1))
		if v >= more {
			at = append(at, int32(i)) // it has more
		}
	}
	for shift := smallBits; len(at) > 0; shift += smallBits {
		plane = c.take(len(at))
		if c.err != nil || shift > 4*smallBits {
			c.fail("a number has more than %d bits", 5*smallBits)
			return
		}
		left := at[:0]
		for k, v := range plane {
			i := at[k]
			out[i] |= int32(v&(more-1)) << shift
			if v >= more {
				left = append(left, i)
			}
		}
		at = left
	}
	*a = out
}

func (c *codec) writeSmalls(a []int32) {
	c.length(len(a), 1)
	for shift, again := 0, true; again; shift += smallBits {
		again = false
		for _, n := range a {
			v := uint32(n)
			if shift > 0 && v>>shift == 0 {
				continue
			}
			low, rest := byte(v>>shift)&(more-1), v>>shift>>smallBits
			if rest > 0 {
				low, again = low|more, true
			}
			c.buf = append(c.buf, low)
		}
	}
}

// starts writes or reads where the parts of a flat array begin, by their lengths.
func (c *codec) starts(from *[]int32) {
	var lengths []int32
	for i := range max(1, len(*from)) - 1 {
		lengths = append(lengths, (*from)[i+1]-(*from)[i])
	}
	c.smalls(&lengths)
	if c.writing {
		return
	}
	*from = make([]int32, len(lengths)+1)
	for i, n := range lengths {
		(*from)[i+1] = (*from)[i] + n
	}
}
