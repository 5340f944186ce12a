package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// magic opens a model file; its last character is the version of the format.
const magic = "drawdown model 3"

const (
	headSize  = len(magic) + 8 // the magic, the checksum of all that follows it, the number of sections
	entrySize = 8              // of a section in the directory: its length unpacked, and packed
)

// maxMemory bounds what the sections of a model file may take, unpacked, in bytes: some fifteen times what they take today.
const maxMemory = 256 << 20

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errOther says that a file is none of this version's.
var errOther = errors.New("not a model file of this version; make it anew with drawdown train")

// A model file is the magic; four bytes of CRC-32C of all that follows; four for the number of sections; for each four for its length
// unpacked and four for its length packed; and the sections, one behind the other.

// A section is a part of a model file that is packed by itself.
type section struct {
	packed []byte
	size   int // unpacked
}

// seal packs sections into a file. The same sections give the same bytes.
func seal(sections [][]byte) []byte {
	// The options are valid, and nothing else is an error without a writer behind it.
	packer, _ := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	defer packer.Close()
	out := append([]byte(magic), 0, 0, 0, 0)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(sections)))
	var packed []byte
	for _, s := range sections {
		before := len(packed)
		packed = packer.EncodeAll(s, packed)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s)))
		out = binary.LittleEndian.AppendUint32(out, uint32(len(packed)-before))
	}
	out = append(out, packed...)
	binary.LittleEndian.PutUint32(out[len(magic):], crc32.Checksum(out[len(magic)+4:], castagnoli))
	return out
}

// open finds the sections of a file.
func open(data []byte) ([]section, error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, errOther
	}
	if len(data) < headSize {
		return nil, fmt.Errorf("it ends %d bytes early", headSize-len(data))
	}
	want, got := binary.LittleEndian.Uint32(data[len(magic):]), crc32.Checksum(data[len(magic)+4:], castagnoli)
	if want != got {
		return nil, fmt.Errorf("its %d bytes have the checksum %08x, want %08x: some were changed, or it was cut short", len(data), got, want)
	}
	n, left := int64(binary.LittleEndian.Uint32(data[headSize-4:])), data[headSize:]
	if n > int64(len(left))/entrySize {
		return nil, fmt.Errorf("a directory of %d sections stands where %d bytes are left", n, len(left))
	}
	directory, left := left[:entrySize*n], left[entrySize*n:]
	sections, total := make([]section, n), int64(0)
	for i := range sections {
		entry := directory[entrySize*i:]
		size, length := int64(binary.LittleEndian.Uint32(entry)), int64(binary.LittleEndian.Uint32(entry[4:]))
		if total += size; total > maxMemory {
			return nil, fmt.Errorf("its first %d sections would take %d bytes of memory, where %d are the most", i+1, total, maxMemory)
		}
		if length > int64(len(left)) {
			return nil, fmt.Errorf("section %d of %d has %d bytes, where %d are left", i+1, n, length, len(left))
		}
		sections[i], left = section{left[:length], int(size)}, left[length:]
	}
	if len(left) > 0 {
		return nil, fmt.Errorf("%d bytes are left over", len(left))
	}
	return sections, nil
}

// read unpacks sections and has each read by the function at its place, all at once. The functions may not touch what another one
// fills.
func read(sections []section, parts []func(*codec)) error {
	if len(sections) != len(parts) {
		return fmt.Errorf("it has %d sections, want %d", len(sections), len(parts))
	}
	unpacker, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxMemory), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		return err
	}
	defer unpacker.Close()
	errs := make([]error, len(parts))
	var tasks sync.WaitGroup
	for i, s := range sections {
		tasks.Go(func() { // the unpacker lets in as many as there are cores, and the others wait
			if err := s.read(unpacker, parts[i]); err != nil {
				errs[i] = fmt.Errorf("section %d of %d: %w", i+1, len(parts), err)
			}
		})
	}
	tasks.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// beyond is room that the unpacker needs behind what it unpacks to copy sixteen bytes at a time; it takes four tenths longer without.
const beyond = 16

func (s section) read(unpacker *zstd.Decoder, parts func(*codec)) error {
	room := make([]byte, 0, s.size+beyond)
	inLargePages(room)
	data, err := unpacker.DecodeAll(s.packed, room)
	if err != nil {
		return err
	}
	if len(data) != s.size {
		return fmt.Errorf("it has %d bytes, want %d", len(data), s.size)
	}
	c := &codec{buf: data}
	parts(c)
	if c.err == nil && len(c.buf) > 0 {
		c.err = fmt.Errorf("%d bytes are left over", len(c.buf))
	}
	return c.err
}
