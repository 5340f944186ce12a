package index

import "math"

// hashBytes is how much of a feature's hash a table keeps.
const hashBytes = (64 - rowBits) / 8

// table writes or reads a table as the distance from the hash of each feature to the next.
func (c *codec) table(t **Table) {
	var hashes []uint64
	if c.writing {
		hashes = (*t).hashes()
		for i := len(hashes) - 1; i > 0; i-- {
			hashes[i] -= hashes[i-1]
		}
	}
	if c.writing {
		planes(c, &hashes, hashBytes)
		return
	}
	n := c.length(0, hashBytes)
	if n > maxRows {
		c.fail("a table of %d features, where %d are the most", n, maxRows)
		return
	}
	b := c.take(hashBytes * n)
	n = len(b) / hashBytes
	*t = newTable(n)
	lowest, low, middle, high, highest := b[:n], b[n:2*n], b[2*n:3*n], b[3*n:4*n], b[4*n:] // the planes, without an array of numbers between
	sum := uint64(0)
	for i := range n {
		sum += uint64(lowest[i]) | uint64(low[i])<<8 | uint64(middle[i])<<16 | uint64(high[i])<<24 | uint64(highest[i])<<32
		(*t).add(Feature(sum << rowBits))
	}
}

// linear writes or reads a linear classifier, its weights as multiples of one step; the step is doubled until each fits a byte.
func (c *codec) linear(l **Linear, step float32) {
	if *l == nil {
		*l = &Linear{}
	}
	var weights []byte
	for c.writing && weights == nil {
		if weights = (*l).inSteps(step); weights == nil {
			step *= 2
		}
	}
	c.number(&(*l).Classes)
	c.float32s(&(*l).Bias)
	c.float32(&step)
	c.bytes(&weights)
	if !c.reads() {
		return
	}
	if n := (*l).Classes; n < 1 || len(weights)%n != 0 || len((*l).Bias) != n {
		c.fail("%d weights and %d biases for %d classes", len(weights), len((*l).Bias), n)
		return
	}
	if !(step > 0 && step <= math.MaxFloat32) {
		c.fail("a step of %v between weights", step)
		return
	}
	(*l).Weights, (*l).Scale = weights, make([]float32, len(weights)/(*l).Classes)
	for i := range (*l).Scale {
		(*l).Scale[i] = step
	}
}

// inSteps gives the weights as multiples of a step, or nil where one does not fit a byte.
func (l *Linear) inSteps(step float32) []byte {
	out := make([]byte, len(l.Weights))
	for r, scale := range l.Scale {
		for i := r * l.Classes; i < (r+1)*l.Classes; i++ {
			v := math.Round(float64(scale) * float64(int8(l.Weights[i])) / float64(step))
			if math.Abs(v) > math.MaxInt8 {
				return nil
			}
			out[i] = byte(int8(v))
		}
	}
	return out
}

func (c *codec) trees(t **Trees) {
	if *t == nil {
		*t = &Trees{}
	}
	c.float32(&(*t).Bias)
	c.int32s(&(*t).Roots)
	c.nodes(&(*t).Nodes)
	if !c.reads() {
		return
	}
	if c.err = (*t).check(); c.err == nil {
		(*t).Prepare()
	}
}

// nodes writes or reads the nodes of trees, field by field, children as how far they stand behind their parent.
func (c *codec) nodes(nodes *[]Node) {
	var hashes, lefts, rights []int32
	var splits, means []float32
	for i, n := range *nodes {
		if n.Feature >= 0 {
			n.Left, n.Right = n.Left-int32(i), n.Right-int32(i)
		}
		hashes, lefts, rights = append(hashes, n.Feature), append(lefts, n.Left), append(rights, n.Right)
		splits, means = append(splits, n.Split), append(means, n.Mean)
	}
	c.int32s(&hashes)
	c.int32s(&lefts)
	c.int32s(&rights)
	c.float32s(&splits)
	c.float32s(&means)
	if !c.reads() {
		return
	}
	if n := len(hashes); len(lefts) != n || len(rights) != n || len(splits) != n || len(means) != n {
		c.fail("nodes with %d, %d, %d, %d and %d of their fields", n, len(lefts), len(rights), len(splits), len(means))
		return
	}
	*nodes = make([]Node, len(hashes))
	for i := range *nodes {
		n := Node{Feature: hashes[i], Left: lefts[i], Right: rights[i], Split: splits[i], Mean: means[i]}
		if n.Feature >= 0 {
			n.Left, n.Right = n.Left+int32(i), n.Right+int32(i)
		}
		(*nodes)[i] = n
	}
}
