// Package slacktest is a Slack on 127.0.0.1 that is as strict as the real one: a program for Slack, with the real SDK in it, is
// tested against it without a network, an account or a mock.
//
// A [Server] has four faces, and keeps a record of what it sees on each.
//
// The Web API takes calls at [Server.APIURL]. web.go has the way of a call, methods.go the table of methods with their scopes. It
// checks token, scopes, arguments, the lengths of messages (content.go) and Block Kit (block.go, blocks.go, element.go), and
// whether a text mentions somebody or carries a link that nobody foresaw (mrkdwn.go). What breaks a rule is refused as Slack refuses
// it and recorded as a [Breach]; what Slack lets pass, but no careful program would send, is recorded too. A breach that the
// test did not allow with [Server.AllowBreaches] fails the test when it ends. What a client can only learn by trying (a channel
// that the bot is not in, a message that is gone) is refused and is no breach.
//
// Socket Mode hands out a WebSocket address, says hello, sends pings, spreads envelopes over the open connections and sends
// again what is not acknowledged in time (socket.go, connection.go, queue.go). [Connection] lets a test drop or refresh one,
// [Server.Greet] spoils the beginning of the next.
//
// A [Sender] is Slack towards an app with its own HTTP address: signed requests, retries, and forgeries that an app must refuse
// (sender.go, forge.go).
//
// What people do makes an [Event]: [Server.Mention], [Server.Say], [Server.Press], [Server.Slash] and the others in events.go,
// press.go and happen.go. Each leaves its traces in the conversations of the server, as a person's deed would. An Event is
// handed to [Server.Deliver] or [Sender.Deliver], once or several times; both give a [Delivery] that knows when and with
// what the app acknowledged.
//
// A test is then a few lines:
//
//	s := slacktest.New(t, slacktest.Options{LinkPrefixes: []string{"https://news.example/"}})
//	run(t, app.New(app.Options{BotToken: s.BotToken(), AppToken: s.AppToken(), APIURL: s.APIURL()}))
//
//	asked := s.Mention(slacktest.Said{Text: "how many ships?"})
//	d := s.Deliver(asked)
//	replies, err := s.WaitReplies(ctx, asked.Channel, asked.TS, 1)
//	ack, err := d.Acked(ctx) // ack.After is how long it took
//
// What the app said is read with [Server.Messages], [Server.Thread], [Server.Replies], [Server.Whispers] (messages that one user alone
// sees), [Server.Home], [Server.Modal] and the others in read.go; [Server.Wait] waits for anything that can be read.
// [Server.Snapshot] gives what people see as JSON without anything that changes between runs, for golden files.
//
// [Server.Fail] makes the next calls of a method go wrong: too many requests, server errors, hanging, a connection cut before or
// after the message was taken. [Install] gives the Options of a workspace in which an app has what its manifest says and no more:
// scopes, events, commands.
//
// A Server is safe for concurrent use. Times that Slack tells (ts, event_time, signatures, the life of a response_url) come from
// Options.Now; times that are measured (acknowledgements, pings, redelivery) are those of the real clock.
//
// Where Slack's documentation is silent, the server takes the stricter reading: lengths are counted in UTF-16 units, and what it does
// not know (a block, a field, a method) it refuses. It has no attachments, no conversations but those of its Options and
// those that conversations.open makes, one workspace, and one app.
package slacktest
