package journal

import (
	"crypto/hmac"
	"crypto/sha256"
	"slices"
)

// hashSize is the length of a hash, in bytes: among a billion of them two are equal with a probability of one in 10^20.
const hashSize = 16

// What is hashed. One id is another hash as another thing, so that the columns of one table say nothing of another's.
const (
	aReply        = "reply"
	aConversation = "conversation"
	aPerson       = "person"
	aClaim        = "claim"
)

// A hasher stands for ids: HMAC-SHA256 (RFC 2104) under a key that the database keeps, cut to hashSize.
type hasher []byte

func (h hasher) of(thing, id string) []byte {
	mac := hmac.New(sha256.New, h)
	mac.Write([]byte(thing))
	mac.Write([]byte{0})
	mac.Write([]byte(id))
	return mac.Sum(nil)[:hashSize:hashSize]
}

// ofAll are the hashes of several ids, sorted, each once: whoever locks them in this order never waits for somebody who waits for them.
func (h hasher) ofAll(thing string, ids []string) [][]byte {
	out := make([][]byte, len(ids))
	for i, id := range ids {
		out[i] = h.of(thing, id)
	}
	slices.SortFunc(out, slices.Compare)
	return slices.CompactFunc(out, slices.Equal)
}

// within names somebody or something of a platform among those of all, as package bot does.
func within(platform, id string) string { return platform + "\x00" + id }
