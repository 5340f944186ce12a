package discord

import (
	"context"
	"testing"
	"time"
)

// Requests of one lane go one after another and not before its time; the wait ends with the context, and lanes that nobody
// needs are forgotten.
func TestLanes(t *testing.T) {
	l := lanes{open: map[string]*lane{}}
	ctx := context.Background()
	first, err := l.enter(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	if other, err := l.enter(ctx, "b"); err != nil {
		t.Fatal(err)
	} else {
		l.leave("b", other)
	}
	if len(l.open) != 1 {
		t.Errorf("%d lanes are kept, want the one that is taken", len(l.open))
	}
	ended, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	defer cancel()
	if _, err := l.enter(ended, "a"); err == nil {
		t.Error("a lane was entered that was taken")
	}
	began := time.Now()
	const wait = 30 * time.Millisecond
	first.until = began.Add(wait)
	l.leave("a", first)
	if len(l.open) != 1 {
		t.Errorf("%d lanes are kept, want the one whose time has not come", len(l.open))
	}
	second, err := l.enter(ctx, "a")
	if took := time.Since(began); err != nil || took < wait {
		t.Errorf("the lane was entered after %v (%v), want %v at least", took, err, wait)
	}
	l.leave("a", second)
	if len(l.open) != 0 {
		t.Errorf("%d lanes are kept, want none", len(l.open))
	}
}

func TestBackOff(t *testing.T) {
	for attempt, want := range map[int]time.Duration{1: 100, 2: 200, 3: 400, 10: 1000, 100: 1000} {
		for range 50 {
			if got := backOff(attempt, 100, 1000); got < want/2 || got > want {
				t.Errorf("the pause after attempt %d is %d, want %d to %d", attempt, got, want/2, want)
			}
		}
	}
}

// A session is gone on with where Discord wants it, unless all goes to another server.
func TestAddress(t *testing.T) {
	for _, test := range []struct{ session, resume, api, want string }{
		{"s", "wss://resume.example", "", "wss://resume.example"},
		{"s", "wss://resume.example", "http://127.0.0.1:1", "wss://gateway.example"},
		{"", "wss://resume.example", "", "wss://gateway.example"},
		{"s", "", "", "wss://gateway.example"},
	} {
		a := &Adapter{o: Options{APIURL: test.api}}
		a.fleet.address = "wss://gateway.example"
		s := &shard{a: a, session: test.session, resume: test.resume}
		if got, err := s.address(context.Background()); err != nil || got != test.want {
			t.Errorf("the address for session %q, to be resumed at %q, with %q for Discord, is %q (%v), want %q", test.session, test.resume, test.api, got, err, test.want)
		}
	}
}
