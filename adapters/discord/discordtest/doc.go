// Package discordtest is a strict Discord of a test's own, on 127.0.0.1: the gateway, REST and the sender of signed interactions. A real
// client talks to it; nothing is mocked. What breaks one of Discord's limits or schemas is answered with Discord's own kind of error (a
// status, a code and the fields that are wrong, or a close code of the gateway), and is recorded: the test fails at its end unless it
// expected that ([Server.AllowBreaches]).
//
//	s := discordtest.New(t, discordtest.Options{})
//	start(s.URL(), s.Token)                              // the bot: REST at s.URL(), the gateway where GET /gateway says
//	s.WaitReady(ctx)
//
//	seat := s.InGuild()                                  // somebody, in a channel of a guild; or InThread, InDM, InPrivate
//	i := s.Command(seat, "ask", discordtest.Text("question", "How many?")).Dispatch()
//	r, err := i.Wait(ctx)                                // the answer: r.Message.Embeds, .Components, .Ephemeral() …
//	b, _ := r.Message.Button("Sources")
//	r, err = s.Press(seat, r.Message.ID, b.CustomID).Dispatch().Wait(ctx)
//
//	p := s.Message(seat, s.Mention()+" how many?").Dispatch()
//	m, err := p.WaitReply(ctx)                           // the message that answers it
//
// # What there is
//
//   - [Server]: made by [New] with [Options]; it has the clock ([Server.Advance]), the breaches, and [Server.Until], which waits for any
//     condition.
//   - Who acts, and where: a [Seat]. What they do: [Server.Command], [Server.Autocomplete], [Server.Press], [Server.MessageCommand]
//     make an [Interaction]; [Server.Message] makes a [Posted] message. Each is delivered by Dispatch (over the gateway) or
//     [Interaction.Post] (over HTTP, with any [Signing]), as often as that is called: the same event twice is two calls.
//   - What the client said: [Interaction.Wait], [Interaction.Responses], [Server.Messages], [Server.Commands], [Server.Requests], and
//     [Server.Snapshot] for golden files. [Message.Plain] is what a person reads of a message, [Message.Marks] what Discord's client makes
//     of its Markdown: links, bold letters, mentions. [Server.Forget] lets go of it all.
//   - The gateway: [Server.Drop], [Server.Close], [Server.Reconnect], [Server.InvalidateSession], [Server.MuteAcks], [Server.Freeze] act on all
//     sockets, the methods of [Connection] on one; [Server.Next] and [Server.Always] say how further sockets are received ([Greeting]).
//     [Server.Identifies], [Server.Resumes] and [Server.Connections] tell what clients did.
//   - REST going wrong: [Server.Fail] and [Server.FailAlways] with a [Fault]: [TooMany], [Status], [Slow], [Hang], [Reset], [Lost], [Refuse].
//     With Options.Limits, Discord's rates are held too.
//
// # What is strict
//
// Sessions live as Discord's do. An event for a client that is away waits for its resume, which replays it. A session ends when the client
// closes its socket with 1000 or 1001, or the server closes it with a code after which Discord allows no resume; then its events are lost.
// Identifies are counted and, unless Options.IdentifyWindow is negative, held to one in five seconds for each bucket of max_concurrency.
// What a message says is kept from a client without the content intent, unless it mentions the bot, is its own or is a direct message.
//
// An interaction is answered once, within three seconds; its token is good for fifteen minutes. Who was told to wait (429) and asks again
// earlier is in breach. Who answers a second time is in breach too, unless the first answer was taken and the client could not know ([Lost]).
// A message must not mention anybody: one without allowed_mentions that says parse [] is a breach, although Discord would take it. Lengths
// are counted in UTF-16 units, which is never less than what Discord's servers count.
//
// All methods are safe for concurrent use.
package discordtest
