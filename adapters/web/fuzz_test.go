package web

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// What is read as a request is JSON that any reader reads alike; what is not, gets a reason that can be shown.
func FuzzParseRequest(f *testing.F) {
	for _, seed := range []string{
		`{"question":"how many?"}`, `{"id":"1","session":"a-b_C","question":"why?"}`, ` {"question" : "\u00e9\n" } `, `{"question":"\ud83d\ude00"}`, `{"question":"\ud800"}`,
		``, `{}`, `[]`, `null`, `7`, `{"question":null}`, `{"question":1}`, `{"question":{"a":[1,2]}}`, `{"question":"a"}x`, `{"question":"a"}{}`, `{"question":"a",}`, `{"question":"a","question":"b"}`,
		`{"Question":"a"}`, `{"session":""}`, "{\"question\":\"\xff\"}", `{"question":"a","id":"` + string(bytes.Repeat([]byte("x"), 200)) + `"}`, `{1:2}`, `{"a"`, `{"question"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		q, err := parseRequest(body)
		if err != nil {
			if s := err.Error(); s == "" || !utf8.ValidString(s) {
				t.Fatalf("%q is refused with %q", body, s)
			}
			return
		}
		var fields map[string]string
		if err := json.Unmarshal(body, &fields); err != nil {
			t.Fatalf("%q is taken, and is no object of strings: %v", body, err)
		}
		if fields["question"] != q.Question || fields["id"] != q.ID || fields["session"] != q.Session {
			t.Fatalf("%q is read as %+v, want %q", body, q, fields)
		}
		if q.Session != "" && !isSession(q.Session) || !utf8.ValidString(q.Question) {
			t.Fatalf("%q is taken as %+v", body, q)
		}
		for name := range fields {
			if name != "question" && name != "id" && name != "session" {
				t.Fatalf("%q is taken with the field %q", body, name)
			}
		}
	})
}
