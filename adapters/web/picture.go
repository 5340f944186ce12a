package web

import (
	"net/http"
	"sync"

	"drawdown/bot/chart"
	"drawdown/knowledge"
)

// pictures draws the numbers of troops once for each base: that takes some milliseconds, and the facts change when somebody edits
// them.
type pictures struct {
	mu   sync.Mutex
	of   *knowledge.Base
	made map[string]asset
}

// draw gives a picture of a base by its name.
func (p *pictures) draw(base *knowledge.Base, name string, how func(*knowledge.Base) ([]byte, error)) (asset, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of != base {
		p.of, p.made = base, map[string]asset{}
	}
	if s, ok := p.made[name]; ok {
		return s, nil
	}
	content, err := how(base)
	if err != nil {
		return asset{}, err
	}
	p.made[name] = newAsset(name, content)
	return p.made[name], nil
}

// svg answers GET /timeline.svg.
func (a *Adapter) svg(w http.ResponseWriter, r *http.Request) {
	a.picture(w, r, "timeline.svg", chart.SVG)
}

// png answers GET /timeline.png.
func (a *Adapter) png(w http.ResponseWriter, r *http.Request) {
	a.picture(w, r, "timeline.png", chart.PNG)
}

func (a *Adapter) picture(w http.ResponseWriter, r *http.Request, name string, how func(*knowledge.Base) ([]byte, error)) {
	s, err := a.pictures.draw(a.bot.Base(), name, how)
	if err != nil {
		refuse(w, r, http.StatusInternalServerError, a.bot.Fault(a.Name(), err).Text)
		return
	}
	if s.kind == kinds[".svg"] {
		w.Header().Set("Content-Security-Policy", drawn)
	}
	s.serve(w, r)
}
