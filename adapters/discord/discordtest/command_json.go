package discordtest

// commandJSON is a command as the API shows it, with what Discord fills in. The caller holds the server's lock.
func (s *Server) commandJSON(r *registered, localised bool) map[string]any {
	out := map[string]any{
		"id": r.id, "application_id": s.ApplicationID, "version": r.version, "type": r.kind, "name": r.name, "description": "",
		"default_member_permissions": r.fields["default_member_permissions"], "nsfw": r.fields["nsfw"] == true, "dm_permission": true,
		"contexts": r.fields["contexts"], "integration_types": []int{0},
	}
	if d, ok := r.fields["description"].(string); ok {
		out["description"] = d
	}
	if types := list(r.fields["integration_types"]); len(types) > 0 {
		out["integration_types"] = types
	}
	if r.guild != "" { // contexts are of global commands alone
		out["guild_id"], out["contexts"], out["integration_types"] = r.guild, nil, []int{0}
		delete(out, "dm_permission")
	}
	if localised {
		out["name_localizations"], out["description_localizations"] = nullIfNone(r.fields["name_localizations"]), nullIfNone(r.fields["description_localizations"])
	}
	if options := optionsJSON(r.fields["options"], localised); len(options) > 0 {
		out["options"] = options
	}
	return out
}

func nullIfNone(v any) any {
	if m, ok := v.(map[string]any); ok && len(m) > 0 {
		return m
	}
	return nil
}

// optionsJSON are options as the API shows them: without what says nothing.
func optionsJSON(v any, localised bool) []any {
	var out []any
	for _, o := range list(v) {
		option, ok := o.(map[string]any)
		if !ok {
			continue
		}
		shown := map[string]any{"type": option["type"], "name": option["name"], "description": option["description"]}
		for _, key := range []string{"required", "autocomplete"} {
			if option[key] == true {
				shown[key] = true
			}
		}
		for _, key := range []string{"min_value", "max_value", "min_length", "max_length"} {
			if option[key] != nil {
				shown[key] = option[key]
			}
		}
		for _, key := range []string{"choices", "channel_types"} {
			if l := list(option[key]); len(l) > 0 {
				shown[key] = l
			}
		}
		if inner := optionsJSON(option["options"], localised); len(inner) > 0 {
			shown["options"] = inner
		}
		if localised {
			for _, key := range []string{"name_localizations", "description_localizations"} {
				shown[key] = nullIfNone(option[key])
			}
		}
		out = append(out, shown)
	}
	return out
}
