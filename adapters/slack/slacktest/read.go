package slacktest

import (
	"context"
	"fmt"
	"slices"
)

// Messages are all messages of a conversation that everybody sees, threads included, in their order; deleted ones are left out.
func (s *Server) Messages(channel string) []Message {
	return s.collect(channel, func(*Message) bool { return true })
}

// Thread are the messages of a thread, the one that it begins with first.
func (s *Server) Thread(channel, ts string) []Message {
	return s.collect(channel, func(m *Message) bool { return m.TS == ts || m.ThreadTS == ts })
}

// Replies are the bot's messages in a thread; with an empty ts those in the conversation itself, outside of threads.
func (s *Server) Replies(channel, ts string) []Message {
	return s.collect(channel, func(m *Message) bool { return m.BotID == s.o.BotID && m.ThreadTS == ts })
}

// Posted are all of the bot's messages that everybody sees, conversation by conversation.
func (s *Server) Posted() []Message {
	var all []Message
	for _, c := range s.o.Channels {
		all = append(all, s.collect(c.ID, func(m *Message) bool { return m.BotID == s.o.BotID })...)
	}
	return all
}

// Whispers are the messages that one user alone was shown, in all conversations; an empty user stands for all.
func (s *Server) Whispers(user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Message
	for _, name := range s.order {
		for _, m := range s.channels[name].whispers {
			if !m.Deleted && (user == "" || m.For == user) {
				found = append(found, *m)
			}
		}
	}
	return found
}

// collect gives the messages that are wanted.
func (s *Server) collect(channel string, wanted func(*Message) bool) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	room, ok := s.channels[channel]
	if !ok {
		return nil
	}
	var found []Message
	for _, m := range room.messages {
		if !m.Deleted && wanted(m) {
			found = append(found, *m)
		}
	}
	return found
}

// WaitReplies waits until the bot has said n messages in a thread, and gives all that it said there.
func (s *Server) WaitReplies(ctx context.Context, channel, ts string, n int) ([]Message, error) {
	err := s.Wait(ctx, func() bool { return len(s.Replies(channel, ts)) >= n })
	found := s.Replies(channel, ts)
	if err != nil {
		return found, fmt.Errorf("waiting for %d messages of the bot in %s %s, there are %d: %w", n, channel, ts, len(found), err)
	}
	return found, nil
}

// WaitWhispers waits until a user was shown n messages, and gives them all.
func (s *Server) WaitWhispers(ctx context.Context, user string, n int) ([]Message, error) {
	err := s.Wait(ctx, func() bool { return len(s.Whispers(user)) >= n })
	found := s.Whispers(user)
	if err != nil {
		return found, fmt.Errorf("waiting for %d messages that %q alone sees, there are %d: %w", n, user, len(found), err)
	}
	return found, nil
}

// Calls are the calls of a method that have been answered; an empty method stands for all.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			found = append(found, c)
		}
	}
	return found
}

// Views are the views that the app published or opened, each as it was then; those for one user, or for an empty user all.
func (s *Server) Views(user string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.views), func(v View) bool { return user != "" && v.User != user })
}

// Statuses are all calls of assistant.threads.setStatus.
func (s *Server) Statuses() []Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.statuses)
}

// Titles are all calls of assistant.threads.setTitle.
func (s *Server) Titles() []Title { s.mu.Lock(); defer s.mu.Unlock(); return slices.Clone(s.titles) }

// Suggested are all calls of assistant.threads.setSuggestedPrompts.
func (s *Server) Suggested() []Prompts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.prompts)
}

// Updates are all changes of the bot's messages, each as the message was after it; Via says how it was changed.
func (s *Server) Updates() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.updates)
}

// Responses are all posts to a response_url.
func (s *Server) Responses() []Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.responses)
}
