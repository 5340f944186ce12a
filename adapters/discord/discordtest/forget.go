package discordtest

// Forget lets go of what the server has recorded: requests, interactions that are answered, messages and events that every session has
// been sent. A test that measures the memory of a client in the same process calls it before. Breaches, commands and the counts of
// identifies and resumes stay.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.traffic.requests = nil
	var open []*Interaction
	for _, i := range s.interactions {
		if len(i.responses) == 0 {
			open = append(open, i)
		} else {
			delete(s.tokens, i.Token)
		}
	}
	s.interactions = open
	for _, c := range s.channels {
		c.messages, c.nonces = nil, map[string]*message{}
	}
	for _, session := range s.gateway.sessions {
		if session.conn != nil {
			session.gone, session.events = session.seq, nil
		}
	}
	s.change()
}
