package slacktest

// methods is the table of what the Web API here can do: who may call it, and what it does.
func methods() map[string]method {
	chat, files := []string{"chat:write"}, []string{"files:write"}
	return map[string]method{
		"auth.test":             {do: (*Server).authTest},
		"apps.connections.open": {app: true, do: (*Server).openConnection},

		"chat.postMessage":   {scopes: chat, do: (*Server).postMessage},
		"chat.postEphemeral": {scopes: chat, do: (*Server).postEphemeral},
		"chat.update":        {scopes: chat, do: (*Server).updateMessage},
		"chat.delete":        {scopes: chat, do: (*Server).deleteMessage},

		"conversations.replies": {do: (*Server).replies},
		"conversations.history": {do: (*Server).history},
		"conversations.info":    {do: (*Server).info},
		"conversations.open":    {do: (*Server).openDirect},
		"users.info":            {scopes: []string{"users:read"}, do: (*Server).userInfo},
		"reactions.add":         {scopes: []string{"reactions:write"}, do: (*Server).react},

		"views.publish": {do: (*Server).publishView},
		"views.open":    {do: (*Server).openView},
		"views.push":    {do: (*Server).pushView},
		"views.update":  {do: (*Server).updateView},

		"assistant.threads.setStatus":           {scopes: []string{"chat:write", "assistant:write"}, do: (*Server).setStatus},
		"assistant.threads.setTitle":            {scopes: []string{"assistant:write"}, do: (*Server).setTitle},
		"assistant.threads.setSuggestedPrompts": {scopes: []string{"assistant:write"}, do: (*Server).setPrompts},

		"files.getUploadURLExternal":   {scopes: files, do: (*Server).uploadURL},
		"files.completeUploadExternal": {scopes: files, do: (*Server).completeUpload},
	}
}
