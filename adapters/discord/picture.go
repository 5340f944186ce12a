package discord

import (
	"bytes"
	"context"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"drawdown/bot/chart"
	"drawdown/knowledge"
)

// pictureName is the file's name, and what an embed calls it by.
const pictureName = "timeline.png"

// maxAlt is how long its description may be, in characters as Discord takes them.
const maxAlt = 1024

// A drawing is the picture of the timeline of a base. It takes a hundred milliseconds to draw, and is drawn before anybody asks
// for it.
type drawing struct {
	base *knowledge.Base
	done chan struct{} // closed when the rest is set
	png  []byte
	alt  string
	err  error
}

// pictures keeps the drawing of the base that was asked for last.
type pictures struct {
	mu   sync.Mutex
	last *drawing
	all  sync.WaitGroup
}

// of gives the drawing of a base, and begins it where there is none.
func (p *pictures) of(base *knowledge.Base) *drawing {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last == nil || p.last.base != base {
		d := &drawing{base: base, done: make(chan struct{})}
		p.last = d
		p.all.Go(func() {
			defer close(d.done)
			d.alt = shorten(plain(chart.Alt(base)), maxAlt)
			d.png, d.err = chart.PNG(base)
		})
	}
	return p.last
}

// timeline is the list of what the articles date, with the picture on its first part. Where it is not drawn within a third of
// the time that there is for the answer, the list goes without it, and says as much.
func (a *Adapter) timeline(ctx context.Context) response {
	r := a.say(a.bot.Timeline())
	d := a.pictures.of(a.bot.Base())
	select {
	case <-d.done:
	case <-time.After(a.o.AnswerTime / 3):
		a.log.Warn("the timeline is answered without its picture, which is not drawn yet")
		return r
	case <-ctx.Done():
		return r
	}
	first := r.messages[0]
	if d.err != nil || len(first.Embeds) == 0 {
		if d.err != nil {
			a.log.Error("the timeline could not be drawn", "error", d.err)
		}
		return r
	}
	first.Embeds[0].Image = &discordgo.MessageEmbedImage{URL: "attachment://" + pictureName}
	first.Attachments = []attachment{{ID: 0, Filename: pictureName, Description: d.alt}}
	first.files = []*discordgo.File{{Name: pictureName, ContentType: "image/png", Reader: bytes.NewReader(d.png)}}
	return r
}
