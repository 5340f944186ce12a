package index

import "math"

// Counts tells how often each unit (a stem or concept) occurs in the asks of each fact, in all asks, and in all gaps.
type Counts struct {
	Facts int
	Table *Table
	Asks  []int32 // asks that hold the unit, one a row
	Gaps  []int32
	Of    []byte // rows × facts: asks of the fact that hold the unit, 255 at most; a unit of its statement counts StatementCount
	Total int32  // asks and gaps in all
}

// StatementCount is what a unit of a fact's own statement counts at least: it belongs to the fact whether or not an ask uses it.
const StatementCount = 3

// IDF is the inverse document frequency of a row; the most for a unit that was never seen (row -1).
func (c *Counts) IDF(row int32) float32 {
	df := 0.0
	if row >= 0 {
		df = float64(c.Asks[row] + c.Gaps[row])
	}
	return float32(math.Log((float64(c.Total) + 1) / (df + 1)))
}

// Count is how many asks of the fact hold the unit.
func (c *Counts) Count(row int32, fact int) int {
	if row < 0 {
		return 0
	}
	return int(c.Of[int(row)*c.Facts+fact])
}

// UnitFeature is the feature under which a unit is counted.
func UnitFeature(key string) Feature { return start(units).with(key) }

// Units are the units with content of each ask and gap, as rows of Counts, flat: those of document d are
// Rows[From[d]:From[d+1]].
type Units struct {
	From, Rows []int32
}

// Of gives the units of a document.
func (u *Units) Of(doc int32) []int32 { return u.Rows[u.From[doc]:u.From[doc+1]] }
