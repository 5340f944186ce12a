package journal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"drawdown/bot/journal"
)

// export exports a journal, and reads what was exported.
func export(t *testing.T, j *journal.Journal) ([]journal.Line, string) {
	t.Helper()
	var out bytes.Buffer
	n, err := j.Export(context.Background(), &out)
	if err != nil {
		t.Fatalf("export: %v", err)
	}
	var lines []journal.Line
	for l := range strings.Lines(out.String()) {
		var line journal.Line
		if err := json.Unmarshal([]byte(l), &line); err != nil {
			t.Fatalf("the line %q is no JSON: %v", l, err)
		}
		lines = append(lines, line)
	}
	if len(lines) != n {
		t.Errorf("the export says that it has %d lines, and has %d", n, len(lines))
	}
	return lines, out.String()
}
