package discordtest_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"drawdown/adapters/discord/discordtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestSnapshot(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	seat := s.InGuild()
	i := s.Command(seat, "ask", discordtest.Text("question", "why?"), discordtest.Flag("private", true)).Dispatch()
	respond(t, s, i, `{"type":5,"data":{"flags":64}}`)
	mustRaw(t, s, "PATCH", "/webhooks/"+s.ApplicationID+"/"+i.Token+"/messages/@original", with(`"content":"because of <`+i.ID+`>"`), nil)
	mustRaw(t, s, "POST", "/channels/"+seat.Channel+"/messages", with(`"content":"secret 77","message_reference":{"message_id":"`+s.Message(seat, "hello").ID+`"}`), nil)
	got := s.Snapshot(func(text string) string { return strings.ReplaceAll(text, "secret 77", "secret") })
	path := filepath.Join("testdata", "snapshot.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s\n(-update writes it anew)", got, want)
	}
}
