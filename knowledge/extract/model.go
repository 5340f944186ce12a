package extract

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"fmt"

	ranking "drawdown/knowledge/index"
)

// A Model is what training gives: the weights of the ranker, the trees of the judge, and the weights of the spans.
type Model struct {
	Rank  [evidenceSize]float32 // a linear ranker
	Judge *ranking.Trees        // whether a sentence answers
	Spans [spanSize]float32     // a linear ranker
}

//go:embed model.bin
var embedded []byte

// magic opens the file of a model; the digit changes with the features.
const magic = "extract1"

// A header opens the file. All numbers are little-endian; the ranker's weights follow, the spans', the roots and the nodes.
type header struct {
	Magic                 [8]byte
	Evidence, Doubt, Span uint32
	Roots, Nodes          uint32
	Bias                  float32
}

// MarshalBinary gives the model as bytes: a header, the weights, the roots and nodes of the trees.
func (m *Model) MarshalBinary() ([]byte, error) {
	h := header{Evidence: evidenceSize, Doubt: doubtSize, Span: spanSize, Roots: uint32(len(m.Judge.Roots)), Nodes: uint32(len(m.Judge.Nodes)), Bias: m.Judge.Bias}
	copy(h.Magic[:], magic)
	var out bytes.Buffer
	for _, part := range [...]any{h, m.Rank, m.Spans, m.Judge.Roots, m.Judge.Nodes} {
		if err := binary.Write(&out, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("write model: %w", err)
		}
	}
	return out.Bytes(), nil
}

// UnmarshalBinary reads a model. It checks that no tree can lead astray.
func (m *Model) UnmarshalBinary(data []byte) error {
	in := bytes.NewReader(data)
	var h header
	if err := binary.Read(in, binary.LittleEndian, &h); err != nil {
		return fmt.Errorf("read model: %w", err)
	}
	if string(h.Magic[:]) != magic || h.Evidence != evidenceSize || h.Doubt != doubtSize || h.Span != spanSize {
		return fmt.Errorf("read model: %q with %d, %d and %d features; this program reads %q with %d, %d and %d: train it anew", h.Magic, h.Evidence, h.Doubt, h.Span, magic, evidenceSize, doubtSize, spanSize)
	}
	if int64(h.Roots)*4+int64(h.Nodes)*nodeBytes > int64(in.Len()) {
		return fmt.Errorf("read model: it ends early")
	}
	m.Judge = &ranking.Trees{Bias: h.Bias, Roots: make([]int32, h.Roots), Nodes: make([]ranking.Node, h.Nodes)}
	for _, part := range [...]any{&m.Rank, &m.Spans, m.Judge.Roots, m.Judge.Nodes} {
		if err := binary.Read(in, binary.LittleEndian, part); err != nil {
			return fmt.Errorf("read model: %w", err)
		}
	}
	if err := checkTrees(m.Judge); err != nil {
		return err
	}
	m.Judge.Prepare()
	return nil
}

// nodeBytes is the size of a node in the file.
const nodeBytes = 20

func checkTrees(t *ranking.Trees) error {
	n := int32(len(t.Nodes))
	for _, r := range t.Roots {
		if r < 0 || r >= n {
			return fmt.Errorf("read model: root %d of %d nodes", r, n)
		}
	}
	for i, node := range t.Nodes {
		if node.Feature >= doubtSize || node.Feature >= 0 && (node.Left <= int32(i) || node.Right <= int32(i) || node.Left >= n || node.Right >= n) {
			return fmt.Errorf("read model: node %d leads to no node after it", i)
		}
	}
	return nil
}
