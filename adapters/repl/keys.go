package repl

import (
	"bytes"
	"io"
	"unicode/utf8"
)

const (
	ctrlC  = 0x03
	escape = 0x1b
	// maxSequence is the longest escape sequence that any key sends, and some more.
	maxSequence = 16
)

// keys filters what is typed before the line editor sees it: Ctrl-C, which the editor takes for the end of the input, becomes
// another key; what is not UTF-8 and escape sequences that never end, on which it would wait for ever, become a question
// mark and an end.
type keys struct {
	in    io.Reader
	ready []byte // filtered
	rest  []byte // the beginning of a character
	seq   int    // bytes of the escape sequence so far; 0 outside one
	leave bool   // the input is at its end, whatever may come
	err   error
}

// Read gives filtered bytes.
func (k *keys) Read(p []byte) (int, error) {
	var buf [256]byte
	if k.leave {
		return 0, io.EOF
	}
	for len(k.ready) == 0 {
		if k.err != nil {
			return 0, k.err
		}
		n, err := k.in.Read(buf[:])
		k.err = err
		k.filter(buf[:n])
	}
	end := len(k.ready)
	if i := bytes.IndexByte(k.ready, interrupt); i >= 0 {
		end = i + 1 // whether the input ends here is known once the editor has taken the key
	}
	n := copy(p, k.ready[:end])
	k.ready = k.ready[n:]
	return n, nil
}

func (k *keys) filter(typed []byte) {
	b := append(k.rest, typed...)
	for len(b) > 0 {
		if !utf8.FullRune(b) && k.err == nil {
			break
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError:
			k.ready = append(k.ready, '?')
		case r == ctrlC:
			if k.seq > 0 {
				k.ready, k.seq = append(k.ready, '~'), 0
			}
			k.ready = append(k.ready, interrupt)
		default:
			k.ready = append(k.ready, b[:n]...)
			k.sequence(r)
		}
		b = b[n:]
	}
	k.rest = append([]byte(nil), b...)
}

// sequence ends an escape sequence that goes on for too long.
func (k *keys) sequence(r rune) {
	switch {
	case r == escape:
		k.seq = 1
	case k.seq == 0:
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '~':
		k.seq = 0
	default:
		if k.seq++; k.seq > maxSequence {
			k.ready, k.seq = append(k.ready, '~'), 0
		}
	}
}
