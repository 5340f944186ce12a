package bot

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// The bounds of what is kept in memory where no journal is configured.
const (
	maxClaims  = 20_000         // claims: ten times a burst of the largest size that is tested, some 4 MB
	claimsKept = time.Hour      // settled claims: the platforms' last retry comes after minutes, their tokens end after a quarter of an hour
	maxRecords = 2_000          // records and thumbs each, for gaps: an evening of a busy server, some 1 MB
	maxThumbs  = 5 * maxRecords // several people rate one reply
)

// A volatile is the journal of a process that keeps none: bounded, and gone with the process. Conversations are not in it, for the
// bot's own memory has them.
type volatile struct {
	now func() time.Time

	mu      sync.Mutex
	claims  map[string]*claimed
	order   []string // keys in the order in which they were taken
	records []Record
	thumbs  map[[3]string]bool // reply, platform, author → up
}

type claimed struct {
	owner   string
	until   time.Time
	settled bool
}

func newVolatile(now func() time.Time) *volatile {
	return &volatile{now: now, claims: map[string]*claimed{}, thumbs: map[[3]string]bool{}}
}

var _ Journal = (*volatile)(nil)

func (v *volatile) Record(r Record) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.records) >= maxRecords {
		v.records = slices.Delete(v.records, 0, maxRecords/10)
	}
	v.records = append(v.records, r)
}

func (*volatile) Remember(string, []byte, time.Time) {}

func (*volatile) Recall(context.Context, string) ([]byte, error) { return nil, nil }

func (v *volatile) Claim(_ context.Context, owner string, keys []string, lease time.Duration) (Holding, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now, got := v.now(), Taken
	for _, k := range keys {
		c, ok := v.claims[k]
		switch {
		case !ok:
		case c.settled:
			return Settled, nil
		case c.until.After(now):
			return Held, nil
		default:
			got = TakenOver
		}
	}
	for _, k := range keys {
		if _, ok := v.claims[k]; !ok {
			v.order = append(v.order, k)
		}
		v.claims[k] = &claimed{owner: owner, until: now.Add(lease)}
	}
	v.sweep(now)
	return got, nil
}

// settled tells whether one of the keys is settled here.
func (v *volatile) settled(keys []string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, k := range keys {
		if c, ok := v.claims[k]; ok && c.settled {
			return true
		}
	}
	return false
}

// sweep forgets the oldest claims: those beyond the bound, and those whose time is over.
func (v *volatile) sweep(now time.Time) {
	n := 0
	for _, k := range v.order {
		c := v.claims[k]
		if c != nil && len(v.order)-n <= maxClaims && (!c.settled || now.Sub(c.until) < claimsKept) {
			break
		}
		delete(v.claims, k)
		n++
	}
	v.order = v.order[n:]
}

func (v *volatile) Settle(_ context.Context, owner string, keys []string, done bool) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, k := range keys {
		c, ok := v.claims[k]
		if !ok || c.owner != owner {
			continue
		}
		if done {
			c.settled = true
		} else {
			delete(v.claims, k)
		}
	}
	return nil
}

func (v *volatile) Renew(_ context.Context, owner string, lease time.Duration) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	until := v.now().Add(lease)
	for _, c := range v.claims {
		if c.owner == owner && !c.settled {
			c.until = until
		}
	}
	return nil
}

func (v *volatile) Thumb(_ context.Context, t Thumb) (bool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	key := [3]string{t.Reply, t.Platform, t.Author}
	up, ok := v.thumbs[key]
	if ok && up == t.Up {
		return false, nil
	}
	if !ok && len(v.thumbs) >= maxThumbs {
		for k := range v.thumbs { // any: which one is forgotten is no matter
			delete(v.thumbs, k)
			break
		}
	}
	v.thumbs[key] = t.Up
	return true, nil
}

func (v *volatile) Unanswered(_ context.Context, most int) ([]Unanswered, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	down := map[string]int{}
	for k, up := range v.thumbs {
		if !up {
			down[k[0]]++
		}
	}
	texts := map[string]*Unanswered{}
	for _, r := range v.records {
		if r.Outcome != Refused && down[r.ID] == 0 {
			continue
		}
		u := texts[r.Text]
		if u == nil {
			u = &Unanswered{Text: r.Text}
			texts[r.Text] = u
		}
		if r.Outcome == Refused {
			u.Refused++
		}
		u.Down += down[r.ID]
		u.Fact, u.Last = r.Fact, r.Time
	}
	var out []Unanswered
	for _, u := range texts {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b Unanswered) int {
		return cmp.Or(cmp.Compare(b.Refused+b.Down, a.Refused+a.Down), b.Last.Compare(a.Last), cmp.Compare(a.Text, b.Text))
	})
	return out[:min(most, len(out))], nil
}
