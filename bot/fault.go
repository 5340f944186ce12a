package bot

import (
	"fmt"
	"runtime/debug"
)

// Fault replies to an internal error: the fixed apology, with an id under which the log has the cause. Text and names that people
// typed do not go into the log.
func (b *Bot) Fault(platform string, cause any) Reply {
	id := newOwner()
	attrs := []any{"id", id, "platform", platform, "cause", fmt.Sprint(cause)}
	if _, isError := cause.(error); !isError {
		attrs = append(attrs, "stack", string(debug.Stack())) // it was a panic
	}
	b.log.Error("a message could not be answered", attrs...)
	return Reply{Kind: Failed, Private: true, Text: "Something went wrong on my side, and I could not answer. Please ask again; if it goes on, tell whoever runs me the number " + id + "."}
}
