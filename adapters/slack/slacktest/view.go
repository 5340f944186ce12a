package slacktest

import "encoding/json"

// The limits of views.
const (
	maxViewTitle   = 24
	maxPrivate     = 3000
	maxViewPayload = 250 << 10 // bytes of a view
)

// publishView shows a Home tab to a user.
func (s *Server) publishView(c *call) (answer, *refusal) {
	user := c.args["user_id"]
	if s.o.NoHomeTab {
		return nil, refuse("not_enabled", "the app has no Home tab: home_tab_enabled in its manifest")
	}
	if !s.known(user) {
		return nil, refuse("user_not_found", "there is no user %q", user)
	}
	v, refused := s.readView(c, surfaceHome)
	if refused != nil {
		return nil, refused
	}
	old, _ := s.latest(func(v View) bool { return v.User == user && v.Type == surfaceHome })
	if hash := c.args["hash"]; hash != "" && hash != old.Hash {
		return nil, softly("hash_conflict")
	}
	v.User = user
	return s.show(v), nil
}

// readView checks the view of a call.
func (s *Server) readView(c *call, kind string) (View, *refusal) {
	raw := c.args["view"]
	v := View{JSON: json.RawMessage(raw), Type: kind, Via: c.method}
	refused := s.checkView(c.method, kind, v.JSON)
	if refused != nil {
		return v, refused
	}
	var names struct {
		CallbackID      string `json:"callback_id"`
		PrivateMetadata string `json:"private_metadata"`
	}
	_ = json.Unmarshal(v.JSON, &names) // it was checked above
	v.CallbackID, v.PrivateMetadata = names.CallbackID, names.PrivateMetadata
	v.ID = s.id("V")
	v.Hash = s.id("hash-")
	return v, nil
}

// checkView holds a view against the rules.
func (s *Server) checkView(where, kind string, raw json.RawMessage) *refusal {
	var v object
	if err := json.Unmarshal(raw, &v); err != nil {
		return refuse("invalid_arguments", "view is not a JSON object: %v", err)
	}
	if len(raw) > maxViewPayload {
		return refuse("view_too_large", "the view has %d bytes; %d at most", len(raw), maxViewPayload)
	}
	if v["type"] != kind {
		return refuse("invalid_arguments", "the view's type is %v; here it must be %s", v["type"], kind)
	}
	c := &checker{s: s, where: where, surface: kind}
	known := []string{"blocks", "private_metadata", "callback_id", "external_id"}
	if kind == surfaceModal {
		known = append(known, "title", "close", "submit", "clear_on_close", "notify_on_close", "submit_disabled")
		c.text("/view", v, "title", true, false, maxViewTitle)
		c.text("/view", v, "close", false, false, maxViewTitle)
		c.text("/view", v, "submit", false, false, maxViewTitle)
	}
	c.only("/view", v, known...)
	c.str("/view", v, "private_metadata", 0, maxPrivate)
	c.str("/view", v, "callback_id", 0, maxID)
	c.str("/view", v, "external_id", 0, maxID)
	list := c.list("/view", v, "blocks", 0, maxViewBlocks)
	if kind == surfaceModal && v["submit"] == nil && hasInput(list) {
		c.bad("/view", "missing required field: submit (there are inputs)")
	}
	if len(c.wrong) > 0 {
		return &refusal{Code: "invalid_arguments", Messages: c.wrong}
	}
	if v["blocks"] == nil {
		return refuse("invalid_arguments", "missing required field: blocks")
	}
	if refused := s.checkBlocks(where, kind, encode(v["blocks"])); refused != nil {
		return &refusal{Code: "invalid_arguments", Messages: refused.Messages}
	}
	return nil
}

// hasInput tells whether there is an input among blocks.
func hasInput(blocks []any) bool {
	for _, b := range blocks {
		if o, ok := b.(object); ok && o["type"] == "input" {
			return true
		}
	}
	return false
}
