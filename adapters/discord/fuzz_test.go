package discord_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"drawdown/adapters/discord"
	"drawdown/bot"
)

var seed = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

// listener is an adapter that takes interactions over HTTP while the test lasts.
func listener(t testing.TB) *discord.Adapter {
	t.Helper()
	a, err := discord.New(bot.New(base(t), bot.Options{}), discord.Options{PublicKey: hex.EncodeToString(seed.Public().(ed25519.PublicKey)), APIURL: "http://127.0.0.1:1", Drain: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	v := &service{t: t, adapter: a, http: httptest.NewServer(a)}
	v.run()
	v.until("the adapter is ready", func() bool { return a.Ready() == nil })
	return a
}

// signed is a request with a body that the key has signed just now.
func signed(body []byte) *http.Request {
	now := stamp()
	r := httptest.NewRequest(http.MethodPost, "/discord/interactions", bytes.NewReader(body))
	r.Header.Set("X-Signature-Timestamp", now)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(seed, append([]byte(now), body...))))
	return r
}

func stamp() string { return strconv.FormatInt(time.Now().Unix(), 10) }

// FuzzInteraction posts signed bodies of any kind: none brings the adapter down, and each gets an answer that Discord can read
// or a status that says why not.
func FuzzInteraction(f *testing.F) {
	for _, body := range []string{
		`{"type":1}`,
		`{"type":2,"id":"1","application_id":"2","token":"t","guild_id":"3","channel_id":"4","channel":{"id":"4","type":11},"member":{"user":{"id":"5"},"permissions":"32"},"data":{"name":"ask","options":[{"name":"question","value":"how many?"},{"name":"private","value":true}]}}`,
		`{"type":2,"id":"1","token":"t","channel_id":"4","user":{"id":"5"},"data":{"name":"timeline"}}`,
		`{"type":2,"id":"1","token":"t","guild_id":"3","member":{},"data":{"name":"gaps"}}`,
		`{"type":2,"id":"1","token":"t","data":{"name":"Check against the articles","type":3,"target_id":"7","resolved":{"messages":{"7":{"content":"All left.","components":[{"type":99}]}}}}}`,
		`{"type":2,"id":"1","token":"t","data":{"name":"Check against the articles","target_id":"7","resolved":{"messages":{"7":null}}}}`,
		`{"type":3,"id":"1","token":"t","data":{"custom_id":"1qWhy?"}}`,
		`{"type":3,"id":"1","token":"t","data":{"custom_id":"1s9PEWNN.1.2,.."}}`,
		`{"type":4,"id":"1","token":"t","data":{"name":"ask","options":[{"name":"question","value":"how","focused":true}]}}`,
		`{"type":4,"id":"1","token":"t","data":{"options":[{"focused":true}]}}`,
		`{"type":5,"id":"1","token":"t","data":{}}`,
		`{"type":2}`, `{}`, `[]`, `null`, ``, `{"type":-1}`, `{"type":2,"data":[]}`,
	} {
		f.Add([]byte(body))
	}
	a := listener(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, signed(body))
		switch w.Code {
		case http.StatusOK:
			var r struct {
				Type int `json:"type"`
			}
			if w.Header().Get("Content-Type") == "application/json" {
				if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil || r.Type == 0 {
					t.Errorf("%q got %q; want a response (%v)", body, w.Body, err)
				}
			}
		case http.StatusAccepted: // another with this id was answered
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		default:
			t.Errorf("%q got status %d: %s", body, w.Code, w.Body)
		}
	})
}

// FuzzSignature posts bodies with any headers: only what the key has signed is answered.
func FuzzSignature(f *testing.F) {
	body := []byte(`{"type":1}`)
	now := stamp()
	f.Add(now, hex.EncodeToString(ed25519.Sign(seed, append([]byte(now), body...))), body)
	f.Add(now, hex.EncodeToString(make([]byte, ed25519.SignatureSize)), body)
	f.Add("", "", body)
	f.Add("0", "00", []byte{})
	f.Add("-1", "zz", body)
	f.Add("99999999999999999999", hex.EncodeToString(ed25519.Sign(seed, append([]byte("99999999999999999999"), body...))), body)
	a := listener(f)
	public := seed.Public().(ed25519.PublicKey)
	f.Fuzz(func(t *testing.T, stamp, signature string, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/discord/interactions", bytes.NewReader(body))
		r.Header["X-Signature-Timestamp"] = []string{stamp}
		r.Header["X-Signature-Ed25519"] = []string{signature}
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		raw, err := hex.DecodeString(signature)
		ours := err == nil && len(raw) == ed25519.SignatureSize && ed25519.Verify(public, append([]byte(stamp), body...), raw)
		if !ours && w.Code != http.StatusUnauthorized && w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("what nobody signed (%q, %q, %q) got status %d: %s", stamp, signature, body, w.Code, w.Body)
		}
	})
}
