package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"net/http"
	"path"
	"time"
)

//go:embed static
var static embed.FS

// An asset is a file that is served as it is.
type asset struct {
	name    string
	kind    string
	content []byte
	tag     string // of its content: 8 bytes of its SHA-256
}

var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".json": "application/json",
}

func newAsset(name string, content []byte) asset {
	sum := sha256.Sum256(content)
	return asset{name, kinds[path.Ext(name)], content, base64.RawURLEncoding.EncodeToString(sum[:8])}
}

// loadAssets reads the style, the script and the icon.
func loadAssets() map[string]asset {
	out := map[string]asset{}
	for _, name := range []string{"style.css", "ask.js", "icon.svg"} {
		content, err := static.ReadFile("static/" + name)
		if err != nil {
			panic(err) // it is embedded
		}
		out[name] = newAsset(name, content)
	}
	return out
}

// href is the address of an asset: with its tag, so that it may be kept for good.
func (s asset) href() string { return "assets/" + s.name + "?v=" + s.tag }

// serve answers with the asset. A request that names its tag may keep it for a year; one that names another, as during an update of
// several replicas, gets it for once.
func (s asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", s.kind)
	h.Set("ETag", `"`+s.tag+`"`)
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == s.tag {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, s.name, time.Time{}, bytes.NewReader(s.content))
}

func (a *Adapter) asset(w http.ResponseWriter, r *http.Request) {
	s, ok := a.assets[r.PathValue("name")]
	if !ok {
		a.missing(w, "There is no file "+clean(shorten(r.PathValue("name")))+" here.")
		return
	}
	s.serve(w, r)
}
