package discord

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// ManifestOptions are what is known when the settings are printed. The zero value leaves the application's id to be filled in.
type ManifestOptions struct {
	ApplicationID string   // from the developer portal; "": taken from the token, or left to be filled in
	Token         string   // the bot's, if it is known already; it is not printed
	Public        *url.URL // where this program is reached from outside; nil: interactions come over the gateway
}

// permissions are what the bot needs in a server, and no more: to see that it is mentioned, to answer there and in threads,
// with embeds, and to refer to the message that it answers. A picture goes with the answer to a command alone, for which no
// permission is asked.
const permissions = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads |
	discordgo.PermissionEmbedLinks | discordgo.PermissionReadMessageHistory

// unknownApplication stands where the application's id has to be filled in.
const unknownApplication = "APPLICATION_ID"

// Manifest says what to set in the developer portal, for Discord reads no file of it, and gives the invitation link with the
// least permissions.
func Manifest(o ManifestOptions) string {
	endpoint := "leave empty (interactions come over the gateway)"
	if o.Public != nil {
		endpoint = o.Public.JoinPath(route).String() + `
                                    (set DISCORD_PUBLIC_KEY and start the program first: the portal tries it;
                                    leave it empty for interactions to come over the gateway)`
	}
	app := o.application()
	var out strings.Builder
	fmt.Fprintf(&out, `Discord application: what to set at https://discord.com/developers/applications

General Information
  Public Key                        copy to DISCORD_PUBLIC_KEY, for interactions over HTTP
  Interactions Endpoint URL         %s

Installation
  Installation Contexts             User Install and Guild Install
  Install Link                      Discord Provided Link
  Default Install Settings
    User Install                    scopes: applications.commands
    Guild Install                   scopes: applications.commands, bot
                                    permissions: View Channels, Send Messages, Send Messages in Threads,
                                    Embed Links, Read Message History

Bot
  Token                             copy to DISCORD_TOKEN
  Privileged Gateway Intents        none: leave all three switched off

Invitation to a server
  %s

Invitation for oneself
  %s
`, endpoint, invitation(app, "0", "bot applications.commands", permissions), invitation(app, "1", "applications.commands", 0))
	if app == unknownApplication {
		out.WriteString("\nPut the Application ID from General Information in the place of " + unknownApplication + ".\n")
	}
	return out.String()
}

// invitation is the link that installs the application: in a server ("0") or for a user ("1").
func invitation(app, integration, scopes string, permissions int64) string {
	q := url.Values{"client_id": {app}, "integration_type": {integration}, "scope": {scopes}}
	if permissions != 0 {
		q.Set("permissions", strconv.FormatInt(permissions, 10))
	}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}

// application is the application's id. A token begins with the id of the bot's user, in base 64, which is the application's for
// all that were made since 2016.
func (o ManifestOptions) application() string {
	if o.ApplicationID != "" {
		return o.ApplicationID
	}
	head, _, _ := strings.Cut(strings.TrimPrefix(o.Token, "Bot "), ".")
	if id, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(head, "=")); err == nil && isID(string(id)) && len(id) >= 15 {
		return string(id)
	}
	return unknownApplication
}
