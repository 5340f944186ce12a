package index

// A Linear is a linear classifier over sparse features: multinomial logistic regression with Classes classes, or, with
// one class, binary. Weights are bytes: a weight is its byte times the scale of its row (8-bit quantization), a quarter of
// the memory.
type Linear struct {
	Classes int
	Bias    []float32
	Scale   []float32 // one a row
	Weights []byte    // rows × classes, each an int8
}

// Scores adds up the logits of a question's features, given by their rows (-1: unknown) and values; out has one place a class.
func (l *Linear) Scores(rows []int32, values []float32, out []float32) {
	copy(out, l.Bias)
	for i, row := range rows {
		if row < 0 {
			continue
		}
		k := values[i] * l.Scale[row]
		w := l.Weights[int(row)*l.Classes : (int(row)+1)*l.Classes]
		out := out[:len(w)]
		for c, b := range w {
			out[c] += k * float32(int8(b))
		}
	}
}
