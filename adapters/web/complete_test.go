package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"drawdown/bot"
	"drawdown/knowledge"
)

// Where completions take all the time that they may, others are told to do without, and answers are given all the same.
func TestCompletionsDoNotHoldUpAnswers(t *testing.T) {
	base, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	a := New(bot.New(base, bot.Options{}), Options{})
	a.gate.open()
	for range atOnce {
		a.completing <- struct{}{}
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	if got := get("/v1/complete?q=how"); got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") != "1" {
		t.Errorf("a completion got %d %s, want 503 and when to try again", got.Code, got.Body)
	}
	if got := get("/?q=how+many+troops+remain+in+Syria"); got.Code != http.StatusOK {
		t.Errorf("a question got %d %s, want 200", got.Code, got.Body)
	}
	<-a.completing
	if got := get("/v1/complete?q=how"); got.Code != http.StatusOK {
		t.Errorf("afterwards a completion got %d %s, want 200", got.Code, got.Body)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a.completing <- struct{}{}
	if _, ok := a.find(ctx, "how", 1); ok {
		t.Error("somebody who went away got a completion")
	}
}
