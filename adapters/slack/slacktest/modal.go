package slacktest

import (
	"slices"
	"time"
)

// How long a trigger_id is good for, and how many modals can lie on one another.
const (
	triggerLife = 3 * time.Second
	maxStack    = 3
)

// A trigger is what a trigger_id stands for.
type trigger struct {
	user string
	view string // the modal that was pressed in; empty for whatever else a person did
	made time.Time
	used bool
}

// spend takes a trigger_id, which is good for one view.
func (s *Server) spend(id string) (*trigger, *refusal) {
	held, ok := s.web.triggers[id]
	switch {
	case !ok:
		return nil, refuse("invalid_trigger_id", "the trigger_id %q was not given out", id)
	case held.used:
		return nil, refuse("exchanged_trigger_id", "the trigger_id %q was used before", id)
	case s.o.Now().Sub(held.made) > triggerLife:
		return nil, softly("expired_trigger_id")
	}
	return held, nil
}

// openView opens a modal, for which the app has three seconds after what the user did.
func (s *Server) openView(c *call) (answer, *refusal) { return s.stackView(c, false) }

// pushView puts a modal on top of the one in which the user pressed something.
func (s *Server) pushView(c *call) (answer, *refusal) { return s.stackView(c, true) }

// stackView opens a modal, on top of another or alone.
func (s *Server) stackView(c *call, onTop bool) (answer, *refusal) {
	held, refused := s.spend(c.args["trigger_id"])
	if refused != nil {
		return nil, refused
	}
	stack := s.web.stacks[held.user]
	switch {
	case !onTop:
		stack = nil
	case !slices.Contains(stack, held.view):
		return nil, refuse("not_found", "%s needs a trigger_id from an open modal; the user has %q open and used %q", c.method, stack, held.view)
	case len(stack) >= maxStack:
		return nil, refuse("push_limit_reached", "%d modals lie on one another already", maxStack)
	}
	v, refused := s.readView(c, surfaceModal)
	if refused != nil {
		return nil, refused
	}
	held.used = true
	v.User, v.TriggerID = held.user, c.args["trigger_id"]
	s.web.stacks[held.user] = append(slices.Clone(stack), v.ID)
	return s.show(v), nil
}

// updateView puts another view in the place of one.
func (s *Server) updateView(c *call) (answer, *refusal) {
	old, ok := s.latest(func(v View) bool { return v.ID == c.args["view_id"] })
	switch {
	case c.args["view_id"] == "":
		return nil, refuse("invalid_arguments", "missing required field: view_id (this server knows no external_id)")
	case !ok, old.Type == surfaceModal && !slices.Contains(s.web.stacks[old.User], old.ID):
		return nil, softly("not_found")
	case c.args["hash"] != "" && c.args["hash"] != old.Hash:
		return nil, softly("hash_conflict")
	}
	v, refused := s.readView(c, old.Type)
	if refused != nil {
		return nil, refused
	}
	v.ID, v.User = old.ID, old.User
	return s.show(v), nil
}

// show records a view; the caller holds s.mu.
func (s *Server) show(v View) answer {
	s.views = append(s.views, v)
	s.touch()
	return answer{"view": s.viewAnswer(v)}
}

// latest is the last view for which that holds; the caller holds s.mu.
func (s *Server) latest(that func(View) bool) (View, bool) {
	for _, v := range slices.Backward(s.views) {
		if that(v) {
			return v, true
		}
	}
	return View{}, false
}

// Modal is the modal that a user sees, the uppermost if there are several.
func (s *Server) Modal(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stack := s.web.stacks[user]
	if len(stack) == 0 {
		return View{}, false
	}
	return s.latest(func(v View) bool { return v.ID == stack[len(stack)-1] })
}

// CloseModal is a user who closes the modal that they see.
func (s *Server) CloseModal(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stack := s.web.stacks[user]; len(stack) > 0 {
		s.web.stacks[user] = stack[:len(stack)-1]
		s.touch()
	}
}

// Home is the Home tab that a user sees.
func (s *Server) Home(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest(func(v View) bool { return v.User == user && v.Type == surfaceHome })
}
