package discordtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
)

// A registered command is what the server keeps of one. The server's lock guards it.
type registered struct {
	id, guild, version string
	kind               int
	name               string
	fields             map[string]any
}

// A RegisteredCommand is a command that the client has registered.
type RegisteredCommand struct {
	ID, Guild, Version, Name string
	Type                     int
	Raw                      json.RawMessage // as GET shows it, with localisations
}

// Commands are those that are registered, the global ones first.
func (s *Server) Commands() []RegisteredCommand {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []RegisteredCommand
	for _, r := range s.commands {
		out = append(out, RegisteredCommand{r.id, r.guild, r.version, r.name, r.kind, encode(s.commandJSON(r, true))})
	}
	slices.SortStableFunc(out, func(a, b RegisteredCommand) int { return len(a.Guild) - len(b.Guild) })
	return out
}

// Types of commands.
const (
	chatCommand    = 1
	userCommand    = 2
	messageCommand = 3
)

// scope checks the application and the guild of a call on commands, and gives the guild or "".
func (s *Server) scope(c *call) (string, *refusal) {
	if c.params["application"] != s.ApplicationID {
		return "", no(http.StatusForbidden, codeNotAuthorized, "You are not authorized to perform this action on this application")
	}
	guild := c.params["guild"]
	if guild != "" && !s.inGuild(guild) {
		return "", no(http.StatusForbidden, codeMissingAccess, "Missing Access")
	}
	return guild, nil
}

func (s *Server) listCommands(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	guild, refused := s.scope(c)
	if refused != nil {
		return answer{}, refused
	}
	return answer{http.StatusOK, s.commandsIn(guild, c.query("with_localizations"))}, nil
}

func (s *Server) commandsIn(guild string, localised bool) []any {
	out := []any{}
	for _, r := range s.commands {
		if r.guild == guild {
			out = append(out, s.commandJSON(r, localised))
		}
	}
	return out
}

func (s *Server) postCommand(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	guild, refused := s.scope(c)
	if refused != nil {
		return answer{}, refused
	}
	b := c.body()
	b.checkCommand()
	if r := b.form.refusal(); r != nil {
		return answer{}, r
	}
	r, isNew := s.register(guild, b.v.(map[string]any))
	if refused := s.commandsFull(guild); refused != nil {
		s.commands = slices.DeleteFunc(s.commands, func(o *registered) bool { return o == r })
		return answer{}, refused
	}
	status := http.StatusOK
	if isNew {
		status = http.StatusCreated
	}
	return answer{status, s.commandJSON(r, true)}, nil
}

// register adds a command or replaces that of the same type and name.
func (s *Server) register(guild string, fields map[string]any) (*registered, bool) {
	name, kind := fields["name"].(string), commandType(fields)
	s.change()
	for _, r := range s.commands {
		if r.guild == guild && r.kind == kind && r.name == name {
			r.fields, r.version = fields, s.newIDLocked()
			return r, false
		}
	}
	r := &registered{id: s.newIDLocked(), guild: guild, version: s.newIDLocked(), kind: kind, name: name, fields: fields}
	s.commands = append(s.commands, r)
	return r, true
}

func commandType(fields map[string]any) int {
	if kind, ok := fields["type"].(float64); ok {
		return int(kind)
	}
	return chatCommand
}

// most is how many commands of each type there may be in a scope.
var most = map[int]int{chatCommand: 100, userCommand: 15, messageCommand: 15}

// commandsFull refuses more commands than there may be.
func (s *Server) commandsFull(guild string) *refusal {
	count := map[int]int{}
	for _, r := range s.commands {
		if r.guild == guild {
			count[r.kind]++
		}
	}
	for kind, n := range count {
		if n > most[kind] {
			return no(http.StatusBadRequest, codeTooManyCommands, "Maximum number of application commands reached")
		}
	}
	return nil
}

// putCommands replaces all commands of a scope. Those whose type and name stay keep their ids.
func (s *Server) putCommands(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	guild, refused := s.scope(c)
	if refused != nil {
		return answer{}, refused
	}
	b := c.body()
	if _, ok := b.v.([]any); !ok {
		b.fail("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
	}
	all := b.list(0, most[chatCommand]+most[userCommand]+most[messageCommand])
	seen := map[string]bool{}
	for _, v := range all {
		v.checkCommand()
		fields, _ := v.v.(map[string]any)
		key := string(encode([]any{commandType(fields), fields["name"]}))
		if seen[key] {
			v.get("name").fail("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[key] = true
	}
	if r := b.form.refusal(); r != nil {
		return answer{}, r
	}
	before := slices.Clone(s.commands)
	kept := map[*registered]bool{}
	for _, v := range all {
		r, _ := s.register(guild, v.v.(map[string]any))
		kept[r] = true
	}
	s.commands = slices.DeleteFunc(s.commands, func(r *registered) bool { return r.guild == guild && !kept[r] })
	if refused := s.commandsFull(guild); refused != nil {
		s.commands = before
		return answer{}, refused
	}
	return answer{http.StatusOK, s.commandsIn(guild, true)}, nil
}

// commandOf finds the command that the path names.
func (s *Server) commandOf(c *call) (*registered, *refusal) {
	guild, refused := s.scope(c)
	if refused != nil {
		return nil, refused
	}
	for _, r := range s.commands {
		if r.guild == guild && r.id == c.params["command"] {
			return r, nil
		}
	}
	return nil, no(http.StatusNotFound, codeUnknownCommand, "Unknown application command")
}

func (s *Server) getCommand(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, refused := s.commandOf(c)
	if refused != nil {
		return answer{}, refused
	}
	return answer{http.StatusOK, s.commandJSON(r, true)}, nil
}

func (s *Server) patchCommand(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, refused := s.commandOf(c)
	if refused != nil {
		return answer{}, refused
	}
	fields := maps.Clone(r.fields)
	changes, _ := c.value.(map[string]any)
	for key, v := range changes {
		if key != "type" {
			fields[key] = v
		}
	}
	b := body(fields)
	b.checkCommand()
	if r := b.form.refusal(); r != nil {
		return answer{}, r
	}
	r.fields, r.name, r.version = fields, fields["name"].(string), s.newIDLocked()
	s.change()
	return answer{http.StatusOK, s.commandJSON(r, true)}, nil
}

func (s *Server) deleteCommand(c *call) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, refused := s.commandOf(c)
	if refused != nil {
		return answer{}, refused
	}
	s.commands = slices.DeleteFunc(s.commands, func(o *registered) bool { return o == r })
	s.change()
	return answer{http.StatusNoContent, nil}, nil
}
